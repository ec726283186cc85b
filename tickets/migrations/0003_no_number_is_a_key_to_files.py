"""What a form attached is found by what its own page lists; what still waits under a number is swept with the rest."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("tickets", "0002_search_indexes")]
    operations = [migrations.RemoveField("attachment", "submission_id")]
