"""What time does: reminders, closings, bounces, news not given; and what holds them."""

from datetime import timedelta

import pytest

from tests.factories import make_ticket, receive_reply
from tickets.models import Ticket
from tickets.refusals import InvalidInput
from tickets.states import Action, CloseReason, State, TransitionNotAllowed
from tickets.submission import MailParts

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def asked(requester, agent, now):
    return make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)


@pytest.fixture
def solved(requester, agent, now):
    return make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)


def sweep(moment, heard_until=None):
    """As the task does: remind, then close. Returns (reminded, closed)."""
    reminded = Ticket.objects.remind_due(moment)
    return reminded, Ticket.objects.close_due(heard_until=heard_until or moment, now=moment)


def test_a_silence_is_reminded_after_a_day_and_closed_after_two(asked, now):
    assert sweep(now + DAY - HOUR) == (0, 0)
    assert sweep(now + DAY) == (1, 0)
    assert sweep(now + 2 * DAY - HOUR) == (0, 0)
    assert sweep(now + 2 * DAY) == (0, 1)
    assert sweep(now + 2 * DAY) == (0, 0)

    asked.refresh_from_db()
    closing = asked.events.last()
    assert (asked.state, asked.close_reason) == (State.CERRADO, CloseReason.SIN_SEGUIMIENTO)
    assert {asked.auto_close_at, asked.reminder_due_at, asked.risk_at} == {None}
    assert (closing.action, closing.from_state, closing.actor_kind) == (Action.EXPIRE, State.EN_CLIENTE, "reloj")
    assert closing.at == now + 2 * DAY
    assert asked.events.filter(action="remind").count() == 1


def test_the_closing_says_what_we_asked_and_when(asked, agent, now):
    asked.reply("Mientras, ya lo revisamos con ATLAS.", by=agent, now=now + HOUR)
    sweep(now + DAY)
    sweep(now + 2 * DAY)

    for action in ("remind", Action.EXPIRE):
        facts = asked.events.get(action=action).facts
        assert (facts.questions, facts.asked_at) == (("¿Con qué póliza te pasa?",), now)


def test_a_solution_nobody_objects_to_is_completa_after_two_days_without_a_reminder(solved, now):
    assert sweep(now + DAY) == (0, 0)
    assert sweep(now + 2 * DAY) == (0, 1)

    solved.refresh_from_db()
    assert (solved.state, solved.close_reason) == (State.CERRADO, CloseReason.COMPLETA)
    assert solved.events.last().action == Action.COMPLETE


def test_after_downtime_the_reminder_goes_and_the_closing_moves_once(asked, now):
    late = now + 5 * DAY

    assert sweep(late) == (1, 0)
    asked.refresh_from_db()
    assert (asked.auto_close_at, asked.reminder_due_at) == (late + DAY, None)
    assert asked.events.last().snapshot.auto_close_at == late + DAY
    assert sweep(late + DAY) == (0, 1)


def test_a_closing_never_overtakes_its_reminder(asked, now):
    assert Ticket.objects.close_due(heard_until=now + 5 * DAY) == 0
    assert asked.close_by_clock(heard_until=now + 5 * DAY, now=now + 5 * DAY) is None


def test_no_blind_close_a_silence_counts_only_as_far_as_mail_was_heard(asked, now):
    sweep(now + DAY)

    assert sweep(now + 3 * DAY, heard_until=now + 2 * DAY - HOUR) == (0, 0)
    assert sweep(now + 3 * DAY, heard_until=now + 2 * DAY) == (0, 1)


def test_a_reply_in_time_is_never_closed_over(asked, requester, now):
    seen_by_the_sweep = Ticket.objects.get(pk=asked.pk)
    receive_reply(asked, by=requester, body="Es la póliza 1234", now=now + DAY)

    assert seen_by_the_sweep.close_by_clock(heard_until=now + 3 * DAY, now=now + 3 * DAY) is None
    assert seen_by_the_sweep.remind(now=now + 3 * DAY) is None

    asked.refresh_from_db()
    assert asked.state == State.EN_ESPERA


def test_a_held_ticket_is_not_closed_until_somebody_decided(asked, agent, now):
    held = receive_reply(asked, sender="luis@otra.test", body="Es la póliza 1234", now=now + HOUR).message
    sweep(now + DAY)

    assert sweep(now + 4 * DAY) == (0, 0)
    asked.dismiss(held, by=agent, now=now + 4 * DAY)
    assert sweep(now + 4 * DAY) == (0, 1)


def test_a_reminder_that_is_not_in_the_future_does_not_exist(requester, agent, now, settings):
    settings.AUTO_CLOSE_AFTER = timedelta(seconds=20)
    settings.AUTO_CLOSE_REMINDER = timedelta(seconds=20)

    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)

    assert (ticket.auto_close_at, ticket.reminder_due_at) == (now + timedelta(seconds=20), None)
    assert sweep(now + timedelta(seconds=20)) == (0, 1)


def test_the_reminder_follows_a_new_date(asked, agent, now):
    sweep(now + DAY)

    asked.postpone(until=now + 6 * DAY, by=agent, now=now + DAY)

    assert asked.reminder_due_at == now + 5 * DAY
    assert sweep(now + 5 * DAY) == (1, 0)


