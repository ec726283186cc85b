"""A mail of ours came back: that very mail is marked, and what it was for is told."""

from datetime import datetime

from notifications.models import Email
from notifications.models.email import EmailState
from tickets.event_kinds import EventKind
from tickets.models import Ticket
from tickets.states import Action, State, TransitionNotAllowed

from . import evidence
from .message import Bounce, InboundMessage

AWAITS_ANSWER = (Action.ASK, Action.RESOLVE)
FIRST_CONTACT = (Action.SUBMIT, EventKind.CORRECT_ADDRESS)
SILENT = "El servidor no dijo por qué."


def email_that_came_back(message: InboundMessage) -> Email | None:
    """By the Message-ID of the returned message, which is signed; by nothing weaker."""
    return evidence.email_of(message.bounce.original_message_id) if message.bounce else None


def words(bounce: Bounce) -> str:
    """Why, in the server's words."""
    code = f"{bounce.status}: " if bounce.status and bounce.status not in bounce.reason else ""
    return f"{code}{bounce.reason or SILENT}"[:500]


def mark(email: Email, why: str, now: datetime) -> None:
    """«Rebotó: por qué»; a question or a solution stops its clock, an acknowledgement leaves the ticket without contact.

    Harmless twice. A copy that did not reach a participant says nothing of the requester.
    """
    fresh = Email.objects.filter(pk=email.pk).exclude(state__in=[EmailState.BOUNCED, EmailState.SUPPRESSED])
    if fresh.update(state=EmailState.BOUNCED, reason=why, bounced_at=now, leased_until=None):
        never_arrived(email, why, now)


def never_arrived(email: Email, why: str, now: datetime) -> None:
    """What follows when a mail came back, or no server took it: nobody is waited for who was never asked."""
    ticket = email.ticket
    if ticket is None or email.event is None or email.to.lower() != ticket.requester.email:
        return
    if email.event.action in AWAITS_ANSWER:
        _stop_clock(ticket, email, why, now)
    elif email.event.action in FIRST_CONTACT:
        ticket.lose_contact(why=why, now=now)


def _stop_clock(ticket: Ticket, email: Email, why: str, now: datetime) -> None:
    ticket.refresh_from_db(fields=["state"])
    if ticket.state not in (State.EN_CLIENTE, State.RESUELTO):
        return
    try:
        ticket.bounce(why=why, now=now, email_id=email.pk)
    except TransitionNotAllowed:  # answered or closed between the look and the claim
        return
