"""Nothing is understood before it is safe."""

import hashlib

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from notifications.inbound import pipeline
from notifications.models import SpooledMessage
from notifications.models.spool import LEASE, SpoolState
from notifications.reading.limits import MESSAGE_BYTES
from tests.factories import make_ticket
from tests.notifications.inbound.raw import arrive, keep, raw_mail
from tickets.models import Attachment, Ticket
from tickets.states import State

pytestmark = pytest.mark.django_db


def test_the_bytes_are_kept_as_they_came(now):
    raw = raw_mail(body="ñandú \x00 \udcff".encode("utf-8", "surrogateescape").decode("latin-1"))

    row = keep(raw, now)

    row.refresh_from_db()
    assert bytes(row.raw) == raw
    assert (row.message_id, row.sha256, row.state) == (
        "uno@agencia.test", hashlib.sha256(raw).hexdigest(), SpoolState.PENDING,
    )  # fmt: skip


def test_the_same_message_again_is_the_same_row(now):
    first, again = keep(raw_mail(), now), keep(raw_mail(), now)

    assert first == again
    assert SpooledMessage.objects.count() == 1


def test_the_same_id_with_other_bytes_is_kept_and_flagged(now):
    first, second = keep(raw_mail(), now), keep(raw_mail(body="Otra cosa"), now)

    assert first != second
    assert (first.conflicting, second.conflicting) == (False, True)


@pytest.mark.parametrize(
    "raw", [b"Subject: sin fecha\r\n\r\nhola", b"", b"\xff\xfe\x00", b"Message-ID:\r\n\r\nhola", b"Message-ID: <>\n\nx"]
)
def test_without_a_message_id_the_hash_names_it(raw, now):
    assert keep(raw, now).message_id == hashlib.sha256(raw).hexdigest()


def test_a_folded_or_endless_message_id_is_read_all_the_same(now):
    folded = keep(b"Subject: x\nmessage-id:\n <a@b>\n\nhola", now)
    endless = keep(b"Message-ID: <" + b"a" * 900 + b"@b>\n\nhola", now)

    assert folded.message_id == "a@b"
    assert endless.message_id.startswith("sha256:")


def test_more_than_30_mb_is_kept_whole_and_put_aside(now):
    raw = raw_mail() + b"x" * MESSAGE_BYTES

    row = keep(raw, now)

    row.refresh_from_db()
    assert (row.state, len(row.raw)) == (SpoolState.QUARANTINED, len(raw))
    assert row.reason.startswith("El mensaje pesa más de 30 MB")
    assert pipeline.process_pending(now) == 0


@pytest.mark.django_db(transaction=True)
def test_it_is_kept_in_a_transaction_of_its_own(now):
    with pytest.raises(RuntimeError), transaction.atomic():
        keep(raw_mail(), now)

    assert not SpooledMessage.objects.exists()


def test_a_mail_that_took_two_ways_to_us_is_one_message(now):
    first = arrive(b"Received: from a by b\r\n" + raw_mail(), now)

    second = arrive(b"Received: from c by d\r\n" + raw_mail(), now)

    assert second.conflicting
    assert (second.ticket, second.became) == (first.ticket, first.became)
    assert Ticket.objects.get().messages.count() == 1


def test_the_same_id_with_other_words_is_another_message(now):
    arrive(raw_mail(), now)

    arrive(raw_mail(body="Esto es otra cosa"), now)

    assert Ticket.objects.count() == 2


def test_a_copy_that_is_read_first_is_the_message_and_the_other_its_copy(now):
    first, second = keep(raw_mail(), now), keep(b"Received: x\r\n" + raw_mail(), now)
    SpooledMessage.objects.filter(pk=first.pk).update(leased_until=now + LEASE)

    assert pipeline.process_pending(now) == 1
    assert pipeline.process_pending(now + LEASE) == 1

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.ticket, first.became) == (second.ticket, second.became)
    assert first.reason == "Es el mismo mensaje, que llegó dos veces."
    assert Ticket.objects.get().messages.count() == 1


def test_a_copy_of_a_reply_is_no_second_reply_and_leaves_no_files(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)
    files = "--b\n\nVa.\n--b\nContent-Disposition: attachment; filename=a.txt\n\ncontenido\n--b--"
    raw = raw_mail(subject=f"Re: [#{ticket.pk}]", body=files, content_type="multipart/mixed; boundary=b")
    first = arrive(raw, now)

    second = arrive(b"Received: x\r\n" + raw, now)

    assert (second.became, second.reason) == (first.became, "Es el mismo mensaje, que llegó dos veces.")
    assert ticket.messages.filter(channel="correo").count() == 1
    assert Attachment.objects.get().message == first.became


def test_a_mail_that_would_open_a_ticket_the_first_time_and_continue_one_the_second_is_still_one(requester, now):
    raw = raw_mail(in_reply_to="<antes@x>")
    first = arrive(raw, now)
    other = arrive(raw_mail(message_id="antes@x", body="Llegó después lo que iba antes"), now)

    second = arrive(b"Received: x\r\n" + raw, now)

    assert (second.ticket, second.became) == (first.ticket, first.became)
    assert other.ticket.messages.count() == 1


def test_a_thousand_messages_of_one_id_slow_nobody_down(now, django_assert_num_queries):
    for number in range(8):
        arrive(raw_mail(body=f"Problema número {number}"), now)
    keep(raw_mail(body="Otro problema"), now)
    with CaptureQueriesContext(connection) as after_eight:
        pipeline.process_pending(now)
    for number in range(20, 40):
        arrive(raw_mail(body=f"Problema número {number}"), now)
    keep(raw_mail(body="Uno más"), now)

    with django_assert_num_queries(len(after_eight)):
        pipeline.process_pending(now)
