"""Misconfiguration is said in Spanish, with what to write."""

from datetime import timedelta

import pytest

from segusoporte import checks
from segusoporte.durations import format_duration


@pytest.fixture
def production(settings):
    settings.DEBUG = False
    settings.DATABASE_URL = "postgres://segusoporte@base/segusoporte"
    settings.REDIS_URL = "redis://redis:6379/0"
    settings.EMAIL_URL = "smtp://correo"
    settings.SITE_URL, settings.HTTPS = "https://soporte.ejemplo.mx", True
    settings.SECRET_KEY = "k" * 60
    settings.SUPPORT_ADDRESS = "soporte@ejemplo.mx"
    return settings


def all_checks():
    return [
        *checks.required_in_production(),
        *checks.safe_in_production(),
        *checks.durations_that_contradict(),
    ]


def test_a_right_production_has_nothing_to_say(production):
    assert all_checks() == []


@pytest.mark.parametrize("name", ["DATABASE_URL", "EMAIL_URL", "SITE_URL"])
def test_a_missing_service_is_an_error_in_production(production, name):
    setattr(production, name, "")

    (found,) = [message for message in all_checks() if message.level >= 40]

    assert found.msg == f"Falta {name} y DEBUG está apagado."
    assert name in found.hint


@pytest.mark.parametrize("name", ["DATABASE_URL", "EMAIL_URL", "SITE_URL"])
def test_in_development_the_embedded_default_stands_in(production, name):
    production.DEBUG = True
    setattr(production, name, "")

    assert checks.required_in_production() == []


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("HTTPS", False, "no es https"),
        ("SECRET_KEY", "corta", "menos de 50 caracteres"),
        ("REDIS_URL", "", "un solo trabajador"),
        ("SUPPORT_ADDRESS", "Soporte <soporte@segusoporte.localhost>", "no existe fuera de esta máquina"),
    ],
)
def test_what_is_unsafe_in_production_is_a_warning(production, name, value, said):
    setattr(production, name, value)

    (found,) = checks.safe_in_production()

    assert said in found.msg


def test_the_short_key_itself_is_never_shown(production):
    production.SECRET_KEY = "una-clave-corta-y-secreta"

    (found,) = checks.safe_in_production()

    assert "una-clave-corta" not in found.msg + found.hint


@pytest.mark.parametrize(
    ("inner", "outer"),
    [
        ("FIRST_RESPONSE_WARNING", "FIRST_RESPONSE_WITHIN"),
        ("AUTO_CLOSE_REMINDER", "AUTO_CLOSE_AFTER"),
        ("TAKE_NOTICE_AFTER", "FIRST_RESPONSE_WITHIN"),
    ],
)
def test_a_warning_longer_than_its_promise_is_said(production, inner, outer):
    setattr(production, inner, getattr(production, outer) + timedelta(hours=1))

    (found,) = checks.durations_that_contradict()

    assert found.msg.startswith(inner)
    assert outer in found.msg


def test_durations_are_said_as_they_are_written():
    cases = {"2d": timedelta(days=2), "25h": timedelta(hours=25), "15m": timedelta(minutes=15), "0s": timedelta(0)}

    assert {text: format_duration(duration) for text, duration in cases.items()} == {text: text for text in cases}


@pytest.mark.parametrize(
    ("esp", "secret", "mailboxes", "ids"),
    [
        ("mailgun", "usuario:clave", [], []),
        ("mailgun", "", [], ["segusoporte.W008"]),
        ("brevo", "usuario:clave", [], ["segusoporte.W009"]),
        ("brevo", "usuario:clave", ["imaps://a@b/INBOX"], []),
    ],
)
def test_a_mail_service_that_would_report_nothing_is_noticed(production, esp, secret, mailboxes, ids):
    production.EMAIL_BACKEND = f"anymail.backends.{esp}.EmailBackend"
    production.WEBHOOK_SECRET, production.MAILBOX_URLS = secret, mailboxes

    found = checks.mail_service_that_reports_nothing()

    assert [message.id for message in found] == ids
    assert all(esp in message.msg for message in found)


def test_smtp_needs_no_webhook(production):
    production.EMAIL_BACKEND, production.WEBHOOK_SECRET = "django.core.mail.backends.smtp.EmailBackend", ""

    assert checks.mail_service_that_reports_nothing() == []
