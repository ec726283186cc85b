"""Published weaknesses of help desks' mail: `From` proves nothing, a guess threads nothing, nobody is written to by proxy."""

from datetime import timedelta

import pytest

from notifications.addresses import reply_address
from notifications.models import Email
from notifications.models.email import EmailState
from notifications.outbox.publish import publish_pending
from tests.factories import make_ticket
from tests.notifications.inbound.raw import arrive, mail_sent, raw_mail, state_of
from tickets.models import Requester, Ticket
from tickets.states import State
from tickets.tokens import Purpose, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(requester, agent, now):
    return make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)


def untouched(ticket) -> bool:
    """No message by mail on it, no move, no hold."""
    ticket.refresh_from_db()
    return (
        ticket.state == State.EN_CLIENTE
        and ticket.held_for_review_at is None
        and not ticket.messages.filter(channel="correo").exists()
    )


@pytest.mark.parametrize("sender", ["laura@segupoliza.test", "nadie@otra.test"])
@pytest.mark.parametrize("guess", ["<1@responde.segupoliza.test>", "<{forged}@responde.segupoliza.test>"])
def test_a_guessed_message_id_threads_nothing(ticket, now, sender, guess):
    sent = mail_sent(ticket, now)
    forged = make(Purpose.MAIL, sent.pk, version="otra")

    arrive(raw_mail(sender=sender, in_reply_to=guess.format(forged=forged)), now)

    assert untouched(ticket)
    assert Ticket.objects.count() == 2


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1], lambda token: token[:-8], lambda token: "", lambda token: token.upper(),
        lambda token: token + "a", lambda token: token + "a" * 60, lambda token: token[:4] + ("a" if token[4] != "a" else "b") + token[5:],
        lambda token: token[:-2] + ("aa" if token[-2:] != "aa" else "bb"), lambda token: token.swapcase(),
    ],
    ids=["truncated", "much truncated", "empty", "upper case", "longer", "over-long", "altered", "other tag", "case"],
)  # fmt: skip
def test_a_token_that_is_not_letter_by_letter_ours_threads_nothing(ticket, now, spoil):
    to = reply_address(ticket.reply_token).replace(ticket.reply_token, spoil(ticket.reply_token))

    arrive(raw_mail(sender="nadie@otra.test", to=to, subject=f"Re: {ticket.subject}", in_reply_to="<x@y>"), now)

    assert untouched(ticket)
    assert Ticket.objects.count() == 2


@pytest.mark.parametrize("purpose", [Purpose.SEE, Purpose.SENT, Purpose.SURVEY, Purpose.FILE, Purpose.MAIL])
def test_a_token_of_another_purpose_is_no_reply_address(ticket, now, purpose):
    token = make(purpose, ticket.pk, ticket.requester_id, ticket.token_version())

    arrive(raw_mail(sender="nadie@otra.test", to=reply_address(token)), now)

    assert untouched(ticket)


def test_a_token_on_another_domain_is_no_reply_address(ticket, now):
    arrive(raw_mail(sender="nadie@otra.test", to=f"r-{ticket.reply_token}@otra.test"), now)

    assert untouched(ticket)


def test_the_folio_from_anyone_but_the_requester_threads_nothing(ticket, agent, now):
    for number, sender in enumerate(["nadie@otra.test", agent.email, "ana@agencia.test.otra.test"]):
        arrive(raw_mail(sender=sender, subject=f"Re: [#{ticket.pk}]", message_id=f"{number}@x"), now)

    assert untouched(ticket)


def test_nothing_ever_goes_to_the_cc(ticket, now):
    raw = raw_mail(
        sender="nadie@otra.test", to=reply_address(ticket.reply_token), in_reply_to="<x@y>",
        headers="Cc: victima@otra.test, otra@otra.test\nReply-To: victima@otra.test\nBcc: victima@otra.test",
    )  # fmt: skip
    arrive(raw, now)
    arrive(raw_mail(message_id="dos@x", headers="Cc: victima@otra.test\nReply-To: victima@otra.test"), now)

    publish_pending(now)

    assert not Email.objects.filter(to__contains="victima").exists()
    assert not Requester.objects.filter(email__contains="victima").exists()
    assert not ticket.participants.exists()


def test_a_valid_token_from_another_address_is_held_and_hears_nothing(ticket, now):
    arrive(raw_mail(sender="nadie@otra.test", to=reply_address(ticket.reply_token), in_reply_to="<x@y>"), now)

    publish_pending(now)

    assert state_of(ticket) == State.EN_CLIENTE
    assert ticket.messages.under_review().exists()
    assert not Email.objects.filter(to="nadie@otra.test").exists()


def test_a_valid_message_id_from_another_address_is_held(ticket, now):
    arrive(raw_mail(sender="nadie@otra.test", in_reply_to=mail_sent(ticket, now).mail_id), now)

    assert state_of(ticket) == State.EN_CLIENTE
    assert ticket.messages.under_review().exists()


def test_an_agents_address_acts_as_any_strangers(ticket, agent, now):
    arrive(
        raw_mail(sender=agent.email, to=reply_address(ticket.reply_token), in_reply_to="<x@y>", body="Ciérrala"), now
    )

    assert state_of(ticket) == State.EN_CLIENTE
    held = ticket.messages.under_review().get()
    assert (held.kind, held.agent) == ("solicitante", None)


