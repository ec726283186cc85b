"""Random lives of a few tickets against the real database: after every step the invariants hold.

Each example runs in a transaction of its own that is rolled back, so that it works the same on SQLite and PostgreSQL.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.factories import make_requester, make_user
from tickets.intake import MailParts, open_ticket, receive_reply, split_message
from tickets.models import Message, Round, Ticket, TicketEvent, TicketLink
from tickets.models.agent_verbs import MergeRefused
from tickets.states import Action, CloseReason, State, TransitionNotAllowed, target

START = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)
REFUSALS = (TransitionNotAllowed, MergeRefused)
picks = st.integers(min_value=0, max_value=50)
BODIES = st.sampled_from(["Es la póliza 1234, sigue igual", "no", "Gracias, quedó", "👍", "¿Y mi prima?"])


class Lives(RuleBasedStateMachine):
    """Two requesters, two agents, at most five tickets, one clock that only goes forward."""

    @initialize()
    def begin(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now = START
        self.requesters = [make_requester(f"r{n}@agencia.test", f"R{n}", now=START) for n in range(2)]
        self.agents = [make_user(f"hypothesis{n}") for n in range(2)]
        self.pks: list[int] = []
        self.counts = (0, 0, 0, 0)
        self.closed_by_clock: set[int] = set()
        self.open(0, "No cotiza con ATLAS")

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def ticket(self, pick: int) -> Ticket:
        return Ticket.objects.get(pk=self.pks[pick % len(self.pks)])

    def attempt(self, verb, *args, **kwargs) -> None:
        """A verb either happens, or refuses and leaves no trace."""
        before = self._everything()
        try:
            with transaction.atomic():
                verb(*args, **kwargs)
        except REFUSALS:
            assert self._everything() == before

    def _everything(self):
        rows = list(Ticket.objects.order_by("pk").values_list("pk", "state", "close_reason", "revision"))
        return rows, TicketEvent.objects.count(), Message.objects.count(), Round.objects.count()

    # --- what people and time do --------------------------------------------------------------------------
    @precondition(lambda self: len(self.pks) < 5)
    @rule(who=picks, subject=st.sampled_from(["No cotiza con ATLAS", "Alta de usuario"]))
    def open(self, who, subject):
        requester = self.requesters[who % 2]
        ticket = open_ticket(
            email=requester.email, name=requester.name, subject=subject, description="No me deja emitir", now=self.now
        )
        self.pks.append(ticket.pk)

    @rule(hours=st.sampled_from([1, 5, 13, 24, 25, 48, 49, 120]))
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)

    @rule(deaf=st.sampled_from([0, 0, 0, 30]))
    def sweep(self, deaf):
        """Remind, close, note missed news; `deaf` is for how many hours no mail has been heard."""
        heard_until = self.now - timedelta(hours=deaf)
        held = set(Ticket.objects.exclude(held_for_review_at=None).values_list("pk", flat=True))
        due = set(Ticket.objects.filter(auto_close_at__gt=heard_until).values_list("pk", flat=True))
        open_before = set(Ticket.objects.exclude(state=State.CERRADO).values_list("pk", flat=True))

        reminded = Ticket.objects.remind_due(self.now)
        closed = Ticket.objects.close_due(heard_until=heard_until, now=self.now)
        for ticket in Ticket.objects.due_for_update(self.now):
            ticket.miss_update(now=self.now)

        now_closed = set(Ticket.objects.filter(state=State.CERRADO).values_list("pk", flat=True)) & open_before
        assert len(now_closed) == closed
        assert not now_closed & (held | due)
        assert reminded >= 0
        assert Ticket.objects.remind_due(self.now) == Ticket.objects.close_due(heard_until, self.now) == 0

    @rule(pick=picks, who=picks, verb=st.sampled_from(["take", "reopen", "restore", "unmerge"]))
    def agent_acts(self, pick, who, verb):
        self.attempt(getattr(self.ticket(pick), verb), by=self.agents[who % 2], now=self.now)

    @rule(pick=picks, who=picks, verb=st.sampled_from(["reply", "ask", "log_contact", "resolve", "close", "note"]))
    def agent_writes(self, pick, who, verb):
        self.attempt(getattr(self.ticket(pick), verb), "¿Con qué póliza?", by=self.agents[who % 2], now=self.now)

    @rule(pick=picks, reason=st.sampled_from(list(CloseReason)))
    def agent_closes(self, pick, reason):
        self.attempt(self.ticket(pick).close, by=self.agents[0], now=self.now, reason=reason)

    @rule(pick=picks, hours=st.integers(1, 200))
    def agent_postpones(self, pick, hours):
        until = self.now + timedelta(hours=hours)
        self.attempt(self.ticket(pick).postpone, until=until, by=self.agents[0], now=self.now)
        self.attempt(self.ticket(pick).set_next_update, until, by=self.agents[0], now=self.now)

    @rule(pick=picks, to=st.sampled_from([0, 1, None]))
    def agent_assigns(self, pick, to):
        self.ticket(pick).assign(self.agents[to] if to is not None else None, by=self.agents[0], now=self.now)

    @rule(one=picks, other=picks)
    def agent_merges(self, one, other):
        self.attempt(self.ticket(one).merge_into, self.ticket(other), by=self.agents[0], now=self.now)

    @precondition(lambda self: len(self.pks) < 5)
    @rule(pick=picks)
    def agent_splits(self, pick):
        message = self.ticket(pick).messages.get(kind="solicitud")
        new = split_message(message, subject="Otra cosa", text="Además esto", by=self.agents[0], now=self.now)
        self.pks.append(new.pk)

    @rule(pick=picks, body=BODIES, further=st.booleans())
    def requester_writes(self, pick, body, further):
        ticket = self.ticket(pick)
        receive_reply(ticket, by=ticket.requester, body=body, now=self.now, further_information=further)

    @rule(
        pick=picks,
        sender=st.sampled_from(["luis@otra.test", "r0@agencia.test", "r1@agencia.test"]),
        machine=st.booleans(),
    )
    def mail_comes(self, pick, sender, machine):
        parts = MailParts(automatic_reason="Auto-Submitted", returns_on=date(2026, 12, 1)) if machine else MailParts()
        receive_reply(self.ticket(pick), sender=sender, body="Es la póliza 1234, sigue igual", now=self.now, mail=parts)

    @rule(pick=picks, verb=st.sampled_from(["approve", "withdraw", "ask_for_time"]))
    def requester_presses(self, pick, verb):
        ticket = self.ticket(pick)
        self.attempt(getattr(ticket, verb), by=ticket.requester, now=self.now)

    @rule(pick=picks)
    def mail_bounces(self, pick):
        self.attempt(self.ticket(pick).bounce, why="550", now=self.now)

    @rule(pick=picks, accepts=st.booleans(), joins=st.booleans())
    def agent_reviews(self, pick, accepts, joins):
        pending = list(Message.objects.under_review().order_by("pk"))
        if not pending:
            return
        message = pending[pick % len(pending)]
        if accepts:
            self.attempt(message.ticket.accept, message, by=self.agents[0], now=self.now, add_participant=joins)
        else:
            self.attempt(message.ticket.dismiss, message, by=self.agents[0], now=self.now)

    @rule(one=picks, other=picks)
    def new_mail_is_suspected(self, one, other):
        new, old = self.ticket(one), self.ticket(other)
        if new.pk != old.pk and old.state == State.EN_CLIENTE and new.requester_id == old.requester_id:
            new.suspect_reply(old, now=self.now)

    @rule(pick=picks, same=st.booleans())
    def agent_decides_a_link(self, pick, same):
        links = list(TicketLink.objects.undecided())
        if links:
            link = links[pick % len(links)]
            self.attempt(link.ticket.decide_link, link, same=same, by=self.agents[0], now=self.now)

    # --- what always holds --------------------------------------------------------------------------------
    @invariant()
    def rows_are_consistent(self):
        for ticket in Ticket.objects.filter(pk__in=self.pks):
            clocks = (ticket.first_response_due_at, ticket.next_update_at, ticket.auto_close_at)
            assert ticket.risk_at == next((clock for clock in clocks if clock), None)
            assert sum(clock is not None for clock in clocks) <= 1
            assert (ticket.state == State.ABIERTA) == (ticket.first_response_due_at is not None)
            assert (ticket.state == State.CERRADO) == bool(ticket.close_reason)
            assert (ticket.close_reason == CloseReason.DUPLICADA) == (ticket.merged_into_id is not None)
            assert ticket.reminder_due_at is None or ticket.reminder_due_at < ticket.auto_close_at
            assert ticket.auto_close_at is None or ticket.state in (State.EN_CLIENTE, State.RESUELTO)
            assert ticket.opened_at <= ticket.state_since <= ticket.changed_at <= self.now
            assert not ticket.where_merged().merged_into_id  # no cycles
            assert ticket.where_merged().requester_id == ticket.requester_id

    @invariant()
    def rounds_mirror_what_is_owed(self):
        for ticket in Ticket.objects.filter(pk__in=self.pks).prefetch_related("rounds"):
            rounds = list(ticket.rounds.all())
            current = next(round_ for round_ in rounds if round_.number == ticket.round_number)
            owed = list(ticket.rounds.waiting())
            assert [round_.number for round_ in rounds] == list(range(1, len(rounds) + 1))
            assert owed == ([current] if ticket.state == State.ABIERTA else [])
            if owed:
                assert ticket.first_response_due_at == current.due_at
            assert all(round_.due_at == round_.opened_at + timedelta(hours=24) for round_ in rounds)
            uncounted = ticket.close_reason in (CloseReason.SPAM, CloseReason.DUPLICADA)
            assert current.counted is not uncounted and current.undone_at is None

    @invariant()
    def history_is_a_chain_of_legal_moves(self):
        for ticket in Ticket.objects.filter(pk__in=self.pks):
            state, reason = "", None
            for event in ticket.events.order_by("pk"):
                if event.is_transition:
                    assert event.from_state == state, (event.action, event.from_state, state)
                    assert _legal(event, reason), (event.action, event.from_state, event.to_state)
                else:
                    assert event.to_state == state
                state, reason = event.to_state, event.data["close_reason"] or None
            assert (state, reason or "") == (ticket.state, ticket.close_reason)

    @invariant()
    def every_message_has_an_event_and_nothing_is_deleted(self):
        assert not Message.objects.filter(ticket__in=self.pks, events=None).exists()
        counts = tuple(model.objects.count() for model in (Ticket, TicketEvent, Message, Round))
        assert all(new >= old for new, old in zip(counts, self.counts, strict=True))
        self.counts = counts

    @invariant()
    def what_is_undecided_holds(self):
        for ticket in Ticket.objects.filter(pk__in=self.pks):
            undecided = ticket.messages.under_review().exists() or ticket.linked_from.undecided().exists()
            assert undecided == (ticket.held_for_review_at is not None)


def _legal(event: TicketEvent, reason: str | None) -> bool:
    """Whether the table leads from where the event began to where it ended."""
    was = State(event.to_state) if event.action in (Action.UNMERGE, Action.RESTORE) else None
    asked = event.data["close_reason"] if event.action in (Action.CLOSE, Action.MERGE) else reason
    asked = CloseReason(asked) if asked else None
    return (
        target(State(event.from_state) if event.from_state else None, Action(event.action), asked, was)
        == event.to_state
    )


@pytest.mark.django_db
def test_random_lives_keep_every_invariant():
    profile = settings(
        max_examples=20, stateful_step_count=30, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip

    run_state_machine_as_test(Lives, settings=profile)
