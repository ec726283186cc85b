"""What agents do: state, event and clocks of every verb of the table."""

from datetime import timedelta

import pytest

from tests.factories import make_ticket, make_user, receive_reply
from tickets.refusals import InvalidInput, StaleAnswer
from tickets.signals import something_happened
from tickets.states import Action, CloseReason, State, TransitionNotAllowed

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def moves(ticket):
    """(action, from, to) of the last event."""
    event = ticket.events.last()
    return event.action, event.from_state, event.to_state


def test_a_new_ticket_is_abierta_and_owes_an_answer_in_24_hours(requester, now):
    ticket = make_ticket(requester=requester, now=now)

    ticket.refresh_from_db()
    round_ = ticket.rounds.get()
    assert ticket.state == State.ABIERTA
    assert ticket.first_response_due_at == round_.due_at == ticket.risk_at == now + DAY
    assert (round_.number, round_.opened_at, round_.promised_within) == (1, now, DAY)
    assert moves(ticket) == (Action.SUBMIT, "", State.ABIERTA)
    assert ticket.events.get().snapshot.due_at == now + DAY


def test_taking_assigns_the_actor_answers_the_round_and_promises_news(requester, agent, now):
    ticket = make_ticket(requester=requester, now=now)

    event = ticket.take(by=agent, now=now + HOUR)

    ticket.refresh_from_db()
    round_ = ticket.rounds.get()
    assert (ticket.state, ticket.assignee) == (State.EN_ESPERA, agent)
    assert (round_.promise_met_at, round_.promise_met_with) == (now + HOUR, Action.TAKE)
    assert (round_.answered_at, round_.answered_with, round_.answered_by) == (None, "", None)
    assert ticket.first_response_due_at is None
    assert ticket.next_update_at == ticket.risk_at == now + timedelta(days=1, hours=9)  # Tuesday, 18 h
    assert moves(ticket) == (Action.TAKE, State.ABIERTA, State.EN_ESPERA)
    assert event.before.due_at == now + DAY  # the notice goes no later than this


@pytest.mark.parametrize(
    ("state", "leads_to"),
    [
        (State.ABIERTA, State.EN_ESPERA), (State.EN_ESPERA, State.EN_ESPERA), (State.EN_CLIENTE, State.EN_CLIENTE),
        (State.RESUELTO, State.RESUELTO), (State.CERRADO, State.CERRADO),
    ],
)  # fmt: skip
def test_a_reply_answers_and_leaves_the_closing_date_alone(state, leads_to, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=state, now=now)
    closes_at, reminder, reason = ticket.auto_close_at, ticket.reminder_due_at, ticket.close_reason

    ticket.reply("Lo estamos viendo con ATLAS.", by=agent, now=now + HOUR)

    ticket.refresh_from_db()
    assert ticket.state == leads_to
    assert (ticket.auto_close_at, ticket.reminder_due_at, ticket.close_reason) == (closes_at, reminder, reason)
    assert ticket.rounds.get().promise_met_at is not None
    assert moves(ticket) == (Action.REPLY, state, leads_to)


def test_asking_waits_for_the_requester_and_closes_in_two_days_with_a_reminder_one_day_before(requester, agent, now):
    ticket = make_ticket(requester=requester, now=now)

    event = ticket.ask("Nos faltan datos:\n1) ¿Qué póliza es?\n2) ¿Desde cuándo pasa?", by=agent, now=now + HOUR)

    ticket.refresh_from_db()
    assert ticket.state == State.EN_CLIENTE
    assert ticket.auto_close_at == ticket.risk_at == now + HOUR + 2 * DAY
    assert ticket.reminder_due_at == now + HOUR + DAY
    assert ticket.rounds.get().promise_met_with == Action.ASK
    assert moves(ticket) == (Action.ASK, State.ABIERTA, State.EN_CLIENTE)
    assert event.snapshot.questions == ("¿Qué póliza es?", "¿Desde cuándo pasa?")
    assert event.snapshot.auto_close_at == ticket.auto_close_at


def test_asking_again_gives_the_two_days_anew(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)

    ticket.ask("¿Y qué navegador usas?", by=agent, now=now + DAY)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.auto_close_at) == (State.EN_CLIENTE, now + 3 * DAY)
    assert ticket.reminder_due_at == now + 2 * DAY
    assert moves(ticket) == (Action.ASK, State.EN_CLIENTE, State.EN_CLIENTE)


@pytest.mark.parametrize("notify", [True, False])
def test_a_logged_call_answers_stops_the_closing_and_is_shown_unless_unticked(notify, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)

    event = ticket.log_contact("Hablamos: es la póliza 1234.", by=agent, now=now + HOUR, notify=notify)

    ticket.refresh_from_db()
    assert ticket.state == State.EN_ESPERA
    assert ticket.auto_close_at is ticket.reminder_due_at is None
    assert ticket.next_update_at is not None
    assert moves(ticket) == (Action.LOG_CONTACT, State.EN_CLIENTE, State.EN_ESPERA)
    assert event.facts.notify is notify
    assert ticket.messages.public().filter(pk=event.message_id).exists() is notify


