"""Machines that answer every mail of ours: the whole way out and in again, and at most one mail to each."""

import itertools
from collections.abc import Callable
from datetime import timedelta
from email.utils import parseaddr

import pytest
from django.core import mail as sent_mail
from django.db import connection

from notifications.inbound import pipeline
from notifications.models import Email, SpooledMessage
from notifications.models.email import EmailState
from notifications.outbox import limits
from notifications.outbox.deliver import deliver_due
from notifications.outbox.publish import publish_pending
from tests.factories import make_requester, make_ticket
from tests.notifications.inbound.raw import SUPPORT, keep, raw_mail
from tickets.models import Ticket
from tickets.states import State

pytestmark = pytest.mark.django_db
ROUNDS = 15
numbers = itertools.count(1)


def threaded(letter, **fields) -> bytes:
    """An answer as a mail program threads it."""
    name = letter.extra_headers["Message-ID"]
    return raw_mail(
        to=letter.reply_to[0], subject=f"Re: {letter.subject}", in_reply_to=name, references=name,
        message_id=f"{next(numbers)}@agencia.test", **fields,
    )  # fmt: skip


def marked(letter) -> bytes:
    return threaded(letter, body="Gracias por escribir. Estoy fuera.", headers="Auto-Submitted: auto-replied")


def unmarked(letter) -> bytes:
    return threaded(letter, body="Gracias por escribirnos, en breve le atenderemos.")


def another_desk(letter) -> bytes:
    """It opens a case of its own for every mail, threads nothing and says nowhere that it is a machine."""
    number = next(numbers)
    return raw_mail(
        to=SUPPORT, subject=f"Caso {number} registrado", message_id=f"{number}@mesa.test",
        body=f"Hemos recibido su mensaje con el número {number}. Le atenderemos a la brevedad.",
    )  # fmt: skip


def another_desk_from_a_machine(letter) -> bytes:
    number = next(numbers)
    return raw_mail(
        sender="Mesa <no-responder@mesa.test>", to=SUPPORT, subject=f"Caso {number}", message_id=f"{number}@mesa.test",
        body=f"Su caso {number} fue registrado.", headers="X-Autoreply: yes",
    )  # fmt: skip


def play(first: bytes, answer: Callable, now) -> list[str]:
    """Our mails, each answered by the machine, until one side falls silent; their kinds."""
    at, answered, kinds = now, 0, []
    keep(first, at)
    for _ in range(ROUNDS):
        at += timedelta(minutes=1)
        pipeline.process_pending(at)
        publish_pending(at)
        deliver_due(at)
        news, answered = sent_mail.outbox[answered:], len(sent_mail.outbox)
        if not news:
            return kinds
        for letter in news:
            kinds += (
                Email.objects.filter(to=parseaddr(letter.to[0])[1]).order_by("-pk").values_list("kind", flat=True)[:1]
            )
            keep(answer(letter), at)
    pytest.fail(f"They still talk after {ROUNDS} rounds: {kinds}")


@pytest.mark.parametrize("machine", [marked, unmarked, another_desk_from_a_machine])
@pytest.mark.parametrize("proven", [True, False], ids=["proven", "unproven"])
def test_a_machine_that_answers_our_acknowledgement_gets_no_second_mail(now, machine, proven):
    make_requester("ana@agencia.test", now=now, proven=proven)

    assert play(raw_mail(), machine, now) == ["acuse"]

    assert not SpooledMessage.objects.pending().exists()


def a_desk_of_one_sentence(letter) -> bytes:
    """The same words to every mail."""
    return raw_mail(
        to=SUPPORT, subject="Recibimos su mensaje", message_id=f"{next(numbers)}@mesa.test",
        body="Hemos recibido su mensaje. Le atenderemos a la brevedad.",
    )  # fmt: skip


def test_a_desk_that_numbers_its_cases_is_acknowledged_as_any_unproven_address(now):
    assert play(another_desk(None), another_desk, now) == ["acuse"] * limits.MOST_UNPROVEN

    suppressed = Ticket.objects.order_by("pk").last().emails.get()
    assert (suppressed.state, suppressed.reason) == (EmailState.SUPPRESSED, limits.TOO_MANY_UNPROVEN)


def test_a_desk_behind_a_persons_address_gets_one_mail_beside_the_persons_own(now):
    assert play(raw_mail(), a_desk_of_one_sentence, now) == ["acuse", "acuse"]

    persons, machines, silent = Ticket.objects.order_by("pk")
    assert [ticket.emails.get().state for ticket in (persons, machines)] == [EmailState.ACCEPTED] * 2
    assert silent.emails.get().reason == limits.SAME_WORDS


