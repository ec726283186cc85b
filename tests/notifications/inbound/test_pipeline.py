"""A crash at any line, a message nobody can read, a database that goes away: once each, and the next one goes on."""

import itertools
from datetime import timedelta

import pytest
from django.db import OperationalError

from notifications.inbound import deliver, pipeline
from notifications.models import SpooledMessage
from notifications.models.spool import LEASE, SpoolState
from tests.factories import make_requester, make_ticket
from tests.faults import before_query, raising
from tests.notifications.inbound.raw import keep, raw_mail, state_of
from tickets.models import Attachment, Message, Ticket
from tickets.states import Action, State

pytestmark = pytest.mark.django_db

AFTER = LEASE + timedelta(seconds=9)  # when a dead worker's lease has surely run out
WITH_FILE = "\n".join(
    ["--b", "Content-Type: text/plain", "", "Va la póliza.", "--b", "Content-Type: text/plain; name=a.txt",
     'Content-Disposition: attachment; filename="a.txt"', "", "contenido", "--b--"]
)  # fmt: skip


OPENING = 'INSERT INTO "tickets_ticket"'
REGISTERING = 'INSERT INTO "tickets_requester"'


class Crash(BaseException):
    """What SIGKILL looks like from inside: nothing catches it."""


def with_file(**fields) -> bytes:
    return raw_mail(body=WITH_FILE, content_type="multipart/mixed; boundary=b", **fields)


@pytest.mark.parametrize("is_reply", [False, True])
def test_a_crash_before_any_query_leaves_one_ticket_and_one_message(is_reply, agent, now):
    for number in itertools.count():
        row, queries = keep_one(number, is_reply, agent, now), itertools.count()

        def crash_in_time(number=number, queries=queries) -> None:
            if next(queries) == number:
                raise Crash

        try:
            with before_query("", crash_in_time):
                pipeline.process_pending(now)
            crashed = False
        except Crash:
            pipeline.process_pending(now + AFTER)
            crashed = True
        expect_one_message(row, is_reply)
        if not crashed:
            break

    assert number > 10  # queries before each of which it crashed


def keep_one(number: int, is_reply: bool, agent, now) -> SpooledMessage:
    """A mail with a file from somebody new: a request, or the answer to our question."""
    html = WITH_FILE.replace("text/plain\n\nVa la póliza.", "text/html\n\n<p>Va la póliza.</p>")
    sender, subject = f"ana{number}@agencia.test", "No cotiza SURA"
    if is_reply:
        requester = make_requester(sender, now=now)
        ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)
        subject = f"Re: [#{ticket.pk}]"
    raw = raw_mail(
        body=html, subject=subject, content_type="multipart/mixed; boundary=b", sender=sender,
        message_id=f"{number}@agencia.test",
    )  # fmt: skip
    return keep(raw, now)


def expect_one_message(row: SpooledMessage, is_reply: bool) -> None:
    row.refresh_from_db()
    assert row.state == SpoolState.PROCESSED
    message = Message.objects.filter(channel="correo").get(author_email=row.became.author_email)
    assert row.became == message
    assert message.ticket == Ticket.objects.get(requester__email=message.author_email)
    assert [file.name for file in message.attachments.all()] == ["a.txt"]
    assert Attachment.objects.count() == Message.objects.filter(channel="correo").count()
    assert message.ticket.events.filter(action=Action.CUSTOMER_REPLY).count() == is_reply


def test_one_poisonous_message_never_stops_the_next(now):
    bad, good = keep(raw_mail(message_id="malo@x", subject="malo"), now), keep(raw_mail(), now)

    with before_query(OPENING, raising(ZeroDivisionError), mentioning="malo"):
        pipeline.process_pending(now)

    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, bad.attempts) == (SpoolState.PENDING, 1)
    assert good.state == SpoolState.PROCESSED


def test_what_fails_three_times_is_put_aside_with_the_reason(now):
    row = keep(raw_mail(), now)

    with before_query(OPENING, raising(ZeroDivisionError)):
        for attempt in range(1, 5):
            pipeline.process_pending(now + attempt * AFTER)

    row.refresh_from_db()
    assert (row.state, row.attempts) == (SpoolState.QUARANTINED, 3)
    assert row.reason == "Falló 3 veces al procesarlo (ZeroDivisionError)."
    assert not Ticket.objects.exists()


