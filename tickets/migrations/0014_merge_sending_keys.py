from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0013_merge_0010_events_have_no_choices_0012_fewer_indexes"),
        ("tickets", "0013_sending_keys"),
    ]
    operations = []
