"""People, machines and clocks at the same instant, in threads, against the real database.

On PostgreSQL rows are locked; on SQLite (a file, as in the embedded default) writers wait their turn. Either way the
invariants hold after every round.
"""

import os
import threading
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from queue import Empty, Queue

import pytest
from django.db import connections

from tests.factories import make_requester, make_ticket, make_user, receive_reply
from tickets.intake import open_ticket
from tickets.models import Message, Requester, Round, Ticket, TicketEvent, TicketLink
from tickets.refusals import MergeRefused
from tickets.states import Action, CloseReason, State, TransitionNotAllowed
from tickets.submission import Submission

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)
DAY = timedelta(days=1)
ROUNDS = int(os.environ.get("RACE_ROUNDS", "50"))  # a longer look: RACE_ROUNDS=1000
REFUSALS = (TransitionNotAllowed, MergeRefused)


def at_once(*jobs: Callable[[], object]) -> list[object]:
    """What each job answered or, for a refusal, the refusal; any other error fails the test. No deadlock survives."""
    barrier, answers, errors = threading.Barrier(len(jobs)), [None] * len(jobs), Queue()

    def run(number: int, job: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=20)
            answers[number] = job()
        except REFUSALS as refusal:
            answers[number] = refusal
        except BaseException as error:  # shown by the test's own thread
            errors.put(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=job) for job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive(), "a job hangs"
    try:
        raise errors.get_nowait()
    except Empty:
        return answers


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def check_history(ticket: Ticket) -> None:
    state = ""
    for event in ticket.events.order_by("pk"):
        if event.action in Action.values:
            assert event.from_state == state, [(e.action, e.from_state, e.to_state) for e in ticket.events.all()]
        state = event.to_state
    ticket.refresh_from_db()
    assert ticket.state == state
    owed = list(ticket.rounds.waiting().values_list("number", flat=True))
    assert owed == ([ticket.round_number] if ticket.state == State.ABIERTA else [])
    assert ticket.revision == ticket.events.count()


def test_agent_requester_clock_and_supervisor_at_once_leave_one_true_history():
    agent, supervisor, requester = make_user(), make_user(group="Supervisor"), make_requester(now=NOW)
    late = NOW + 3 * DAY

    for round_number in range(ROUNDS):
        ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=NOW)
        ticket.remind(now=NOW + DAY)
        at_once(
            lambda t=ticket: fresh(t).reply("¿Sigues?", by=agent, now=late),
            lambda t=ticket, n=round_number: receive_reply(
                fresh(t), by=requester, body="Es la póliza 1234, sigue igual", now=late, attempt=f"race-{n}"
            ),
            lambda t=ticket: fresh(t).close_by_clock(heard_until=late, now=late),
            lambda t=ticket: fresh(t).assign(supervisor, by=supervisor, now=late),
        )

        check_history(ticket)
        actions = list(ticket.events.values_list("action", flat=True))
        assert ticket.state in (State.EN_ESPERA, State.ABIERTA)  # the requester wrote: never left closed
        assert ticket.state == State.EN_ESPERA or Action.EXPIRE in actions
        assert actions.count(Action.CUSTOMER_REPLY) == actions.count(Action.REPLY) == actions.count("assign") == 1
        assert ticket.assignee == supervisor


def test_the_same_form_twice_at_once_is_one_ticket():
    for number in range(15):
        attempt = uuid.uuid4()

        def send(attempt=attempt, number=number):
            sent = Submission(
                email=f"nueva{number}@agencia.test", name="Ana", subject="Alta", body="De usuario", attempt=attempt
            )
            return open_ticket(sent, now=NOW).ticket.pk

        first, second, third = at_once(send, send, send)

        assert first == second == third
    assert Ticket.objects.count() == TicketEvent.objects.count() == Message.objects.count() == 15
    assert Requester.objects.count() == Round.objects.count() == 15


def test_two_contents_of_one_attempt_at_once_are_two_messages_of_one_ticket():
    make_requester("ana@agencia.test", now=NOW)
    who = {"email": "ana@agencia.test", "name": "Ana", "subject": "No cotiza con ATLAS"}

    for number in range(10):
        one, two = (Submission(**who, body=body, attempt=f"{number}") for body in ("Desde las 8.", "Y con SURA."))
        answers = at_once(*[lambda sent=sent: open_ticket(sent, now=NOW).ticket for sent in (one, two, one, two)])

        (ticket,) = set(answers)
        assert sorted(ticket.messages.values_list("body", flat=True)) == ["Desde las 8.", "Y con SURA."]
        check_history(ticket)


def test_two_sweeps_at_once_close_and_remind_each_ticket_once():
    agent, requester = make_user(), make_requester(now=NOW)
    tickets = [make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=NOW) for _ in range(12)]
    tickets += [make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=NOW) for _ in range(12)]

    reminded = at_once(*[lambda: Ticket.objects.remind_due(NOW + DAY)] * 2)
    closed = at_once(*[lambda: Ticket.objects.close_due(heard_until=NOW + 2 * DAY)] * 3)

    assert (sum(reminded), sum(closed)) == (12, 24)
    for ticket in tickets:
        check_history(ticket)
        assert ticket.state == State.CERRADO
        assert ticket.events.filter(action__in=[Action.EXPIRE, Action.COMPLETE]).count() == 1


