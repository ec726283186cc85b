"""Raw messages as a requester's mail program writes them, for the built-in mailbox."""

import re
import uuid
from collections.abc import Iterable
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from html import escape

from django.utils import timezone

from notifications.addresses import support_address
from notifications.models import MailboxMessage, SpooledMessage
from notifications.models.spool import InboundChannel
from tickets.folding import one_line
from tickets.models import Attachment
from tickets.moments import MONTHS, WEEKDAYS

from .reading import OpenedMail

MAILBOX = "buzon"
DOMAIN = "buzon.localhost"  # of the Message-IDs that requesters' mail programs would mint


def replies_to(mail: MailboxMessage):
    """What was answered to a mail from here, newest last, without the bytes."""
    written = SpooledMessage.objects.filter(
        channel=InboundChannel.MAILBOX, message_id__startswith=f"respuesta.{mail.pk}."
    )
    return written.defer("raw").select_related("ticket").order_by("pk")


def reply(
    mail: OpenedMail,
    body: str,
    *,
    sender: str,
    name: str,
    files: Iterable[Attachment],
    attempt: uuid.UUID,
    now: datetime,
) -> bytes:
    """The answer that a mail program would send: threaded, the original quoted below under a Spanish header."""
    message = _message(sender, name, now, f"respuesta.{mail.kept.pk}.{attempt.hex}")
    message["To"] = mail.header("Reply-To") or mail.header("From")
    message["Subject"] = _re(mail.header("Subject"))
    original = mail.header("Message-ID")
    message["In-Reply-To"] = original
    message["References"] = " ".join([*re.findall(r"<[^<>\s]+>", mail.header("References")), original])
    intro = _wrote(mail)
    quoted = "\n".join(f"> {line}".rstrip() for line in mail.text.splitlines())
    message.set_content(f"{body}\n\n{intro}\n\n{quoted}\n")
    if mail.html:
        message.add_alternative(_html_reply(body, intro, mail.html), subtype="html")
    return _with_files(message, files)


def letter(
    subject: str, body: str, *, sender: str, name: str, files: Iterable[Attachment], attempt: uuid.UUID, now: datetime
) -> bytes:
    """A new mail to the support address, with no thread."""
    message = _message(sender, name, now, f"nuevo.{attempt.hex}")
    message["To"] = support_address()
    message["Subject"] = one_line(subject, 300)
    message.set_content(f"{body}\n")
    return _with_files(message, files)


def _message(sender: str, name: str, now: datetime, identifier: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = formataddr((one_line(name), sender))
    message["Date"] = format_datetime(timezone.localtime(now))
    message["Message-ID"] = f"<{identifier}@{DOMAIN}>"
    return message


def _re(subject: str) -> str:
    return subject if re.match(r"re\s*:", subject, re.I) else f"Re: {subject}"


def _wrote(mail: OpenedMail) -> str:
    """«El lun, 16 nov 2026 a las 9:00, Soporte (<soporte@…>) escribió:», as the most used program does."""
    name, address = mail.sender
    at = timezone.localtime(mail.kept.at)
    day = f"{WEEKDAYS[at.weekday()][:3]}, {at.day} {MONTHS[at.month - 1][:3]} {at.year}"
    return f"El {day} a las {at.hour}:{at:%M}, {name or address} (<{address}>) escribió:"


def _html_reply(body: str, intro: str, original: str) -> str:
    words = escape(body).replace("\n", "<br>\n")
    return (
        f'<div dir="ltr">{words}</div><br><div class="gmail_quote">'
        f'<div dir="ltr" class="gmail_attr">{escape(intro)}<br></div>'
        f'<blockquote class="gmail_quote">{original}</blockquote></div>'
    )


def _with_files(message: EmailMessage, files: Iterable[Attachment]) -> bytes:
    for file in files:
        kind, _, subtype = file.content_type.partition("/")
        with file.file.open("rb") as content:
            data = content.read()
        if kind in ("text", "message", "multipart") or not subtype:
            kind, subtype = "application", "octet-stream"
        message.add_attachment(data, maintype=kind, subtype=subtype, filename=file.name)
    return message.as_bytes()
