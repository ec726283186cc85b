import pytest

from notifications.addresses import reply_address
from notifications.inbound import pipeline, spool
from notifications.models import SpooledMessage
from notifications.models.spool import Door, SpoolState
from tests.factories import make_ticket
from tests.notifications.inbound.raw import raw_mail
from tickets.models import Message, Ticket
from tickets.states import Action, State

pytestmark = pytest.mark.django_db


def arrive(raw: bytes, now) -> SpooledMessage:
    row = spool.keep(raw, door=Door.PIPE, mailbox="stdin", now=now)
    pipeline.process_pending(now)
    row.refresh_from_db()
    return row


def test_a_mail_with_no_thread_opens_a_ticket(now):
    row = arrive(raw_mail(), now)

    ticket = Ticket.objects.get()
    assert (row.state, row.ticket, row.became) == (SpoolState.PROCESSED, ticket, ticket.messages.get())
    assert (ticket.subject, ticket.requester.email, ticket.requester.name) == (
        "No cotiza SURA", "ana@agencia.test", "Ana Ruiz",
    )  # fmt: skip
    assert ticket.requester.proven_at is None
    assert ticket.events.get().action == Action.SUBMIT


def test_a_reply_to_the_tickets_address_moves_it(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)
    raw = raw_mail(to=reply_address(ticket.reply_token), subject=f"Re: {ticket.subject}", body="Es la póliza 77123")

    row = arrive(raw, now)

    ticket.refresh_from_db()
    assert ticket.state == State.EN_ESPERA
    assert row.ticket == ticket
    assert Message.objects.get(origin_key=f"spool:{row.pk}").body == "Es la póliza 77123"
