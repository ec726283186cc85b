"""What the page told stands with the message it came with: an addition to an open ticket brings its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0006_only_events_that_happen")]

    operations = [
        migrations.AddField("message", "diagnostics", models.JSONField(blank=True, default=dict)),
    ]
