"""Random lives of a few tickets against the real database: after every step the invariants hold.

Each example runs in a transaction of its own that is rolled back, so that it works the same on SQLite and PostgreSQL.
"""

import os
import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.factories import make_requester, make_ticket, make_user, receive_reply
from tickets.models import Message, Round, Ticket, TicketEvent, TicketLink
from tickets.models.message import Review
from tickets.models.ticket_link import LinkKind
from tickets.refusals import MergeRefused
from tickets.splitting import split_message
from tickets.states import AGENT_ACTIONS, Action, CloseReason, State, TransitionNotAllowed, available, target
from tickets.submission import MailParts

START = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)
EXAMPLES = int(os.environ.get("LIVES", "8"))  # a longer look: LIVES=200
REFUSALS = (TransitionNotAllowed, MergeRefused)
# Whole numbers cast evenly: hypothesis likes small ones, and would mostly pick the first of everything.
picks = st.integers(min_value=0, max_value=2**32).map(lambda seed: random.Random(seed).randrange(2**32))
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
        self.counts = self.snapshot = None
        self.undecided: list[tuple[str, int]] = []
        for who in (0, 0, 1):
            self.open(who)

    def teardown(self) -> None:
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def ticket(self, pick: int) -> Ticket:
        return Ticket.objects.get(pk=self.pks[pick % len(self.pks)])

    def attempt(self, verb, *args, **kwargs) -> None:
        """A verb either happens, or refuses and leaves no trace."""
        try:
            with transaction.atomic():
                verb(*args, **kwargs)
        except REFUSALS:
            assert self._everything() == self.snapshot

    def _everything(self):
        rows = list(Ticket.objects.order_by("pk").values_list("pk", "state", "close_reason", "revision"))
        return rows, tuple(model.objects.count() for model in (TicketEvent, Message, Round))

    def open(self, who: int) -> None:
        requester = self.requesters[who]
        ticket = make_ticket(requester=requester, now=self.now)
        self.pks.append(ticket.pk)

    # --- what people and time do --------------------------------------------------------------------------
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

        silent = set(Ticket.objects.filter(reminder_due_at__lte=heard_until).values_list("pk", flat=True))

        reminded = Ticket.objects.remind_due(heard_until, self.now)
        closed = Ticket.objects.close_due(heard_until=heard_until, now=self.now)
        for ticket in Ticket.objects.due_for_update(self.now):
            ticket.miss_update(now=self.now)

        now_closed = set(Ticket.objects.filter(state=State.CERRADO).values_list("pk", flat=True)) & open_before
        assert len(now_closed) == closed
        assert not now_closed & (held | due)
        assert reminded == len(silent)
        assert Ticket.objects.remind_due(heard_until, self.now) == Ticket.objects.close_due(heard_until, self.now) == 0

    @rule(pick=picks, choice=picks)
    def agent_does_what_is_offered(self, pick, choice):
        ticket = self.ticket(pick)
        offered = available(ticket.state, reason=ticket.close_reason)
        if ticket.reopening_to_undo():
            offered = [Action.RESTORE]
        self.agent_verb(ticket, offered[choice % len(offered)], choice)

    @rule(pick=picks, choice=picks)
    def agent_finds_something_to_move(self, pick, choice):
        self.agent_does_what_is_offered(pick, choice)

    @rule(pick=picks, verb=st.sampled_from(list(AGENT_ACTIONS)))
    def agent_tries_anything(self, pick, verb):
        self.agent_verb(self.ticket(pick), verb, pick)

    def agent_verb(self, ticket, verb, choice):
        who = {"by": self.agents[choice % 2], "now": self.now}
        if verb == Action.MERGE:
            self.attempt(ticket.merge_into, self.ticket(choice // 7), **who)
        elif verb == Action.POSTPONE:
            self.attempt(ticket.postpone, until=self.now + timedelta(hours=1 + choice % 200), **who)
        elif verb == Action.CLOSE:
            self.attempt(ticket.close, reason=list(CloseReason)[choice // 7 % 6], **who)
        elif verb in (Action.TAKE, Action.REOPEN, Action.RESTORE, Action.UNMERGE):
            self.attempt(getattr(ticket, verb), **who)
        else:
            self.attempt(getattr(ticket, verb), "¿Con qué póliza?", **who)

    @rule(
        pick=picks, choice=picks, what=st.sampled_from(["note", "assign", "next_update", "split", "suspect", "bounce"])
    )
    def something_rarer_happens(self, pick, choice, what):
        ticket, by, other = self.ticket(pick), self.agents[0], self.ticket(choice)
        if what == "note":
            ticket.note("Es cliente de SURA", by=by, now=self.now)
        elif what == "assign":
            ticket.assign([None, *self.agents][choice % 3], by=by, now=self.now)
        elif what == "next_update":
            self.attempt(ticket.set_next_update, self.now + timedelta(hours=1 + choice % 200), by=by, now=self.now)
        elif what == "bounce":
            self.attempt(ticket.bounce, why="550", now=self.now)
        elif what == "split" and len(self.pks) < 5:
            message = ticket.messages.get(kind="solicitud")
            self.pks.append(split_message(message, subject="Otra", text="Además", by=by, now=self.now).pk)
        elif what == "suspect" and ticket != other and other in Ticket.objects.waiting_for(ticket.requester):
            ticket.suspect_reply(other, now=self.now)

    @rule(
        pick=picks,
        body=BODIES,
        how=st.sampled_from(["reply", "reply", "approve", "withdraw", "ask_for_time", "further"]),
    )
    def requester_answers(self, pick, body, how):
        ticket = self.ticket(pick)
        if how in ("reply", "further"):
            receive_reply(ticket, by=ticket.requester, body=body, now=self.now, further_information=how == "further")
        else:
            self.attempt(getattr(ticket, how), by=ticket.requester, now=self.now)

    @rule(pick=picks, sender=st.sampled_from(["luis@otra.test", "r0@agencia.test"]), machine=st.booleans())
    def mail_comes(self, pick, sender, machine):
        parts = MailParts(automatic_reason="Auto-Submitted", returns_on=date(2026, 12, 1)) if machine else MailParts()
        receive_reply(self.ticket(pick), sender=sender, body="Es la póliza 1234, sigue igual", now=self.now, mail=parts)

    @precondition(lambda self: self.undecided)
    @rule(pick=picks, yes=st.booleans(), joins=st.booleans())
    def agent_decides(self, pick, yes, joins):
        kind, pk = self.undecided[pick % len(self.undecided)]
        who = {"by": self.agents[0], "now": self.now}
        if kind == "link":
            link = TicketLink.objects.get(pk=pk)
            self.attempt(link.ticket.decide_link, link, same=yes, **who)
            return
        message = Message.objects.get(pk=pk)
        if yes:
            self.attempt(message.ticket.accept, message, add_participant=joins, **who)
        else:
            self.attempt(message.ticket.dismiss, message, **who)

    # --- what always holds --------------------------------------------------------------------------------
    @invariant()
    def everything_holds(self):
        snapshot = self._everything()
        if snapshot == self.snapshot:
            return
        self.snapshot = snapshot
        related = ("rounds", "events", "messages__events", "linked_from")
        tickets = {ticket.pk: ticket for ticket in Ticket.objects.prefetch_related(*related)}
        self.undecided = [("message", pk) for pk in Message.objects.under_review().values_list("pk", flat=True)]
        self.undecided += [("link", pk) for pk in TicketLink.objects.undecided().values_list("pk", flat=True)]
        owed = set(Round.objects.waiting().values_list("ticket_id", "number"))
        assert len(owed) == sum(ticket.state == State.ABIERTA for ticket in tickets.values())
        for ticket in tickets.values():
            self.row_is_consistent(ticket, tickets)
            self.rounds_mirror_what_is_owed(ticket, owed)
            self.history_is_a_chain_of_legal_moves(ticket)
            self.what_is_undecided_holds(ticket)
            assert all(message.events.all() for message in ticket.messages.all())  # every message has an event
        counts = (len(tickets), *snapshot[1])
        assert self.counts is None or all(new >= old for new, old in zip(counts, self.counts, strict=True))
        self.counts = counts

    def row_is_consistent(self, ticket, tickets):
        clocks = (ticket.first_response_due_at, ticket.next_update_at, ticket.auto_close_at)
        assert ticket.risk_at == next((clock for clock in clocks if clock), None)
        assert sum(clock is not None for clock in clocks) <= 1
        assert (ticket.state == State.ABIERTA) == (ticket.first_response_due_at is not None)
        assert (ticket.state == State.CERRADO) == bool(ticket.close_reason)
        assert (ticket.close_reason == CloseReason.DUPLICADA) == (ticket.merged_into_id is not None)
        assert ticket.reminder_due_at is None or ticket.reminder_due_at < ticket.auto_close_at
        assert ticket.auto_close_at is None or ticket.state in (State.EN_CLIENTE, State.RESUELTO)
        assert ticket.opened_at <= ticket.state_since <= ticket.changed_at <= self.now
        chain = [ticket]
        while chain[-1].merged_into_id:
            chain.append(tickets[chain[-1].merged_into_id])
            assert len(chain) <= len(tickets), "a cycle of merges"
        assert {link.requester_id for link in chain} == {ticket.requester_id}

    def rounds_mirror_what_is_owed(self, ticket, owed):
        rounds = list(ticket.rounds.all())
        current = next(round_ for round_ in rounds if round_.number == ticket.round_number)
        assert [round_.number for round_ in rounds] == list(range(1, len(rounds) + 1))
        assert ((ticket.pk, current.number) in owed) == (ticket.state == State.ABIERTA)
        assert ticket.first_response_due_at in (None, current.due_at)
        assert all(round_.due_at == round_.opened_at + timedelta(hours=24) for round_ in rounds)
        uncounted = ticket.close_reason in (CloseReason.SPAM, CloseReason.DUPLICADA)
        assert current.counted is not uncounted
        assert current.undone_at is None

    def history_is_a_chain_of_legal_moves(self, ticket):
        state, reason = "", None
        for event in sorted(ticket.events.all(), key=lambda event: event.pk):
            if event.action in Action.values:
                assert event.from_state == state, (event.action, event.from_state, state)
                assert _legal(event, reason), (event.action, event.from_state, event.to_state)
            else:
                assert event.to_state == state
            state, reason = event.to_state, event.snapshot.close_reason or None
        assert (state, reason or "") == (ticket.state, ticket.close_reason)

    def what_is_undecided_holds(self, ticket):
        reviews = any(message.review == Review.PENDING for message in ticket.messages.all())
        links = any(link.kind == LinkKind.POSSIBLE_REPLY and not link.decided_at for link in ticket.linked_from.all())
        assert (reviews or links) <= (ticket.held_for_review_at is not None)
        merged = [ticket, *(other for other in Ticket.objects.all() if _leads_to(other, ticket))]
        held = [hold.placed_at for one in merged for hold in one.holds.open()]
        assert ticket.held_for_review_at == min(held, default=None)


def _leads_to(ticket: Ticket, last: Ticket) -> bool:
    """Whether it became part of `last`, however many steps ago."""
    while ticket.merged_into:
        ticket = ticket.merged_into
        if ticket == last:
            return True
    return False


def _legal(event: TicketEvent, reason: str | None) -> bool:
    """Whether the table leads from where the event began to where it ended."""
    was = State(event.to_state) if event.action in (Action.UNMERGE, Action.RESTORE) else None
    asked = event.snapshot.close_reason if event.action in (Action.CLOSE, Action.MERGE) else reason
    asked = CloseReason(asked) if asked else None
    return (
        target(State(event.from_state) if event.from_state else None, Action(event.action), asked, was)
        == event.to_state
    )


@pytest.mark.django_db
def test_random_lives_keep_every_invariant():
    profile = settings(
        max_examples=EXAMPLES, stateful_step_count=60, deadline=None, derandomize=True, database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip

    run_state_machine_as_test(Lives, settings=profile)
