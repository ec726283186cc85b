"""A mail of ours that did not arrive: what that changes on its ticket."""

from datetime import datetime

from notifications.kinds import MailKind
from notifications.models import Email
from notifications.outbox.email_rows import create_again_with_links
from notifications.outbox.faults import is_too_large
from tickets.models import Ticket
from tickets.states import Action, State, TransitionNotAllowed

AWAITS_ANSWER = (Action.ASK, Action.RESOLVE)


def record_bounce(email: Email, why: str, now: datetime) -> None:
    """«Rebotó: por qué», and what follows from it. Harmless twice."""
    if email.mark_bounced(why, now):
        act_on_failure(email, why, now)


def act_on_failure(email: Email, why: str, now: datetime) -> None:
    """What follows when a mail came back, or no server took it.

    One refused for its size goes once more, its files as links. A question or a solution stops its clock: nobody is
    waited for who was never asked. Any mail to the requester leaves the ticket «Sin contacto», and its agent is told;
    a copy that did not reach a participant changes nothing for the requester.
    """
    if is_too_large(why) and create_again_with_links(email, now):
        return
    ticket = email.ticket
    if ticket is None or email.to.lower() != ticket.requester.email:
        return
    awaited = email.event is not None and email.event.action in AWAITS_ANSWER
    if not (awaited and _stop_clock(ticket, email, why, now)):
        ticket.lose_contact(why=why, mail=MailKind(email.kind).label, now=now)


def _stop_clock(ticket: Ticket, email: Email, why: str, now: datetime) -> bool:
    ticket.refresh_from_db(fields=["state"])
    if ticket.state not in (State.EN_CLIENTE, State.RESUELTO):
        return False
    try:
        ticket.bounce(why=why, now=now, email_id=email.pk)
    except TransitionNotAllowed:  # answered or closed between the look and the claim
        return False
    return True