def test_a_desk_that_writes_first_gets_one_acknowledgement(now):
    assert play(a_desk_of_one_sentence(None), a_desk_of_one_sentence, now) == ["acuse"]

    suppressed = Ticket.objects.order_by("pk").last().emails.get()
    assert (suppressed.state, suppressed.reason) == (EmailState.SUPPRESSED, limits.SAME_WORDS)


@pytest.mark.parametrize("machine", [marked, unmarked])
def test_a_machine_that_answers_a_closing_reopens_at_most_once(requester, agent, now, machine):
    ticket = make_ticket(requester=requester, agent=agent, state=State.CERRADO, now=now)
    publish_pending(now)
    Email.objects.update(state=EmailState.ACCEPTED, accepted_at=now)
    closing = Email.objects.get(kind="cerrada")
    first = raw_mail(
        to=closing.reply_to, subject=f"Re: {closing.subject}", in_reply_to=closing.mail_id,
        body="Estoy de viaje y con acceso limitado a mi correo.",
        headers="Auto-Submitted: auto-replied" if machine is marked else "",
    )  # fmt: skip

    kinds = play(first, machine, now)

    ticket.refresh_from_db()
    assert kinds == ([] if machine is marked else ["reabierta"])
    assert ticket.state == (State.CERRADO if machine is marked else State.ABIERTA)


def test_mail_through_a_list_opens_a_ticket_and_is_answered_by_people_only(now):
    raw = raw_mail(headers="List-Id: <agentes.agencia.test>\nPrecedence: list")

    assert play(raw, unmarked, now) == []

    email = Ticket.objects.get().emails.get()
    assert (email.kind, email.state, email.reason) == ("acuse", EmailState.SUPPRESSED, limits.ASKED_NOT_TO)


def test_a_reply_through_a_list_reopens_in_silence(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.CERRADO, now=now)
    publish_pending(now)
    Email.objects.update(state=EmailState.ACCEPTED, accepted_at=now)
    closing = Email.objects.get(kind="cerrada")
    raw = raw_mail(
        to=closing.reply_to, subject=f"Re: {closing.subject}", in_reply_to=closing.mail_id,
        body="Sigue sin cotizar con ATLAS", headers="List-Id: <agentes.agencia.test>",
    )  # fmt: skip

    assert play(raw, unmarked, now) == []

    ticket.refresh_from_db()
    assert ticket.state == State.ABIERTA
    assert ticket.emails.get(kind="reabierta").reason == limits.ASKED_NOT_TO


def test_a_ticket_reopened_again_and_again_by_mail_is_answered_five_times_a_day(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.CERRADO, now=now)
    for n in range(7):
        raw = raw_mail(
            to=f"r-{ticket.reply_token}@responde.segupoliza.test", subject=f"Re: {ticket.subject}", in_reply_to="<x@y>",
            body=f"Sigue sin cotizar, van {n} veces", message_id=f"vez-{n}@agencia.test",
        )  # fmt: skip
        at = now + timedelta(hours=n)
        keep(raw, at)
        pipeline.process_pending(at)
        ticket.refresh_from_db()
        ticket.close("Listo.", by=agent, now=at)
        publish_pending(at)

    reopened = ticket.emails.filter(kind="reabierta").order_by("pk")
    states = [email.state for email in reopened]
    # The acknowledgement of the form was an automatic answer too.
    assert states == [EmailState.PENDING] * 4 + [EmailState.SUPPRESSED] * 3
    assert reopened.last().reason == limits.TOO_MANY_ON_TICKET


def test_a_person_with_two_problems_is_acknowledged_twice(requester, now):
    for n, body in enumerate(["No cotiza SURA en autos residentes.", "Da de alta a Luis Peña, por favor."]):
        keep(raw_mail(body=body, message_id=f"{n}@agencia.test"), now)
    pipeline.process_pending(now)
    publish_pending(now)

    assert list(Email.objects.values_list("kind", "state")) == [("acuse", EmailState.PENDING)] * 2


def test_the_same_words_two_days_later_are_acknowledged_again(requester, now):
    for n, at in enumerate([now, now + timedelta(days=2)]):
        keep(raw_mail(message_id=f"{n}@agencia.test"), at)
        pipeline.process_pending(at)
        publish_pending(at)

    assert set(Email.objects.values_list("state", flat=True)) == {EmailState.PENDING}


def test_the_limits_find_their_rows_by_index(requester, now):
    answers = Email.objects.automatic_answers_to(requester.email).filter(created_at__gte=now)
    if connection.vendor == "postgresql":
        connection.cursor().execute("SET LOCAL enable_seqscan = off")  # an empty table needs no index

    assert "emails_to_address" in answers.explain()
