"""Any number of workers at once: each event published once, each mail sent once, in the order of its ticket."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, connections

from notifications.models import Email
from notifications.models.email import EmailState
from notifications.outbox import digests, invitations
from notifications.outbox.deliver import deliver_due
from notifications.outbox.publish import publish_pending
from tests.factories import make_requester, make_ticket, make_user
from tickets.models import LinkRequest
from tickets.states import State

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite writes one at a time: there is nothing to race for"
    ),
]
WORKERS = 4


def at_once(work) -> None:
    """The same work in several threads that start together; their errors are the test's."""
    start, errors = threading.Barrier(WORKERS), []

    def run():
        try:
            start.wait(10)
            work()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []


def some_tickets(now, number=8):
    agent = make_user("laura")
    for n in range(number):
        ticket = make_ticket(requester=make_requester(f"ana{n}@agencia.test", now=now), agent=agent, now=now)
        ticket.take(by=agent, now=now)
        ticket.reply("Uno.", by=agent, now=now)
        ticket.resolve("Dos.", by=agent, now=now)


def test_events_are_published_once_and_in_the_order_of_their_ticket(now):
    some_tickets(now)

    at_once(lambda: publish_pending(now))
    publish_pending(now)

    assert Email.objects.count() == 8 * 4
    for ticket_id in Email.objects.order_by().values_list("ticket", flat=True).distinct():
        kinds = list(Email.objects.filter(ticket=ticket_id).order_by("pk").values_list("kind", flat=True))
        assert kinds == ["acuse", "atendiendo", "respuesta", "solucion"]
    assert set(Email.objects.filter(kind="atendiendo").values_list("state", flat=True)) == {EmailState.SUPPRESSED}


def test_an_unproven_address_gets_three_however_many_write_them(now):
    stranger = make_requester("victima@otra.test", now=now, proven=False)
    for _ in range(12):
        make_ticket(requester=stranger, now=now)

    at_once(lambda: publish_pending(now))

    assert Email.objects.filter(state=EmailState.PENDING).count() == 3
    assert Email.objects.filter(state=EmailState.SUPPRESSED).count() == 9


def test_mails_leave_once_and_in_the_order_of_their_ticket(now):
    some_tickets(now)
    publish_pending(now)

    at_once(lambda: deliver_due(now))
    deliver_due(now)

    subjects = [(message.to[0], message.subject) for message in mail.outbox]
    assert len(subjects) == len(set(subjects)) == 8 * 3
    for n in range(8):
        heads = [subject[:4] for to, subject in subjects if to == f"ana{n}@agencia.test"]
        assert heads == ["Reci", "Re: ", "¿Que"]


def test_digests_invitations_and_links_are_written_once(now):
    agent = make_user("laura")
    make_user("luis")
    requester = make_requester(now=now)
    for _ in range(6):
        make_ticket(requester=requester, now=now)
    make_ticket(requester=requester, agent=agent, state=State.CERRADO, now=now)
    LinkRequest.objects.ask(requester.email, now)
    publish_pending(now)
    deliver_due(now)  # the survey follows a closing notice that a server took
    late = now + timedelta(hours=20)

    def sweep():
        publish_pending(late)
        invitations.publish_due(late)
        digests.publish_due(late)

    at_once(sweep)
    sweep()

    assert Email.objects.filter(kind="enlace").count() == 1
    assert Email.objects.filter(kind="encuesta").count() == 1
    assert list(Email.objects.filter(kind="interno").values_list("subject", flat=True)) == ["6 por vencer"] * 2
