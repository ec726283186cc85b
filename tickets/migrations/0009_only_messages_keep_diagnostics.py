"""One home for them: the message."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tickets", "0008_fill_message_diagnostics")]

    operations = [migrations.RemoveField("ticket", "diagnostics")]