def test_a_solution_completes_in_two_days_without_a_reminder(requester, agent, now):
    ticket = make_ticket(requester=requester, now=now)

    ticket.resolve("Ya cotiza: vuelve a entrar.", by=agent, now=now + HOUR)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.auto_close_at) == (State.RESUELTO, now + HOUR + 2 * DAY)
    assert ticket.reminder_due_at is None
    assert ticket.rounds.get().promise_met_with == Action.RESOLVE
    assert moves(ticket) == (Action.RESOLVE, State.ABIERTA, State.RESUELTO)


@pytest.mark.parametrize("state", [State.ABIERTA, State.EN_ESPERA, State.EN_CLIENTE, State.RESUELTO])
def test_closing_without_approval_stops_every_clock(state, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=state, now=now)

    ticket.close("Quedó dada de alta.", by=agent, now=now + HOUR)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.close_reason) == (State.CERRADO, CloseReason.TERMINADA)
    assert {ticket.first_response_due_at, ticket.auto_close_at, ticket.reminder_due_at, ticket.next_update_at} == {None}
    assert ticket.risk_at is None
    assert ticket.rounds.get().promise_met_at is not None
    assert moves(ticket) == (Action.CLOSE, state, State.CERRADO)


@pytest.mark.parametrize(
    ("verb", "action"),
    [
        ("reply", Action.REPLY), ("ask", Action.ASK), ("log_contact", Action.LOG_CONTACT),
        ("resolve", Action.RESOLVE), ("close", Action.CLOSE),
    ],
)  # fmt: skip
def test_the_first_word_of_a_person_answers_the_round_whoever_took_it(verb, action, requester, agent, supervisor, now):
    ticket = make_ticket(requester=requester, now=now)
    ticket.take(by=agent, now=now)

    getattr(ticket, verb)("Ya lo vimos.", by=supervisor, now=now + HOUR)
    ticket.reply("Y algo más.", by=agent, now=now + 2 * HOUR)

    round_ = ticket.rounds.get()
    assert (round_.promise_met_at, round_.promise_met_with) == (now, Action.TAKE)
    assert (round_.answered_at, round_.answered_with, round_.answered_by) == (now + HOUR, action, supervisor)


def test_an_answer_without_a_take_meets_the_promise_too(requester, agent, now):
    ticket = make_ticket(requester=requester, now=now)

    ticket.reply("Lo estamos viendo.", by=agent, now=now + HOUR)

    round_ = ticket.rounds.get()
    assert round_.promise_met_at == round_.answered_at == now + HOUR
    assert round_.promise_met_with == round_.answered_with == Action.REPLY


def test_words_to_a_closed_ticket_answer_no_round(requester, agent, now):
    ticket = make_ticket(requester=requester, state=State.CERRADO, reason=CloseReason.RETIRADA, now=now)

    ticket.reply("Gracias por avisar.", by=agent, now=now + HOUR)

    assert ticket.rounds.get().answered_at is None


def test_closing_without_a_word_leaves_no_empty_message(requester, agent, now):
    ticket = make_ticket(requester=requester, now=now)

    event = ticket.close(by=agent, now=now)

    assert event.message is None
    assert ticket.messages.count() == 1


def test_spam_answers_nothing_and_leaves_the_figures(requester, agent, now):
    ticket = make_ticket(requester=requester, now=now)

    ticket.close(by=agent, now=now, reason=CloseReason.SPAM)

    ticket.refresh_from_db()
    round_ = ticket.rounds.get()
    assert (ticket.state, ticket.close_reason) == (State.CERRADO, CloseReason.SPAM)
    assert (round_.promise_met_at, round_.answered_at, round_.counted) == (None, None, False)
    assert ticket.events.last().snapshot.close_reason == CloseReason.SPAM


@pytest.mark.parametrize("reason", [CloseReason.COMPLETA, CloseReason.RETIRADA, CloseReason.DUPLICADA])
def test_an_agent_closes_only_as_terminada_or_spam(reason, requester, agent, now):
    ticket = make_ticket(requester=requester, now=now)

    with pytest.raises(TransitionNotAllowed):
        ticket.close("Listo", by=agent, now=now, reason=reason)

    ticket.refresh_from_db()
    assert ticket.state == State.ABIERTA
    assert ticket.messages.count() == ticket.events.count() == 1  # nothing was written


@pytest.mark.parametrize("state", [State.EN_CLIENTE, State.RESUELTO])
def test_an_agent_postpones_the_closing_and_its_reminder(state, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=state, now=now)

    ticket.postpone(until=now + 5 * DAY, by=agent, now=now + HOUR)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.auto_close_at) == (state, now + 5 * DAY)
    assert ticket.reminder_due_at == (now + 4 * DAY if state == State.EN_CLIENTE else None)
    assert moves(ticket) == (Action.POSTPONE, state, state)


def test_a_closing_is_not_postponed_into_the_past(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)

    with pytest.raises(InvalidInput, match="ya pasó"):
        ticket.postpone(until=now, by=agent, now=now)

    assert ticket.events.last().action == Action.ASK


