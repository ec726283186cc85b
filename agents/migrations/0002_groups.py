"""The three groups and what each may do. Data only; reversible."""

from django.db import migrations

CATALOGUES = ["process", "insurer", "insureralias", "site", "sitesecret", "holiday"]
RULES = {
    "Agente": ["tickets.work_tickets"],
    "Supervisor": ["tickets.work_tickets", "tickets.supervise_tickets"]
    + [f"tickets.{verb}_{name}" for name in ("process", "insurer", "insureralias", "holiday") for verb in ("view", "add", "change")],
    "Administrador": ["tickets.work_tickets", "tickets.supervise_tickets"]
    + [f"tickets.{verb}_{name}" for name in CATALOGUES for verb in ("view", "add", "change", "delete")]
    + [f"auth.{verb}_user" for verb in ("view", "add", "change")],
}


def make(apps, schema_editor):
    # Permissions are made after all migrations; these few are needed now.
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")
    for name, codes in RULES.items():
        group, _ = Group.objects.get_or_create(name=name)
        for code in codes:
            app, codename = code.split(".")
            model = "ticket" if codename.endswith("_tickets") else codename.split("_", 1)[1]
            kind, _ = ContentType.objects.get_or_create(app_label=app, model=model)
            permission, _ = Permission.objects.get_or_create(
                content_type=kind, codename=codename, defaults={"name": codename}
            )
            group.permissions.add(permission)


def unmake(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=RULES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("agents", "0001_initial"),
        ("tickets", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make, unmake)]
