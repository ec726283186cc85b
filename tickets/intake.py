"""The only two doors for what a requester sends: a new ticket, and a reply to one."""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from tickets import calendars
from tickets.facts import (
    AutomaticReceived,
    CustomerReplied,
    FurtherInformation,
    Held,
    OutOfOffice,
    SpamReplied,
    Submitted,
    Thanked,
)
from tickets.folding import many_lines, one_line, storable, storable_json
from tickets.models import Attachment, Insurer, Message, Process, Requester, Round, Site, Ticket
from tickets.models.attachment import AttachmentKind
from tickets.models.hold import HoldKind
from tickets.models.message import Channel, Kind, Review
from tickets.models.requester import normal_address
from tickets.models.verbs.base import Actor
from tickets.search import index
from tickets.states import SETTLED, Action, CloseReason, State, target
from tickets.thanks import is_only_thanks

FEWEST_WORDS = 4  # a reopening with fewer and no file gave no detail


@dataclass(frozen=True, slots=True)
class Identity:
    """What the host's server signed, or nothing: then `login` is only a claim."""

    login: str = ""
    verified: bool = False
    email: str = ""  # the address that was signed with it: proven, where it is the requester's


@dataclass(frozen=True, slots=True)
class MailParts:
    """What only a mail brings besides its visible text."""

    full_text: str = ""
    html: str = ""
    automatic_reason: str = ""
    is_away: bool = False  # an out-of-office, also one that names no date
    returns_on: date | None = None
    no_answer: bool = False  # its sender asked for no automatic answer, or it came through a mailing list


class Outcome(StrEnum):
    MOVED = "moved"  # a CUSTOMER_REPLY of the table
    THANKS = "thanks"
    HELD = "held"  # from another address: an agent decides
    AUTOMATIC = "automatic"
    SPAM = "spam"  # kept, moves nothing
    FURTHER = "further"  # from the survey page
    REPEATED = "repeated"  # this very message was here before


@dataclass(frozen=True, slots=True)
class Received:
    ticket: Ticket  # where it was put: of a merged one, the last of its chain
    message: Message
    outcome: Outcome


def open_ticket(
    *,
    email: str,
    name: str,
    subject: str,
    description: str,
    now: datetime,
    submission_id: uuid.UUID | None = None,
    channel: Channel = Channel.FORM,
    process: Process | None = None,
    insurer: Insurer | None = None,
    identity: Identity = Identity(),
    site: Site | None = None,
    diagnostics: dict[str, Any] | None = None,
    files: Iterable[Attachment] = (),
    mail: MailParts = MailParts(),
    by: User | None = None,
    arrived_at: datetime | None = None,
    split_from: Ticket | None = None,
) -> Ticket:
    """Open a ticket and its first round; an unknown address is registered under `name`.

    The same `submission_id` again answers the ticket it opened before. `by` is an agent acting for the
    requester. `arrived_at` is the original arrival of a message that was split out of `split_from`: its promise counts
    from there.
    """
    submission_id = submission_id or uuid.uuid4()
    opened_at = arrived_at or now
    due_at = calendars.first_response(opened_at)
    subject = one_line(subject) or "(sin asunto)"
    try:
        with transaction.atomic():
            requester = Requester.objects.register(email, name, now)
            is_own = identity.verified and normal_address(identity.email) == requester.email
            if is_own:
                requester.prove(now)
            ticket = Ticket.objects.create(
                channel=channel, site=site, submission_id=submission_id, requester=requester,
                requester_name=requester.name, login_claimed=one_line(identity.login, 120),
                login_verified=identity.verified, identity_verified=is_own,
                process=process or (site.default_process if site else None),
                insurer=insurer or Insurer.objects.named_in(subject), subject=subject, original_subject=subject,
                state=target(None, Action.SUBMIT), state_since=now,
                opened_at=opened_at, changed_at=now, first_response_due_at=due_at, risk_at=due_at,
                customer_wrote_at=opened_at, revision=1,
            )  # fmt: skip
            Round.objects.create(
                ticket=ticket, number=1, opened_at=opened_at, due_at=due_at,
                promised_within=settings.FIRST_RESPONSE_WITHIN,
            )  # fmt: skip
            message = ticket.request_message = _keep(
                ticket, Kind.REQUEST, requester.email, requester.name, description, now=opened_at, channel=channel,
                requester=requester, files=files, mail=mail, origin_key=origin_key(submission_id),
                diagnostics=storable_json(diagnostics or {}),
            )  # fmt: skip
            index(ticket)
            ticket.append(_submitted(split_from, mail), by=by or requester, at=now, message=message)
    except IntegrityError:  # the same form, or the same mail, twice: the other one won
        first = Message.objects.filter(origin_key=origin_key(submission_id)).select_related("ticket").first()
        if first is None:
            raise
        return first.ticket
    ticket.just_opened = True
    return ticket


def origin_key(submission_id: uuid.UUID) -> str:
    """What names a submission's message once and for ever, be it a ticket's first or a reply."""
    return f"submission:{submission_id}"


def _submitted(split_from: Ticket | None, mail: MailParts) -> Submitted:
    if split_from is None:
        return Submitted(no_answer=mail.no_answer)
    return Submitted(split_from.pk, split_from.subject, no_answer=mail.no_answer)


