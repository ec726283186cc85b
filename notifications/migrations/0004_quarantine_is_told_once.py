"""A digest tells of each quarantined message once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0003_emails_to_address")]

    operations = [
        migrations.AddField("spooledmessage", "told_at", models.DateTimeField(blank=True, null=True)),
    ]
