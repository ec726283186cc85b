"""The only two ways in for what a requester sends: a new ticket, and a reply to one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, models, transaction

from tickets import deadlines
from tickets.facts import (
    AutomaticReceived,
    CustomerReplied,
    FurtherInformation,
    Held,
    MachineSuspected,
    OutOfOffice,
    SpamReplied,
    Submitted,
    Thanked,
)
from tickets.folding import many_lines, one_line, storable, storable_json
from tickets.models import Insurer, Message, Requester, Round, SearchDocument, Ticket
from tickets.models.attachment import AttachmentKind
from tickets.models.hold import HoldKind
from tickets.models.message import Kind, Review
from tickets.models.requester import normal_address
from tickets.models.verbs.base import Actor, later
from tickets.pieces import stored
from tickets.signatures import without_signature
from tickets.states import SETTLED, Action, CloseReason, State, target
from tickets.submission import MailParts, Reply, Submission
from tickets.thanks import gives_detail, is_only_thanks

EARLIER = 5  # messages of theirs in which their signature is looked for


class Outcome(StrEnum):
    OPENED = "opened"  # a ticket of its own
    MOVED = "moved"  # a CUSTOMER_REPLY of the table
    THANKS = "thanks"
    HELD = "held"  # from another address: an agent decides
    AUTOMATIC = "automatic"
    SUSPECTED = "suspected"  # a machine's words without its headers: an agent decides
    SPAM = "spam"  # kept, moves nothing
    FURTHER = "further"  # from the survey page
    REPEATED = "repeated"  # this very sending was here before


DECIDED_BY_AN_AGENT = {Outcome.HELD: Review.PENDING, Outcome.SUSPECTED: Review.SUSPECTED}


@dataclass(frozen=True, slots=True)
class Received:
    ticket: Ticket  # where it was put: of a merged one, the last of its chain
    message: Message
    outcome: Outcome


def open_ticket(
    submission: Submission, *, now: datetime, by: User | None = None, split_from: Ticket | None = None
) -> Received:
    """Open a ticket and its first round; an unknown address is registered under its name.

    The same sending again answers what it made before. Another sending of the same attempt is added to the ticket that
    the attempt opened, where subject and requester are the same; otherwise it opens its own. `by` is an agent acting for
    the requester. A message that was split out of `split_from` keeps its arrival: its promise counts from there.
    """
    try:
        return _open_or_find(submission, submission.ticket_key, now, by, split_from)
    except IntegrityError:
        earlier = Ticket.objects.filter(sending_key=submission.ticket_key).select_related("requester").first()
        if earlier is None:
            raise
    if earlier.requester != Requester.objects.known_as(submission.email):  # corrected since: it is somebody else's now
        return _open_or_find(submission, submission.key, now, by, split_from)
    return _receive(earlier, _as_reply(submission, earlier.requester), submission.key, now)


def _open_or_find(
    submission: Submission, ticket_key: str, now: datetime, by: User | None, split_from: Ticket | None
) -> Received:
    try:
        with transaction.atomic():
            ticket = _ticket_of(submission, ticket_key, now, by, split_from)
            message = _keep(ticket, Kind.REQUEST, submission, submission.key, ticket.opened_at, ticket.requester)
            SearchDocument.objects.add(ticket)
            facts = _submitted(split_from, submission.mail)
            ticket.append(facts, by=by or ticket.requester, at=now, message=message)
    except IntegrityError:  # the same form, or the same mail, twice: the other one won
        if (repeated := _find(submission.key)) is None:
            raise
        return repeated
    return Received(ticket, message, Outcome.OPENED)


def _ticket_of(
    submission: Submission, ticket_key: str, now: datetime, by: User | None, split_from: Ticket | None
) -> Ticket:
    """The ticket's row with its first round, and its requester."""
    requester = Requester.objects.register(submission.email, submission.name, now)
    if submission.is_signed:
        requester.prove(now)
    opened_at, site = submission.arrived_at or now, submission.site
    due_at = deadlines.first_response(opened_at)
    subject = one_line(submission.subject) or "(sin asunto)"
    ticket = Ticket.objects.create(
        channel=submission.channel, site=site, sending_key=ticket_key, requester=requester,
        submission_proven_at=now if _is_proven(submission, requester, by, split_from) else None,
        requester_name=requester.name, login_claimed=one_line(submission.identity.login, 120),
        login_verified=submission.identity.verified, identity_verified=submission.is_signed,
        process=submission.process or (site.default_process if site else None),
        insurer=submission.insurer or Insurer.objects.named_in(subject), subject=subject, original_subject=subject,
        state=target(None, Action.SUBMIT), state_since=now, opened_at=opened_at, changed_at=now,
        first_response_due_at=due_at, risk_at=due_at, customer_wrote_at=opened_at, revision=1,
    )  # fmt: skip
    Round.objects.create(
        ticket=ticket, number=1, opened_at=opened_at, due_at=due_at, promised_within=settings.FIRST_RESPONSE_WITHIN
    )
    return ticket


