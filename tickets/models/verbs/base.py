"""What every change of a ticket does: claim its row, ask the table, write, append an event, wake the workers on commit.

Only these verbs and the intake assign a state, a close reason or a clock; tests/house proves it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models, transaction

from tickets import deadlines
from tickets.facts import Before, Facts, Snapshot
from tickets.models.event import ActorKind, TicketEvent
from tickets.models.message import Message
from tickets.models.requester import Requester
from tickets.models.search_document import CHANGES_THE_WORDS, SearchDocument
from tickets.models.verbs.columns import TicketColumns
from tickets.signals import something_happened
from tickets.states import GIVEN_REASON, Action, CloseReason, State, WaitingOn, target
from tickets.team import first_name, shown_name

if TYPE_CHECKING:
    from tickets.models.ticket import Ticket

ANSWERS = {Action.REPLY, Action.ASK, Action.LOG_CONTACT, Action.RESOLVE, Action.CLOSE}
MEETS_THE_PROMISE = ANSWERS | {Action.TAKE}
STARTS_CLOSING = {Action.ASK, Action.RESOLVE}
RENEWS_NEWS = {Action.TAKE, Action.REPLY, Action.LOG_CONTACT, Action.CUSTOMER_REPLY, Action.BOUNCE}


class Clock:
    """Who acts when nobody does: the name for `by` in changes that time makes."""


CLOCK = Clock()
Actor = User | Requester | Clock | None  # None is the system itself


class TicketVerbs(TicketColumns):
    """What all verbs of Ticket share. Its methods run inside `claimed`."""

    @contextmanager
    def claimed(self) -> Iterator[None]:
        """One transaction that owns this row: FOR UPDATE on PostgreSQL, the write lock on SQLite."""
        with transaction.atomic():
            # This row alone: joined to the requester it would vanish on PostgreSQL whenever another transaction has just
            # given the ticket to somebody else. The requester is read afterwards, when it is asked for.
            self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update())
            yield

    def transition(
        self,
        facts: Facts,
        *,
        by: Actor,
        now: datetime,
        reason: CloseReason | None = None,
        was: State | None = None,
        closes_at: datetime | None = None,
        message: Message | None = None,
        arrived_at: datetime | None = None,
    ) -> TicketEvent:
        """Move along the table, as the action of `facts` leads. `closes_at` overrides the closing that the action would set.

        `arrived_at` dates the action where that is earlier than now: a reply that waited for an agent's review.
        Raises TransitionNotAllowed before anything is written.
        """
        action, from_state = Action(facts.action), State(self.state)
        to = target(from_state, action, reason or (CloseReason(self.close_reason) if self.close_reason else None), was)
        before, at = self._before(), arrived_at or now
        self._answer(action, reason, by, now)
        self._enter(to, reason or GIVEN_REASON.get(action), at)
        if to == State.ABIERTA and action in (Action.CUSTOMER_REPLY, Action.REOPEN) and from_state != to:
            self._open_round(at)
        self._set_closing(action, to, now, closes_at)
        if to == State.EN_ESPERA and action in RENEWS_NEWS and (action != Action.CUSTOMER_REPLY or from_state != to):
            from_arrival = deadlines.news(at)
            self._promise_news(from_arrival if from_arrival > now else deadlines.news(now))
        return self.record(facts, by=by, now=now, at=at, from_state=from_state, message=message, before=before)

    def record(
        self,
        facts: Facts,
        *,
        by: Actor,
        now: datetime,
        from_state: State | None = None,
        message: Message | None = None,
        at: datetime | None = None,
        before: Before | None = None,
    ) -> TicketEvent:
        """Write this row where it is still the one that was claimed, and append the event."""
        self._write(now)
        event = self.append(facts, by=by, at=at or now, from_state=from_state, message=message, before=before)
        if facts.action in CHANGES_THE_WORDS:
            SearchDocument.objects.rewrite(cast("Ticket", self))
        return event

    def append(
        self,
        facts: Facts,
        *,
        by: Actor,
        at: datetime,
        from_state: State | None = None,
        message: Message | None = None,
        before: Before | None = None,
    ) -> TicketEvent:
        """Append the event of a row that has just been written, and signal it on commit.

        A listener that fails is logged: what was committed stands, and a sweep finds it.
        """
        event = self.events.create(
            action=facts.action,
            from_state=from_state or "",
            to_state=self.state,
            at=at,
            message=message,
            data=TicketEvent.data_of(facts, self._snapshot(by, message), before),
            **_actor(by),
        )
        transaction.on_commit(lambda: something_happened.send(type(self)), robust=True)
        return event

    def _write(self, now: datetime) -> None:
        self.changed_at, seen = max(self.changed_at, now), self.revision
        self.risk_at = self.first_response_due_at or self.next_update_at or self.auto_close_at
        self.revision += 1
        values = {f.attname: getattr(self, f.attname) for f in self._meta.concrete_fields if not f.primary_key}
        if not type(self)._base_manager.filter(pk=self.pk, revision=seen).update(**values):
            raise RuntimeError(f"#{self.pk} changed outside its claim")

    def _enter(self, to: State, reason: CloseReason | None, at: datetime) -> None:
        if to != self.state:
            self.state, self.state_since = to, max(self.state_since, at)
        self.close_reason = reason if to == State.CERRADO and reason else self.close_reason
        if to != State.CERRADO:
            self.close_reason, self.merged_into = "", None
        if to != State.ABIERTA:
            self.first_response_due_at = None
        if to != State.EN_ESPERA:
            self.next_update_at = self.next_update_missed_at = None

    def _answer(self, action: Action, reason: CloseReason | None, by: Actor, now: datetime) -> None:
        """Only what is owed is answered: words to a closed ticket leave the round as it ended, for an UNMERGE to restore."""
        if self.state == State.CERRADO or action not in MEETS_THE_PROMISE or reason == CloseReason.SPAM:
            return
        current = self.rounds.filter(number=self.round_number)
        if self.state == State.ABIERTA:
            current.filter(promise_met_at=None).update(promise_met_at=now, promise_met_with=action)
        if action in ANSWERS:
            current.filter(answered_at=None).update(answered_at=now, answered_with=action, answered_by=by)

    def _open_round(self, at: datetime) -> None:
        """The next promise, with the same agent if they are still active; nobody else is waited for any more."""
        last = self.rounds.aggregate(last=models.Max("number"))["last"] or 0
        due_at = deadlines.first_response(at)
        self.rounds.create(number=last + 1, opened_at=at, due_at=due_at, promised_within=settings.FIRST_RESPONSE_WITHIN)
        self.round_number, self.first_response_due_at = last + 1, due_at
        self.postponed_by_requester = False
        self.waiting_on, self.external_folio = WaitingOn.US, ""
        if self.assignee and not self.assignee.is_active:
            self.assignee = None

    def _set_closing(self, action: Action, to: State, now: datetime, closes_at: datetime | None) -> None:
        if to not in (State.EN_CLIENTE, State.RESUELTO):
            self.auto_close_at = self.reminder_due_at = None
        elif closes_at or action in STARTS_CLOSING:
            self.auto_close_at = closes_at or deadlines.auto_close(now)
            self.reminder_due_at = deadlines.reminder(self.auto_close_at, now) if to == State.EN_CLIENTE else None

    def _promise_news(self, at: datetime | None) -> None:
        self.next_update_at, self.next_update_missed_at = at, None

    def _before(self) -> Before:
        return Before(
            close_reason=self.close_reason,
            round_number=self.round_number,
            due_at=self.first_response_due_at,
            auto_close_at=self.auto_close_at,
            next_update_at=self.next_update_at,
        )

    def _snapshot(self, by: Actor, message: Message | None) -> Snapshot:
        return Snapshot(
            subject=self.subject,
            requester_id=self.requester_id,
            requester_name=self.requester.name,
            email=self.requester.email,
            round_number=self.round_number,
            close_reason=self.close_reason,
            due_at=self.first_response_due_at,
            auto_close_at=self.auto_close_at,
            next_update_at=self.next_update_at,
            waiting_on=self.waiting_on,
            external_folio=self.external_folio,
            insurer=self.insurer.name if self.insurer else "",
            text=message.body if message else "",
            questions=tuple(message.questions) if message else (),
            actor_name=_actor_name(by, message),
            agent_name=first_name(by) if isinstance(by, User) else "",
        )


def later(known: datetime | None, at: datetime) -> datetime:
    """A message read, or accepted, late turns no clock back."""
    return max(known, at) if known else at


def _actor(by: Actor) -> dict[str, Any]:
    if isinstance(by, Requester):
        return {"actor_kind": ActorKind.REQUESTER, "requester": by}
    if isinstance(by, User):
        return {"actor_kind": ActorKind.AGENT, "agent": by}
    return {"actor_kind": ActorKind.CLOCK if isinstance(by, Clock) else ActorKind.SYSTEM}


def _actor_name(by: Actor, message: Message | None) -> str:
    """In full. Of what came from the requester's side the writer's: a participant may have written it."""
    if isinstance(by, User):
        return shown_name(by)
    if isinstance(by, Requester):
        return message.author_name if message else by.name or by.email
    return ""
