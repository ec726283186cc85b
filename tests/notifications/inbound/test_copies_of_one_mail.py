"""One mail that comes twice is one message: sent on by Exchange, or without a Message-ID by two ways."""

import pytest

from notifications.inbound.deliver import COPY
from tests.notifications.inbound.raw import arrive, keep, raw_mail
from tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db

SENT_ON = "X-MS-Exchange-Parent-Message-Id: <uno@agencia.test>"


@pytest.mark.parametrize("order", [1, -1])
def test_a_copy_that_exchange_sent_on_is_the_mail_it_names(order, now):
    mails = [raw_mail(), raw_mail(message_id="copia@agencia.test", headers=SENT_ON)]

    rows = [arrive(raw, now) for raw in mails[::order]]

    assert Ticket.objects.count() == Message.objects.count() == 1
    assert rows[1].reason == COPY


@pytest.mark.parametrize("other", [{"body": "Ahora tampoco GNP"}, {"sender": "otra@agencia.test"}, {"subject": "Otra"}])
def test_what_only_names_another_mail_is_no_copy(other, now):
    arrive(raw_mail(), now)
    arrive(raw_mail(message_id="copia@agencia.test", headers=SENT_ON, **other), now)

    assert Ticket.objects.count() == 2


def by(way: str, raw: bytes) -> bytes:
    return (
        f"Received: from {way}.test by b.test; Mon, 16 Nov 2026 10:4{len(way)}:05 -0600\r\nX-Spam: {way}\r\n".encode()
        + raw
    )


def test_a_mail_without_an_id_is_one_however_it_comes(now):
    raw = raw_mail(message_id=None)
    mails = [by("uno", raw), by("otro", raw), raw.replace(b"\r\n", b"\n"), by("uno", raw)]

    rows = [arrive(one, now) for one in mails]

    assert Ticket.objects.count() == Message.objects.count() == 1
    assert not any(row.conflicting for row in rows)


@pytest.mark.parametrize("other", [{"body": "No cotiza GNP"}, {"subject": "Otra"}, {"sender": "otra@agencia.test"}])
def test_two_mails_without_an_id_are_two(other, now):
    arrive(raw_mail(message_id=None), now)
    arrive(raw_mail(message_id=None, **other), now)

    assert Ticket.objects.count() == 2


def test_the_same_words_without_id_or_date_are_two_mails(now):
    raw = raw_mail(message_id=None).replace(b"Date: Mon, 16 Nov 2026 09:00:00 -0600\r\n", b"")

    first, second = keep(by("uno", raw), now), keep(by("otro", raw), now)

    assert first.message_id != second.message_id