def test_merges_in_opposite_directions_neither_deadlock_nor_make_a_cycle():
    agent, requester = make_user(), make_requester(now=NOW)

    for _ in range(25):
        one, two, three = (make_ticket(requester=requester, now=NOW) for _ in range(3))
        at_once(
            lambda a=one, b=two: fresh(a).merge_into(fresh(b), by=agent, now=NOW),
            lambda a=one, b=two: fresh(b).merge_into(fresh(a), by=agent, now=NOW),
            lambda a=three, b=one: fresh(a).merge_into(fresh(b), by=agent, now=NOW),
            lambda a=two, b=three: fresh(a).merge_into(fresh(b), by=agent, now=NOW),
        )

        states = [fresh(ticket).state for ticket in (one, two, three)]
        assert states.count(State.ABIERTA) >= 1  # somewhere their mail still goes
        for ticket in (one, two, three):
            check_history(ticket)
            assert not fresh(ticket).where_merged().merged_into_id


def test_replies_to_a_chain_being_merged_all_arrive_where_somebody_looks():
    agent, requester = make_user(), make_requester(now=NOW)

    for number in range(15):
        one, two, three = (make_ticket(requester=requester, now=NOW) for _ in range(3))
        at_once(
            lambda a=one, b=two: fresh(a).merge_into(fresh(b), by=agent, now=NOW),
            lambda a=two, b=three: fresh(a).merge_into(fresh(b), by=agent, now=NOW),
            lambda a=one, n=number: receive_reply(fresh(a), by=requester, body="Hola", now=NOW, attempt=f"a{n}"),
            lambda a=two, n=number: receive_reply(fresh(a), by=requester, body="Hola", now=NOW, attempt=f"b{n}"),
        )

        for ticket in (one, two, three):
            check_history(ticket)
        assert Message.objects.filter(ticket__in=[one, two, three], body="Hola").count() == 2


def test_the_same_mail_twice_at_once_is_one_message():
    agent, requester = make_user(), make_requester(now=NOW)

    for number in range(20):
        ticket = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=NOW)
        at_once(
            *[
                lambda t=ticket, n=number: receive_reply(
                    fresh(t), sender=requester.email, body="Sigue sin cotizar", now=NOW, attempt=f"<{n}@agencia>"
                )
            ]
            * 3
        )

        check_history(ticket)
        assert ticket.messages.filter(body="Sigue sin cotizar").count() == 1
        assert ticket.round_number == 2


def test_an_address_corrected_twice_at_once_is_corrected_once_and_no_error_page():
    """Each waits for the other's row, which belongs to another requester by then."""
    for number in range(20):
        ticket = make_ticket(requester=make_requester(now=NOW), now=NOW)
        wrong, right = ticket.requester, f"correcta{number}@agencia.test"

        def correct(ticket=ticket, wrong=wrong, right=right):
            fresh(ticket).correct_address(right, by=wrong, now=NOW)

        at_once(correct, correct, correct)

        check_history(ticket)
        assert ticket.requester.email == right
        actions = list(ticket.events.values_list("action", flat=True))
        assert actions.count("correct_address") == 1
        assert actions.count("contact_restored") == 2
        assert {event.snapshot.email for event in ticket.events.all()} == {wrong.email, right}


def test_a_solution_is_approved_or_reopened_never_both():
    agent, requester = make_user(), make_requester(now=NOW)

    for number in range(20):
        ticket = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=NOW)
        at_once(
            lambda t=ticket: fresh(t).approve(by=requester, now=NOW),
            lambda t=ticket: fresh(t).approve(by=requester, now=NOW),
            lambda t=ticket: fresh(t).close("Listo", by=agent, now=NOW),
            lambda t=ticket: fresh(t).close(by=agent, now=NOW, reason=CloseReason.SPAM),
        )

        check_history(ticket)
        assert ticket.events.filter(to_state=State.CERRADO).count() == 1, number


def test_unite_and_they_are_different_at_once_are_one_decision():
    agent, other = make_user(), make_user()
    requester = make_requester(now=NOW)
    for _ in range(ROUNDS // 5):
        asked = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=NOW)
        new = make_ticket(requester=requester, now=NOW)
        link = new.suspect_reply(asked, now=NOW)
        one, two = (TicketLink.objects.select_related("ticket", "other").get(pk=link.pk) for _ in range(2))

        answers = at_once(
            lambda one=one: one.ticket.decide_link(one, same=True, by=agent, now=NOW),
            lambda two=two: two.ticket.decide_link(two, same=False, by=other, now=NOW),
        )

        assert [type(answer) for answer in answers if answer] == [MergeRefused]
        [decision] = asked.events.filter(action="decide_link")
        assert (fresh(new).state == State.CERRADO) is decision.facts.same
