from django.db import migrations, models

CHANNELS = [('tubo', 'Entrada estándar'), ('imap', 'IMAP'), ('webhook', 'Webhook'), ('buzon', 'Buzón de desarrollo')]


class Migration(migrations.Migration):

    dependencies = [('notifications', '0004_quarantine_is_told_once')]

    operations = [
        migrations.RenameField('spooledmessage', 'door', 'channel'),
        migrations.AlterField(
            'spooledmessage', 'channel', models.CharField('canal', choices=CHANNELS, max_length=10),
        ),
        migrations.RenameField('spooledmessage', 'told_at', 'reported_at'),
    ]
