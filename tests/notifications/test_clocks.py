"""The tasks that beat runs, with durations in seconds: each thing once, the reminder before the closing."""

from datetime import timedelta

import pytest
import time_machine

from notifications import tasks
from notifications.models import Email, SpooledMessage
from notifications.models.spool import InboundChannel
from tests.factories import make_ticket
from tests.notifications.conftest import sent_kinds
from tickets.models import Attachment
from tickets.states import CloseReason, State

SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def in_seconds(settings):
    settings.FIRST_RESPONSE_WITHIN, settings.FIRST_RESPONSE_WARNING = 15 * SECOND, 5 * SECOND
    settings.AUTO_CLOSE_AFTER, settings.AUTO_CLOSE_REMINDER = 20 * SECOND, 10 * SECOND
    settings.DIGEST_EVERY, settings.SURVEY_DELAY, settings.TAKE_NOTICE_AFTER = 5 * SECOND, 5 * SECOND, 2 * SECOND


@pytest.fixture
def sweep(now):
    """Run what beat runs, every two seconds from one moment to another."""

    def sweep(first: int, last: int) -> None:
        for seconds in range(first, last + 1, 2):
            with time_machine.travel(now + seconds * SECOND, tick=False):
                for task in (
                    tasks.run_clocks,
                    tasks.publish_events,
                    tasks.publish_invitations,
                    tasks.publish_digests,
                    tasks.deliver_mail,
                ):
                    task()

    return sweep


def test_a_question_without_an_answer_is_reminded_of_and_closed_once(requester, agent, now, sweep):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)

    sweep(0, 40)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.close_reason) == (State.CERRADO, CloseReason.SIN_SEGUIMIENTO)
    assert sent_kinds(ticket) == ["acuse", "mas_informacion", "recordatorio", "sin_seguimiento"]
    assert ticket.events.get(action="remind").at == now + 10 * SECOND
    assert ticket.events.get(action="expire").at == now + 20 * SECOND


def test_a_solution_without_objection_is_completed_without_a_mail(requester, agent, now, sweep):
    ticket = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)

    sweep(0, 40)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.close_reason) == (State.CERRADO, CloseReason.COMPLETA)
    assert sent_kinds(ticket) == ["acuse", "solucion", "encuesta"]


def test_a_promise_is_warned_of_and_reported_when_broken_once(requester, agent, now, sweep):
    ticket = make_ticket(requester=requester, now=now)

    sweep(0, 40)

    subjects = list(Email.objects.filter(kind="interno").values_list("subject", flat=True))
    assert subjects == ["1 por vencer", "1 vencida"]
    assert [event.action for event in ticket.events.filter(action__in=["warn", "breach"])] == ["warn", "breach"]


def test_after_a_long_silence_of_ours_the_reminder_goes_and_the_closing_waits(requester, agent, now, sweep):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)

    sweep(100, 100)
    ticket.refresh_from_db()
    assert ticket.state == State.EN_CLIENTE
    assert ticket.auto_close_at == now + 110 * SECOND
    sweep(110, 112)

    ticket.refresh_from_db()
    assert ticket.state == State.CERRADO
    assert sent_kinds(ticket) == ["acuse", "mas_informacion", "recordatorio", "sin_seguimiento"]


def test_nothing_closes_while_a_received_mail_is_not_understood_yet(requester, agent, now, sweep):
    ticket = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)
    waiting = SpooledMessage.objects.create(
        channel=InboundChannel.PIPE,
        mailbox="soporte",
        message_id="a@b",
        sha256="0" * 64,
        raw=b"",
        received_at=now + 19 * SECOND,
    )

    sweep(0, 40)
    ticket.refresh_from_db()
    assert ticket.state == State.RESUELTO
    waiting.delete()
    sweep(42, 42)

    ticket.refresh_from_db()
    assert ticket.state == State.CERRADO


def test_files_of_a_form_that_nobody_sent_are_discarded_after_a_day(requester, now, db):
    old = Attachment.objects.keep(b"viejo", "viejo.txt", now=now)
    young = Attachment.objects.keep(b"nuevo", "nuevo.txt", now=now + timedelta(hours=20))
    kept = Attachment.objects.keep(b"suyo", "suyo.txt", now=now)
    make_ticket(requester=requester, now=now, files=[kept])

    with time_machine.travel(now + timedelta(hours=25), tick=False):
        tasks.run_clocks()

    assert set(Attachment.objects.all()) == {young, kept}
    assert not old.file.storage.exists(old.file.name)