@pytest.mark.parametrize("state", [State.EN_CLIENTE, State.RESUELTO])
def test_a_bounce_of_what_we_asked_or_solved_comes_back_to_us_with_its_reason(state, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=state, now=now)

    event = ticket.bounce(why="550 no\0 such\r\nuser", now=now + HOUR, email_id=7)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.auto_close_at, ticket.reminder_due_at) == (State.EN_ESPERA, None, None)
    assert (event.action, event.from_state, event.actor_kind) == (Action.BOUNCE, state, "sistema")
    assert (event.facts.why, event.facts.email_id) == ("550 no such user", 7)
    assert sweep(now + 5 * DAY) == (0, 0)


@pytest.mark.parametrize("state", [State.ABIERTA, State.EN_ESPERA, State.CERRADO])
def test_a_bounce_elsewhere_moves_nothing(state, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=state, now=now)

    with pytest.raises(TransitionNotAllowed):
        ticket.bounce(why="550", now=now)


def test_news_not_given_are_noted_once_and_a_public_message_renews_the_promise(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_ESPERA, now=now)
    missed = ticket.next_update_at

    assert ticket.miss_update(now=missed - HOUR) is None
    assert ticket.miss_update(now=missed).action == "missed_update"
    assert ticket.miss_update(now=missed + HOUR) is None
    assert list(Ticket.objects.owing_news(missed)) == [ticket]
    assert not Ticket.objects.due_for_update(missed).exists()

    ticket.reply("Seguimos con ATLAS.", by=agent, now=missed + HOUR)

    assert ticket.next_update_at == missed + DAY
    assert ticket.next_update_missed_at is None


def test_an_agent_promises_news_while_en_espera_only_and_never_for_the_past(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_ESPERA, now=now)

    ticket.set_next_update(now + 3 * DAY, by=agent, now=now)

    assert ticket.next_update_at == ticket.risk_at == now + 3 * DAY
    assert ticket.events.last().action == "next_update"
    with pytest.raises(InvalidInput, match="ya pasó"):
        ticket.set_next_update(now, by=agent, now=now)
    ticket.resolve("Ya quedó.", by=agent, now=now)
    with pytest.raises(TransitionNotAllowed):
        ticket.set_next_update(now + DAY, by=agent, now=now)
    assert ticket.next_update_at is None


def test_whom_we_wait_for_is_frozen_in_the_event_and_forgotten_by_the_next_round(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_ESPERA, now=now)

    event = ticket.wait_on("aseguradora", "  5567 ", by=agent, now=now)
    ticket.resolve("Ya quedó.", by=agent, now=now)
    receive_reply(ticket, by=requester, body="Sigue sin cotizar con ATLAS", now=now)

    ticket.refresh_from_db()
    assert (event.snapshot.waiting_on, event.snapshot.external_folio) == ("aseguradora", "5567")
    assert (ticket.waiting_on, ticket.external_folio) == ("nosotros", "")
    with pytest.raises(InvalidInput, match="Elige"):
        ticket.wait_on("nadie", "", by=agent, now=now)


def test_an_out_of_office_moves_nothing_and_leaves_its_return_until_they_write(asked, requester, now):
    back = (now + 6 * DAY).date()
    receive_reply(
        asked, sender=requester.email, body="Regreso el lunes", now=now,
        mail=MailParts(automatic_reason="Respuesta automática", returns_on=back),
    )  # fmt: skip

    asked.refresh_from_db()
    assert (asked.state, asked.auto_close_at, asked.customer_wrote_at) == (State.EN_CLIENTE, now + 2 * DAY, None)
    assert (asked.out_of_office_until, asked.events.last().action) == (back, "out_of_office")

    receive_reply(asked, sender=requester.email, body="Ya volví, es la 1234", now=now + DAY)

    asked.refresh_from_db()
    assert (asked.state, asked.out_of_office_until) == (State.EN_ESPERA, None)


def test_further_information_stops_the_completion_and_flags_the_agent_without_moving(solved, requester, now):
    receive_reply(solved, by=requester, body="Además falta la prima total", now=now + HOUR, further_information=True)

    solved.refresh_from_db()
    assert (solved.state, solved.auto_close_at, solved.customer_wrote_at) == (State.RESUELTO, None, now + HOUR)
    assert solved.events.last().action == "further_information"
    assert solved.messages.last().further_information
    assert sweep(now + 5 * DAY) == (0, 0)


def test_further_information_on_a_closed_ticket_leaves_it_closed(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.CERRADO, now=now)

    receive_reply(ticket, by=requester, body="Además falta la prima total", now=now, further_information=True)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.round_number) == (State.CERRADO, 1)


def test_the_warning_and_the_breach_of_a_promise_are_noted_once_each(requester, now):
    ticket = make_ticket(requester=requester, now=now)

    assert ticket.warn(now=now + 19 * HOUR) is None
    assert ticket.warn(now=now + 20 * HOUR).action == "warn"
    assert ticket.warn(now=now + 21 * HOUR) is None
    assert ticket.mark_breached(now=now + 23 * HOUR) is None
    assert ticket.mark_breached(now=now + 24 * HOUR).action == "breach"
    assert ticket.mark_breached(now=now + 25 * HOUR) is None

    round_ = ticket.rounds.get()
    assert (round_.warned_at, round_.breached_at) == (now + 20 * HOUR, now + 24 * HOUR)
    assert ticket.state == State.ABIERTA


def test_an_answered_promise_neither_warns_nor_breaches(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_ESPERA, now=now)

    assert ticket.warn(now=now + 21 * HOUR) is None
    assert ticket.mark_breached(now=now + 25 * HOUR) is None