def receive_reply(
    ticket: Ticket,
    *,
    body: str,
    now: datetime,
    by: Requester | None = None,
    sender: str = "",
    sender_name: str = "",
    channel: Channel = Channel.MAIL,
    files: Iterable[Attachment] = (),
    diagnostics: dict[str, Any] | None = None,
    mail: MailParts = MailParts(),
    origin_key: str | None = None,
    further_information: bool = False,
    arrived_at: datetime | None = None,
) -> Received:
    """Put a requester's message on its ticket, or on the last one that was merged into, and move what it moves.

    `by` is the requester where that is known (a link, a signed identity); otherwise `sender` is the address a mail
    says it is from: another than the requester's or a participant's is held for an agent's review.
    `origin_key` names the message once and for ever: received again, it changes nothing. `arrived_at` dates a message
    that waited to be read: a reopening's promise counts from there.
    """
    arrived_at = min(arrived_at or now, now)
    files, sender = list(files), normal_address(sender)
    try:
        with _last_of_chain(ticket) as ticket:
            trusted = _is_trusted(ticket, by, sender)
            outcome = _outcome(ticket, body, files, mail, trusted, further_information)
            requester = by or (ticket.requester if sender == ticket.requester.email else None)
            message = _keep(
                ticket, Kind.CUSTOMER, sender or (by.email if by else ""), sender_name or (by.name if by else ""), body,
                now=arrived_at, channel=channel, requester=requester, files=files, mail=mail, origin_key=origin_key,
                only_thanks=outcome == Outcome.THANKS, further_information=further_information,
                review=Review.PENDING if outcome == Outcome.HELD else Review.NONE, diagnostics=storable_json(diagnostics or {}),
            )  # fmt: skip
            _move(ticket, outcome, message, requester, mail, now)
    except IntegrityError:
        known = Message.objects.filter(origin_key=origin_key).select_related("ticket").first() if origin_key else None
        if known is None:
            raise
        return Received(known.ticket, known, Outcome.REPEATED)
    return Received(ticket, message, outcome)


@contextmanager
def _last_of_chain(ticket: Ticket) -> Iterator[Ticket]:
    """Own the row of the ticket that this one was merged into, or its own.

    A merge may come between the look and the claim: then the claim is let go first, since merges lock in another order.
    """
    while True:
        ticket = ticket.where_merged()
        with ticket.claimed():
            if not ticket.merged_into_id:
                yield ticket
                return


def _is_trusted(ticket: Ticket, by: Requester | None, sender: str) -> bool:
    if by is not None:
        return by.pk == ticket.requester_id
    return sender == ticket.requester.email or ticket.participants.filter(email=sender).exists()


def _outcome(ticket: Ticket, body: str, files: list, mail: MailParts, trusted: bool, further: bool) -> Outcome:
    if mail.automatic_reason:
        return Outcome.AUTOMATIC
    if ticket.close_reason == CloseReason.SPAM:
        return Outcome.SPAM
    if not trusted:
        return Outcome.HELD
    if further:
        return Outcome.FURTHER
    attached = any(file.kind != AttachmentKind.SIGNATURE for file in files)
    if ticket.state in SETTLED and not attached and is_only_thanks(body):
        return Outcome.THANKS
    return Outcome.MOVED


def _move(ticket: Ticket, outcome: Outcome, message: Message, requester: Actor, mail: MailParts, now: datetime) -> None:
    """What a kept message does to its ticket, dated at its arrival. Inside the claim."""
    at = message.at
    if outcome == Outcome.MOVED:
        ticket.customer_wrote_at = _later(ticket.customer_wrote_at, at)
        ticket.out_of_office_at = ticket.out_of_office_until = None
        if requester:
            ticket.contact_lost_at = None
        gave_detail = len(message.body.split()) >= FEWEST_WORDS or message.attachments.shown().exists()
        ticket.transition(
            CustomerReplied(asks_detail=not gave_detail, no_answer=mail.no_answer),
            by=requester or ticket.requester,
            now=now,
            arrived_at=at,
            message=message,
        )
    elif outcome == Outcome.HELD:
        ticket.hold(HoldKind.REVIEW, message.pk, now)
        ticket.customer_wrote_at = _later(ticket.customer_wrote_at, at)
        ticket.record(Held(message.author_email), by=None, now=now, at=at, message=message)
    elif outcome == Outcome.AUTOMATIC:
        away = mail.is_away or mail.returns_on is not None
        if away:
            ticket.out_of_office_at = at
            ticket.out_of_office_until = mail.returns_on or ticket.out_of_office_until
        kind = OutOfOffice if away else AutomaticReceived
        ticket.record(kind(message.automatic_reason), by=None, now=now, at=at, message=message)
    elif outcome == Outcome.FURTHER:
        if ticket.state == State.RESUELTO:
            ticket.stop_closing()
        ticket.customer_wrote_at = _later(ticket.customer_wrote_at, at)
        ticket.record(FurtherInformation(), by=requester, now=now, at=at, message=message)
    else:
        facts = Thanked() if outcome == Outcome.THANKS else SpamReplied()
        ticket.record(facts, by=requester, now=now, at=at, message=message)


def _later(known: datetime | None, at: datetime) -> datetime:
    """A message read late turns no clock back."""
    return max(known, at) if known else at


def _keep(
    ticket: Ticket,
    kind: Kind,
    email: str,
    name: str,
    body: str,
    *,
    now: datetime,
    channel: Channel,
    requester: Requester | None,
    files: Iterable[Attachment],
    mail: MailParts,
    **fields: Any,
) -> Message:
    message = Message.objects.create(
        ticket=ticket, kind=kind, channel=channel, at=now, requester=requester, body=many_lines(body),
        author_name=one_line(name or email, 160), author_email=normal_address(email), full_text=many_lines(mail.full_text),
        html=storable(mail.html), automatic_reason=one_line(mail.automatic_reason), returns_on=mail.returns_on, **fields,
    )  # fmt: skip
    message.take(files)
    return message
