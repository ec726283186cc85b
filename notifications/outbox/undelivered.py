"""A mail of ours that did not arrive: what that changes on its ticket."""

from datetime import datetime

from notifications.models import Email
from tickets.event_kinds import EventKind
from tickets.models import Ticket
from tickets.states import Action, State, TransitionNotAllowed

AWAITS_ANSWER = (Action.ASK, Action.RESOLVE)
FIRST_CONTACT = (Action.SUBMIT, EventKind.CORRECT_ADDRESS)


def record_bounce(email: Email, why: str, now: datetime) -> None:
    """«Rebotó: por qué»; a question or a solution stops its clock, an acknowledgement leaves the ticket without contact.

    Harmless twice. A copy that did not reach a participant changes nothing for the requester.
    """
    if email.mark_bounced(why, now):
        stop_waiting(email, why, now)


def stop_waiting(email: Email, why: str, now: datetime) -> None:
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
