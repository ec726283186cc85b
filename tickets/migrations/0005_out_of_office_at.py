"""An out-of-office flags its ticket also when no return date could be read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0004_a_reminder_needs_a_closing")]

    operations = [
        migrations.AddField("ticket", "out_of_office_at", models.DateTimeField(blank=True, null=True)),
    ]
