"""Django's way out for mail into the built-in mailbox: what a server would have taken, as bytes, in a table."""

from email.header import decode_header, make_header

from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from notifications.models import MailboxMessage
from tickets.folding import one_line


class MailboxBackend(BaseEmailBackend):
    def send_messages(self, email_messages) -> int:
        return sum(self._keep(message) for message in email_messages if message.recipients())

    def _keep(self, message) -> bool:
        """Delivered twice under one Message-ID, it is one mail, as in every mail program."""
        mime = message.message()
        MailboxMessage.objects.get_or_create(
            message_id=str(mime["Message-ID"])[:255],
            defaults={
                "raw": mime.as_bytes(linesep="\r\n"),
                "to": ", ".join(message.recipients())[:254],
                "subject": one_line(str(make_header(decode_header(str(mime["Subject"])))), 320),
                "at": timezone.now(),
            },
        )
        return True
