from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("notifications", "0004_quarantine_is_told_once")]

    operations = [migrations.RenameField("spooledmessage", "told_at", "reported_at")]
