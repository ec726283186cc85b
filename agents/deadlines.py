"""The deadline badge: what falls due next on a ticket, as a shape, a colour and words, computed here."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from tickets.models import Ticket
from tickets.moments import in_short, span
from tickets.states import State

NEWS_SOON = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Badge:
    level: str  # late, soon, ok: the class that gives shape and colour
    short: str  # in a row of the queue
    full: str  # on the ticket's page


def badge(ticket: Ticket, now: datetime) -> Badge | None:
    """What falls due next; None where no clock runs."""
    if ticket.first_response_due_at:
        return _answer(ticket.first_response_due_at, now)
    if ticket.next_update_at:
        return _news(ticket.next_update_at, now)
    if ticket.auto_close_at:
        return _closing(ticket.auto_close_at, bool(ticket.held_for_review_at), now)
    if ticket.state == State.CERRADO:
        reason = ticket.get_close_reason_display().lower()
        return Badge("ok", reason, f"{reason}, {in_short(ticket.state_since, now)}")
    return None


def back_at(ticket: Ticket) -> datetime | None:
    """Where the closing waits for a requester who is away: the day after their return, at its own hour.

    None where no closing is coming, no date is known, or it comes later anyway.
    """
    if not ticket.auto_close_at or not ticket.out_of_office_until:
        return None
    hour = timezone.localtime(ticket.auto_close_at).time()
    moment = timezone.make_aware(datetime.combine(ticket.out_of_office_until + timedelta(days=1), hour))
    return moment if moment > ticket.auto_close_at else None


def _answer(due_at: datetime, now: datetime) -> Badge:
    left = due_at - now
    if left <= timedelta(0):
        return Badge("late", f"{span(left)} tarde", f"venció hace {span(left)}")
    level = "soon" if left <= settings.FIRST_RESPONSE_WARNING else "ok"
    return Badge(level, span(left), f"responder en {span(left)}, {in_short(due_at, now)}")


def _news(at: datetime, now: datetime) -> Badge:
    if at <= now:
        return Badge("late", f"noticia: {span(at - now)} tarde", f"debíamos noticia {in_short(at, now)}")
    level = "soon" if at - now <= NEWS_SOON else "ok"
    return Badge(level, f"noticia: {in_short(at, now)}", f"próxima noticia {in_short(at, now)}")


def _closing(at: datetime, is_held: bool, now: datetime) -> Badge:
    if is_held:
        return Badge("soon", "cierre detenido", "cierre detenido: hay algo por revisar")
    when = in_short(at, now)
    return Badge("ok", f"cierra {when}", f"se cierra sola {when}")