def _is_proven(submission: Submission, requester: Requester, by: User | None, split_from: Ticket | None) -> bool:
    """Whether what it says is known to be of the requester: merely to name their address proves nothing."""
    if split_from is not None:
        return split_from.submission_proven_at is not None
    by_mail = submission.mail.is_authentic and requester.proven_at is not None
    return submission.is_signed or by is not None or by_mail


def _submitted(split_from: Ticket | None, mail: MailParts) -> Submitted:
    if split_from is None:
        name, address = mail.forwarded_from
        return Submitted(
            no_answer=mail.no_answer, suspected=bool(mail.suspected_reason), forwarded_email=address,
            forwarded_name=one_line(name, 120),
        )  # fmt: skip
    return Submitted(split_from.pk, split_from.subject, no_answer=mail.no_answer)


def _as_reply(submission: Submission, requester: Requester) -> Reply:
    shared = ("body", "channel", "files", "diagnostics", "mail", "arrived_at", "attempt")
    return Reply(by=requester, **{name: getattr(submission, name) for name in shared})


def receive_reply(ticket: Ticket, reply: Reply, *, now: datetime) -> Received:
    """Put a requester's message on its ticket, or on the last one that was merged into, and move what it moves.

    The same sending again changes nothing. A message that waited to be read is dated at its arrival: a reopening's
    promise counts from there.
    """
    return _receive(ticket, reply, reply.key, now)


def _receive(ticket: Ticket, reply: Reply, key: str, now: datetime) -> Received:
    arrived_at = min(reply.arrived_at or now, now)
    try:
        with _last_of_chain(ticket) as ticket:
            said = _said_by(ticket, reply)
            outcome = _outcome(ticket, reply, said)
            requester = reply.by or (ticket.requester if reply.email == ticket.requester.email else None)
            message = _keep(
                ticket, Kind.CUSTOMER, reply, key, arrived_at, requester, only_thanks=outcome == Outcome.THANKS,
                further_information=reply.further_information,
                review=DECIDED_BY_AN_AGENT.get(outcome, Review.NONE),
            )  # fmt: skip
            _move(ticket, outcome, message, requester, reply.mail, said, now)
    except IntegrityError:
        if (repeated := _find(key)) is None:
            raise
        return repeated
    return Received(ticket, message, outcome)


def sent_before(sending: Submission | Reply) -> Received | None:
    """Where this very sending went when it came first, whatever has become of that ticket since."""
    return _find(sending.key)


def _find(key: str) -> Received | None:
    known = Message.objects.filter(sending_key=key).select_related("ticket__requester").first()
    return Received(known.ticket, known, Outcome.REPEATED) if known else None


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


def _is_trusted(ticket: Ticket, reply: Reply) -> bool:
    if reply.by is not None:
        return reply.by.pk == ticket.requester_id
    return reply.email == ticket.requester.email or ticket.participants.filter(email=reply.email).exists()


def _outcome(ticket: Ticket, reply: Reply, said: str) -> Outcome:
    if reply.mail.automatic_reason:
        return Outcome.AUTOMATIC
    if ticket.close_reason == CloseReason.SPAM:
        return Outcome.SPAM
    if reply.mail.held_because or not _is_trusted(ticket, reply):
        return Outcome.HELD
    if reply.further_information:
        return Outcome.FURTHER
    if reply.mail.suspected_reason:
        return Outcome.SUSPECTED
    attached = any(file.kind != AttachmentKind.SIGNATURE for file in reply.unsent_files)
    if ticket.state in SETTLED and not attached and is_only_thanks(said):
        return Outcome.THANKS
    return Outcome.MOVED


