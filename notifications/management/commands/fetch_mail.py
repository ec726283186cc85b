"""`manage.py fetch_mail`: one round over every MAILBOX_URL."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from notifications.inbound.channels.imap import Mailbox, MailboxUnreachable, fetch_once


class Command(BaseCommand):
    help = "Lee una vez cada buzón de MAILBOX_URL y guarda lo nuevo."

    def handle(self, *args, **options) -> None:
        if not settings.MAILBOX_URLS:
            raise CommandError("Falta MAILBOX_URL. Escribe, por ejemplo, imaps://usuario:clave@imap.ejemplo.mx/INBOX.")
        unreachable = []
        for mailbox in map(Mailbox, settings.MAILBOX_URLS):
            try:
                kept = fetch_once(mailbox, timezone.now())
            except MailboxUnreachable as fault:
                unreachable.append(str(fault))
            else:
                self.stdout.write(f"{mailbox.name}: {kept} mensajes nuevos")
        if unreachable:
            raise CommandError("\n".join(unreachable), returncode=75)
