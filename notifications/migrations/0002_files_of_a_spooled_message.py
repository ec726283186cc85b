"""The files of a received mail hang on its row; those that hung on a number are stored again from its bytes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial"), ("tickets", "0002_search_indexes")]
    operations = [
        migrations.AddField("spooledmessage", "files", models.ManyToManyField("tickets.attachment", related_name="spooled")),
    ]
