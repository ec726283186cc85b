"""`manage.py receive_mail`, as a mail server's pipe runs it."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from notifications.models import SpooledMessage
from tests.faults import before_query, raising
from tests.notifications.inbound.raw import raw_mail

ROOT = Path(__file__).resolve().parents[3]


def run(raw: bytes, monkeypatch) -> str:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    call_command("receive_mail", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_a_message_is_safe_once_the_command_has_ended(monkeypatch):
    raw = raw_mail(body="Mañana \xff\xfe")

    said = run(raw, monkeypatch)

    row = SpooledMessage.objects.get()
    assert bytes(row.raw) == raw
    assert (row.channel, row.mailbox, row.state) == ("tubo", "stdin", "pendiente")
    assert "uno@agencia.test" in said


@pytest.mark.django_db
def test_what_could_not_be_kept_is_to_be_tried_again(monkeypatch):
    full = before_query('INSERT INTO "notifications_spooledmessage"', raising(OperationalError("disk full")))

    with full, pytest.raises(CommandError) as refusal:
        run(raw_mail(), monkeypatch)

    assert refusal.value.returncode == 75
    assert "No pude guardar el mensaje" in str(refusal.value)


@pytest.mark.django_db
def test_nothing_is_no_message(monkeypatch):
    with pytest.raises(CommandError) as refusal:
        run(b"\n", monkeypatch)

    assert refusal.value.returncode == 66
    assert not SpooledMessage.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"DATABASE_URL": "sqlite:////no/existe/db.sqlite3"}, "No pude guardar el mensaje"),
        ({"AUTO_CLOSE_AFTER": "dos días"}, "AUTO_CLOSE_AFTER"),
        ({"DJANGO_SETTINGS_MODULE": "no.existe"}, "no"),
    ],
)
def test_the_real_process_exits_with_75_without_its_database_or_its_settings(wrong, said):
    environment = os.environ | {
        "DATABASE_URL": "sqlite://", "SECRET_KEY": "x" * 50, "DEBUG": "true",
        "DJANGO_SETTINGS_MODULE": "segusoporte.settings",
    } | wrong  # fmt: skip

    done = subprocess.run(
        [sys.executable, "manage.py", "receive_mail"], input=raw_mail(), cwd=ROOT, env=environment, capture_output=True
    )

    assert done.returncode == 75
    assert said in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_any_other_command_still_fails_as_it_did():
    environment = os.environ | {"AUTO_CLOSE_AFTER": "dos días", "DJANGO_SETTINGS_MODULE": "segusoporte.settings"}

    done = subprocess.run([sys.executable, "manage.py", "check"], cwd=ROOT, env=environment, capture_output=True)

    assert done.returncode == 1
    assert "AUTO_CLOSE_AFTER" in done.stderr.decode()
