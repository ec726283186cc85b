"""Each mail continues the thread that its reader has in their own mailbox."""

import hashlib

from notifications.models import Email, SpooledMessage
from notifications.models.spool import InboundChannel, SpoolState
from notifications.outbox.thread import MOST, known_thread
from tests.factories import make_requester, make_ticket, receive_reply


def received(ticket, message, name, now) -> SpooledMessage:
    return SpooledMessage.objects.create(
        channel=InboundChannel.PIPE, mailbox="soporte", message_id=name, sha256=hashlib.sha256(name.encode()).hexdigest(), raw=b"",
        received_at=now, state=SpoolState.PROCESSED, ticket=ticket, became=message, processed_at=now,
    )  # fmt: skip


def test_it_names_our_mails_and_theirs_in_their_order(requester, agent, now, publish):
    ticket = make_ticket(requester=requester, agent=agent, now=now)
    [acknowledged] = publish()
    reply = receive_reply(ticket, sender=requester.email, body="Agrego: es la póliza 12", now=now)
    received(ticket, reply.message, "abc@agencia.test", now)
    ticket.refresh_from_db()
    ticket.reply("Lo vemos.", by=agent, now=now)

    [mail] = publish()

    assert mail.references == f"{acknowledged.mail_id} <abc@agencia.test>"
    assert mail.in_reply_to == "<abc@agencia.test>"


def test_what_a_stranger_wrote_or_what_never_left_is_not_in_it(requester, agent, now, publish):
    ticket = make_ticket(requester=requester, agent=agent, now=now)
    [acknowledged] = publish()
    ticket.take(by=agent, now=now)
    publish()
    held = receive_reply(ticket, sender="otro@fuera.test", body="Yo sé la respuesta", now=now)
    received(ticket, held.message, "zzz@fuera.test", now)
    ticket.refresh_from_db()
    ticket.reply("Lo vemos.", by=agent, now=now)

    [mail] = publish()

    assert mail.references == acknowledged.mail_id
    assert Email.objects.get(kind="atendiendo").mail_id not in mail.references


def test_a_name_that_would_break_the_header_is_left_out(requester, now, publish):
    ticket = make_ticket(requester=requester, now=now)
    for name in ("sha256:abc", "a b@c.test", "a@b.test>\r\nBcc: x@y.test", "x" * 400 + "@c.test"):
        received(ticket, ticket.messages.get(), name[:255], now)

    assert known_thread(ticket.pk, requester.email) == []


def test_a_long_thread_keeps_its_first_and_its_latest(requester, agent, now, publish):
    ticket = make_ticket(requester=requester, agent=agent, now=now)
    for n in range(MOST + 5):
        ticket.reply(f"Va {n}.", by=agent, now=now)
    mails = publish()

    references = mails[-1].references.split()

    assert len(references) == MOST
    assert references[0] == mails[0].mail_id
    assert references[-1] == mails[-2].mail_id


def test_another_persons_mails_of_the_ticket_are_not_named(requester, agent, now, publish):
    make_ticket(requester=requester, now=now)
    ticket = make_ticket(requester=make_requester("eva@agencia.test", now=now), now=now)
    publish()

    assert len(known_thread(ticket.pk, "eva@agencia.test")) == 1
    assert known_thread(ticket.pk, "ana@agencia.test") == []
