"""Who is taken for the writer where From is a group, a form or ourselves, and what that proves: nothing."""

import pytest

from notifications.addresses import reply_address
from notifications.models import Email
from notifications.models.email import EmailState
from notifications.models.spool import SpoolState
from notifications.outbox.publish import publish_pending
from tests.factories import make_ticket
from tests.notifications.inbound.raw import SUPPORT, arrive, mail_sent, raw_mail, state_of
from tickets.event_kinds import EventKind
from tickets.models import Requester, Ticket
from tickets.states import State

pytestmark = pytest.mark.django_db

LISTED = f"Precedence: list\nList-ID: <{SUPPORT.replace('@', '.')}>\nList-Post: <mailto:{SUPPORT}>\n"
FOREIGN = "List-ID: <mesa.grupo.test>\nList-Post: <mailto:mesa@grupo.test>\n"
ORIGINAL = "X-Original-From: Beto Salas <beto@libre.test>\nX-Original-Sender: beto@libre.test\n"


@pytest.fixture
def ticket(requester, agent, now):
    return make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)


WRITERS = {
    "our own group": (f"'Beto Salas' via Soporte <{SUPPORT}>", LISTED + ORIGINAL),
    "another's group": ("'Beto Salas' via Mesa <mesa@grupo.test>", FOREIGN + ORIGINAL),
    "a group that names only the sender": (
        f"'Beto Salas' via Soporte <{SUPPORT}>",
        "X-Original-Sender: beto@libre.test",
    ),
    "a group that leaves Reply-To": ("Beto Salas via Mesa <mesa@grupo.test>", f"{FOREIGN}Reply-To: beto@libre.test"),
    "a form": ("Sitio <noreply@sitio.test>", "Reply-To: Beto Salas <beto@libre.test>"),
    "a form in English": ("Site <Do_Not_Reply@sitio.test>", "Reply-To: Beto Salas <beto@libre.test>"),
    "a form with a number": ("Site <noreply+4711@sitio.test>", "Reply-To: Beto Salas <beto@libre.test>"),
    "a form in Spanish": ("Sitio <no-responder@sitio.test>", "Reply-To: Beto Salas <beto@libre.test>"),
}


@pytest.mark.parametrize("kind", WRITERS)
def test_a_group_or_a_form_is_not_the_requester(kind, now):
    sender, headers = WRITERS[kind]

    arrive(raw_mail(sender=sender, headers=headers), now)

    ticket = Ticket.objects.get()
    assert (ticket.requester.email, ticket.requester_name) == ("beto@libre.test", "Beto Salas")
    assert ticket.requester.proven_at is None


@pytest.mark.parametrize(
    "headers",
    ["", "Reply-To: Otro <otro@libre.test>", "Reply-To: noreply@otro.test", "X-Mailer: x"],
)
def test_the_reply_to_of_a_person_names_nobody_else(headers, now):
    arrive(raw_mail(sender="Ana <ana@agencia.test>", headers=headers), now)

    assert Ticket.objects.get().requester.email == "ana@agencia.test"


@pytest.mark.parametrize("headers", ["", LISTED, f"Reply-To: {SUPPORT}", "X-Original-From: Nadie"])
def test_our_own_address_with_nobody_named_goes_to_the_tray(headers, now):
    row = arrive(raw_mail(sender=f"Soporte <{SUPPORT}>", headers=headers), now)

    assert not Ticket.objects.exists()
    assert (row.state, row.ticket) == (SpoolState.PROCESSED, None)


def test_our_loop_header_stays_a_loop_whatever_else_it_names(now):
    arrive(raw_mail(sender=f"Soporte <{SUPPORT}>", headers=f"X-Segusoporte-Loop: 1\n{ORIGINAL}"), now)

    assert not Ticket.objects.exists()


@pytest.mark.parametrize(("headers", "state"), [(LISTED, EmailState.PENDING), (FOREIGN, EmailState.SUPPRESSED)])
def test_a_list_that_is_our_own_address_gets_its_acknowledgement(headers, state, now):
    arrive(raw_mail(headers=headers), now)
    publish_pending(now)

    assert Email.objects.get().state == state


def test_what_else_forbids_an_answer_stands_also_on_our_own_list(now):
    arrive(raw_mail(headers=f"{LISTED}X-Auto-Response-Suppress: All"), now)
    publish_pending(now)

    assert Email.objects.get().state == EmailState.SUPPRESSED


