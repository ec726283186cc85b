"""What time and mail servers do to a ticket. Each re-checks its clock under the claim: two sweeps are harmless."""

from datetime import datetime

from django.conf import settings

from tickets import deadlines
from tickets.facts import Bounced, Breached, Completed, ContactLost, Expired, NewsMissed, Reminded, Warned
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
                return self.transition(Completed(), by=CLOCK, now=now)
            return self.transition(Expired(*self._last_question()), by=CLOCK, now=now)

    def remind(self, *, now: datetime, heard_until: datetime | None = None) -> TicketEvent | None:
        """Remind of the question, if it is still due by `heard_until` (now, unless it is given).

        Should the closing be overdue as well, since no clock ran, it moves to AUTO_CLOSE_REMINDER from now, once.
        """
        with self.claimed():
            if self.reminder_due_at is None or self.reminder_due_at > (heard_until or now):
                return None
            self.reminder_due_at = None
            if self.auto_close_at and self.auto_close_at <= now:
                self.auto_close_at = deadlines.late_auto_close(now)
            return self.record(Reminded(*self._last_question()), by=CLOCK, now=now, from_state=State(self.state))

    def stop_closing(self) -> None:
        """Something arrived that an agent must look at before this closes alone. Inside a claim."""
        self.auto_close_at = self.reminder_due_at = None

    def bounce(self, *, why: str, now: datetime, email_id: int | None = None) -> TicketEvent:
        """The mail that asked or solved came back: its clock stops and the agent sees `why`.

        Raises TransitionNotAllowed where no answer is awaited.
        """
        with self.claimed():
            self._note_lost_contact(now)
            return self.transition(Bounced(one_line(why, 500), email_id), by=None, now=now)

    def lose_contact(self, *, why: str, now: datetime, mail: str = "") -> TicketEvent:
        """A mail of ours did not arrive; `mail` says which, in words."""
        with self.claimed():
            self._note_lost_contact(now)
            return self.record(ContactLost(one_line(why, 500), mail), by=None, now=now)

    def _note_lost_contact(self, now: datetime) -> None:
        """Shown since the first mail that did not arrive, told of each. Inside a claim."""
        self.contact_lost_at, self.contact_lost_told_at = self.contact_lost_at or now, None

    def tell_of_lost_contact(self, *, now: datetime) -> bool:
        """A digest tells of it; False when one did, or the requester has been heard of since."""
        with self.claimed():
            if self.contact_lost_at is None or self.contact_lost_told_at is not None:
                return False
            self.contact_lost_told_at = now
            self._write(now)
            return True

    def miss_update(self, *, now: datetime) -> TicketEvent | None:
        """The «próxima noticia» passed without one; noted once."""
        with self.claimed():
            due = self.next_update_at is not None and self.next_update_at <= now
            if not due or self.next_update_missed_at is not None:
                return None
            self.next_update_missed_at = now
            return self.record(NewsMissed(), by=CLOCK, now=now)

    def warn(self, *, now: datetime) -> TicketEvent | None:
        """FIRST_RESPONSE_WARNING left and nobody has answered; noted once a round."""
        with self.claimed():
            owed = self.rounds.to_warn(now + settings.FIRST_RESPONSE_WARNING).filter(due_at__gt=now)
            return self.record(Warned(), by=CLOCK, now=now) if owed.update(warned_at=now) else None

    def mark_breached(self, *, now: datetime) -> TicketEvent | None:
        """The promise passed without an answer; noted once a round."""
        with self.claimed():
            owed = self.rounds.newly_breached(now)
            return self.record(Breached(), by=CLOCK, now=now) if owed.update(breached_at=now) else None

    def _last_question(self) -> tuple[tuple[str, ...], datetime | None]:
        """What was asked and when, repeated by the mails that remind of it or close for want of an answer."""
        asked = self.messages.filter(action=Action.ASK).order_by("-pk").first()
        return (tuple(asked.questions), asked.at) if asked else ((), None)
