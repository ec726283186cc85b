"""One key names a sending, on the message it became; the ticket keeps that of the attempt which opened it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0012_fewer_indexes")]

    operations = [
        migrations.RenameField("ticket", "submission_id", "sending_key"),
        migrations.AlterField("ticket", "sending_key", models.CharField(max_length=64, unique=True)),
        migrations.RenameField("message", "origin_key", "sending_key"),
        migrations.AlterField(
            "message", "sending_key", models.CharField(blank=True, max_length=64, null=True, unique=True)
        ),
    ]
