"""A mailbox that cannot be read: shown to agents, with why, since when, and what to do."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications.models import MailboxHeartbeat
from tests.agents.conftest import signed_in
from tests.factories import make_user
from tests.pages import text

NAME = "soporte@imap.ejemplo.mx/INBOX"
WHY = "LoginError: <b>Authentication failed</b>"


@pytest.fixture
def now():
    return timezone.now().replace(hour=18, minute=30)


@pytest.fixture
def failing(db, settings, now):
    settings.MAILBOX_URLS = ["imaps://soporte:clave-secreta@imap.ejemplo.mx"]
    return MailboxHeartbeat.objects.create(
        mailbox=NAME, heard_until=now - timedelta(days=3), last_error=WHY, last_error_at=now
    )


def tray(browser) -> str:
    return text(browser.get(reverse("agents:quarantine")))


def test_the_tray_says_why_since_when_and_what_to_do(desk, failing):
    shown = tray(desk)

    assert NAME in shown
    assert "Lo leímos completo por última vez" in shown
    assert WHY in shown
    assert "nada se cierra solo" in shown
    assert "MAILBOX_URL" in shown


def test_its_servers_words_are_text(desk, failing):
    assert "<b>Authentication" not in desk.get(reverse("agents:quarantine")).content.decode()


def test_one_that_was_never_read_says_so(desk, failing):
    MailboxHeartbeat.objects.update(heard_until=None)

    assert "Nunca lo hemos leído completo." in tray(desk)


@pytest.mark.parametrize("group", ["Supervisor", "Administrador"])
def test_who_may_have_it_mended_is_told_on_every_page(failing, group):
    shown = text(signed_in(make_user("jefa", group)).get(reverse("agents:queue")))

    assert f"No podemos leer el buzón {NAME}" in shown


def test_an_agents_other_pages_stay_as_they_are(desk, failing):
    assert NAME not in text(desk.get(reverse("agents:queue")))


@pytest.mark.parametrize("mended", ["read", "removed"])
def test_once_read_again_or_no_longer_configured_nothing_is_said(desk, failing, settings, mended):
    if mended == "read":
        MailboxHeartbeat.objects.update(last_error="", last_error_at=None)
    else:
        settings.MAILBOX_URLS = ["imaps://otro:clave@imap.ejemplo.mx"]

    assert "Buzones que no podemos leer" not in tray(desk)
