"""What one message does, once it is understood: it goes to its ticket, opens one, or stays in the tray."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from notifications.addresses import is_ours
from notifications.inbound import conversation, files
from notifications.inbound.invitations import with_invitations
from notifications.inbound.route import Evidence, Route, find
from notifications.inbound.writer import (
    NOT_PROVEN,
    copied,
    identified,
    is_authentic,
    passed_on_by_an_agent,
    why_not_authentic,
)
from notifications.models import Email, SpooledMessage
from notifications.outbox.undelivered import record_bounce
from notifications.reading.header_scan import stored_id
from notifications.reading.limits import Unparseable
from notifications.reading.message import Bounce, InboundMessage
from notifications.reading.subjects import bare
from tickets.intake import Outcome, Received, open_ticket, receive_reply
from tickets.models import Attachment, Message, Ticket, TicketLink
from tickets.models.message import Channel
from tickets.models.requester import normal_address
from tickets.models.ticket_link import LinkKind
from tickets.submission import MailParts, Reply, Submission, fingerprint

COPY = "Es el mismo mensaje, que llegó dos veces."
OWN_MAIL = "es un correo nuestro que regresó"
UNEXPLAINED = "El servidor no dijo por qué."
_PICTURE = re.compile(r'src="cid:([0-9]{1,4})"')  # as the reader names the pictures of what it cleaned
NO_SENDER = "No dice de quién es: sin remitente no podemos abrir una solicitud."


@dataclass(frozen=True, slots=True)
class Delivered:
    """Where a row went, for its own columns: why, in words, and to which ticket and message, if any."""

    reason: str
    ticket: Ticket | None = None
    message: Message | None = None

    def columns(self) -> dict[str, object]:
        return {"reason": self.reason[:500], "ticket": self.ticket, "became": self.message}


def read(row: SpooledMessage, parse: Callable[[bytes], InboundMessage]) -> InboundMessage:
    """The row's message. Raises Unparseable."""
    return identified(with_invitations(files.without_programs(parse(bytes(row.raw)))))


def fingerprint_of(row: SpooledMessage, message: InboundMessage) -> str:
    """The same for every attempt, and for every copy: by two channels, by two ways through the mail, or sent again.

    A copy has Message-ID, sender and content of the first; one that Exchange sent on names the first's. The same Message-ID with another content is no copy. The
    database's unique keys do the rest, however many workers read copies at once.
    """
    said = (message.from_email.lower(), message.subject, message.text, message.html, message.is_automatic)
    name = stored_id(message.resent_of) if message.resent_of else row.message_id
    return fingerprint(name, *said, [hashlib.sha256(file.content).hexdigest() for file in message.attachments])


def files_of(row: SpooledMessage, message: InboundMessage, now: datetime) -> list[Attachment]:
    """Its files, stored; a bounce brings none but our own mail back."""
    if message.is_bounce or not message.attachments:
        return []
    return files.store(row, message, now)


def discard_unused(row: SpooledMessage) -> None:
    """Files of an earlier attempt, or of a message that went to the tray."""
    for file in row.waiting_files():
        file.discard()


def deliver(row: SpooledMessage, message: InboundMessage, kept: list[Attachment], now: datetime) -> Delivered:
    """Inside the transaction that settles the row. Raises Unparseable when nobody is known to have written it."""
    if message.bounce:
        return _bounce(row, message, message.bounce, now)
    route = find(message, bytes(row.raw))
    if reason := _machine(message):
        return _automatic(row, message, route.ticket, reason, kept, now)
    return _human(row, message, route, kept, now)


def _machine(message: InboundMessage) -> str:
    """Why no person is thought to have written it; "" for a person."""
    if message.own_loop or is_ours(message.from_email) or Email.objects.by_message_id(message.message_id):
        return OWN_MAIL
    return message.automatic_reason


def _bounce(row: SpooledMessage, message: InboundMessage, bounce: Bounce, now: datetime) -> Delivered:
    email = Email.objects.by_message_id(bounce.original_message_id)
    ticket = email.ticket if email else find(message, bytes(row.raw)).ticket
    delivered = _automatic(row, message, ticket, message.automatic_reason, [], now)
    if email and bounce.permanent:
        record_bounce(email, bounce.explanation, now)
    return delivered


def _automatic(
    row: SpooledMessage, message: InboundMessage, ticket: Ticket | None, why: str, kept: list[Attachment], now: datetime
) -> Delivered:
    """Kept on its ticket, moving nothing and never answered; without a ticket it stays in the tray."""
    reason = f"Correo automático: {why}."
    if ticket is None:
        return Delivered(reason)
    return _delivered(_reply(row, message, ticket, kept, now, automatic_reason=why), reason)


