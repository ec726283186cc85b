"""A machine's words without its headers: nothing moves, the closing waits, and an agent says who wrote them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications.addresses import reply_address
from notifications.inbound.deliver import OWN_MAIL
from notifications.outbox.publish import publish_pending
from tests.agents.conftest import signed_in
from tests.factories import make_requester, make_ticket, make_user
from tests.notifications.inbound.raw import arrive, mail_sent, raw_mail, state_of
from tests.tickets.test_concurrency import at_once
from tickets.models import Message, Ticket
from tickets.models.hold import HoldKind
from tickets.models.message import Review
from tickets.states import Action, State, TransitionNotAllowed

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
AWAY = "Estaré fuera de la oficina hasta el 30 de noviembre. Si es urgente, busca a Noemí."


@pytest.fixture
def asked(agent, now):
    requester = make_requester("ana@agencia.test", "Ana Ruiz", now=now, proven=False)
    return make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)


@pytest.fixture
def suspected(asked, now):
    return arrive(reply(asked), now + HOUR).became


def reply(ticket: Ticket, body: str = AWAY, **fields) -> bytes:
    fields = {"subject": f"Fuera de la oficina: {ticket.subject}", "to": reply_address(ticket.reply_token)} | fields
    return raw_mail(body=body, **fields)


def closed_in_time(now) -> int:
    """How many close for silence, their reminder sent."""
    Ticket.objects.remind_due(now + 47 * HOUR)
    return Ticket.objects.close_due(now + 99 * HOUR)


def test_a_reply_is_kept_marked_and_held_and_moves_nothing(asked, suspected, now):
    closes_at = asked.auto_close_at
    asked.refresh_from_db()
    asked.requester.refresh_from_db()
    event = asked.events.last()
    assert (asked.state, asked.auto_close_at, asked.held_for_review_at) == (State.EN_CLIENTE, closes_at, now + HOUR)
    assert (event.action, event.message, event.facts.why) == ("suspected", suspected, suspected.suspected_reason)
    assert (suspected.review, suspected.automatic_reason) == (Review.SUSPECTED, "")
    assert suspected not in asked.messages.public()
    assert asked.requester.proven_at is None  # a machine proves nobody
    assert closed_in_time(now) == 0


def test_a_person_s_is_a_reply_dated_at_its_arrival(asked, suspected, agent, now):
    asked.confirm_person(suspected, by=agent, now=now + 5 * HOUR)

    asked.refresh_from_db()
    suspected.refresh_from_db()
    event = asked.events.last()
    assert (event.action, event.at, event.facts.was_suspected) == (Action.CUSTOMER_REPLY, now + HOUR, True)
    assert (asked.state, asked.held_for_review_at, asked.customer_wrote_at) == (State.EN_ESPERA, None, now + HOUR)
    assert suspected in asked.messages.public()


def test_a_machine_s_lets_the_closing_go_on_and_is_kept_as_automatic(asked, suspected, agent, now):
    wrote_before = asked.customer_wrote_at

    asked.confirm_automatic(suspected, by=agent, now=now + 5 * HOUR)

    asked.refresh_from_db()
    suspected.refresh_from_db()
    assert (asked.state, asked.held_for_review_at, asked.customer_wrote_at) == (State.EN_CLIENTE, None, wrote_before)
    assert (asked.out_of_office_at, asked.out_of_office_until) == (now + HOUR, date(2026, 11, 30))
    assert agent.first_name in suspected.automatic_reason
    assert asked.events.last().action == "confirm_automatic"
    assert closed_in_time(now) == 1


def test_what_was_called_a_machine_s_can_still_be_called_a_person_s(asked, suspected, agent, now):
    asked.confirm_automatic(suspected, by=agent, now=now + 2 * HOUR)

    asked.confirm_person(suspected, by=agent, now=now + 3 * HOUR)

    suspected.refresh_from_db()
    assert state_of(asked) == State.EN_ESPERA
    assert (suspected.review, suspected.automatic_reason) == (Review.ACCEPTED, "")
    with pytest.raises(TransitionNotAllowed):
        asked.confirm_person(suspected, by=agent, now=now + 4 * HOUR)


def test_accepting_or_dismissing_is_for_other_messages(asked, suspected, agent, now):
    for decide in (asked.accept, asked.dismiss):
        with pytest.raises(TransitionNotAllowed):
            decide(suspected, by=agent, now=now + 2 * HOUR)
    assert asked.holds.open().get().kind == HoldKind.SUSPECTED


def test_on_a_solved_ticket_it_reopens_only_when_a_person_wrote_it(agent, now):
    requester = make_requester("ana@agencia.test", "Ana Ruiz", now=now)
    ticket = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)

    message = arrive(reply(ticket), now + HOUR).became
    before = state_of(ticket)
    ticket.confirm_person(message, by=agent, now=now + 2 * HOUR)

    assert (before, state_of(ticket)) == (State.RESUELTO, State.ABIERTA)


def test_from_another_address_it_is_first_of_all_another_s(asked, now):
    message = arrive(reply(asked, sender="Eva <eva@agencia.test>"), now + HOUR).became

    assert (message.review, bool(message.suspected_reason)) == (Review.PENDING, True)
    assert asked.holds.open().get().kind == HoldKind.REVIEW


def test_it_waits_for_the_survivor_s_agent_after_its_address_alone(asked, now):
    """A responder answers the Reply-To and names no mail of ours, under a subject of its own."""
    row = arrive(raw_mail(to=reply_address(asked.reply_token), subject="Fuera de la oficina", body=AWAY), now + HOUR)

    assert row.ticket == asked


def test_a_first_mail_opens_a_marked_ticket_whose_acknowledgement_repeats_nothing(agent, now):
    make_requester("ana@agencia.test", "Ana Ruiz", now=now)

    ticket = arrive(raw_mail(subject="Fuera de la oficina", body=AWAY), now).ticket
    publish_pending(now)

    mail = ticket.emails.get()
    assert ticket.state == State.ABIERTA
    assert (mail.kind, mail.state) == ("acuse", "pendiente")
    for part in (mail.subject, mail.text, mail.html):
        assert not any(words in part for words in ("Fuera de la oficina", "Noemí", "Ana"))
    page = signed_in(agent).get(reverse("agents:ticket", args=[ticket.pk])).content.decode()
    assert "Parece automático: su asunto es el de una respuesta automática." in page


def test_a_mail_of_ours_that_comes_back_as_it_left_is_ours(asked, now):
    sent = mail_sent(asked, now, action=Action.ASK)

    row = arrive(reply(asked, subject=asked.subject, message_id=sent.mail_id.strip("<>")), now)

    assert row.became.automatic_reason == OWN_MAIL


@pytest.mark.parametrize(
    ("name", "state", "said"),
    [
        ("confirm_person", State.EN_ESPERA, "dijo que es de una persona"),
        ("confirm_automatic", State.EN_CLIENTE, "dijo que es automático: no la movió"),
    ],
)
def test_the_agent_decides_on_the_page(agent, name, state, said):
    now = timezone.now()
    requester = make_requester("ana@agencia.test", "Ana Ruiz", now=now)
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)
    message = arrive(reply(ticket), now).became
    desk, address = signed_in(agent), reverse("agents:ticket", args=[ticket.pk])

    shown = desk.get(address).content.decode()
    answer = desk.post(reverse(f"agents:{name}", args=[ticket.pk, message.pk]))

    after = desk.get(address).content.decode()
    assert all(words in shown for words in ("Parece automático:", "Es una persona", "Es automático", AWAY))
    assert (answer.status_code, state_of(ticket)) == (302, state)
    assert said in after
    assert "Es automático</button>" not in after
    assert ("Es una persona</button>" in after) is (name == "confirm_automatic")  # it can be brought back


def test_a_decision_on_another_ticket_s_message_is_no_decision(agent, suspected, asked, now):
    other = make_ticket(now=now)

    answer = signed_in(agent).post(reverse("agents:confirm_person", args=[other.pk, suspected.pk]))

    assert (answer.status_code, state_of(asked)) == (404, State.EN_CLIENTE)


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_stands(now):
    agent = make_user("laura")
    requester = make_requester("ana@agencia.test", "Ana Ruiz", now=now)
    for _round in range(10):
        ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)
        message = arrive(reply(ticket, message_id=f"m{ticket.pk}@agencia.test"), now).became

        answers = at_once(
            lambda ticket=ticket, message=message: _decide(ticket, "confirm_automatic", message, agent, now),
            lambda ticket=ticket, message=message: _decide(ticket, "confirm_automatic", message, agent, now),
        )

        assert sum(isinstance(one, TransitionNotAllowed) for one in answers) == 1
        assert ticket.events.filter(action="confirm_automatic").count() == 1


def _decide(ticket, name, message, agent, now):
    return getattr(Ticket.objects.get(pk=ticket.pk), name)(Message.objects.get(pk=message.pk), by=agent, now=now)
