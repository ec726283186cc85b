"""The files of a received mail say which, in a column of their own, until and after a message takes them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0003_no_number_is_a_key_to_files")]
    operations = [
        migrations.AddField(
            "attachment", "spooled", models.PositiveBigIntegerField(null=True, blank=True, editable=False)
        ),
        migrations.AddIndex(
            "attachment",
            models.Index(
                fields=["spooled"], condition=models.Q(ticket=None, spooled__isnull=False), name="files_of_spooled"
            ),
        ),
    ]
