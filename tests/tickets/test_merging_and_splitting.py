"""Two requests that are one, and one message that is two."""

import uuid
from datetime import timedelta

import pytest

from tests.factories import make_ticket, receive_reply
from tickets.models import Ticket
from tickets.refusals import InvalidInput, MergeRefused
from tickets.splitting import split_message
from tickets.states import Action, CloseReason, State, TransitionNotAllowed

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MERGEABLE = [State.ABIERTA, State.EN_ESPERA, State.EN_CLIENTE, State.RESUELTO]
CLOCKS = ("first_response_due_at", "auto_close_at", "reminder_due_at", "next_update_at", "risk_at")


@pytest.mark.parametrize("state", MERGEABLE)
def test_merging_closes_as_duplicada_and_takes_the_round_out_of_the_figures(state, requester, agent, now):
    main = make_ticket(requester=requester, now=now)
    ticket = make_ticket(requester=requester, agent=agent, state=state, now=now)

    event = ticket.merge_into(main, by=agent, now=now + HOUR)

    ticket.refresh_from_db()
    main.refresh_from_db()
    assert (ticket.state, ticket.close_reason, ticket.merged_into) == (State.CERRADO, CloseReason.DUPLICADA, main)
    assert {getattr(ticket, clock) for clock in CLOCKS} == {None}
    assert not ticket.rounds.get().counted
    assert (event.action, event.from_state, event.facts.folio) == (Action.MERGE, state, main.pk)
    assert (main.state, main.events.last().action) == (State.ABIERTA, "merged_in")


@pytest.mark.parametrize("state", MERGEABLE)
def test_unmerging_restores_state_clocks_and_round(state, requester, agent, now):
    main = make_ticket(requester=requester, now=now)
    ticket = make_ticket(requester=requester, agent=agent, state=state, now=now)
    before = {clock: getattr(ticket, clock) for clock in CLOCKS}
    ticket.merge_into(main, by=agent, now=now + HOUR)

    event = ticket.unmerge(by=agent, now=now + 2 * HOUR)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.close_reason, ticket.merged_into) == (state, "", None)
    assert {clock: getattr(ticket, clock) for clock in CLOCKS} == before
    assert ticket.rounds.get().counted
    assert (event.action, event.from_state, event.to_state) == (Action.UNMERGE, State.CERRADO, state)


def test_words_to_a_merged_ticket_leave_its_promise_owed_when_it_is_taken_apart(requester, agent, now):
    main, ticket = (make_ticket(requester=requester, now=now) for _ in range(2))
    ticket.merge_into(main, by=agent, now=now)
    ticket.reply("Seguimos en la otra solicitud.", by=agent, now=now + HOUR)

    ticket.unmerge(by=agent, now=now + 2 * HOUR)

    round_ = ticket.rounds.get()
    assert (round_.promise_met_at, round_.answered_at) == (None, None)
    assert [round_.ticket_id for round_ in ticket.rounds.newly_breached(now + DAY)] == [ticket.pk]


def test_unmerging_late_gives_the_requester_a_day_before_it_closes(requester, agent, now):
    main = make_ticket(requester=requester, now=now)
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)
    ticket.merge_into(main, by=agent, now=now)

    ticket.unmerge(by=agent, now=now + 9 * DAY)

    assert ticket.auto_close_at == now + 10 * DAY


def test_mail_to_a_merged_ticket_goes_to_the_last_of_its_chain(requester, agent, now):
    first, second, last = (make_ticket(requester=requester, now=now) for _ in range(3))
    first.merge_into(second, by=agent, now=now)
    second.merge_into(last, by=agent, now=now)

    received = receive_reply(Ticket.objects.get(pk=first.pk), by=requester, body="Es la póliza 1234", now=now)

    assert received.ticket == last
    assert last.messages.last().body == "Es la póliza 1234"
    assert first.messages.count() == 1


def test_merging_into_a_merged_ticket_means_the_last_of_its_chain(requester, agent, now):
    first, second, last = (make_ticket(requester=requester, now=now) for _ in range(3))
    second.merge_into(last, by=agent, now=now)

    first.merge_into(second, by=agent, now=now)

    first.refresh_from_db()
    assert first.merged_into == last


def test_a_reply_finds_its_way_though_the_merge_came_between(requester, agent, now):
    main, ticket = (make_ticket(requester=requester, now=now) for _ in range(2))
    as_it_was = Ticket.objects.get(pk=ticket.pk)
    ticket.merge_into(main, by=agent, now=now)

    received = receive_reply(as_it_was, by=requester, body="Es la póliza 1234", now=now)

    assert received.ticket == main


