"""A wrong value in the environment is told in a sentence that says what to write."""

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured

from segusoporte import settings as product
from segusoporte.durations import parse_duration
from segusoporte.mail_url import mail_settings


@pytest.mark.parametrize("text", ["0", "65536", "ocho mil", "-1", "8000.0", "٨٠٠٠"])
def test_a_port_is_a_number_that_a_port_can_have(monkeypatch, text):
    monkeypatch.setenv("UN_PUERTO", text)

    with pytest.raises(ImproperlyConfigured, match="Escribe un número entre 1 y 65535"):
        product.port("UN_PUERTO", 8000)


@pytest.mark.parametrize("text", ["mysql://base/x", "base", "postgres://base:puerto/x", "postgres://[::1/x"])
def test_a_database_that_we_do_not_speak_is_refused_without_repeating_its_password(monkeypatch, text):
    monkeypatch.setenv("UNA_BASE", text)

    with pytest.raises(ImproperlyConfigured, match="UNA_BASE no se entiende") as refused:
        product.service_url("UNA_BASE", {"postgres"}, "postgres://servidor/nombre")

    assert text not in str(refused.value)


@pytest.mark.parametrize("text", ["24", "1.5h", "h", "24 h", "24H", "-5m", "1w", "²h"])
def test_a_duration_is_a_whole_number_and_its_unit(text):
    with pytest.raises(ImproperlyConfigured, match="90s, 15m, 24h o 2d"):
        parse_duration("SWEEP_EVERY", text)


@pytest.mark.parametrize("text", ["3651d", "999999999d"])
def test_a_duration_of_more_than_ten_years_is_a_mistake(text):
    with pytest.raises(ImproperlyConfigured, match="pasa de diez años"):
        parse_duration("AUTO_CLOSE_AFTER", text)


def test_durations_are_read_in_their_unit():
    written = {"90s": timedelta(seconds=90), "15m": timedelta(minutes=15), "24h": timedelta(days=1), "0s": timedelta(0)}

    assert {text: parse_duration("UNDO_SEND", text) for text in written} == written


def test_a_switch_is_said_in_words(monkeypatch):
    answers = {}
    for text in ("true", "1", "sí", "false", "0", "no"):
        monkeypatch.setenv("ALGO", text)
        answers[text] = product.switch("ALGO", default=False)

    assert answers == {"true": True, "1": True, "sí": True, "false": False, "0": False, "no": False}


def test_an_unknown_switch_is_refused(monkeypatch):
    monkeypatch.setenv("ALGO", "quizás")

    with pytest.raises(ImproperlyConfigured, match="true o false"):
        product.switch("ALGO", default=False)


@pytest.mark.parametrize("text", ["9400", "127.0.0.1", "127.0.0.1:", "127.0.0.1:99999", "http://x:1/"])
def test_an_address_to_listen_on_is_a_host_and_a_port(monkeypatch, text):
    monkeypatch.setenv("UN_LUGAR", text)

    with pytest.raises(ImproperlyConfigured, match=r"Escribe, por ejemplo, 127\.0\.0\.1:9400"):
        product.address("UN_LUGAR", "127.0.0.1:9400")


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_value_is_as_good_as_none(monkeypatch, text):
    monkeypatch.setenv("ALGO", text)

    assert product.words("ALGO", "lo de siempre") == "lo de siempre"
    assert product.port("ALGO", 8000) == 8000
    assert product.duration("ALGO", "15m") == timedelta(minutes=15)


@pytest.mark.parametrize("url", ["smtp://", "correo.mx", "imap://u:p@x", "smtp://servidor:puerto"])
def test_a_way_out_for_mail_that_we_do_not_know_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match=r"EMAIL_URL .*smtp\+tls://"):
        mail_settings(url)


def test_a_password_with_signs_reaches_the_mail_server_whole():
    settings = mail_settings("smtp+tls://soporte%40ejemplo.mx:cl%2Fave%3A1@smtp.ejemplo.mx")

    assert settings["EMAIL_HOST_USER"] == "soporte@ejemplo.mx"
    assert settings["EMAIL_HOST_PASSWORD"] == "cl/ave:1"
    assert (settings["EMAIL_PORT"], settings["EMAIL_USE_TLS"], settings["EMAIL_USE_SSL"]) == (587, True, False)


def test_no_way_out_means_the_built_in_mailbox():
    assert mail_settings("") == {"EMAIL_BACKEND": "notifications.mailbox.backend.MailboxBackend"}
