"""Messages an agent must look at: from another address, or a new mail instead of a reply."""

from datetime import timedelta

import pytest

from tests.factories import make_ticket, receive_reply
from tickets.intake import Outcome
from tickets.models import Ticket, TicketLink
from tickets.models.hold import HoldKind
from tickets.refusals import MergeRefused
from tickets.states import Action, State, TransitionNotAllowed
from tickets.submission import MailParts

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def asked(requester, agent, now):
    return make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)


@pytest.fixture
def held(asked, now):
    """A colleague's answer, an hour after the question."""
    return receive_reply(
        asked, sender=" Luis@Otra.test", sender_name="Luis Gil", body="Es la póliza 1234", now=now + HOUR
    ).message


def test_a_message_from_another_address_moves_no_state_and_holds_the_closing(asked, held, now):
    asked.refresh_from_db()
    event = asked.events.last()
    assert (asked.state, asked.auto_close_at, asked.held_for_review_at) == (State.EN_CLIENTE, now + 2 * DAY, now + HOUR)
    assert (event.action, event.message, event.facts.sender) == ("held", held, "luis@otra.test")
    assert held not in asked.messages.public()
    assert held.requester is None


def test_an_accepted_message_is_a_reply_dated_at_its_arrival(asked, held, agent, now):
    event = asked.accept(held, by=agent, now=now + 5 * HOUR)

    asked.refresh_from_db()
    held.refresh_from_db()
    assert (asked.state, asked.held_for_review_at, asked.auto_close_at) == (State.EN_ESPERA, None, None)
    assert (event.action, event.at, event.actor_name) == (Action.CUSTOMER_REPLY, now + HOUR, "Luis Gil")
    assert event.facts.accepted_at == now + 5 * HOUR
    assert asked.changed_at == now + 5 * HOUR  # the row's own clock never goes back
    assert held in asked.messages.public()
    assert not asked.participants.exists()


def test_accepting_an_old_message_does_not_turn_back_when_the_customer_last_wrote(asked, held, requester, agent, now):
    receive_reply(asked, by=requester, body="Perdón, es la póliza 5678 de SURA", now=now + 2 * HOUR)

    asked.accept(held, by=agent, now=now + 3 * HOUR)

    asked.refresh_from_db()
    assert asked.customer_wrote_at == now + 2 * HOUR


def test_accepting_late_promises_news_that_are_still_to_come(asked, held, agent, now):
    asked.accept(held, by=agent, now=now + 7 * DAY)

    assert asked.next_update_at > now + 7 * DAY


def test_accepting_on_a_solved_ticket_reopens_it_with_the_promise_of_the_arrival(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)
    held = receive_reply(ticket, sender="luis@otra.test", body="Sigue sin cotizar", now=now + HOUR).message

    ticket.accept(held, by=agent, now=now + 3 * HOUR)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.first_response_due_at) == (State.ABIERTA, now + HOUR + DAY)
    assert ticket.rounds.last().opened_at == now + HOUR


def test_an_accepted_address_may_become_a_participant_whose_mails_then_count(asked, held, agent, now):
    asked.accept(held, by=agent, now=now + HOUR, add_participant=True)
    asked.ask("¿Y desde cuándo?", by=agent, now=now + 2 * HOUR)

    received = receive_reply(asked, sender="LUIS@otra.test", sender_name="Luis Gil", body="Desde ayer", now=now + DAY)

    assert [participant.email for participant in asked.participants.all()] == ["luis@otra.test"]
    assert (received.outcome, received.ticket.state) == (Outcome.MOVED, State.EN_ESPERA)
    assert asked.events.last().actor_name == "Luis Gil"


def test_a_dismissed_message_stays_on_record_and_lets_the_closing_go_on(asked, held, agent, now):
    asked.dismiss(held, by=agent, now=now + 2 * HOUR)

    asked.refresh_from_db()
    assert (asked.state, asked.held_for_review_at, asked.auto_close_at) == (State.EN_CLIENTE, None, now + 2 * DAY)
    assert asked.messages.filter(pk=held.pk, review="descartado").exists()
    assert asked.events.last().action == "dismiss"