def test_control_headers_have_no_effect(now):
    headers = "\n".join(
        ["X-Ticket-State: cerrado", "X-Segusoporte-Ticket: 1", "X-Priority: 1", "Control: close", "X-Assignee: laura",
         "X-Requester: otra@otra.test", "Sender: otra@otra.test", "Resent-From: otra@otra.test"]
    )  # fmt: skip

    arrive(raw_mail(headers=headers, body="state: cerrado\nassignee: laura\n#close"), now)

    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.assignee, ticket.requester.email) == (State.ABIERTA, None, "ana@agencia.test")


@pytest.mark.parametrize(
    ("sender", "email", "name"),
    [
        ('"Ana\r\n Bcc: otra@otra.test" <ana@agencia.test>', "ana@agencia.test", "Ana Bcc: otra@otra.test"),
        ("=?utf-8?q?Ana=0D=0A_Ruiz?= <ana@agencia.test>", "ana@agencia.test", "Ana Ruiz"),
        ("=?utf-8?b?QW5hAFJ1aXo=?= <ana@agencia.test>", "ana@agencia.test", None),
        ("Ana\u2028Ruiz <ana@agencia.test>", "ana@agencia.test", "Ana Ruiz"),
        ("ANA@AGENCIA.TEST", "ana@agencia.test", None),
        ('"soporte@segupoliza.test" <ana@agencia.test>', "ana@agencia.test", "soporte@segupoliza.test"),
        ("(comentario) ana@agencia.test", "ana@agencia.test", None),
    ],
)
def test_tricks_in_the_from_are_normalised(now, sender, email, name):
    arrive(raw_mail(sender=sender), now)

    requester = Requester.objects.get()
    assert requester.email == email
    assert not set("\r\n\0\u2028") & set(requester.name)
    assert name is None or requester.name == name


@pytest.mark.parametrize("sender", ["ana@", "@agencia.test", "ana", "ana@agencia", "ana@.test", "<>", "ana@@x.test"])
def test_an_address_that_is_none_opens_no_ticket(now, sender):
    row = arrive(raw_mail(sender=sender), now)

    assert row.state == "cuarentena"
    assert not Requester.objects.exists()


def test_tricks_in_the_subject_are_normalised(now):
    arrive(raw_mail(subject="No cotiza\r\n\tBcc: otra@otra.test =?utf-8?q?=0D=0AX:_1=00?= \u2028fin"), now)

    subject = Ticket.objects.get().subject
    assert not set("\r\n\0\u2028") & set(subject)
    assert subject.startswith("No cotiza")


def test_an_unproven_address_gets_three_acknowledgements_a_day_and_none_of_its_words(now):
    for number, word in enumerate(["casa", "auto", "moto", "vida", "viaje"]):
        spam = {
            "subject": f"Gana {word} http://malo.test",
            "body": f"Compra {word}",
        }  # the same words would be told once
        arrive(raw_mail(sender="Compra YA <victima@otra.test>", message_id=f"{number}@x", **spam), now)
    publish_pending(now)

    mails = Email.objects.filter(to="victima@otra.test")
    assert mails.exclude(state=EmailState.SUPPRESSED).count() == 3
    assert all(mail.reason for mail in mails.filter(state=EmailState.SUPPRESSED))
    for mail in mails:
        assert "malo.test" not in mail.subject + mail.text + mail.html
        assert "Compra" not in mail.subject + mail.text + mail.html


@pytest.mark.parametrize(
    "headers",
    ["Auto-Submitted: auto-replied", "Precedence: bulk", "Precedence: auto_reply", "X-Autoreply: yes", "Return-Path: <>",
     "X-Auto-Response-Suppress: All"],
)  # fmt: skip
def test_machines_are_never_answered(now, headers):
    arrive(raw_mail(headers=headers), now)

    publish_pending(now)

    assert not Email.objects.exclude(state=EmailState.SUPPRESSED).exists()


def test_two_responders_that_answer_each_other_stop(now):
    """The other one threads nothing, marks nothing, and answers every mail of ours at once."""
    for number in range(30):
        arrive(raw_mail(sender="robot@otra.test", subject="Gracias por escribirnos", message_id=f"{number}@robot"), now)
        publish_pending(now + timedelta(seconds=number))

    assert Email.objects.exclude(state=EmailState.SUPPRESSED).count() <= 3


def test_a_responder_that_answers_on_the_ticket_gets_no_second_mail(now):
    ticket = arrive(raw_mail(), now).ticket
    publish_pending(now)
    for number in range(5):
        to = reply_address(ticket.reply_token)
        arrive(raw_mail(to=to, in_reply_to="<x@y>", body="Recibimos su mensaje", message_id=f"{number}@robot"), now)
        publish_pending(now)

    assert Email.objects.count() == 1


SHAPES = [
    "ana@agencia.test, nadie@otra.test", "Amigos: ana@agencia.test;", "ana@agencia.test <nadie@otra.test>",
    "nadie@otra.test (ana@agencia.test)", "<ana@agencia.test@otra.test>", "ana@agencia.test\0@otra.test",
]  # fmt: skip


@pytest.mark.parametrize("sender", SHAPES)
def test_a_from_that_programs_read_differently_is_not_the_requesters(ticket, now, sender):
    arrive(raw_mail(sender=sender, subject=f"Re: {ticket.subject} [#{ticket.pk}]"), now)

    assert untouched(ticket)
    assert Ticket.objects.count() == 1  # nobody is known to have written it: it waits in quarantine


@pytest.mark.parametrize("sender", SHAPES)
def test_nor_with_the_token_of_the_ticket(ticket, now, sender):
    arrive(raw_mail(sender=sender, to=reply_address(ticket.reply_token), subject=f"Re: {ticket.subject}"), now)

    ticket.refresh_from_db()
    assert ticket.state == State.EN_CLIENTE
    assert ticket.held_for_review_at is not None