@pytest.mark.parametrize("state", [State.RESUELTO, State.CERRADO])
def test_an_agent_reopens_with_a_new_round(state, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=state, now=now)

    ticket.reopen(by=agent, now=now + DAY)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.close_reason, ticket.round_number) == (State.ABIERTA, "", 2)
    assert ticket.first_response_due_at == ticket.rounds.last().due_at == now + 2 * DAY
    assert ticket.auto_close_at is None
    assert moves(ticket) == (Action.REOPEN, state, State.ABIERTA)


def test_reopening_lets_an_agent_go_who_no_longer_works_here(requester, now):
    gone = make_user("ido")
    ticket = make_ticket(requester=requester, agent=gone, state=State.EN_ESPERA, now=now)
    ticket.resolve("Ya quedó.", by=gone, now=now)
    gone.is_active = False
    gone.save()

    receive_reply(ticket, by=requester, body="Sigue sin cotizar con ATLAS", now=now + HOUR)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.assignee) == (State.ABIERTA, None)


def test_a_round_left_unanswered_by_a_withdrawal_is_owed_to_nobody_after_a_reopening(requester, agent, now):
    ticket = make_ticket(requester=requester, now=now)
    ticket.withdraw(by=requester, now=now)

    ticket.reopen(by=agent, now=now + 3 * DAY)

    owed = ticket.rounds.newly_breached(now + 5 * DAY)
    assert [round_.number for round_ in owed] == [2]


def test_a_warning_longer_than_the_promise_is_no_warning(requester, now, settings):
    ticket = make_ticket(requester=requester, now=now)
    assert ticket.rounds.to_warn(now + DAY).count() == 1

    settings.FIRST_RESPONSE_WARNING = settings.FIRST_RESPONSE_WITHIN

    assert ticket.rounds.to_warn(now + DAY).count() == 0


def test_a_stale_answer_is_stopped_with_what_came_meanwhile(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_ESPERA, now=now)
    seen = ticket.messages.last().pk
    came = receive_reply(ticket, by=requester, body="Ya encontré el error", now=now + HOUR).message

    with pytest.raises(StaleAnswer) as stale:
        ticket.reply("¿Sigues?", by=agent, now=now + HOUR, expected_last_message=seen)

    assert stale.value.messages == [came]
    assert ticket.messages.count() == 2


def test_a_strangers_message_makes_an_answer_stale_too(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_ESPERA, now=now)
    seen = ticket.messages.last().pk
    receive_reply(ticket, sender="luis@otra.test", body="Soy su colega, va la póliza", now=now + HOUR)

    with pytest.raises(StaleAnswer):
        ticket.reply("¿Sigues?", by=agent, now=now + HOUR, expected_last_message=seen)


def test_another_agents_change_of_state_makes_an_answer_stale_ones_own_does_not(requester, agent, supervisor, now):
    ticket = make_ticket(requester=requester, now=now)
    seen = {"expected_last_message": ticket.messages.last().pk, "expected_state": State.ABIERTA}
    ticket.take(by=supervisor, now=now)

    with pytest.raises(StaleAnswer) as stale:
        ticket.reply("Hola", by=agent, now=now, **seen)
    ticket.reply("Hola", by=supervisor, now=now, **seen)

    assert stale.value.state == State.EN_ESPERA
    assert ticket.events.last().agent == supervisor


def test_a_note_moves_nothing_and_is_nobodys_but_ours(requester, agent, now):
    ticket = make_ticket(requester=requester, now=now)

    ticket.note("Es cliente de SURA", by=agent, now=now)

    ticket.refresh_from_db()
    assert ticket.state == State.ABIERTA
    assert ticket.rounds.get().promise_met_at is None
    assert [message.kind for message in ticket.messages.public()] == ["solicitud"]
    assert ticket.events.last().action == "note"


def test_what_an_agent_pastes_is_always_storable(requester, agent, now):
    ticket = make_ticket(requester=requester, now=now)

    event = ticket.reply("Hola\0\u2028mundo\ud800", by=agent, now=now)

    assert event.message.body == event.snapshot.text == "Hola\nmundo"


@pytest.mark.parametrize("verb", ["take", "reopen", "restore", "unmerge"])
def test_a_refused_verb_writes_nothing(verb, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_ESPERA, now=now)
    before = ticket.events.count()

    with pytest.raises(TransitionNotAllowed):
        getattr(ticket, verb)(by=agent, now=now)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.events.count()) == (State.EN_ESPERA, before)


def test_a_listener_that_fails_undoes_nothing_and_reaches_no_person(
    requester, agent, now, django_capture_on_commit_callbacks
):
    def broken(**_kwargs):
        raise OSError("broker frozen")

    ticket = make_ticket(requester=requester, now=now)
    something_happened.connect(broken)
    try:
        with django_capture_on_commit_callbacks(execute=True) as rung:
            ticket.take(by=agent, now=now)
    finally:
        something_happened.disconnect(broken)

    ticket.refresh_from_db()
    assert len(rung) == 1
    assert ticket.state == State.EN_ESPERA