def test_cycles_are_refused_even_when_what_the_agent_saw_was_old(requester, agent, now):
    one, two, three = (make_ticket(requester=requester, now=now) for _ in range(3))
    old_one, old_two = Ticket.objects.get(pk=one.pk), Ticket.objects.get(pk=two.pk)
    one.merge_into(two, by=agent, now=now)
    two.merge_into(three, by=agent, now=now)

    for ticket, into in [(old_two, old_one), (three, old_one), (three, three)]:
        with pytest.raises((MergeRefused, TransitionNotAllowed)):
            ticket.merge_into(into, by=agent, now=now)

    three.refresh_from_db()
    assert three.state == State.ABIERTA


def test_only_tickets_of_one_requester_are_merged_and_none_into_spam(requester, stranger, agent, now):
    ticket = make_ticket(requester=requester, now=now)
    foreign = make_ticket(requester=stranger, now=now)
    spam = make_ticket(requester=requester, agent=agent, state=State.CERRADO, reason=CloseReason.SPAM, now=now)

    for into in (foreign, spam):
        with pytest.raises(MergeRefused):
            ticket.merge_into(into, by=agent, now=now)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.events.count()) == (State.ABIERTA, 1)
    assert ticket.rounds.get().counted


def test_a_closed_ticket_is_not_merged(requester, agent, now):
    main = make_ticket(requester=requester, now=now)
    ticket = make_ticket(requester=requester, agent=agent, state=State.CERRADO, now=now)

    with pytest.raises(TransitionNotAllowed):
        ticket.merge_into(main, by=agent, now=now)

    assert main.events.count() == 1


def test_a_merged_ticket_reopened_is_no_longer_part_of_another(requester, agent, now):
    main, ticket = (make_ticket(requester=requester, now=now) for _ in range(2))
    ticket.merge_into(main, by=agent, now=now)

    ticket.reopen(by=agent, now=now + HOUR)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.merged_into, ticket.round_number) == (State.ABIERTA, None, 2)
    assert [round_.number for round_ in ticket.rounds.waiting()] == [2]


def test_a_second_problem_becomes_a_ticket_that_keeps_the_original_arrival(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_ESPERA, now=now)
    message = ticket.messages.first()

    new = split_message(
        message, subject="Alta de usuario", text="Además necesito un usuario.", by=agent, now=now + 5 * HOUR
    )

    submit, split = new.events.get(), ticket.events.last()
    assert (new.state, new.requester, new.subject) == (State.ABIERTA, requester, "Alta de usuario")
    assert new.opened_at == new.rounds.get().opened_at == new.messages.get().at == now
    assert new.first_response_due_at == now + DAY
    assert (submit.at, submit.agent, submit.facts.split_from) == (now + 5 * HOUR, agent, ticket.pk)
    assert (split.action, split.facts.folio) == ("split", new.pk)
    assert new.links.get(kind="separada").other == ticket
    assert (ticket.state, ticket.messages.first().body) == (State.EN_ESPERA, message.body)


def test_a_split_takes_along_what_the_page_told_with_the_message(requester, agent, now):
    ticket = make_ticket(requester=requester, now=now, diagnostics={"title": "Emisión"})

    new = split_message(ticket.messages.get(), subject="Otra cosa con SURA", text="Y además…", by=agent, now=now)

    assert new.messages.get().diagnostics == {"title": "Emisión"}


def test_a_split_sent_twice_is_one(requester, agent, now):
    ticket, attempt = make_ticket(requester=requester, now=now), uuid.uuid4()
    words = {"subject": "Alta de usuario", "text": "Además necesito un usuario.", "by": agent, "now": now}

    first = split_message(ticket.messages.get(), attempt=attempt, **words)
    again = split_message(ticket.messages.get(), attempt=attempt, **words)

    assert first == again
    assert ticket.events.filter(action="split").count() == 1


@pytest.mark.parametrize(("subject", "text"), [("", "algo"), ("Alta", " \n "), ("\u202e", "algo")])
def test_a_split_needs_a_subject_and_a_text(subject, text, requester, agent, now):
    ticket = make_ticket(requester=requester, now=now)

    with pytest.raises(InvalidInput, match="Escribe"):
        split_message(ticket.messages.get(), subject=subject, text=text, by=agent, now=now)


def test_what_an_agent_or_a_stranger_wrote_is_not_split(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)
    held = receive_reply(ticket, sender="luis@otra.test", body="Hola, dos cosas", now=now).message

    for message in (ticket.messages.get(kind="agente"), held):
        with pytest.raises(InvalidInput, match="solicitante"):
            split_message(message, subject="Alta", text="Algo", by=agent, now=now)
