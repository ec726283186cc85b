"""What a requester does, by button or by answering: state, event, clocks."""

from datetime import timedelta

import pytest

from tests.factories import make_ticket, receive_reply
from tickets.intake import Outcome
from tickets.states import Action, CloseReason, State, TransitionNotAllowed

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def moves(ticket):
    event = ticket.events.last()
    return event.action, event.from_state, event.to_state


def test_yes_it_works_closes_as_completa(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)

    event = ticket.approve(by=requester, now=now + HOUR)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.close_reason, ticket.auto_close_at) == (State.CERRADO, CloseReason.COMPLETA, None)
    assert moves(ticket) == (Action.APPROVE, State.RESUELTO, State.CERRADO)
    assert (event.requester, event.actor_kind, event.actor_name) == (requester, "solicitante", "Ana Ruiz")


@pytest.mark.parametrize("state", [State.ABIERTA, State.EN_ESPERA, State.EN_CLIENTE])
def test_no_longer_needed_closes_as_retirada_and_stops_everything(state, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=state, now=now)

    ticket.withdraw(by=requester, now=now + HOUR)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.close_reason, ticket.risk_at) == (State.CERRADO, CloseReason.RETIRADA, None)
    assert {ticket.first_response_due_at, ticket.auto_close_at, ticket.reminder_due_at, ticket.next_update_at} == {None}
    assert moves(ticket) == (Action.WITHDRAW, state, State.CERRADO)


@pytest.mark.parametrize("state", [State.EN_CLIENTE, State.RESUELTO])
def test_more_time_is_two_days_more_and_only_once(state, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=state, now=now)

    ticket.ask_for_time(by=requester, now=now + HOUR)
    with pytest.raises(TransitionNotAllowed):
        ticket.ask_for_time(by=requester, now=now + 2 * HOUR)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.auto_close_at) == (state, now + 4 * DAY)
    assert ticket.reminder_due_at == (now + 3 * DAY if state == State.EN_CLIENTE else None)
    assert moves(ticket) == (Action.POSTPONE, state, state)
    assert not ticket.may_ask_for_time


@pytest.mark.parametrize("state", [State.ABIERTA, State.EN_ESPERA, State.CERRADO])
def test_where_nothing_closes_there_is_no_time_to_ask_for(state, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=state, now=now)

    with pytest.raises(TransitionNotAllowed):
        ticket.ask_for_time(by=requester, now=now)

    assert not ticket.may_ask_for_time


@pytest.mark.parametrize(
    ("state", "leads_to"),
    [
        (State.ABIERTA, State.ABIERTA), (State.EN_ESPERA, State.EN_ESPERA), (State.EN_CLIENTE, State.EN_ESPERA),
        (State.RESUELTO, State.ABIERTA), (State.CERRADO, State.ABIERTA),
    ],
)  # fmt: skip
def test_an_answer_moves_the_ticket_and_stops_its_closing(state, leads_to, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=state, now=now)

    received = receive_reply(ticket, by=requester, body="Sigue sin cotizar con ATLAS", now=now + HOUR)

    ticket.refresh_from_db()
    assert received.outcome == Outcome.MOVED
    assert ticket.state == leads_to
    assert ticket.auto_close_at is ticket.reminder_due_at is None
    assert ticket.customer_wrote_at == now + HOUR
    assert moves(ticket) == (Action.CUSTOMER_REPLY, state, leads_to)
    assert ticket.events.last().message == received.message


def test_reopening_keeps_the_agent_and_opens_the_next_round(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.CERRADO, now=now)

    receive_reply(ticket, by=requester, body="Sigue sin cotizar con ATLAS", now=now + HOUR)

    ticket.refresh_from_db()
    assert (ticket.assignee, ticket.round_number, ticket.close_reason) == (agent, 2, "")
    assert ticket.first_response_due_at == ticket.rounds.last().due_at == now + DAY + HOUR
    assert ticket.events.last().snapshot.due_at == ticket.first_response_due_at


@pytest.mark.parametrize(
    ("body", "asks"), [("No quedó", True), ("No quedó, sigue dando error al emitir con ATLAS", False)]
)
def test_a_reopening_without_detail_asks_for_it(body, asks, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)

    receive_reply(ticket, by=requester, body=body, now=now)

    assert ticket.events.last().facts.asks_detail is asks


def test_writing_again_while_we_work_renews_no_promise(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_ESPERA, now=now)
    promised = ticket.next_update_at

    receive_reply(ticket, by=requester, body="¿Cómo va mi solicitud?", now=now + DAY)

    ticket.refresh_from_db()
    assert ticket.next_update_at == promised


def test_an_answer_to_our_question_promises_news(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)

    receive_reply(ticket, by=requester, body="Es la póliza 1234", now=now + HOUR)

    ticket.refresh_from_db()
    assert ticket.next_update_at == ticket.risk_at == now + DAY + timedelta(hours=9)


