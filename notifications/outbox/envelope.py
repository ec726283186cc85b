"""From a row to the message that leaves: headers, both parts, files. The same at every attempt."""

from email.utils import format_datetime

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from notifications import addresses
from notifications.kinds import LOOP_HEADER
from notifications.models import Email
from notifications.outbox import files
from tickets.folding import one_line


def message_of(email: Email, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """Raises OSError when a file cannot be read now."""
    message = EmailMultiAlternatives(
        subject=one_line(email.subject, 320),
        body=email.text,
        from_email=addresses.with_name(email.from_name, addresses.support_address()),
        to=[one_line(email.to, 254)],
        reply_to=[email.reply_to] if email.reply_to else None,
        headers=_headers(email),
        connection=connection,
    )
    message.attach_alternative(email.html, "text/html")
    for file in [] if email.files_as_links else files.to_attach(email.message):
        with file.file.open("rb") as opened:
            message.attach(file.name, opened.read(), file.content_type)
    return message


def _headers(email: Email) -> dict[str, str]:
    headers = {
        "Message-ID": email.mail_id,
        "Date": format_datetime(timezone.localtime(email.created_at)),
        LOOP_HEADER: addresses.support_address(),
    }
    if email.in_reply_to:
        headers |= {"In-Reply-To": email.in_reply_to, "References": email.references}
    if email.automatic:
        headers |= {"Auto-Submitted": email.automatic, "X-Auto-Response-Suppress": "All"}
    return headers
