"""What requesters do to a ticket from their mails' buttons; replies come through tickets.intake."""

from datetime import datetime

from tickets import deadlines
from tickets.facts import Approved, Postponed, Withdrawn
from tickets.models.event import TicketEvent
from tickets.models.requester import Requester
from tickets.models.verbs.base import TicketVerbs
from tickets.states import DIVERTED, SETTLED, Action, State, TransitionNotAllowed, available


class RequesterVerbs(TicketVerbs):
    def approve(self, *, by: Requester, now: datetime) -> TicketEvent:
        """«Sí, quedó»: closed as completa."""
        with self.claimed():
            return self.transition(Approved(), by=by, now=now)

    def withdraw(self, *, by: Requester, now: datetime) -> TicketEvent:
        """«Ya no es necesario»."""
        with self.claimed():
            return self.transition(Withdrawn(), by=by, now=now)

    def ask_for_time(self, *, by: Requester, now: datetime) -> TicketEvent:
        """«Necesito más tiempo»: AUTO_CLOSE_AFTER more from the present closing, once a round."""
        with self.claimed():
            if self.auto_close_at is None or not self.may_ask_for_time:
                raise TransitionNotAllowed(State(self.state), Action.POSTPONE)
            self.postponed_by_requester = True
            closes_at = deadlines.auto_close(max(self.auto_close_at, now))
            return self.transition(Postponed(), by=by, now=now, closes_at=closes_at)

    @property
    def may_ask_for_time(self) -> bool:
        """Where a closing is coming, en cliente or resuelto, and they have not asked yet."""
        return self.auto_close_at is not None and not self.postponed_by_requester

    @property
    def may_withdraw(self) -> bool:
        return Action.WITHDRAW in available(State(self.state), [Action.WITHDRAW])

    @property
    def may_reopen(self) -> bool:
        """Whether a reply would open it again."""
        return self.state in SETTLED and self.close_reason not in DIVERTED
