"""A thousand spoiled messages through the whole pipeline: the worker outlives them, and none is lost.

MUTATIONS asks for more of them, by hand or by night.
"""

import os
import random

import pytest

from notifications.inbound import pipeline
from notifications.models import SpooledMessage
from notifications.models.spool import SpoolState
from tests.factories import make_ticket
from tests.notifications.inbound.raw import keep, mail_sent, raw_mail
from tests.notifications.inbound.test_files import picture, with_picture
from tests.notifications.reading.test_attached_files import mixed
from tests.notifications.reading.test_bounces import report
from tickets.models import Message
from tickets.states import State

pytestmark = pytest.mark.django_db
MUTATIONS = int(os.environ.get("MUTATIONS", "1000"))
SHARDS = [
    b"\x00", b"\xff\xfe", b"\r", b"\n\n", b"\xed\xa0\x80", "\u2028".encode(), b"=?utf-8?b?/////w==?=", b"Content-Type: multipart/mixed; boundary=b\r\n",
    b"--b\r\n", b"--b--\r\n", b"Content-Transfer-Encoding: base64\r\n", b"charset=utf-7", b"charset=idna", b"<div>" * 300, b"&#x0;", b"\x1b$B",
    b"Message-ID: <\r\n", b"From: \r\n", b"From: a@b, c@d\r\n", b"Date: Mon, 99 Foo 0000 99:99:99 +9999\r\n", b"> " * 400, b"begin 644 x\r\n", b"(" * 3000,
    b"name*0*=utf-8''%FF%00; name*1=\xf0\x9f", b"References: " + b"<x@y> " * 500 + b"\r\n", b'src="cid:foto@x"' * 50, b"\xf3" * 50,
]  # fmt: skip


def originals(ticket, now) -> list[bytes]:
    sent = mail_sent(ticket, now)
    quoted = "Sigue igual\n\nEl lun, 3 ago 2020 a las 10:11, X (<x@y>) escribió:\n> ¿Qué usuario?\n> Saúl\n"
    return [
        raw_mail(body=quoted, in_reply_to=sent.mail_id, references=f"<z@z> {sent.mail_id}"),
        raw_mail(
            body="<div>Hola <b>póliza</b></div>" * 3,
            content_type="text/html; charset=iso-8859-1",
            subject="=?utf-8?q?P=C3=B3liza?=",
        ),
        raw_mail(body="Regreso el 3 de enero", headers="Auto-Submitted: auto-replied", subject=f"Re: [#{ticket.pk}]"),
        with_picture(picture(20, 20)),
        mixed(),
        report(),
    ]


def spoiled(raw: bytes, chance: random.Random) -> bytes:
    """One to four wounds: bytes changed, cut out, doubled, shuffled, or a shard driven in; three in four in the header."""
    data = bytearray(raw)
    for _ in range(chance.randint(1, 4)):
        head = max(1, data.find(b"\r\n\r\n"))
        at = chance.randrange(head if chance.random() < 0.75 else max(1, len(data)))
        match chance.randrange(6):
            case 0:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[at : at + chance.randrange(1, 80)]
            case 2:
                data[at:at] = data[at : at + chance.randrange(1, 400)] * chance.randrange(1, 30)
            case 3:
                data[at:at] = chance.choice(SHARDS)
            case 4:
                del data[at:]
            case 5:
                lines = bytes(data).split(b"\r\n")
                chance.shuffle(lines)
                data = bytearray(b"\r\n".join(lines))
    return bytes(data)


def test_in_is_processed_plus_quarantined_and_the_worker_lives(requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)
    chance, wholes = random.Random(20261116), originals(ticket, now)
    spoilt = (spoiled(chance.choice(wholes), chance) for _ in range(MUTATIONS))
    named = ((n, raw.replace(b"uno@agencia.test", b"%d@agencia.test" % (n % 900))) for n, raw in enumerate(spoilt))
    rows = {keep(b"X-Number: %d\r\n" % n + raw, now).pk for n, raw in named}

    for _ in range(MUTATIONS):
        pipeline.process_pending(now)
        now += pipeline.AGAIN_AFTER
        if not SpooledMessage.objects.pending().exists():
            break

    states = SpooledMessage.objects.filter(pk__in=rows).values_list("state", flat=True)
    assert set(states) == {SpoolState.PROCESSED, SpoolState.QUARANTINED}
    assert len(states) == len(rows) == MUTATIONS
    failed = SpooledMessage.objects.quarantined().filter(reason__startswith="Falló")
    assert not failed.exists(), list(failed.values_list("pk", "reason")[:5])
    assert Message.objects.filter(spooled__in=rows).exists()
