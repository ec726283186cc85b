"""What one message does, once it is understood: it goes to its ticket, opens one, or stays in the tray."""

import uuid
from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from notifications.addresses import is_ours
from notifications.models.spool import SpooledMessage
from tickets.intake import MailParts, Outcome, Received, open_ticket, receive_reply
from tickets.models import Attachment, Message, Ticket, TicketLink
from tickets.models.message import Channel
from tickets.models.requester import normal_address
from tickets.models.ticket_link import LinkKind

from . import conversation, copies, files, returned
from .html import clean_html
from .limits import Unparseable
from .message import InboundMessage
from .route import Route, find
from .subjects import bare

SUBMISSIONS = uuid.UUID("5f1d7f0e-6c1e-4b52-9d0a-3f1f2b3c4d5e")  # the name space of submissions that came by mail
OWN_MAIL = "es un correo nuestro que regresó"
NO_SENDER = "No dice de quién es: sin remitente no podemos abrir una solicitud."


def read(row: SpooledMessage, parse: Callable[[bytes], InboundMessage]) -> InboundMessage:
    """The row's message. Raises Unparseable."""
    return parse(bytes(row.raw))


def submission_id(row: SpooledMessage) -> uuid.UUID:
    """The same for every attempt at this row."""
    return uuid.uuid5(SUBMISSIONS, f"spool:{row.pk}")


def files_of(row: SpooledMessage, message: InboundMessage, now: datetime) -> list[Attachment]:
    """Its files, stored; a bounce brings none but our own mail back."""
    if message.is_bounce or not message.attachments:
        return []
    return files.store(message, bytes(row.raw), submission_id(row), now)


def discard_unused(row: SpooledMessage) -> None:
    """Files of an earlier attempt, or of a message that went to the tray."""
    for file in Attachment.objects.stashed(submission_id(row)):
        file.discard()


def deliver(row: SpooledMessage, message: InboundMessage, kept: list[Attachment], now: datetime) -> None:
    """Inside the transaction that settles the row. Raises Unparseable when nobody is known to have written it."""
    if original := copies.earlier_copy(row, message):
        row.ticket, row.became = original.ticket, original.became
        row.reason = "Es el mismo mensaje, que llegó dos veces."
    elif message.bounce:
        _bounce(row, message, now)
    elif reason := _machine(message):
        _automatic(row, message, find(message, bytes(row.raw)).ticket, reason, kept, now)
    else:
        _human(row, message, find(message, bytes(row.raw)), kept, now)
    row.save(update_fields=["ticket", "became", "reason"])


def _machine(message: InboundMessage) -> str:
    """Why no person is thought to have written it; "" for a person."""
    if message.own_loop or is_ours(message.from_email):
        return OWN_MAIL
    return message.automatic_reason


def _bounce(row: SpooledMessage, message: InboundMessage, now: datetime) -> None:
    email = returned.email_that_came_back(message)
    ticket = email.ticket if email else find(message, bytes(row.raw)).ticket
    _automatic(row, message, ticket, message.automatic_reason, [], now)
    if email and message.bounce.permanent:
        returned.mark(email, returned.words(message.bounce), now)


def _automatic(
    row: SpooledMessage, message: InboundMessage, ticket: Ticket | None, why: str, kept: list[Attachment], now: datetime
) -> None:
    """Kept on its ticket, moving nothing and never answered; without a ticket it stays in the tray."""
    row.reason = f"Correo automático: {why}."[:500]
    if ticket:
        _settle(row, _reply(row, message, ticket, kept, now, automatic_reason=why), message, kept)


def _human(row: SpooledMessage, message: InboundMessage, route: Route, kept: list[Attachment], now: datetime) -> None:
    if route.ticket is None:
        _open(row, message, route, kept, now)
        return
    received = _reply(row, message, route.ticket, kept, now)
    if route.proves_sender and received.outcome != Outcome.SPAM:
        received.ticket.requester.prove(now)
    row.reason = f"Llegó a su solicitud por {route.evidence}."
    _settle(row, received, message, kept)


def _reply(
    row: SpooledMessage, message: InboundMessage, ticket: Ticket, kept: list[Attachment], now: datetime, **automatic
) -> Received:
    return receive_reply(
        ticket, sender=normal_address(message.from_email), sender_name=message.from_name,
        body=message.reply_text if automatic else conversation.reply_to(ticket, message),
        now=now, arrived_at=row.received_at, channel=Channel.MAIL, files=kept, origin_key=f"spool:{row.pk}",
        mail=MailParts(
            full_text=message.text, is_away=message.is_away, returns_on=message.returns_on, no_answer=message.no_answer,
            **automatic,
        ),
    )  # fmt: skip


def _open(row: SpooledMessage, message: InboundMessage, route: Route, kept: list[Attachment], now: datetime) -> None:
    sender = _sender(message)
    ticket = open_ticket(
        email=sender, name=message.from_name or sender.partition("@")[0], subject=bare(message.subject),
        description=message.reply_text or message.text, now=now, arrived_at=row.received_at, channel=Channel.MAIL,
        submission_id=submission_id(row), files=kept, mail=MailParts(full_text=message.text, no_answer=message.no_answer),
    )  # fmt: skip
    if route.related:
        TicketLink.objects.get_or_create(
            ticket=ticket, other=route.related, kind=LinkKind.RELATED, defaults={"made_at": now}
        )
    for other in Ticket.objects.waiting_for(ticket.requester).exclude(pk=ticket.pk).order_by("pk"):
        ticket.suspect_reply(other, now=now)
    row.reason = "Abrió una solicitud nueva."
    _settle(row, Received(ticket, ticket.messages.earliest("pk"), Outcome.MOVED), message, kept)


def _sender(message: InboundMessage) -> str:
    sender = normal_address(message.from_email)
    try:
        validate_email(sender)
    except ValidationError as error:
        raise Unparseable(NO_SENDER) from error
    return sender


def _settle(row: SpooledMessage, received: Received, message: InboundMessage, kept: list[Attachment]) -> None:
    """Note what the row became, and give the message its HTML, whose pictures are kept by now."""
    row.ticket, row.became = received.ticket, received.message
    if message.html:
        Message.objects.filter(pk=received.message.pk).update(html=_fit_to_show(message.html, kept))


def _fit_to_show(html: str, kept: list[Attachment]) -> str:
    """Cleaned, its pictures named `cid:<our attachment>`: each reader is given addresses that open to them."""
    return clean_html(html, {file.content_id: f"cid:{file.pk}" for file in kept if file.content_id})
