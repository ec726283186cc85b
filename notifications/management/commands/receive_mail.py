"""`manage.py receive_mail < message.eml`: one raw message into the spool, for a mail server's pipe."""

import sys

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from notifications.inbound import spool
from notifications.models.spool import InboundChannel

TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits.h: the mail server keeps the message and comes back
NO_INPUT = 66  # EX_NOINPUT


class Command(BaseCommand):
    help = "Guarda un mensaje RFC 5322 de la entrada estándar. Sale con 0 cuando está a salvo, con 75 si no se pudo."
    requires_system_checks: list[str] = []  # a wrong setting elsewhere is no reason to refuse a mail

    def add_arguments(self, parser) -> None:
        parser.add_argument("--buzon", default="stdin", help="nombre del buzón por el que llegó (stdin)")

    def handle(self, *args, buzon: str, **options) -> None:
        try:
            raw = sys.stdin.buffer.read()
        except OSError as error:
            raise CommandError(f"No pude leer la entrada: {error}", returncode=TRY_AGAIN) from error
        if not raw.strip():
            raise CommandError(
                "No llegó ningún mensaje. Úsalo así: manage.py receive_mail < mensaje.eml", returncode=NO_INPUT
            )
        try:
            row = spool.keep(raw, channel=InboundChannel.PIPE, mailbox=buzon, now=timezone.now())
        except Exception as error:  # whatever kept it from being safe, the mail server must try again
            raise CommandError(f"No pude guardar el mensaje: {error}", returncode=TRY_AGAIN) from error
        self.stdout.write(f"Recibido: {row.message_id}")
