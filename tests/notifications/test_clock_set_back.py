"""The clock goes back an hour: a stamp that now lies in the future is read as now, so nothing waits for that hour."""

from datetime import timedelta

import pytest
import time_machine

from agents.tasks import send_due_drafts
from notifications import tasks
from notifications.models import Email, SpooledMessage
from notifications.models.email import EmailState
from notifications.models.spool import SpoolState
from notifications.outbox.publish import publish_pending
from tests.factories import make_ticket
from tests.notifications.inbound.raw import keep, raw_mail
from tickets.models import Draft
from tickets.states import Action

pytestmark = pytest.mark.django_db
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


def run(task, at) -> None:
    with time_machine.travel(at, tick=False):
        task()


@pytest.fixture
def mail(requester, now) -> Email:
    make_ticket(requester=requester, now=now)
    publish_pending(now)
    return Email.objects.get()


def test_a_mail_put_off_by_a_refused_server_waits_its_own_minute(mail, server, script, now):
    script.to[mail.to] = "451 4.7.1 Vuelve luego"
    run(tasks.deliver_mail, now)
    script.to.clear()

    run(tasks.deliver_mail, now - HOUR)
    mail.refresh_from_db()
    assert mail.state == EmailState.PENDING
    assert now - HOUR + MINUTE <= mail.not_before <= now - HOUR + 2 * MINUTE
    run(tasks.deliver_mail, mail.not_before)

    mail.refresh_from_db()
    assert mail.state == EmailState.ACCEPTED


def test_a_mail_written_before_leaves_at_once(mail, server, script, now):
    run(tasks.deliver_mail, now - HOUR)

    assert script.ids == [mail.mail_id]


def test_a_notice_keeps_its_own_wait_and_no_more(requester, agent, server, now):
    ticket = make_ticket(requester=requester, agent=agent, now=now)
    ticket.take(by=agent, now=now)
    publish_pending(now)
    notice = Email.objects.get(kind="atendiendo")

    for _ in range(2):
        run(tasks.deliver_mail, now - HOUR)

    notice.refresh_from_db()
    assert (notice.state, notice.not_before) == (EmailState.PENDING, now - HOUR + 10 * MINUTE)


def test_what_a_killed_worker_had_in_hand_is_free_after_its_lease(mail, server, script, now):
    received = keep(raw_mail(), now)
    lease = Email.objects.lease(mail.pk, now).leased_until - now
    (held,) = SpooledMessage.objects.lease([received.pk], now)

    for task in (tasks.deliver_mail, tasks.process_spool):
        run(task, now - HOUR)
    assert script.ids == []
    run(tasks.deliver_mail, now - HOUR + lease)
    run(tasks.process_spool, now - HOUR + (held.leased_until - now))

    received.refresh_from_db()
    assert script.ids[0] == mail.mail_id
    assert received.state == SpoolState.PROCESSED


def test_a_received_message_that_failed_is_tried_again_after_seconds(now):
    received = keep(raw_mail(), now)
    (held,) = SpooledMessage.objects.lease([received.pk], now)
    held.held().update(leased_until=now + 10 * SECOND)

    run(tasks.process_spool, now - HOUR)
    run(tasks.process_spool, now - HOUR + 10 * SECOND)

    received.refresh_from_db()
    assert received.state == SpoolState.PROCESSED


def test_a_message_on_its_way_leaves(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, now=now)
    draft = Draft.objects.keep(ticket, agent, verb=Action.REPLY, body="Ya quedó.", now=now)
    draft.freeze(expected_last_message=ticket.messages.last().pk, expected_state=ticket.state, now=now)

    run(send_due_drafts, now - HOUR)

    assert ticket.messages.last().body == "Ya quedó."