def test_a_message_is_decided_once(asked, held, agent, now):
    asked.accept(held, by=agent, now=now + 2 * HOUR)

    for decide in (asked.accept, asked.dismiss):
        with pytest.raises(TransitionNotAllowed):
            decide(held, by=agent, now=now + 2 * HOUR)

    assert asked.events.filter(action=Action.CUSTOMER_REPLY).count() == 1


def test_two_held_messages_hold_until_the_second_is_decided(asked, held, agent, now):
    second = receive_reply(asked, sender="eva@otra.test", body="Yo soy Eva", now=now + HOUR).message

    asked.dismiss(held, by=agent, now=now + 2 * HOUR)
    still_held = Ticket.objects.get(pk=asked.pk).held_for_review_at
    asked.dismiss(second, by=agent, now=now + 2 * HOUR)

    assert still_held == now + HOUR
    assert asked.held_for_review_at is None


def test_another_requesters_link_is_held_like_a_strangers_mail(asked, stranger, now):
    received = receive_reply(asked, by=stranger, body="Yo también tengo ese problema", now=now)

    assert received.outcome == Outcome.HELD


def test_a_strangers_machine_holds_nothing(asked, now):
    received = receive_reply(
        asked, sender="noreply@otra.test", body="Recibido", now=now, mail=MailParts(automatic_reason="Auto-Submitted")
    )

    asked.refresh_from_db()
    assert (received.outcome, asked.held_for_review_at) == (Outcome.AUTOMATIC, None)
    assert asked.events.last().action == "automatic"


@pytest.fixture
def new_mail(asked, requester, now):
    """A new mail of the requester of whom we wait, and the link that holds the closing."""
    ticket = make_ticket(requester=requester, subject="Póliza 1234", now=now + DAY)
    link = ticket.suspect_reply(asked, now=now + DAY)
    return ticket, link


def test_a_new_mail_instead_of_a_reply_holds_the_closing(asked, new_mail, now):
    ticket, _ = new_mail

    asked.refresh_from_db()
    assert (asked.state, asked.held_for_review_at) == (State.EN_CLIENTE, now + DAY)
    assert asked.events.last().action == "possible_reply"
    assert asked.events.last().facts.folio == ticket.pk


def test_suspecting_twice_is_suspecting_once(asked, new_mail, now):
    ticket, link = new_mail

    assert ticket.suspect_reply(asked, now=now + 2 * DAY) == link
    assert asked.events.filter(action="possible_reply").count() == 1


def test_they_are_different_lets_the_closing_go_on(asked, new_mail, agent, now):
    ticket, link = new_mail

    ticket.decide_link(link, same=False, by=agent, now=now + DAY)

    asked.refresh_from_db()
    link.refresh_from_db()
    assert (asked.state, asked.held_for_review_at, asked.auto_close_at) == (State.EN_CLIENTE, None, now + 2 * DAY)
    assert (link.decided_at, link.decided_by) == (now + DAY, agent)
    assert ticket.state == State.ABIERTA


@pytest.mark.parametrize("verb", ["decide_link", "merge_into"])
def test_unite_makes_it_the_awaited_answer(verb, asked, new_mail, agent, now):
    ticket, link = new_mail

    if verb == "decide_link":
        ticket.decide_link(link, same=True, by=agent, now=now + DAY + HOUR)
    else:
        ticket.merge_into(asked, by=agent, now=now + DAY + HOUR)

    asked.refresh_from_db()
    ticket.refresh_from_db()
    link.refresh_from_db()
    answer = asked.events.get(action=Action.CUSTOMER_REPLY)
    assert (ticket.state, ticket.merged_into) == (State.CERRADO, asked)
    assert (asked.state, asked.auto_close_at, asked.held_for_review_at) == (State.EN_ESPERA, None, None)
    assert (answer.from_state, answer.at, answer.facts.merged_folio) == (State.EN_CLIENTE, now + DAY, ticket.pk)
    assert link.decided_by == agent


