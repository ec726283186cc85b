from datetime import timedelta

from tests.factories import make_ticket, receive_reply
from tickets.intake import Outcome
from tickets.states import Action, State


def test_a_reply_to_a_closed_ticket_reopens_it(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.CERRADO, now=now)

    receive_reply(ticket, by=requester, body="Sigue sin cotizar con ATLAS", now=now + timedelta(hours=1))

    ticket.refresh_from_db()
    assert ticket.state == State.ABIERTA
    assert ticket.round_number == 2
    assert ticket.first_response_due_at == now + timedelta(hours=25)
    assert ticket.events.last().action == Action.CUSTOMER_REPLY


def test_only_thanks_moves_nothing(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)

    received = receive_reply(ticket, by=requester, body="¡Muchas gracias, quedó!", now=now)

    ticket.refresh_from_db()
    assert received.outcome == Outcome.THANKS
    assert ticket.state == State.RESUELTO
    assert ticket.auto_close_at == now + timedelta(days=2)


def test_a_reply_from_another_address_is_held_and_stops_the_closing(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)

    received = receive_reply(ticket, sender="luis@otra.test", body="Es la póliza 1234", now=now)

    ticket.refresh_from_db()
    assert received.outcome == Outcome.HELD
    assert ticket.state == State.EN_CLIENTE
    assert ticket.held_for_review_at == now