def _said_by(ticket: Ticket, reply: Reply) -> str:
    """All that is not proven to be ours, without what is a signature by its own look."""
    earlier = Message.objects.filter(author_email=reply.email, ticket__requester=ticket.requester_id).order_by("-pk")
    return without_signature(reply.deciding_text, ticket.requester.name, _texts(earlier))


def _texts(messages: models.QuerySet[Message]) -> Iterator[str]:
    yield from (whole or body for whole, body in messages.values_list("full_text", "body")[:EARLIER])


def _move(
    ticket: Ticket, outcome: Outcome, message: Message, requester: Actor, mail: MailParts, said: str, now: datetime
) -> None:
    """What a kept message does to its ticket, dated at its arrival. Inside the claim."""
    at = message.at
    if outcome == Outcome.MOVED:
        ticket.customer_wrote_at = later(ticket.customer_wrote_at, at)
        ticket.out_of_office_at = ticket.out_of_office_until = None
        if requester:
            ticket.contact_lost_at = None
        gave_detail = message.attachments.shown().exists() or gives_detail(said)
        ticket.transition(
            CustomerReplied(asks_detail=not gave_detail, no_answer=mail.no_answer),
            by=requester or ticket.requester,
            now=now,
            arrived_at=at,
            message=message,
        )
    elif outcome == Outcome.HELD:
        ticket.hold(HoldKind.REVIEW, message.pk, now)
        ticket.customer_wrote_at = later(ticket.customer_wrote_at, at)
        ticket.record(Held(message.author_email, mail.held_because), by=None, now=now, at=at, message=message)
    elif outcome == Outcome.SUSPECTED:
        ticket.hold(HoldKind.SUSPECTED, message.pk, now)
        facts = MachineSuspected(message.suspected_reason, mail.is_away, mail.no_answer, ticket.customer_wrote_at)
        ticket.customer_wrote_at = later(ticket.customer_wrote_at, at)
        ticket.record(facts, by=None, now=now, at=at, message=message)
    elif outcome == Outcome.AUTOMATIC:
        away = mail.is_away or mail.returns_on is not None
        if away:
            ticket.note_absence(at, mail.returns_on)
        kind = OutOfOffice if away else AutomaticReceived
        ticket.record(kind(message.automatic_reason), by=None, now=now, at=at, message=message)
    elif outcome == Outcome.FURTHER:
        if ticket.state == State.RESUELTO:
            ticket.stop_closing()
        ticket.customer_wrote_at = later(ticket.customer_wrote_at, at)
        ticket.record(FurtherInformation(), by=requester, now=now, at=at, message=message)
    else:
        kept = Thanked() if outcome == Outcome.THANKS else SpamReplied()
        ticket.record(kept, by=requester, now=now, at=at, message=message)


def _keep(
    ticket: Ticket,
    kind: Kind,
    sending: Submission | Reply,
    key: str,
    at: datetime,
    requester: Requester | None,
    **fields: Any,
) -> Message:
    mail, email = sending.mail, normal_address(sending.email)
    author = ticket.requester_name if kind == Kind.REQUEST else sending.name
    message = Message.objects.create(
        ticket=ticket, kind=kind, channel=sending.channel, at=at, requester=requester, body=many_lines(sending.body),
        author_name=one_line(author or email, 160), author_email=email,
        pieces=storable_json(stored(mail.pieces)), full_text=many_lines(mail.full_text), html=storable(mail.html),
        copied=[[one_line(name, 120), address] for name, address in mail.copied],
        automatic_reason=one_line(mail.automatic_reason), suspected_reason=one_line(mail.suspected_reason),
        returns_on=mail.returns_on,
        diagnostics=storable_json(sending.diagnostics), sending_key=key, **fields,
    )  # fmt: skip
    message.take(sending.unsent_files)
    return message
