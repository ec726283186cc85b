"""Machines write too: kept, marked, moving nothing, never answered; and mails of ours that came back."""

import pytest

from notifications.addresses import reply_address
from notifications.inbound.deliver import OWN_MAIL
from notifications.models import SpooledMessage
from notifications.models.email import EmailState
from notifications.models.spool import SpoolState
from notifications.outbox.publish import publish_pending
from tests.factories import make_ticket
from tests.notifications.inbound.raw import arrive, mail_sent, raw_mail, state_of
from tickets.models import Requester, Ticket
from tickets.states import Action, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(requester, agent, now):
    return make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)


def bounce_of(sent, status: str = "5.1.1", action: str = "failed") -> bytes:
    """A delivery report as a mail server writes it."""
    body = f"""--b
Content-Type: text/plain

No se pudo entregar.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.agencia.test

Final-Recipient: rfc822; {sent.to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} El usuario no existe
--b
Content-Type: text/rfc822-headers

Message-ID: {sent.mail_id}
To: {sent.to}
--b--"""
    return raw_mail(
        sender="MAILER-DAEMON@mx.agencia.test", subject="No se pudo entregar", body=body, message_id="rebote@mx",
        content_type="multipart/report; report-type=delivery-status; boundary=b", headers="Return-Path: <>",
    )  # fmt: skip


def test_an_out_of_office_moves_nothing_and_tells_the_return(ticket, now):
    raw = raw_mail(
        to=reply_address(ticket.reply_token), subject=f"Respuesta automática: {ticket.subject}",
        body="Estoy fuera de la oficina, regreso el 23 de noviembre.", headers="Auto-Submitted: auto-replied",
    )  # fmt: skip

    row = arrive(raw, now)

    closes_at = ticket.auto_close_at
    ticket.refresh_from_db()
    assert (ticket.state, ticket.auto_close_at, ticket.held_for_review_at) == (State.EN_CLIENTE, closes_at, None)
    assert (ticket.out_of_office_until.isoformat(), ticket.events.last().action) == ("2026-11-23", "out_of_office")
    assert row.became.automatic_reason == "respuesta automática"
    assert ticket.requester.proven_at is not None  # as it was: a machine proves nobody


@pytest.mark.parametrize(
    ("body", "action", "away"),
    [
        ("Me encuentro fuera de la oficina, sin acceso a mi correo.", "out_of_office", True),
        ("Recibimos tu mensaje; lo atenderemos en el orden en que llegó.", "automatic", False),
    ],
)
def test_an_absence_without_a_date_is_flagged_and_a_mere_receipt_is_not(ticket, now, body, action, away):
    raw = raw_mail(
        to=reply_address(ticket.reply_token), subject=f"Re: {ticket.subject}", body=body,
        headers="Auto-Submitted: auto-replied",
    )  # fmt: skip

    arrive(raw, now)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.out_of_office_until, ticket.events.last().action) == (State.EN_CLIENTE, None, action)
    assert ticket.out_of_office_at == (now if away else None)


def test_an_automatic_answer_does_not_prove_its_address(agent, now):
    ticket = make_ticket(now=now, requester=Requester.objects.register("leo@agencia.test", "Leo", now), agent=agent)
    headers = "Auto-Submitted: auto-replied"

    arrive(raw_mail(sender="leo@agencia.test", to=reply_address(ticket.reply_token), headers=headers), now)

    ticket.requester.refresh_from_db()
    assert ticket.requester.proven_at is None