@pytest.mark.parametrize("reason", [CloseReason.TERMINADA, CloseReason.COMPLETA])
def test_thanks_on_a_closed_ticket_are_kept_marked_and_move_nothing(reason, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.CERRADO, reason=reason, now=now)

    received = receive_reply(ticket, by=requester, body="¡Quedó, gracias!", now=now + HOUR)

    ticket.refresh_from_db()
    assert (received.outcome, received.message.only_thanks) == (Outcome.THANKS, True)
    assert (ticket.state, ticket.close_reason, ticket.customer_wrote_at) == (State.CERRADO, reason, None)
    assert moves(ticket) == ("thanks", "", State.CERRADO)


def test_thanks_while_we_wait_for_an_answer_are_an_answer(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)

    received = receive_reply(ticket, by=requester, body="Ok, gracias", now=now)

    assert (received.outcome, received.ticket.state) == (Outcome.MOVED, State.EN_ESPERA)


def test_a_reply_to_spam_is_kept_and_moves_nothing(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.CERRADO, reason=CloseReason.SPAM, now=now)

    received = receive_reply(ticket, by=requester, body="Compra ya mismo, por favor", now=now)

    ticket.refresh_from_db()
    assert (received.outcome, ticket.state, ticket.close_reason) == (Outcome.SPAM, State.CERRADO, CloseReason.SPAM)
    assert moves(ticket) == ("spam_reply", "", State.CERRADO)


def test_the_same_message_again_changes_nothing(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)
    first = receive_reply(ticket, by=requester, body="Es la 1234", now=now, attempt="<a@b>")

    again = receive_reply(ticket, by=requester, body="Es la 1234", now=now + DAY, attempt="<a@b>")

    assert (again.outcome, again.message) == (Outcome.REPEATED, first.message)
    assert ticket.messages.filter(kind="solicitante").count() == 1
    assert ticket.events.filter(action=Action.CUSTOMER_REPLY).count() == 1


def test_a_reopening_by_mistake_goes_back_to_state_reason_and_round(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.CERRADO, now=now)
    receive_reply(ticket, by=requester, body="Era para otra persona, perdón", now=now + HOUR)

    ticket.restore(by=agent, now=now + 2 * HOUR)

    ticket.refresh_from_db()
    undone = ticket.rounds.get(number=2)
    assert (ticket.state, ticket.close_reason, ticket.round_number) == (State.CERRADO, CloseReason.TERMINADA, 1)
    assert (undone.undone_at, undone.counted) == (now + 2 * HOUR, False)
    assert ticket.first_response_due_at is None
    assert moves(ticket) == (Action.RESTORE, State.ABIERTA, State.CERRADO)


@pytest.mark.parametrize(
    ("restored_after", "closes_after"), [(HOUR, 2 * DAY), (2 * DAY - HOUR, 3 * DAY - HOUR)], ids=["old", "24 h"]
)
def test_a_restored_solution_completes_on_the_later_of_its_date_and_24_hours(
    restored_after, closes_after, requester, agent, now
):
    ticket = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)
    receive_reply(ticket, by=requester, body="Era para otra persona, perdón", now=now)

    ticket.restore(by=agent, now=now + restored_after)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.auto_close_at) == (State.RESUELTO, now + closes_after)


@pytest.mark.parametrize("what", ["answer", "note", "further reply", "stranger", "agent's reopening"])
def test_a_reopening_is_undone_only_while_nothing_followed(what, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.CERRADO, now=now)
    if what == "agent's reopening":
        ticket.reopen(by=agent, now=now)
    else:
        receive_reply(ticket, by=requester, body="Era para otra persona, perdón", now=now)
    if what == "answer":
        ticket.reply("¿Para quién?", by=agent, now=now)
    elif what == "note":
        ticket.note("Parece un error", by=agent, now=now)
    elif what == "further reply":
        receive_reply(ticket, by=requester, body="Aunque sí, sigue sin cotizar", now=now)
    elif what == "stranger":
        receive_reply(ticket, sender="luis@otra.test", body="A mí también me pasa", now=now)

    assert (ticket.reopening_to_undo() is not None) is (what == "note")


def test_a_restored_round_never_comes_back_and_the_next_one_has_a_new_number(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.CERRADO, now=now)
    receive_reply(ticket, by=requester, body="Era para otra persona, perdón", now=now)
    ticket.restore(by=agent, now=now)

    receive_reply(ticket, by=requester, body="Ahora sí: no puedo emitir con SURA", now=now + HOUR)

    ticket.refresh_from_db()
    assert ticket.round_number == 3
    assert [round_.number for round_ in ticket.rounds.waiting()] == [3]
