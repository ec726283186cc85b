"""Words of a machine without its headers: an agent says who wrote them."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.contrib.auth.models import User

from tickets.event_kinds import EventKind
from tickets.facts import ConfirmedAutomatic, CustomerReplied, MachineSuspected
from tickets.models.event import TicketEvent
from tickets.models.hold import HoldKind
from tickets.models.message import Message, MessageQuerySet, Review
from tickets.models.verbs.base import later
from tickets.models.verbs.details import DetailVerbs
from tickets.states import Action, State, TransitionNotAllowed
from tickets.team import shown_name

if TYPE_CHECKING:
    from tickets.models.ticket import Ticket


class SuspicionVerbs(DetailVerbs):
    def confirm_person(self, message: Message, *, by: User, now: datetime) -> TicketEvent:
        """«Es una persona»: a CUSTOMER_REPLY dated at its arrival, also after it was taken for a machine's.

        Where this ticket was merged it is a reply to the ticket that it became part of.
        Raises TransitionNotAllowed where nothing was suspected, or an agent has said so before.
        """
        with self.claimed_with_chain() as chain:
            undecided = self.messages.suspected_and_not_accepted().filter(pk=message.pk)
            self._settle_suspicion(message, undecided, by, now, chain, review=Review.ACCEPTED, automatic_reason="")
            facts = CustomerReplied(
                accepted_by=shown_name(by), accepted_at=now, was_suspected=True,
                no_answer=self._suspicion_of(message).no_answer,
            )  # fmt: skip
            last = chain[-1]
            message.move_to(last)
            last.customer_wrote_at = later(last.customer_wrote_at, message.at)
            last.contact_lost_at = last.out_of_office_at = last.out_of_office_until = None
            by_requester = message.requester or last.requester
            return last.transition(facts, by=by_requester, now=now, arrived_at=message.at, message=message)

    def confirm_automatic(self, message: Message, *, by: User, now: datetime) -> TicketEvent:
        """«Es automático»: the closing goes on, and it stays on record as a machine's. Raises TransitionNotAllowed."""
        with self.claimed_with_chain() as chain:
            undecided = self.messages.filter(pk=message.pk, review=Review.SUSPECTED)
            reason = f"lo dijo {shown_name(by)}: {message.suspected_reason}"[:200]
            self._settle_suspicion(message, undecided, by, now, chain, review=Review.NONE, automatic_reason=reason)
            suspicion = self._suspicion_of(message)
            if self.customer_wrote_at == message.at:  # nobody has written, after all
                self.customer_wrote_at = suspicion.wrote_before
            if suspicion.is_away:
                self.note_absence(message.at, message.returns_on)
            return self.record(ConfirmedAutomatic(message.pk), by=by, now=now, message=message)

    def _settle_suspicion(
        self,
        message: Message,
        undecided: MessageQuerySet,
        by: User,
        now: datetime,
        chain: list["Ticket"],
        **decided: str,
    ) -> None:
        """Once, however many agents say so at once. Inside a claim."""
        if not undecided.update(**decided):
            raise TransitionNotAllowed(State(self.state), Action.CUSTOMER_REPLY)
        for name, value in decided.items():
            setattr(message, name, value)
        self._lift_hold(HoldKind.SUSPECTED, message.pk, by, now, chain)

    def _suspicion_of(self, message: Message) -> MachineSuspected:
        event = self.events.filter(action=EventKind.SUSPECTED, message=message).first()
        if event is None or not isinstance(facts := event.facts, MachineSuspected):
            raise TransitionNotAllowed(State(self.state), Action.CUSTOMER_REPLY)
        return facts

    def note_absence(self, since: datetime, until: date | None) -> None:
        """An out-of-office arrived; one without a date leaves the date that is known. Inside a claim."""
        self.out_of_office_at, self.out_of_office_until = since, until or self.out_of_office_until
