"""The worker was down: what waited in the spool counts from its arrival, and turns no clock back."""

from datetime import timedelta

import pytest

from notifications.addresses import reply_address
from notifications.inbound import pipeline
from tests.factories import make_ticket
from tests.notifications.inbound.raw import keep, raw_mail
from tickets.models import Ticket
from tickets.states import State

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def answer_to(ticket: Ticket, words: str, message_id: str = "uno@agencia.test", **fields) -> bytes:
    return raw_mail(
        to=reply_address(ticket.reply_token),
        subject=f"Re: {ticket.subject}",
        body=words,
        message_id=message_id,
        **fields,
    )


def test_a_reopening_and_its_promise_count_from_the_arrival(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)
    keep(answer_to(ticket, "Sigue sin cotizar con ATLAS desde ayer"), now + HOUR)

    pipeline.process_pending(now + 6 * HOUR)

    ticket.refresh_from_db()
    message, event, opened = ticket.messages.last(), ticket.events.last(), ticket.rounds.last()
    assert (ticket.state, ticket.state_since, ticket.customer_wrote_at) == (State.ABIERTA, now + HOUR, now + HOUR)
    assert (message.at, event.at, opened.opened_at) == (now + HOUR, now + HOUR, now + HOUR)
    assert ticket.first_response_due_at == opened.due_at == now + 25 * HOUR


def test_what_a_later_message_said_is_not_turned_back(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)
    keep(answer_to(ticket, "Es la póliza 1234 de Juan Pérez"), now + HOUR)
    pipeline_was_down_until = now + 3 * HOUR
    ticket.reply("Mientras tanto lo revisamos.", by=agent, now=now + 2 * HOUR)

    pipeline.process_pending(pipeline_was_down_until)
    keep(answer_to(ticket, "Y otra cosa más del mismo asunto", "dos@agencia.test"), now + 2 * HOUR)
    pipeline.process_pending(now + 4 * HOUR)
    keep(answer_to(ticket, "Esta llegó antes de las otras dos", "tres@agencia.test"), now + HOUR)
    pipeline.process_pending(now + 5 * HOUR)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.customer_wrote_at) == (State.EN_ESPERA, now + 2 * HOUR)
    assert ticket.state_since == now + HOUR
    assert ticket.next_update_at > now + 5 * HOUR
    assert ticket.changed_at == now + 5 * HOUR


def test_a_held_message_shows_its_arrival_and_its_acceptance_counts_from_there(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)
    keep(answer_to(ticket, "Sigue igual, soy su compañera", sender="Eva <eva@agencia.test>"), now + HOUR)

    pipeline.process_pending(now + 6 * HOUR)
    ticket.refresh_from_db()
    ticket.accept(ticket.messages.last(), by=agent, now=now + 7 * HOUR)

    ticket.refresh_from_db()
    assert ticket.events.filter(action="held").get().at == now + HOUR
    assert ticket.first_response_due_at == now + 25 * HOUR
