"""Broken, cut and malicious messages: refused with a reason, or read, in bounded time. The bounds are hang guards."""

import random
import time

import pytest

from notifications.reading import (
    Conversation,
    InboundMessage,
    Unparseable,
    parse,
    visible_reply,
)
from notifications.reading.markup.clean import clean_html
from notifications.reading.visible_reply import judge
from tests.notifications.reading.mails import mail, shown
from tests.notifications.reading.test_attached_files import mixed
from tests.notifications.reading.test_bounces import report

HANG = 10.0  # seconds of this process, however busy the machine is
NESTED = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(1500))
REFUSED = {
    "1,500 nested parts": NESTED,
    "50,000 parts": b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 50_000,
    "400 KB of header": b"Subject: " + b"a " * 200_000 + b"\r\n\r\nx",
    "31 MB": b"From: a@b\r\n\r\n" + b"x" * (31 * 1024 * 1024),
}
READ = {
    "nothing": b"",
    "a colon": b":",
    "no blank line": b"Subject: x",
    "nested comments": b"To: " + b"(" * 200_000 + b"\r\n\r\nx",
    "open brackets": b"From: " + b"<" * 200_000 + b"\r\n\r\nx",
    "parameters": b"Content-Type: text/plain" + b";" * 200_000 + b"\r\n\r\nx",
    "encoded words": b"From: " + b"=?utf-8?q?" * 20_000 + b"\r\n\r\nx",
    "messages in messages": b"Content-Type: message/rfc822\r\n\r\n" * 3_000,
    "boundary never found": b"Content-Type: multipart/mixed; boundary=b\r\n\r\nhola",
    "carriage returns": b"From: a@b\rSubject: x\r\rhola\r" * 1_000,
    "eight bits without a charset": b"Content-Type: text/plain; charset\r\n\r\nP\xc3\xb3liza \xff",
    "deep html": b"Content-Type: text/html\r\n\r\n" + b"<div>" * 20_000 + b"x",
    "scripts": b"Content-Type: text/html\r\n\r\n" + b"<script>" * 50_000,
}
TEXTS = {
    "lines that begin a uuencoded block": "begin 644 x\n" * 90_000 + "end\n",
    "uuencoded blocks": ("begin 644 x\nM" + "!" * 60 + "\n`\nend\n") * 13_000,
    "an endless uuencoded block": "begin 644 x\n" + ("M" + "!" * 60 + "\n") * 16_000,
    "introductions": "El lun, 3 ago 2020 a las 10:11, X <x@y> escribió:\n" * 20_000,
    "on one line": "El lun, 3 ago 2020 a las 10:11, X <x@y> escribió: " * 20_000,
    "quotations": "> a\nb\n" * 150_000,
    "labels": "De: a@b\nPara: c\n" * 60_000,
    "signatures": "--\nhola\n" * 120_000,
    "at signs": "a@" * 500_000,
    "spaces": " " * 1_000_000,
    "returns": "\r" * 1_000_000,
    "vertical tabs": "x\v" * 500_000,
    "brackets": "\n".join(["<a@b>[" * 80] * 2_000),
    "moments": "Mesa <a@b>\n03/08/2020 10:11\n" * 35_000,
}
MARKUP = (
    "<b><p>" * 50_000, "<blockquote type=cite>" * 20_000, "<table><tr><td>" * 20_000, "<!--" * 100_000, "<br>" * 250_000,
    "<p>x" * 250_000, "\u00a0" * 500_000, "<p " + " ".join(f"a{n}=x" for n in range(100_000)) + ">x", "<p" + "".join(f"/a{n}" for n in range(100_000)), ("<table><tr><td>" * 90 + "x" + "</td></tr></table>" * 90) * 300,
)  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_beyond_a_limit_is_refused_with_a_reason(name):
    with pytest.raises(Unparseable) as refusal:
        parse(REFUSED[name])

    assert refusal.value.reason.endswith(".")


@pytest.mark.parametrize("name", READ)
def test_what_is_only_odd_is_read(name):
    started = time.process_time()

    assert_storable(parse(READ[name]))
    assert time.process_time() - started < HANG


@pytest.mark.parametrize("name", TEXTS)
def test_a_megabyte_of_hostile_text_is_bounded(name):
    started = time.process_time()

    shown(TEXTS[name])

    assert time.process_time() - started < HANG


def test_hostile_markup_is_bounded():
    started = time.process_time()

    for html in MARKUP:
        shown("", html + "x")
        clean_html(html, {})

    assert time.process_time() - started < HANG


def test_cut_flipped_and_poisoned_messages_are_read():
    chance = random.Random(12)
    for raw in (mail(), report(), mixed(b"\r\nhola", b"Content-Type: application/pdf; name=a\r\n\r\nX")):
        for _ in range(150):
            broken = bytearray(raw[: chance.randrange(len(raw) + 1)])
            for _ in range(chance.randrange(12)):
                if broken:
                    broken[chance.randrange(len(broken))] = chance.choice((0, 10, 13, 34, 60, 127, 195, 255))
            assert_storable(parse(bytes(broken)))


def assert_storable(message: InboundMessage) -> None:
    """PostgreSQL refuses NUL and lone surrogates."""
    texts = [
        message.subject,
        message.from_name,
        message.from_email,
        message.text,
        message.html,
        message.reply_text,
        message.message_id,
    ]
    for text in [
        *texts,
        message.in_reply_to,
        *message.references,
        *message.recipients,
        *(one.filename for one in message.attachments),
    ]:
        assert "\x00" not in text
        text.encode()


@pytest.mark.parametrize("name", TEXTS)
def test_a_megabyte_is_compared_with_what_was_said_in_bounded_time(name):
    reply = visible_reply(TEXTS[name])
    started = time.process_time()

    judge(reply.parts, reply.is_forward, Conversation((TEXTS[name], "Ya quedó."), ours=("soporte@segu.example",)))

    assert time.process_time() - started < HANG


def test_long_replies_quoted_whole_are_compared_in_bounded_time():
    """Three of 200 KB, of the few words that a desk uses, quoted below an answer."""
    chance = random.Random(5)
    words = "póliza error cotiza prima falla ayer usuario portal SURA HDI recibo endoso".split()
    said = ["\n".join(" ".join(chance.choices(words, k=9)) for _ in range(3500)) for _ in range(3)]
    quoted = "\n".join(f"> {line}" for line in said[0].split("\n"))
    started = time.process_time()

    reply = visible_reply(
        f"Sigue igual.\n\nEl lun, 3 ago 2020 a las 10:11, Mesa (<soporte@segu.example>) escribió:\n{quoted}"
    )
    judgement = judge(reply.parts, reply.is_forward, Conversation(tuple(said)))

    assert time.process_time() - started < HANG
    assert (judgement.shown, judgement.is_proven) == ("Sigue igual.", True)
