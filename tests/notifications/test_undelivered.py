"""A mail that no server takes, or that comes back, is acted upon whatever it said; one too large goes again with links."""

from datetime import timedelta

import pytest

from notifications.models import Email
from notifications.models.email import EmailState
from notifications.outbox.digests import publish_due
from notifications.outbox.envelope import message_of
from notifications.outbox.faults import is_too_large
from notifications.outbox.undelivered import act_on_failure, record_bounce
from tests.factories import make_ticket
from tickets.models import Attachment, Ticket
from tickets.states import Action, State

WHY = "550 5.1.1 El usuario no existe"
TOO_LARGE = "552 5.3.4 Message size exceeds fixed limit"
VERBS = {
    Action.REPLY: lambda ticket, agent, now, **more: ticket.reply("Ya lo vimos con ATLAS.", by=agent, now=now, **more),
    Action.LOG_CONTACT: lambda ticket, agent, now, **more: ticket.log_contact("Hablamos.", by=agent, now=now, **more),
    Action.CLOSE: lambda ticket, agent, now, **more: ticket.close("Quedó dada de alta.", by=agent, now=now, **more),
    Action.ASK: lambda ticket, agent, now, **more: ticket.ask("¿Con qué póliza?", by=agent, now=now, **more),
    Action.RESOLVE: lambda ticket, agent, now, **more: ticket.resolve("Ya quedó.", by=agent, now=now, **more),
}


@pytest.fixture
def ticket(requester, agent, now, publish):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_ESPERA, now=now)
    publish()
    return ticket


@pytest.fixture
def written(ticket, agent, now, publish):
    """The mail of an agent's verb, taken by a server."""

    def written(action: Action, **more) -> Email:
        VERBS[action](ticket, agent, now, **more)
        [mail] = publish()
        mail.mark_accepted(now)
        return mail

    return written


def a_file(now) -> Attachment:
    return Attachment.objects.keep(b"%PDF-1.4 hola", "poliza.pdf", now=now)


@pytest.mark.parametrize("action", VERBS)
def test_whatever_it_said_the_ticket_is_without_contact_and_the_agent_is_told_once(action, written, ticket, now):
    mail = written(action)

    record_bounce(mail, WHY, now)
    record_bounce(mail, WHY, now)

    ticket.refresh_from_db()
    assert ticket.contact_lost_at == now
    assert list(Ticket.objects.without_contact()) == [ticket]  # a closed one too
    assert ticket.state == (State.CERRADO if action == Action.CLOSE else State.EN_ESPERA)
    assert (publish_due(now), publish_due(now + timedelta(hours=1))) == (1, 0)
    digest = Email.objects.get(kind="interno")
    assert (digest.subject, digest.to) == ("1 sin contacto", ticket.assignee.email)
    assert f"#{ticket.pk}" in digest.text


@pytest.mark.parametrize("action", [Action.REPLY, Action.LOG_CONTACT, Action.CLOSE])
def test_the_history_says_which_mail_and_why(action, written, ticket, now):
    mail = written(action)

    record_bounce(mail, WHY, now)

    event = ticket.events.last()
    assert (event.action, event.facts.why) == ("contact_lost", WHY)
    assert event.facts.mail in {"Respuesta", "Resumen de la llamada", "Aviso de cierre"}


def test_a_second_mail_that_fails_is_told_again(written, ticket, now):
    record_bounce(written(Action.REPLY), WHY, now)
    publish_due(now)

    record_bounce(written(Action.CLOSE), WHY, now + timedelta(hours=1))

    assert publish_due(now + timedelta(hours=1)) == 1


def test_one_that_no_server_takes_is_acted_upon_alike(written, ticket, now):
    act_on_failure(written(Action.REPLY), WHY, now)

    ticket.refresh_from_db()
    assert ticket.contact_lost_at == now


@pytest.mark.parametrize(
    "words",
    [
        TOO_LARGE, "5.2.3: Message too long for the recipient", "552 message exceeds fixed maximum message size", "554 5.3.4 Error: message file too big",
        "552 5.3.4 El mensaje excede el tamaño máximo", "523 the recipient's mailbox cannot accept messages that big: message too large",
        "El correo es demasiado grande", "413 Payload Too Large", "552 5.7.0 Our system detected that the size of your message exceeds its limit",
    ],
)  # fmt: skip
def test_a_refusal_for_size_is_known_by_its_code_or_its_words(words):
    assert is_too_large(words)


@pytest.mark.parametrize(
    "words",
    [
        "552 5.2.2 mailbox full", "452 4.2.2 The email account is over quota, its size exceeded", "El buzón de quien recibe está lleno", WHY,
        "552 Requested mail action aborted: exceeded storage allocation", "554 5.7.1 Message rejected", "mailbox size limit exceeded, quota of user",
        "550 5.4.5 Daily sending limit exceeded",
    ],
)  # fmt: skip
def test_a_full_mailbox_and_every_other_refusal_are_none_for_size(words):
    assert not is_too_large(words)


def test_refused_for_its_size_it_goes_once_more_with_links_instead_of_files(written, ticket, now):
    mail = written(Action.REPLY, files=[a_file(now)])
    assert message_of(mail).attachments

    record_bounce(mail, TOO_LARGE, now)
    record_bounce(mail, TOO_LARGE, now)

    again = Email.objects.get(key=f"enlaces:{mail.pk}")
    ticket.refresh_from_db()
    assert message_of(again).attachments == []
    assert "http://testserver/archivo/" in again.text
    assert "http://testserver/archivo/" in again.html
    assert (again.state, again.to, again.subject, again.event) == (
        EmailState.PENDING,
        mail.to,
        mail.subject,
        mail.event,
    )
    assert again.mail_id != mail.mail_id
    assert ticket.contact_lost_at is None  # it is on its way

    record_bounce(again, TOO_LARGE, now)

    ticket.refresh_from_db()
    assert Email.objects.filter(files_as_links=True).count() == 1  # once, and then it counts as not arrived
    assert ticket.contact_lost_at == now


def test_a_question_sent_again_with_links_goes_on_waiting(written, ticket, now):
    record_bounce(written(Action.ASK, files=[a_file(now)]), TOO_LARGE, now)

    ticket.refresh_from_db()
    assert (ticket.state, ticket.contact_lost_at) == (State.EN_CLIENTE, None)


@pytest.mark.parametrize(("files", "why"), [(0, TOO_LARGE), (1, "552 5.2.2 mailbox full")])
def test_without_files_or_for_a_full_mailbox_nothing_goes_again(files, why, written, ticket, now):
    mail = written(Action.REPLY, files=[a_file(now) for _ in range(files)])

    record_bounce(mail, why, now)

    ticket.refresh_from_db()
    assert not Email.objects.filter(files_as_links=True).exists()
    assert ticket.contact_lost_at == now


def test_a_participant_s_copy_too_large_goes_with_links_that_act_for_nobody(ticket, agent, now, publish):
    ticket.participants.create(email="luis@agencia.test", name="Luis", added_by=agent, added_at=now)
    ticket.reply("Va la póliza.", by=agent, now=now, files=[a_file(now)])
    copy = next(mail for mail in publish() if mail.to == "luis@agencia.test")

    record_bounce(copy, TOO_LARGE, now)

    again = Email.objects.get(key=f"enlaces:{copy.pk}")
    assert again.to == "luis@agencia.test"
    assert "/solicitud/" not in again.text
