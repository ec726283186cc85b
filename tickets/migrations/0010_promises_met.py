"""What meets the promise is one fact of a round; what answers it is another."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tickets", "0009_only_messages_keep_diagnostics")]

    operations = [
        migrations.RemoveIndex("round", "rounds_waiting"),
        migrations.RenameField("round", "responded_at", "promise_met_at"),
        migrations.RenameField("round", "responded_with", "promise_met_with"),
    ]