def _human(
    row: SpooledMessage, message: InboundMessage, route: Route, kept: list[Attachment], now: datetime
) -> Delivered:
    if route.ticket is None:
        return _open(row, message, route, kept, now)
    received = _reply(row, message, route.ticket, kept, now, held_because=_why_held(message, route))
    if route.proves_sender and not message.is_rewritten and received.outcome not in (Outcome.SPAM, Outcome.SUSPECTED):
        received.ticket.prove_requester(now)
    return _delivered(received, f"Llegó a su solicitud por {route.evidence}.")


def _why_held(message: InboundMessage, route: Route) -> str:
    """Why an agent must look at a reply although it names the requester; "" for one that is theirs."""
    if route.evidence in (Evidence.TOKEN, Evidence.MINTED):
        return ""
    if message.is_rewritten:
        return NOT_PROVEN
    return why_not_authentic(message) if route.evidence == Evidence.TAG else ""


def _delivered(received: Received, reason: str) -> Delivered:
    return Delivered(COPY if received.outcome == Outcome.REPEATED else reason, received.ticket, received.message)


def _reply(
    row: SpooledMessage, message: InboundMessage, ticket: Ticket, kept: list[Attachment], now: datetime, **judged: Any
) -> Received:
    judgement = conversation.judged_reply(ticket, message)
    reply = Reply(
        sender=message.from_email, sender_name=message.from_name, body=judgement.shown,
        arrived_at=row.received_at, channel=Channel.MAIL, files=kept,
        mail=MailParts(
            full_text=message.text, pieces=judgement.pieces, html=_fit_to_show(message, kept), copied=copied(message),
            suspected_reason="" if "automatic_reason" in judged else message.suspected_reason, is_away=message.is_away,
            returns_on=message.returns_on, no_answer=message.no_answer, fingerprint=fingerprint_of(row, message),
            **judged,
        ),
    )  # fmt: skip
    return receive_reply(ticket, reply, now=now)


def open_by_agent(
    row: SpooledMessage, message: InboundMessage, kept: list[Attachment], by: User, now: datetime
) -> Delivered:
    """A request, because a person says so. Raises Unparseable when nobody is known to have written it."""
    return _open(row, message, Route(), kept, now, by=by)


def attach_by_agent(
    row: SpooledMessage, message: InboundMessage, ticket: Ticket, kept: list[Attachment], now: datetime
) -> Delivered:
    """Onto this ticket, because a person says so. A machine's mail stays marked, unless its requester's address sent it."""
    sender = normal_address(message.from_email)
    is_theirs = sender == ticket.requester.email or ticket.participants.filter(email=sender).exists()
    automatic = {"automatic_reason": message.automatic_reason} if message.automatic_reason and not is_theirs else {}
    return _delivered(_reply(row, message, ticket, kept, now, **automatic), row.reason)


def _open(
    row: SpooledMessage, message: InboundMessage, route: Route, kept: list[Attachment], now: datetime,
    by: User | None = None,
) -> Delivered:  # fmt: skip
    sender, judgement = _sender(message), conversation.judged_first(message)
    submission = Submission(
        email=sender, name=message.from_name or sender.partition("@")[0], subject=bare(message.subject),
        body=judgement.shown, arrived_at=row.received_at, channel=Channel.MAIL, files=kept,
        mail=MailParts(
            full_text=message.text, pieces=judgement.pieces, html=_fit_to_show(message, kept), copied=copied(message),
            suspected_reason=message.suspected_reason, forwarded_from=passed_on_by_an_agent(message),
            no_answer=message.no_answer, is_authentic=is_authentic(message), fingerprint=fingerprint_of(row, message),
        ),
    )  # fmt: skip
    received = open_ticket(submission, now=now, by=by)
    ticket = received.ticket
    if received.outcome == Outcome.REPEATED:
        return Delivered(COPY, ticket, received.message)
    if route.related:
        TicketLink.objects.get_or_create(
            ticket=ticket, other=route.related, kind=LinkKind.RELATED, defaults={"made_at": now}
        )
    for waiting in Ticket.objects.waiting_for(ticket.requester).exclude(pk=ticket.pk).values_list("pk", flat=True):
        ticket.suspect_reply(Ticket.objects.get(pk=waiting), now=now)
    return Delivered("Abrió una solicitud nueva.", ticket, received.message)


def _sender(message: InboundMessage) -> str:
    sender = normal_address(message.from_email)
    try:
        validate_email(sender)
    except ValidationError as error:
        raise Unparseable(NO_SENDER) from error
    return sender


def _fit_to_show(message: InboundMessage, kept: list[Attachment]) -> str:
    """The cleaned HTML, its pictures named `cid:<our attachment>`: each reader is given addresses that open to them."""
    ours = {file.content_id: file.pk for file in kept if file.content_id}

    def source(picture: re.Match[str]) -> str:
        place = int(picture[1])
        named = message.attachments[place].content_id if place < len(message.attachments) else ""
        pk = ours.get(named[: files.LONGEST_CONTENT_ID])
        return f'src="cid:{pk}"' if pk else ""

    return _PICTURE.sub(source, message.shown_html)
