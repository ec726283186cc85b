"""Too large or unreadable: the sender is told, once, and never a machine, a list, a null path or we ourselves."""

from datetime import timedelta

import pytest

from notifications.inbound import pipeline, quarantine
from notifications.models import Email
from notifications.models.email import EmailState
from notifications.models.spool import SpoolState
from notifications.reading.glimpse import glimpse
from tests.notifications.inbound.raw import SUPPORT, arrive, raw_mail

pytestmark = pytest.mark.django_db
LONG = "X-Largo: " + "x" * 300_000


def told() -> list[str]:
    return list(Email.objects.filter(kind="sin_leer").values_list("to", flat=True))


def test_who_wrote_what_cannot_be_read_is_told_in_words_that_repeat_nothing(now):
    row = arrive(raw_mail(subject="Póliza 4471", headers=LONG), now)

    email = Email.objects.get()
    assert row.state == SpoolState.QUARANTINED
    assert (email.to, email.automatic, email.state) == ("ana@agencia.test", "auto-replied", EmailState.PENDING)
    assert "dañado" in email.text
    assert "/soporte/" in email.html
    assert "4471" not in email.subject + email.text + email.html
    assert "Ana" not in email.text


def test_a_mail_that_weighs_too_much_is_named_so_and_its_first_words_are_kept(now):
    row = arrive(raw_mail(body="Van los archivos de la flotilla.\n" + "x" * 70 + "\n" * 31_000_000), now)

    assert row.opening.startswith("Van los archivos de la flotilla.")
    assert "30 MB" in Email.objects.get().text


@pytest.mark.parametrize(
    "mail",
    [
        {"headers": "Auto-Submitted: auto-replied"},
        {"headers": "Precedence: bulk"},
        {"headers": "List-Id: <todos.agencia.test>"},
        {"headers": "Return-Path: <>"},
        {"headers": "X-Segusoporte-Loop: 1"},
        {"sender": SUPPORT},
        {"sender": "no es una dirección"},
        {"sender": ""},
    ],
    ids=lambda mail: next(iter(mail.values())) or "nobody",
)
def test_nobody_is_told_where_no_person_can_be_answered(now, mail):
    mail["headers"] = mail.get("headers", "") + "\n" + LONG

    assert arrive(raw_mail(**mail), now).state == SpoolState.QUARANTINED
    assert told() == []


def test_put_aside_again_it_tells_nobody_again(now):
    row = arrive(raw_mail(headers=LONG), now)

    quarantine.process_again(row, now=now)
    pipeline.process_pending(now + timedelta(minutes=1))

    row.refresh_from_db()
    assert row.state == SpoolState.QUARANTINED
    assert told() == ["ana@agencia.test"]


def test_an_address_that_nobody_proved_is_told_three_times_a_day(now):
    for number in range(5):
        arrive(raw_mail(message_id=f"{number}@x", headers=LONG), now)

    states = Email.objects.filter(kind="sin_leer").order_by("pk").values_list("state", flat=True)
    assert list(states) == ["pendiente"] * 3 + ["suprimido"] * 2


def test_a_header_that_cannot_be_read_whole_still_tells_who_wrote():
    message = glimpse(raw_mail(subject="Póliza 4471", headers=LONG))
    empty = glimpse(b"\x00" * 300_000)

    assert (message.from_email, message.subject) == ("ana@agencia.test", "Póliza 4471")
    assert (empty.from_email, empty.subject) == ("", "")