def test_automatic_mail_of_no_ticket_stays_in_the_tray(now):
    row = arrive(raw_mail(subject="Boletín", headers="Precedence: bulk"), now)

    assert (row.state, row.ticket) == (SpoolState.PROCESSED, None)
    assert row.reason.startswith("Correo automático:")
    assert list(SpooledMessage.objects.tray()) == [row]
    assert not Ticket.objects.exists()
    assert not Requester.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"sender": "Soporte <soporte@segupoliza.test>"},
        {"headers": "X-Segusoporte-Loop: 1"},
    ],
    ids=["our address", "our loop header"],
)
def test_our_own_mail_that_returns_is_kept_and_moves_nothing(ticket, now, fields):
    row = arrive(raw_mail(to=reply_address(ticket.reply_token), in_reply_to="<x@y>", **fields), now)

    assert row.became.automatic_reason == OWN_MAIL
    assert state_of(ticket) == State.EN_CLIENTE
    assert ticket.events.last().action == "automatic"


def test_a_question_that_bounces_stops_its_clock_and_says_why(ticket, now):
    sent = mail_sent(ticket, now, action=Action.ASK)

    row = arrive(bounce_of(sent), now)

    sent.refresh_from_db()
    ticket.refresh_from_db()
    assert (sent.state, sent.bounced_at) == (EmailState.BOUNCED, now)
    assert "El usuario no existe" in sent.reason
    assert (ticket.state, ticket.auto_close_at) == (State.EN_ESPERA, None)
    event = ticket.events.last()
    assert (event.action, event.facts.email_id) == (Action.BOUNCE, sent.pk)
    assert "El usuario no existe" in event.facts.why
    assert row.ticket == ticket


def test_a_solution_that_bounces_stops_its_clock(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)

    arrive(bounce_of(mail_sent(ticket, now, action=Action.RESOLVE)), now)

    assert state_of(ticket) == State.EN_ESPERA


def test_an_acknowledgement_that_bounces_leaves_the_ticket_without_contact(requester, now):
    ticket = make_ticket(requester=requester, now=now)

    arrive(bounce_of(mail_sent(ticket, now, action=Action.SUBMIT, kind="acuse")), now)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.contact_lost_at) == (State.ABIERTA, now)
    assert ticket.events.last().action == "contact_lost"


def test_the_same_bounce_twice_counts_once(ticket, now):
    sent = mail_sent(ticket, now, action=Action.ASK)
    arrive(bounce_of(sent), now)

    arrive(bounce_of(sent).replace(b"rebote@mx", b"otro-rebote@mx"), now)

    assert ticket.events.filter(action=Action.BOUNCE).count() == 1


def test_a_delay_is_no_bounce(ticket, now):
    sent = mail_sent(ticket, now, action=Action.ASK)

    arrive(bounce_of(sent, status="4.4.1", action="delayed"), now)

    sent.refresh_from_db()
    assert sent.state == EmailState.ACCEPTED
    assert state_of(ticket) == State.EN_CLIENTE


def test_a_copy_that_bounces_says_nothing_of_the_requester(ticket, agent, now):
    ticket._add_participant("luis@agencia.test", "Luis", agent, now)
    sent = mail_sent(ticket, now, action=Action.ASK, to="luis@agencia.test")

    arrive(bounce_of(sent), now)

    sent.refresh_from_db()
    assert sent.state == EmailState.BOUNCED
    assert state_of(ticket) == State.EN_CLIENTE


def test_a_bounce_that_names_a_forged_message_id_marks_nothing(ticket, now):
    sent = mail_sent(ticket, now, action=Action.ASK)
    forged = bounce_of(sent).replace(sent.mail_id[1:9].encode(), b"aaaaaaaa")

    row = arrive(forged, now)

    sent.refresh_from_db()
    assert sent.state == EmailState.ACCEPTED
    assert (row.state, row.ticket) == (SpoolState.PROCESSED, None)
    assert state_of(ticket) == State.EN_CLIENTE


def test_who_asks_for_no_automatic_answer_opens_a_ticket_and_gets_none(now):
    arrive(raw_mail(headers="X-Auto-Response-Suppress: All"), now)

    publish_pending(now)

    ticket = Ticket.objects.get()
    assert list(ticket.emails.values_list("kind", "state")) == [("acuse", EmailState.SUPPRESSED)]
