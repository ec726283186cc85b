"""The reader in a process of its own: it says the same, and whatever becomes of it the worker goes on."""

import os
import signal
import subprocess
import sys

import pytest

from notifications.reading import Unparseable, isolated, parse, parse_isolated
from notifications.reading.isolated import pictures_isolated
from notifications.reading.pictures import reencoded
from tests.notifications.reading.mails import mail, with_header
from tests.pictures import png

LARGE = mail(("hola mundo " * 90 + "\r\n") * 2_200)


def test_a_large_message_is_read_by_the_child_and_says_the_same():
    assert parse_isolated(LARGE) == parse(LARGE)
    assert parse_isolated(LARGE).from_email == "rosa@agencia.example"


def test_a_child_that_hangs_is_ended_and_the_next_message_is_read():
    parse_isolated(LARGE)
    os.kill(isolated._child.process.pid, signal.SIGSTOP)

    with pytest.raises(Unparseable, match="demasiado tiempo"):
        parse_isolated(LARGE, timeout=0.3)

    assert parse_isolated(LARGE).subject == "No abre"


def test_a_message_that_takes_too_much_work_is_refused_and_the_next_one_is_read():
    with pytest.raises(Unparseable, match="demasiado tiempo"):
        parse_isolated(LARGE, cpu=0.01)

    assert parse_isolated(LARGE).subject == "No abre"


def test_what_is_shown_comes_cleaned_from_the_child():
    raw = with_header("Content-Type: text/html", b"<p onclick=x>hola<script>y</script></p>")

    assert parse_isolated(raw).shown_html == "<p>hola</p>"


def test_pictures_of_one_message_share_one_budget():
    large, small = png(60, 50), png(20, 10)

    written = reencoded([large, b"<svg>", large, large, small], 6_100)
    after_a_broken_one = reencoded([large[:-40], large, small], 3_200)

    assert [one and one.pixels for one in written] == [3_000, None, 3_000, None, None]
    assert [one and one.pixels for one in after_a_broken_one] == [None, 3_000, 200]


def test_pictures_that_take_too_much_work_stay_as_they_came():
    assert pictures_isolated([png(3_000, 2_000)], cpu=0.01) == [None]
    assert pictures_isolated([png(60, 40)])[0].pixels == 2_400


def test_a_child_that_dies_takes_nothing_down():
    parse_isolated(LARGE)
    os.kill(isolated._child.process.pid, signal.SIGKILL)

    assert parse_isolated(LARGE).subject == "No abre"


@pytest.mark.parametrize("raw", [mail(), LARGE], ids=["small", "large"])
def test_every_message_is_read_by_the_child_which_prints_nothing(raw):
    program = (
        "import sys; from notifications.reading import isolated\n"
        "message = isolated.parse_isolated(sys.stdin.buffer.read())\n"
        "print(message.subject, isolated._child is not None)"
    )

    answer = subprocess.run([sys.executable, "-c", program], input=raw, capture_output=True, timeout=60)

    assert answer.stdout.decode() == "No abre True\n"
    assert answer.stderr.decode() == ""
