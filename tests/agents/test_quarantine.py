"""What arrived and could not be read: seen, downloaded, tried again or put aside; nothing of it runs in our origin."""

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications.inbound.quarantine import quarantine
from notifications.models import SpooledMessage
from notifications.models.spool import SpoolState
from tests.factories import make_ticket
from tickets.states import State

RAW = b"From: ana@agencia.test\r\nSubject: <script>alert(1)</script>\r\nX-Raro: \xff\xfe\r\n\r\n<html><script>alert(2)</script>"


@pytest.fixture
def now():
    return timezone.now()


def spooled(now, raw=RAW, **fields) -> SpooledMessage:
    defaults = {"channel": "imap", "mailbox": "soporte@x/INBOX", "message_id": "<1@x>", "sha256": "0" * 64}
    return SpooledMessage.objects.create(raw=raw, received_at=now, **defaults | fields)


@pytest.fixture
def received(db, now):
    row = spooled(now)
    quarantine(row, "Trae <b>mil quinientas</b> partes.", now)
    return row


def test_it_is_listed_with_its_reason(desk, received):
    shown = desk.get(reverse("agents:quarantine")).content.decode()

    assert "Trae &lt;b&gt;mil quinientas&lt;/b&gt; partes." in shown
    assert reverse("agents:received", args=[received.pk]) in shown


def test_automatic_mail_of_no_ticket_is_listed_apart(desk, now):
    spooled(now, state=SpoolState.PROCESSED, reason="Correo automático: fuera de la oficina.", processed_at=now)

    assert "fuera de la oficina" in desk.get(reverse("agents:quarantine")).content.decode()


def test_the_body_of_a_webhook_is_no_mail_of_its_own(desk, now):
    spooled(
        now, state=SpoolState.PROCESSED, channel="webhook", content_type="application/json", reason="Trajo un mensaje."
    )

    assert "Trajo un mensaje." not in desk.get(reverse("agents:quarantine")).content.decode()


def test_its_header_is_shown_as_text(desk, received):
    shown = desk.get(reverse("agents:received", args=[received.pk])).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "<script>alert" not in shown


def test_its_bytes_are_a_download_that_nothing_opens_here(desk, received):
    answer = desk.get(reverse("agents:received_raw", args=[received.pk]))

    assert answer.content == RAW
    assert answer["Content-Disposition"] == f'attachment; filename="mensaje-{received.pk}.eml"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_tried_again_it_waits_for_the_reader(desk, received):
    desk.post(reverse("agents:received_retry", args=[received.pk]))

    received.refresh_from_db()
    assert (received.state, received.attempts) == (SpoolState.PENDING, 0)


def test_put_aside_it_holds_no_closing_and_its_bytes_stay(desk, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)
    row = spooled(now, raw=f"To: r-{ticket.reply_token}@responde.segupoliza.test\r\n\r\nx".encode())
    quarantine(row, "No se pudo leer.", now)
    ticket.refresh_from_db()
    held = ticket.held_for_review_at

    desk.post(reverse("agents:received_dismiss", args=[row.pk]))

    row.refresh_from_db()
    ticket.refresh_from_db()
    assert held is not None
    assert (row.state, ticket.held_for_review_at) == (SpoolState.DISMISSED, None)
    assert bytes(row.raw).startswith(b"To: r-")


def test_what_is_on_a_ticket_cannot_be_put_aside_from_here(desk, requester, now):
    row = spooled(now, state=SpoolState.PROCESSED, processed_at=now, ticket=make_ticket(requester=requester, now=now))

    assert desk.post(reverse("agents:received_dismiss", args=[row.pk])).status_code == 404
    assert desk.post(reverse("agents:received_retry", args=[row.pk])).status_code == 404