def test_uniting_with_one_leaves_the_other_to_be_decided(asked, new_mail, requester, agent, now):
    other = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)
    ticket, _ = new_mail
    ticket.suspect_reply(other, now=now + DAY)

    ticket.merge_into(asked, by=agent, now=now + DAY)

    other.refresh_from_db()
    assert (other.state, other.held_for_review_at) == (State.EN_CLIENTE, now + DAY)


def test_a_link_is_decided_once(asked, new_mail, agent, supervisor, now):
    ticket, link = new_mail

    ticket.decide_link(link, same=False, by=agent, now=now + DAY)
    ticket.decide_link(link, same=False, by=supervisor, now=now + 2 * DAY)

    link.refresh_from_db()
    assert link.decided_by == agent
    assert asked.events.filter(action="decide_link").count() == 1


def test_a_mail_settled_twice_does_not_lift_the_hold_of_another_unread_one(asked, agent, now):
    asked.hold_for_unread_mail(now=now, spooled=1, why="No se pudo leer.")
    asked.hold_for_unread_mail(now=now + HOUR, spooled=2, why="No se pudo leer.")

    settled = [asked.settle_unread_mail(by=agent, now=now + 2 * HOUR, spooled=1) for _ in range(2)]

    asked.refresh_from_db()
    assert asked.held_for_review_at == now + HOUR
    assert [event and event.facts.spooled_id for event in settled] == [1, None]
    assert Ticket.objects.close_due(asked.auto_close_at) == 0


def test_a_hold_says_what_it_waits_for_and_who_lifted_it_when(asked, held, new_mail, agent, now):
    _, link = new_mail

    asked.dismiss(held, by=agent, now=now + 2 * HOUR)

    lifted, open_one = asked.holds.all()
    assert (lifted.kind, lifted.reference, lifted.placed_at) == (HoldKind.REVIEW, held.pk, now + HOUR)
    assert (lifted.lifted_at, lifted.lifted_by) == (now + 2 * HOUR, agent)
    assert (open_one.kind, open_one.reference, open_one.lifted_at) == (HoldKind.POSSIBLE_REPLY, link.pk, None)
    assert asked.held_for_review_at == open_one.placed_at


@pytest.fixture
def main(requester, agent, now):
    """Another ticket of the same requester, whose answer we wait for too."""
    return make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)


def unread(asked, now):
    asked.hold_for_unread_mail(now=now + HOUR, spooled=5, why="No se pudo leer.")


def under_review(asked, now):
    receive_reply(asked, sender="luis@otra.test", body="Es la 1234", now=now + HOUR)


def possible_reply(asked, now):
    make_ticket(requester=asked.requester, now=now).suspect_reply(asked, now=now + HOUR)


@pytest.mark.parametrize("hold", [unread, under_review, possible_reply])
def test_what_holds_a_ticket_holds_the_one_it_was_merged_into_until_they_are_taken_apart(hold, asked, main, agent, now):
    last = make_ticket(requester=main.requester, agent=agent, state=State.EN_CLIENTE, now=now)
    hold(asked, now)
    asked.merge_into(main, by=agent, now=now + 2 * HOUR)
    main.merge_into(last, by=agent, now=now + 2 * HOUR)
    last.refresh_from_db()
    last.remind(now=now + DAY)

    closed = last.close_by_clock(heard_until=now + 3 * DAY, now=now + 3 * DAY)
    asked.unmerge(by=agent, now=now + 3 * DAY)

    for ticket in (asked, main, last):
        ticket.refresh_from_db()
    assert closed is None
    assert (asked.held_for_review_at, main.held_for_review_at, last.held_for_review_at) == (now + HOUR, None, None)
    assert last.close_by_clock(heard_until=now + 3 * DAY, now=now + 3 * DAY)