def rewritten(ticket, writer: str, **fields) -> bytes:
    named = f"X-Original-From: {writer}\nReply-To: {writer}"
    return raw_mail(sender=f"'Alguien' via Soporte <{SUPPORT}>", headers=f"{LISTED}{named}", **fields)


def test_with_our_token_the_original_sender_who_is_the_requester_answers(ticket, now):
    raw = rewritten(ticket, "ana@agencia.test", to=reply_address(ticket.reply_token), subject=f"Re: {ticket.subject}")
    Requester.objects.update(proven_at=None)

    arrive(raw, now)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.held_for_review_at) == (State.EN_ESPERA, None)
    assert Requester.objects.get(pk=ticket.requester_id).proven_at is None


def test_with_our_token_another_original_sender_is_held(ticket, now):
    raw = rewritten(ticket, "otra@agencia.test", to=reply_address(ticket.reply_token), subject=f"Re: {ticket.subject}")

    arrive(raw, now)

    ticket.refresh_from_db()
    assert ticket.state == State.EN_CLIENTE
    assert ticket.held_for_review_at is not None


def test_without_our_token_the_original_sender_proves_nothing(ticket, now):
    arrive(rewritten(ticket, "ana@agencia.test", subject=f"Re: algo [#{ticket.pk}]"), now)

    ticket.refresh_from_db()
    assert ticket.state == State.EN_CLIENTE
    assert "un grupo o un formulario" in ticket.events.get(action=EventKind.HELD).facts.why


def tagged(ticket, results: str) -> bytes:
    return raw_mail(subject=f"Re: algo [#{ticket.pk}]", headers=results and f"Authentication-Results: {results}")


HELD = {
    "mx.ejemplo.mx; dmarc=fail (p=none) header.from=agencia.test; spf=pass smtp.mailfrom=ana@agencia.test": "DMARC",
    "mx.ejemplo.mx; spf=pass smtp.mailfrom=x@malo.test; dkim=pass header.d=malo.test": "SPF",
    "mx.ejemplo.mx; spf=fail smtp.mailfrom=agencia.test; dkim=none": "SPF",
    "mx.malo.test; dmarc=pass header.from=agencia.test": "SPF",
    "mx.ejemplo.mx; none (dmarc=pass; dkim=pass header.d=agencia.test)": "SPF",
    "": "SPF",
}  # fmt: skip
ACCEPTED = [
    "mx.ejemplo.mx; dmarc=pass header.from=agencia.test",
    "MX.ejemplo.mx 1; spf=pass smtp.mailfrom=ana@correo.agencia.test",
    "mx.ejemplo.mx; dkim=pass (2048-bit) header.d=agencia.test header.s=s1; spf=softfail smtp.mailfrom=x@malo.test",
]


@pytest.mark.parametrize("results", HELD)
def test_the_subject_alone_is_held_where_our_server_does_not_vouch(results, ticket, now, settings):
    settings.AUTHSERV_ID = "mx.ejemplo.mx"

    arrive(tagged(ticket, results), now)

    ticket.refresh_from_db()
    assert ticket.state == State.EN_CLIENTE
    assert HELD[results] in ticket.events.get(action=EventKind.HELD).facts.why


@pytest.mark.parametrize("results", ACCEPTED)
def test_the_subject_alone_is_enough_where_it_does(results, ticket, now, settings):
    settings.AUTHSERV_ID = "mx.ejemplo.mx"

    arrive(tagged(ticket, results), now)

    assert state_of(ticket) == State.EN_ESPERA


def test_a_forged_field_below_our_servers_own_is_not_believed(ticket, now, settings):
    settings.AUTHSERV_ID = "mx.ejemplo.mx"
    forged = "mx.ejemplo.mx; dmarc=fail\nAuthentication-Results: mx.ejemplo.mx; dmarc=pass"

    arrive(tagged(ticket, forged), now)

    assert state_of(ticket) == State.EN_CLIENTE


def test_our_token_needs_no_vouching_nor_does_a_desk_without_a_server_of_its_own(ticket, now, settings):
    arrive(tagged(ticket, "mx.ejemplo.mx; dmarc=fail"), now)
    assert state_of(ticket) == State.EN_ESPERA

    settings.AUTHSERV_ID = "mx.ejemplo.mx"
    other = make_ticket(requester=ticket.requester, state=State.EN_CLIENTE, now=now)
    sent = mail_sent(other, now)
    failed = "Authentication-Results: mx.ejemplo.mx; dmarc=fail"
    arrive(raw_mail(message_id="dos@agencia.test", in_reply_to=sent.mail_id, headers=failed), now)

    assert state_of(other) == State.EN_ESPERA
