"""The reader in a process of its own: it says the same, and whatever becomes of it the worker goes on."""

import os
import signal
import subprocess
import sys

import pytest

from notifications.reading import Unparseable, isolated, parse, parse_isolated
from tests.notifications.reading.mails import mail

LARGE = mail(("hola mundo " * 90 + "\r\n") * 2_200)


def test_a_large_message_is_read_by_the_child_and_says_the_same():
    assert parse_isolated(LARGE) == parse(LARGE)
    assert parse_isolated(LARGE).from_email == "rosa@agencia.example"


def test_a_child_that_hangs_is_ended_and_the_next_message_is_read():
    parse_isolated(LARGE)
    os.kill(isolated._child.process.pid, signal.SIGSTOP)

    with pytest.raises(Unparseable, match="tardó"):
        parse_isolated(LARGE, timeout=0.3)

    assert parse_isolated(LARGE).subject == "No abre"


def test_a_child_that_dies_takes_nothing_down():
    parse_isolated(LARGE)
    os.kill(isolated._child.process.pid, signal.SIGKILL)

    assert parse_isolated(LARGE).subject == "No abre"


def test_a_child_that_starts_prints_nothing():
    program = (
        "import sys; from notifications.reading import isolated\n"
        "message = isolated.parse_isolated(sys.stdin.buffer.read())\n"
        "print(message.subject, isolated._child is not None)"
    )

    answer = subprocess.run([sys.executable, "-c", program], input=LARGE, capture_output=True, timeout=60)

    assert answer.stdout.decode() == "No abre True\n"
    assert answer.stderr.decode() == ""
