"""Raw messages as clients write them, and the way they take."""

from datetime import datetime

from notifications.inbound import pipeline, spool
from notifications.models import Email, SpooledMessage
from notifications.models.email import EmailState
from notifications.models.spool import InboundChannel
from tickets.models import Ticket

SUPPORT = "soporte@segupoliza.test"


def raw_mail(
    *,
    sender: str = "Ana Ruiz <ana@agencia.test>",
    to: str = SUPPORT,
    subject: str = "No cotiza SURA",
    body: str = "Desde ayer no me regresa primas de SURA en autos residentes.",
    message_id: str | None = "uno@agencia.test",
    in_reply_to: str = "",
    references: str = "",
    headers: str = "",
    content_type: str = "text/plain; charset=utf-8",
) -> bytes:
    lines = [f"From: {sender}"] if sender else []
    lines += [f"To: {to}", f"Subject: {subject}", "Date: Mon, 16 Nov 2026 09:00:00 -0600", "MIME-Version: 1.0"]
    lines += [f"Message-ID: <{message_id}>"] if message_id else []
    lines += [f"In-Reply-To: {in_reply_to}"] if in_reply_to else []
    lines += [f"References: {references}"] if references else []
    lines += [f"Content-Type: {content_type}", "Content-Transfer-Encoding: 8bit"]
    lines += headers.strip().splitlines()
    return ("\r\n".join(lines) + "\r\n\r\n" + body.replace("\n", "\r\n") + "\r\n").encode()


def keep(raw: bytes, now: datetime, mailbox: str = "stdin") -> SpooledMessage:
    return spool.keep(raw, channel=InboundChannel.PIPE, mailbox=mailbox, now=now)


def arrive(raw: bytes, now: datetime) -> SpooledMessage:
    """Through the whole pipeline; the row as it is afterwards."""
    row = keep(raw, now)
    pipeline.process_pending(now)
    row.refresh_from_db()
    return row


def mail_sent(ticket: Ticket, now: datetime, *, action: str = "", to: str = "", kind: str = "respuesta") -> Email:
    """A mail of ours that left, about the ticket's last event of that action."""
    event = ticket.events.filter(action=action).last() if action else ticket.events.last()
    return Email.objects.create(
        key=f"prueba:{Email.objects.count()}", kind=kind, ticket=ticket, event=event, to=to or ticket.requester.email,
        from_name="Soporte", subject=f"Re: {ticket.subject} [#{ticket.pk}]", text="…", html="", created_at=now,
        not_before=now, state=EmailState.ACCEPTED, accepted_at=now,
    )  # fmt: skip


def state_of(ticket: Ticket) -> str:
    return Ticket.objects.values_list("state", flat=True).get(pk=ticket.pk)