def test_a_merged_ticket_that_is_reopened_takes_its_hold_along(asked, main, agent, now):
    unread(asked, now)
    asked.merge_into(main, by=agent, now=now + 2 * HOUR)

    asked.reopen(by=agent, now=now + 3 * HOUR)

    main.refresh_from_db()
    assert (asked.held_for_review_at, main.held_for_review_at) == (now + HOUR, None)


def test_an_unread_mail_seen_to_lets_go_of_the_ticket_that_it_pointed_to_and_of_where_that_was_merged(
    asked, main, agent, now
):
    unread(asked, now)
    asked.merge_into(main, by=agent, now=now + 2 * HOUR)

    asked.settle_unread_mail(by=agent, now=now + 3 * HOUR, spooled=5)

    main.refresh_from_db()
    assert (asked.held_for_review_at, main.held_for_review_at) == (None, None)


def test_a_mail_that_points_to_a_ticket_merged_meanwhile_holds_the_last_of_its_chain(asked, main, agent, now):
    stale = Ticket.objects.get(pk=asked.pk)
    asked.merge_into(main, by=agent, now=now)

    unread(stale, now)

    main.refresh_from_db()
    assert main.held_for_review_at == now + HOUR


def test_a_held_message_of_a_merged_ticket_answers_where_that_was_merged(asked, main, held, agent, now):
    asked.merge_into(main, by=agent, now=now + 2 * HOUR)

    asked.accept(held, by=agent, now=now + 3 * HOUR, add_participant=True)

    asked.refresh_from_db()
    main.refresh_from_db()
    assert (asked.state, main.state) == (State.CERRADO, State.EN_ESPERA)
    assert (asked.held_for_review_at, main.held_for_review_at) == (None, None)
    assert held in main.messages.public()
    assert main.participants.get().email == "luis@otra.test"


def test_a_held_message_of_a_merged_ticket_can_be_dismissed(asked, main, held, agent, now):
    asked.merge_into(main, by=agent, now=now + 2 * HOUR)

    asked.dismiss(held, by=agent, now=now + 3 * HOUR)

    main.refresh_from_db()
    assert (main.state, main.held_for_review_at) == (State.EN_CLIENTE, None)
    assert asked.messages.filter(pk=held.pk, review="descartado").exists()


def test_they_are_different_said_of_a_merged_ticket_lets_go_of_both(asked, main, new_mail, agent, now):
    ticket, link = new_mail
    asked.merge_into(main, by=agent, now=now + DAY)

    ticket.decide_link(link, same=False, by=agent, now=now + DAY)

    asked.refresh_from_db()
    main.refresh_from_db()
    assert (asked.held_for_review_at, main.held_for_review_at) == (None, None)


def test_merging_the_old_ticket_into_the_new_mail_settles_the_question(asked, new_mail, agent, now):
    ticket, link = new_mail

    asked.merge_into(ticket, by=agent, now=now + DAY)

    ticket.refresh_from_db()
    asked.refresh_from_db()
    link.refresh_from_db()
    assert (link.is_undecided, link.decided_by) == (False, agent)
    assert (asked.held_for_review_at, ticket.held_for_review_at) == (None, None)
    assert (ticket.state, asked.events.last().facts.same) == (State.ABIERTA, True)


@pytest.mark.parametrize(("first", "words"), [(True, "las unieron"), (False, "son distintas")])
def test_a_link_decided_meanwhile_is_not_decided_otherwise(first, words, asked, new_mail, agent, supervisor, now):
    ticket, link = new_mail
    seen = TicketLink.objects.get(pk=link.pk)
    ticket.decide_link(link, same=first, by=agent, now=now + DAY)

    with pytest.raises(MergeRefused, match=words):
        seen.ticket.decide_link(seen, same=not first, by=supervisor, now=now + DAY)
    seen.ticket.decide_link(seen, same=first, by=supervisor, now=now + DAY)

    ticket.refresh_from_db()
    assert (ticket.state == State.CERRADO) is first
    assert [event.facts.same for event in asked.events.filter(action="decide_link")] == [first]
