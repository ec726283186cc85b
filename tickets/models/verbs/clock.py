"""What time and mail servers do to a ticket. Each re-checks its clock under the claim: two sweeps are harmless."""

from datetime import datetime
from typing import Any

from django.conf import settings

from tickets import calendars
from tickets.event_kinds import EventKind
from tickets.folding import one_line
from tickets.models.event import TicketEvent
from tickets.models.verbs.base import CLOCK, TicketVerbs
from tickets.states import Action, State


class ClockVerbs(TicketVerbs):
    def close_by_clock(self, *, heard_until: datetime, now: datetime) -> TicketEvent | None:
        """EXPIRE or COMPLETE, if it is still due and nothing holds it; None otherwise.

        `heard_until` is the moment up to which all mail has surely been heard: a silence counts only until then.
        """
        with self.claimed():
            silent = self.auto_close_at is not None and self.auto_close_at <= heard_until
            if not silent or self.held_for_review_at is not None or self.reminder_due_at is not None:
                return None
            if self.state == State.RESUELTO:
                return self.transition(Action.COMPLETE, by=CLOCK, now=now)
            return self.transition(Action.EXPIRE, by=CLOCK, now=now, **self._what_we_asked())

    def remind(self, *, now: datetime) -> TicketEvent | None:
        """Remind of the question, if it is still due.

        Should the closing be overdue as well, since no clock ran, it moves to AUTO_CLOSE_REMINDER from now, once.
        """
        with self.claimed():
            if self.reminder_due_at is None or self.reminder_due_at > now:
                return None
            self.reminder_due_at = None
            if self.auto_close_at <= now:
                self.auto_close_at = calendars.due(now, settings.AUTO_CLOSE_REMINDER, settings.CALENDAR)
            return self.record(
                EventKind.REMIND, by=CLOCK, now=now, from_state=State(self.state), **self._what_we_asked()
            )

    def stop_closing(self) -> None:
        """Something arrived that an agent must look at before this closes alone. Inside a claim."""
        self.auto_close_at = self.reminder_due_at = None

    def bounce(self, *, why: str, now: datetime, email: int | None = None) -> TicketEvent:
        """The mail that asked or solved came back: its clock stops and the agent sees `why`.

        Raises TransitionNotAllowed where no answer is awaited.
        """
        with self.claimed():
            return self.transition(Action.BOUNCE, by=None, now=now, why=one_line(why, 500), bounced_email=email)

    def lose_contact(self, *, why: str, now: datetime) -> TicketEvent:
        """The acknowledgement bounced: nothing we write arrives."""
        with self.claimed():
            self.contact_lost_at = self.contact_lost_at or now
            return self.record(EventKind.CONTACT_LOST, by=None, now=now, why=one_line(why, 500))

    def miss_update(self, *, now: datetime) -> TicketEvent | None:
        """The «próxima noticia» passed without one; noted once."""
        with self.claimed():
            due = self.next_update_at is not None and self.next_update_at <= now
            if not due or self.next_update_missed_at is not None:
                return None
            self.next_update_missed_at = now
            return self.record(EventKind.MISSED_UPDATE, by=CLOCK, now=now)

    def warn(self, *, now: datetime) -> TicketEvent | None:
        """FIRST_RESPONSE_WARNING left and nobody has answered; noted once a round."""
        with self.claimed():
            owed = self.rounds.to_warn(now + settings.FIRST_RESPONSE_WARNING).filter(due_at__gt=now)
            return self.record(EventKind.WARN, by=CLOCK, now=now) if owed.update(warned_at=now) else None

    def mark_breached(self, *, now: datetime) -> TicketEvent | None:
        """The promise passed without an answer; noted once a round."""
        with self.claimed():
            owed = self.rounds.newly_breached(now)
            return self.record(EventKind.BREACH, by=CLOCK, now=now) if owed.update(breached_at=now) else None

    def _what_we_asked(self) -> dict[str, Any]:
        """The last question, repeated by the mails that remind of it or close for want of an answer."""
        asked = self.messages.filter(action=Action.ASK).order_by("-pk").first()
        if asked is None:
            return {"text": "", "questions": [], "asked_at": None}
        return {"text": asked.body, "questions": asked.questions, "asked_at": asked.at.isoformat()}
