"""What a sweep costs: bounded per ticket, bounded in memory, and found by index on PostgreSQL."""

import json
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_ticket, receive_reply
from tickets import querysets
from tickets.models import Round, Ticket
from tickets.states import Action, CloseReason, State

DAY = timedelta(days=1)


def many_overdue(number, requester, now, state=State.RESUELTO, **fields):
    """Tickets whose silence ended, written at once: only their count matters here."""
    common = {"requester": requester, "subject": "x", "original_subject": "x", "channel": "formulario", "state": state}
    moments = {"state_since": now, "opened_at": now, "changed_at": now, "auto_close_at": now + 2 * DAY}
    tickets = Ticket.objects.bulk_create(
        Ticket(sending_key=uuid.uuid4().hex, **common | moments | fields) for _ in range(number)
    )
    Round.objects.bulk_create(
        Round(ticket=ticket, number=1, opened_at=now, due_at=now + DAY, promise_met_at=now, promised_within=DAY)
        for ticket in tickets
    )
    return tickets


def queries_to_close(number, requester, now) -> int:
    many_overdue(number, requester, now)
    with CaptureQueriesContext(connection) as queries:
        assert Ticket.objects.close_due(heard_until=now + 3 * DAY) == number
    return len(queries)


@pytest.mark.django_db
def test_closing_costs_the_same_few_queries_for_each_ticket(requester, now):
    few, more = queries_to_close(5, requester, now), queries_to_close(25, requester, now)

    assert more - few == 20 * ((more - few) // 20)
    assert (more - few) // 20 <= 8  # savepoint, claim, requester, update, event, release


@pytest.mark.django_db
def test_a_sweep_takes_a_batch_at_a_time_and_reaches_the_last(requester, now, monkeypatch):
    monkeypatch.setattr(querysets, "BATCH", 4)
    tickets = many_overdue(10, requester, now)

    closed = Ticket.objects.close_due(heard_until=now + 3 * DAY)

    assert closed == 10
    for ticket in tickets:
        ticket.refresh_from_db()
        assert (ticket.state, ticket.close_reason) == (State.CERRADO, CloseReason.COMPLETA)
        assert ticket.events.get().action == Action.COMPLETE


@pytest.mark.django_db
def test_overdue_silences_are_all_closed_once(requester, now):
    many_overdue(60, requester, now, state=State.EN_CLIENTE)

    assert Ticket.objects.close_due(heard_until=now + 3 * DAY) == 60
    assert Ticket.objects.close_due(heard_until=now + 3 * DAY) == 0


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="reads PostgreSQL's plans: run with its DATABASE_URL")
@pytest.mark.parametrize(
    ("query", "index"),
    [
        (lambda now: Ticket.objects.due_for_auto_close(now), "coming_closings"),
        (lambda now: Ticket.objects.due_for_reminder(now), "reminders"),
        (lambda now: Ticket.objects.due_for_update(now), "next_updates"),
        (lambda now: Ticket.objects.due_for_first_response(now), "owed_answers"),
    ],
)
def test_each_clock_finds_its_tickets_by_its_own_index(query, index, requester, agent, now):
    make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)
    closed = {"auto_close_at": None, "close_reason": CloseReason.COMPLETA}
    many_overdue(3_000, requester, now, state=State.CERRADO, **closed)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE tickets_ticket")

    plan = json.dumps(json.loads(query(now + 3 * DAY).explain(format="json")))

    assert "Seq Scan" not in plan
    assert f'"{index}"' in plan


@pytest.mark.django_db
def test_the_named_queries_find_what_they_say(requester, agent, supervisor, now):
    opened, working, asked, solved, closed = (
        make_ticket(requester=requester, agent=agent, state=state, now=now) for state in State
    )
    tickets, late = Ticket.objects, now + 10 * DAY

    assert set(tickets.not_closed()) == {opened, working, asked, solved}
    assert set(tickets.of_agent(agent)) == {working, asked, solved}
    assert set(tickets.unassigned()) == {opened}
    assert set(tickets.customer_replied()) == set()  # a new ticket is no reply
    assert set(tickets.due_for_first_response(now + DAY)) == {opened}
    assert set(tickets.due_for_first_response(now + DAY - timedelta(seconds=1))) == set()
    assert set(tickets.due_for_reminder(now + DAY)) == {asked}
    assert set(tickets.due_for_auto_close(late)) == {solved}  # the question has its reminder first
    assert set(tickets.closing_by(late)) == {asked, solved}
    assert set(tickets.due_for_update(late)) == set(tickets.owing_news(late)) == {working}
    assert set(tickets.waiting_for(requester)) == {asked}
    assert set(tickets.in_state(State.CERRADO)) == {closed}
    assert set(tickets.reopened()) == set()
    receive_reply(working, by=requester, body="¿Cómo va?", now=now + timedelta(hours=1))
    assert set(tickets.customer_replied()) == {working}
    working.reply("Bien", by=agent, now=now)
    assert set(tickets.customer_replied()) == set()
    closed.reopen(by=supervisor, now=now)
    assert set(tickets.reopened()) == {closed}