def test_a_message_that_kills_its_reader_three_times_is_put_aside(now):
    row = keep(raw_mail(), now)

    for attempt in range(3):
        with before_query(OPENING, raising(Crash)), pytest.raises(Crash):
            pipeline.process_pending(now + attempt * AFTER)
    pipeline.process_pending(now + 3 * AFTER)

    row.refresh_from_db()
    assert row.state == SpoolState.QUARANTINED
    assert row.reason == "El lector se detuvo 3 veces al leer este mensaje."


def test_neighbours_of_a_message_that_kills_its_reader_are_all_read(now):
    rows = [keep(raw_mail(message_id=f"{n}@x", sender=f"p{n}@x.test"), now) for n in range(5)]

    for attempt in range(3):
        with before_query(REGISTERING, raising(Crash), mentioning="p2@x.test"), pytest.raises(Crash):
            for _ in rows:
                pipeline.process_pending(now + attempt * AFTER)
    pipeline.process_pending(now + 3 * AFTER)

    states = SpooledMessage.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["procesado", "procesado", "cuarentena", "procesado", "procesado"]
    assert Ticket.objects.count() == 4


def test_what_a_long_run_does_not_reach_is_given_back_without_blame(now, monkeypatch):
    rows = [keep(raw_mail(message_id=f"{n}@x", sender=f"p{n}@x.test"), now) for n in range(3)]
    monkeypatch.setattr(pipeline, "LONGEST_RUN", 0.0)
    monkeypatch.setattr(pipeline.time, "monotonic", iter([0.0, 0.0, *[1.0] * 20]).__next__)

    assert pipeline.process_pending(now) == 0

    assert set(SpooledMessage.objects.values_list("state", "attempts")) == {("pendiente", 0)}
    monkeypatch.undo()
    assert pipeline.process_pending(now + AFTER) == len(rows)


def test_rows_are_leased_together_up_to_a_number_and_a_weight_and_what_failed_alone():
    few, heavy = [(n, 0, 10) for n in range(12)], pipeline.TOGETHER_BYTES - 5

    assert [len(group) for group in pipeline._groups(few)] == [10, 2]
    assert list(pipeline._groups([(1, 0, 10), (2, 0, heavy), (3, 0, 10)])) == [[1], [2], [3]]
    assert list(pipeline._groups([(1, 0, 10), (2, 1, 10), (3, 0, 10), (4, 0, 10)])) == [[1], [2], [3, 4]]


def test_a_database_that_goes_away_is_not_the_messages_fault(now):
    row = keep(raw_mail(), now)
    with before_query(OPENING, raising(OperationalError("gone"))):
        for attempt in range(6):
            pipeline.process_pending(now + attempt * AFTER)

    row.refresh_from_db()
    assert (row.state, row.attempts) == (SpoolState.PENDING, 0)
    assert pipeline.process_pending(now + 9 * AFTER) == 1


def test_a_leased_row_is_left_to_its_worker(now):
    row = keep(raw_mail(), now)
    SpooledMessage.objects.filter(pk=row.pk).update(leased_until=now + AFTER)

    assert pipeline.process_pending(now) == 0
    assert not Ticket.objects.exists()


def test_a_worker_whose_lease_ran_out_changes_nothing(now):
    row = keep(raw_mail(), now)

    def taken_by_another() -> None:
        assert SpooledMessage.objects.lease([row.pk], now + 2 * LEASE)

    with before_query(OPENING, taken_by_another):
        assert pipeline.process_pending(now) == 0
    assert not Ticket.objects.exists()


def test_a_message_without_a_sender_is_put_aside(now):
    row = keep(raw_mail(sender=""), now)

    pipeline.process_pending(now)

    row.refresh_from_db()
    assert (row.state, row.reason) == (SpoolState.QUARANTINED, deliver.NO_SENDER)


def test_what_the_parser_refuses_is_put_aside_in_its_words(now):
    row = keep(raw_mail(headers="X-Largo: " + "x" * 300_000), now)

    pipeline.process_pending(now)

    row.refresh_from_db()
    assert row.state == SpoolState.QUARANTINED
    assert row.reason == "El encabezado del mensaje pesa más de 256 KB."


def test_a_reply_is_delivered_once_however_often_its_row_is_processed(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)
    row = keep(with_file(subject=f"Re: [#{ticket.pk}]"), now)
    pipeline.process_pending(now)
    SpooledMessage.objects.filter(pk=row.pk).update(state=SpoolState.PENDING, ticket=None, became=None)

    pipeline.process_pending(now)

    assert state_of(ticket) == State.EN_ESPERA
    assert Message.objects.filter(channel="correo").count() == 1
    assert Attachment.objects.count() == 1
