"""What anybody may have typed in an address's name travels in no automatic mail: subject, text and name."""

import pytest

from notifications.inbound.writer import is_authentic
from notifications.kinds import AutoSubmitted, MailKind
from notifications.models import Email
from notifications.outbox.invitations import create_invitation_email
from notifications.outbox.publish import publish_pending
from notifications.reading import parse
from surveys.models import Invitation
from tests.factories import make_requester, make_ticket
from tests.notifications.inbound.raw import arrive, mail_sent, raw_mail
from tickets.intake import open_ticket
from tickets.models import Ticket
from tickets.states import CloseReason
from tickets.submission import Identity, Submission

pytestmark = pytest.mark.django_db

TYPED = ["Premio", "malo.test", "Juan"]


@pytest.fixture
def typed(now):
    """Opened by a form that names the address of a requester who is proven."""
    proven = make_requester("ana@agencia.test", "Juan", now=now)
    words = Submission(email=proven.email, name="Juan", subject="Premio", body="Ganaste: http://malo.test")
    return open_ticket(words, now=now).ticket


def take(ticket, by, now):
    ticket.take(by=by, now=now)


def remind(ticket, by, now):
    ticket.ask("¿Qué póliza?", by=by, now=now)
    Ticket.objects.remind_due(ticket.reminder_due_at)


def expire(ticket, by, now):
    ticket.ask("¿Qué póliza?", by=by, now=now)
    Ticket.objects.remind_due(ticket.reminder_due_at)
    ticket.refresh_from_db()
    Ticket.objects.close_due(now=ticket.auto_close_at, heard_until=ticket.auto_close_at)


def postpone(ticket, by, now):
    ticket.ask("¿Qué póliza?", by=by, now=now)
    ticket.postpone(until=ticket.auto_close_at.replace(day=28), by=by, now=now)


def reopen(ticket, by, now):
    ticket.resolve("Listo", by=by, now=now)
    ticket.reopen(by=by, now=now)


def merge(ticket, by, now):
    other = make_ticket(requester=ticket.requester, subject="No cotiza", now=now)
    ticket.merge_into(other, by=by, now=now)


def merge_another_into_it(ticket, by, now):
    make_ticket(requester=ticket.requester, subject="No cotiza", now=now).merge_into(ticket, by=by, now=now)


def survey(ticket, by, now):
    ticket.close("Listo", by=by, now=now, reason=CloseReason.TERMINADA)
    publish_pending(now)
    create_invitation_email(Invitation.objects.get(), now)


STEPS = {
    MailKind.ACKNOWLEDGEMENT: lambda *_: None, MailKind.TAKEN: take, MailKind.REMINDER: remind, MailKind.NO_FOLLOW_UP: expire,
    MailKind.NEW_DATE: postpone, MailKind.REOPENED: reopen, MailKind.MERGED: merge, MailKind.SURVEY: survey,
}  # fmt: skip


@pytest.mark.parametrize("kind", STEPS)
def test_no_automatic_mail_repeats_it(kind, typed, agent, now):
    STEPS[kind](typed, agent, now)
    publish_pending(now)

    sent = Email.objects.filter(kind=kind).exclude(automatic=AutoSubmitted.BY_A_PERSON)
    assert sent.exists()
    for mail in sent.filter(ticket=typed):
        for part in (mail.subject, mail.text, mail.html):
            assert not [word for word in TYPED if word in part]
            assert "  " not in mail.subject


def test_nor_the_mail_of_a_merge_into_it(typed, agent, now):
    merge_another_into_it(typed, agent, now)
    publish_pending(now)

    merged = Email.objects.get(kind=MailKind.MERGED)
    assert "Premio" not in merged.subject + merged.text + merged.html


def test_every_automatic_kind_to_requesters_is_looked_at():
    automatic = {kind for kind in MailKind if kind.traits.automatic != AutoSubmitted.BY_A_PERSON}

    # To the team; of an agent's own splitting; with the name alone, which test_mailed_links holds; of a mail that
    # nobody could read, and so with nothing of it.
    assert automatic - set(STEPS) == {MailKind.DIGEST, MailKind.SPLIT, MailKind.OWN_TICKETS_LINK, MailKind.UNREAD}


def test_after_a_reply_with_our_token_it_is_the_requesters(typed, agent, now):
    sent = mail_sent(typed, now)
    arrive(raw_mail(in_reply_to=sent.mail_id, body="Es la póliza 12-90"), now)
    typed.refresh_from_db()

    typed.take(by=agent, now=now)
    publish_pending(now)

    assert "Premio" in Email.objects.get(kind=MailKind.TAKEN).subject


def test_a_reply_that_proves_nothing_leaves_it_so(typed, now):
    arrive(raw_mail(subject=f"Re: algo [#{typed.pk}]"), now)

    typed.refresh_from_db()
    assert typed.submission_proven_at is None


def test_a_signed_identity_and_an_agent_prove_it(requester, agent, now):
    signed = Identity("ana", verified=True, email=requester.email)
    words = {"email": requester.email, "name": "Ana", "body": "No abre"}

    by_host = open_ticket(Submission(subject="Una", identity=signed, **words), now=now).ticket
    by_agent = open_ticket(Submission(subject="Otra", **words), now=now, by=agent).ticket

    assert by_host.submission_proven_at and by_agent.submission_proven_at


@pytest.mark.parametrize(
    ("results", "proven"),
    [("mx.ejemplo.mx; dmarc=pass", True), ("mx.ejemplo.mx; dmarc=fail", False), ("x; dmarc=pass", False)],
)
def test_a_first_mail_of_a_proven_address_is_theirs_where_our_server_says_so(results, proven, requester, now, settings):
    settings.AUTHSERV_ID = "mx.ejemplo.mx"
    raw = raw_mail(headers=f"Authentication-Results: {results}")

    arrive(raw, now)

    assert bool(Ticket.objects.get().submission_proven_at) is proven is is_authentic(parse(raw))


def test_a_corrected_address_starts_unproven(requester, agent, now):
    ticket = make_ticket(requester=requester, now=now)

    ticket.correct_address("nueva@agencia.test", by=agent, now=now)

    ticket.refresh_from_db()
    assert ticket.submission_proven_at is None


def echoes(now, *mails: dict) -> list[str]:
    for number, mail in enumerate(mails):
        arrive(raw_mail(message_id=f"{number}@agencia.test", **mail), now)
    publish_pending(now)
    return list(Email.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.parametrize(
    "mails",
    [
        [{"body": ""}, {"body": "", "subject": "Me cobran dos veces"}],
        [{"body": ""}, {"body": ""}],
        [{"body": "No emite la póliza 12-90"}, {"body": "No emite la póliza 31-008"}],
        [{"subject": "No cotiza GNP"}, {"subject": "No cotiza AXA"}],
    ],
)
def test_two_different_requests_are_no_echo(mails, now):
    assert echoes(now, *mails) == ["pendiente", "pendiente"]


def test_the_same_words_under_the_same_subject_are_one(now):
    assert echoes(now, {}, {}) == ["pendiente", "suprimido"]


def test_a_proven_requester_is_never_an_echo(requester, now):
    assert echoes(now, {}, {}) == ["pendiente", "pendiente"]
