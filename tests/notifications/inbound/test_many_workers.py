"""Doors and workers at the same time, as in production: what came many times is there once."""

import random
import threading

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from notifications.inbound import pipeline
from notifications.models import SpooledMessage
from notifications.models.spool import LEASE, SpoolState
from tests.factories import make_ticket
from tests.notifications.inbound.raw import keep, raw_mail, state_of
from tests.notifications.inbound.test_webhooks import bodies, post
from tickets.models import Message, Ticket
from tickets.states import Action, State

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer; this is about PostgreSQL's many"),
]
MAILS, TIMES, WORKERS = 12, 5, 3


def in_threads(*works) -> None:
    """Run them together; the first fault of any is the test's."""
    faults: list[BaseException] = []

    def guarded(work) -> None:
        try:
            work()
        except BaseException as fault:  # noqa: BLE001 (told to the test below)
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]


def test_every_mail_five_times_reordered_and_read_by_three_workers_is_one_message(now, requester, agent):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)
    mails = [raw_mail(message_id=f"{n}@x", subject=f"Problema {n}", sender=f"p{n}@x.test") for n in range(MAILS)]
    mails.append(raw_mail(message_id="respuesta@x", subject=f"Re: [#{ticket.pk}]", body="Es la 77123"))

    def door(number: int) -> None:
        mine = mails.copy()
        random.Random(number).shuffle(mine)
        for raw in mine:
            keep(b"Received: by door%d\r\n" % (number % 2) + raw, now)

    def worker() -> None:
        for _ in range(20):
            pipeline.process_pending(now)

    in_threads(*[lambda n=n: door(n) for n in range(TIMES)], *[worker] * WORKERS)
    while SpooledMessage.objects.pending().exists():
        now += LEASE
        pipeline.process_pending(now)

    assert SpooledMessage.objects.count() == 2 * (MAILS + 1)
    assert set(SpooledMessage.objects.values_list("state", flat=True)) == {SpoolState.PROCESSED}
    assert Ticket.objects.count() == MAILS + 1
    assert Message.objects.filter(channel="correo").count() == MAILS + 1
    assert state_of(ticket) == State.EN_ESPERA
    assert ticket.events.filter(action=Action.CUSTOMER_REPLY).count() == 1


@pytest.mark.parametrize("service", bodies())
def test_every_webhook_five_times_at_once_and_reordered_is_one_message(service, now):
    mails = [raw_mail(message_id=f"{n}@x", subject=f"Problema {n}", sender=f"p{n}@x.test").decode() for n in range(3)]
    answers: list[int] = []

    def door(number: int) -> None:
        mine = [bodies(raw)[service] for raw in mails]
        random.Random(number).shuffle(mine)
        answers.extend(post(Client(), esp, *body).status_code for esp, body in mine)

    in_threads(*[lambda n=n: door(n) for n in range(TIMES)], *[lambda: pipeline.process_pending(now)] * WORKERS)
    while SpooledMessage.objects.pending().exists():
        now = timezone.now() + LEASE
        pipeline.process_pending(now)

    assert answers == [200] * TIMES * len(mails)
    assert Ticket.objects.count() == Message.objects.count() == len(mails)
