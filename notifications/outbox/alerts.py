"""The lines of a digest: what the team must be told, once, of a ticket or of a mail that nobody could read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.contrib.auth.models import User

from notifications.models import SpooledMessage
from notifications.models.spool import SpoolState
from notifications.outbox import links
from notifications.outbox.recipients import Team
from tickets.models import Round, Ticket
from tickets.models.event import TicketEvent
from tickets.models.round import RoundQuerySet
from tickets.moments import in_full, span
from tickets.team import shown_name

MOST_TICKETS = 200  # rows that one digest may hold
MOST_UNREAD = 50  # mails of one digest; the rest in the next


class Section(StrEnum):
    """What an alert is about: a part of the digest."""

    WARNING = "warning"
    BREACH = "breach"
    NEWS = "news"
    CONTACT = "contact"
    UNREAD = "unread"
    TRAY = "tray"


TIMES = {
    Section.WARNING: "Vence en {}",
    Section.BREACH: "Venció hace {}",
    Section.NEWS: "Prometida hace {}",
    Section.CONTACT: "Sin contacto desde hace {}",
}


@dataclass(frozen=True, slots=True)
class TicketAlert:
    """Of one ticket: a promise about to be late, late, news not given; or a mail that did not arrive."""

    section: Section
    ticket: Ticket
    due_at: datetime
    recipients: list[User]
    mark: Callable[..., TicketEvent | bool | None]  # the ticket's verb that notes it, once

    def mark_reported(self, now: datetime) -> bool:
        """Note that a digest reports it; False when it is no longer true, or one did."""
        return bool(self.mark(self.ticket, now=now))

    def row(self, now: datetime) -> dict:
        ticket = self.ticket
        return {
            "folio": ticket.pk,
            "subject": ticket.subject,
            "requester": ticket.requester_name or ticket.requester.email,
            "insurer": ticket.insurer.name if ticket.insurer else "",
            "assignee": shown_name(ticket.assignee) if ticket.assignee else "",
            "time": f"{TIMES[self.section].format(span(self.due_at - now))}: {in_full(self.due_at)}",
            "link": links.for_agents(ticket.pk),
        }


@dataclass(frozen=True, slots=True)
class UnreadMailAlert:
    """A mail that no ticket has: nobody could read it, or a machine seems to have written it. Only this reports it."""

    received: SpooledMessage
    recipients: list[User]

    @property
    def section(self) -> Section:
        return Section.UNREAD if self.received.state == SpoolState.QUARANTINED else Section.TRAY

    @property
    def due_at(self) -> datetime:
        return self.received.received_at

    def mark_reported(self, now: datetime) -> bool:
        return self.received.mark_reported(now)

    def row(self, now: datetime) -> dict:
        return {
            "subject": self.received.subject or f"Llegó a {self.received.mailbox}",
            "requester": " · ".join(filter(None, [self.received.sender, self.received.reason])),
            "time": f"Hace {span(now - self.due_at)}: {in_full(self.due_at)}",
            "link": links.to_received(self.received.pk),
        }


Alert = TicketAlert | UnreadMailAlert


def alerts_due(now: datetime) -> list[Alert]:
    """By ticket number, which is the order in which their rows are claimed; last, the mails that nobody could read."""
    team = Team()
    of_tickets = [*_breaches(team, now), *_warnings(team, now), *_missed_updates(team, now), *_lost_contacts(team)]
    in_order = sorted(of_tickets, key=lambda alert: alert.ticket.pk)[:MOST_TICKETS]
    return [*in_order, *_unread_mails(team.for_warning(None))]


def _breaches(team: Team, now: datetime) -> list[TicketAlert]:
    rounds = _first(Round.objects.newly_breached(now))
    return [
        TicketAlert(
            Section.BREACH, one.ticket, one.due_at, team.for_breach(one.ticket.assignee_id), Ticket.mark_breached
        )
        for one in rounds
    ]


def _warnings(team: Team, now: datetime) -> list[TicketAlert]:
    rounds = _first(Round.objects.to_warn(now + settings.FIRST_RESPONSE_WARNING).filter(due_at__gt=now))
    return [
        TicketAlert(Section.WARNING, one.ticket, one.due_at, team.for_warning(one.ticket.assignee_id), Ticket.warn)
        for one in rounds
    ]


def _missed_updates(team: Team, now: datetime) -> list[TicketAlert]:
    tickets = Ticket.objects.due_for_update(now).with_people().order_by("next_update_at")[:MOST_TICKETS]
    return [
        TicketAlert(Section.NEWS, one, one.next_update_at, team.for_warning(one.assignee_id), Ticket.miss_update)
        for one in tickets
        if one.next_update_at
    ]


def _lost_contacts(team: Team) -> list[TicketAlert]:
    tickets = Ticket.objects.due_for_telling_of_lost_contact().with_people().order_by("contact_lost_at")[:MOST_TICKETS]
    return [
        TicketAlert(
            Section.CONTACT, one, one.contact_lost_at, team.for_warning(one.assignee_id), Ticket.tell_of_lost_contact
        )
        for one in tickets
        if one.contact_lost_at
    ]


def _unread_mails(recipients: list[User]) -> list[UnreadMailAlert]:
    """Nothing while there is nobody to report it to."""
    if not recipients:
        return []
    return [UnreadMailAlert(one, recipients) for one in SpooledMessage.objects.to_report().defer("raw")[:MOST_UNREAD]]


def _first(rounds: RoundQuerySet) -> RoundQuerySet:
    return rounds.select_related("ticket__requester", "ticket__assignee", "ticket__insurer").order_by("due_at")[
        :MOST_TICKETS
    ]
