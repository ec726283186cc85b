"""A wrong value in the environment is told in a sentence that says what to write."""

import os
import re
import subprocess
import sys
from datetime import timedelta
from ipaddress import ip_network

import pytest
from django.core.exceptions import ImproperlyConfigured

from segusoporte import environment
from segusoporte.durations import parse_duration
from segusoporte.mail_url import mail_settings
from tests.processes import EMBEDDED, ROOT


@pytest.mark.parametrize("text", ["0", "65536", "ocho mil", "-1", "8000.0", "٨٠٠٠"])
def test_a_port_is_a_number_that_a_port_can_have(monkeypatch, text):
    monkeypatch.setenv("UN_PUERTO", text)

    with pytest.raises(ImproperlyConfigured, match="Escribe un número entre 1 y 65535"):
        environment.port("UN_PUERTO", 8000)


@pytest.mark.parametrize("text", ["mysql://base/x", "base", "postgres://base:puerto/x", "postgres://[::1/x"])
def test_a_database_that_we_do_not_speak_is_refused_without_repeating_its_password(monkeypatch, text):
    monkeypatch.setenv("UNA_BASE", text)

    with pytest.raises(ImproperlyConfigured, match="UNA_BASE no se entiende") as refused:
        environment.service_url("UNA_BASE", {"postgres"}, "postgres://servidor/nombre")

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
        answers[text] = environment.switch("ALGO", default=False)

    assert answers == {"true": True, "1": True, "sí": True, "false": False, "0": False, "no": False}


def test_an_unknown_switch_is_refused(monkeypatch):
    monkeypatch.setenv("ALGO", "quizás")

    with pytest.raises(ImproperlyConfigured, match="true o false"):
        environment.switch("ALGO", default=False)


@pytest.mark.parametrize("text", ["9400", "127.0.0.1", "127.0.0.1:", "127.0.0.1:99999", "http://x:1/"])
def test_an_address_to_listen_on_is_a_host_and_a_port(monkeypatch, text):
    monkeypatch.setenv("UN_LUGAR", text)

    with pytest.raises(ImproperlyConfigured, match=r"Escribe, por ejemplo, 127\.0\.0\.1:9400"):
        environment.address("UN_LUGAR", "127.0.0.1:9400")


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_value_is_as_good_as_none(monkeypatch, text):
    monkeypatch.setenv("ALGO", text)

    assert environment.words("ALGO", "lo de siempre") == "lo de siempre"
    assert environment.port("ALGO", 8000) == 8000
    assert environment.duration("ALGO", "15m") == timedelta(minutes=15)


@pytest.mark.parametrize(
    "text", ["10.0.0.1,10.0.0.2", " 10.0.0.1 , 10.0.0.2 ", "10.0.0.1,,10.0.0.2,", "10.0.0.1,\t10.0.0.2"]
)
def test_a_list_is_split_at_commas_and_blanks_are_nothing(monkeypatch, text):
    monkeypatch.setenv("UNA_LISTA", text)

    assert environment.listed("UNA_LISTA") == ["10.0.0.1", "10.0.0.2"]
    assert environment.hosts("UNA_LISTA") == ["10.0.0.1", "10.0.0.2"]
    assert environment.networks("UNA_LISTA") == [ip_network("10.0.0.1/32"), ip_network("10.0.0.2/32")]


def test_a_proxy_may_be_a_whole_network(monkeypatch):
    monkeypatch.setenv("UNOS_PROXIES", "10.0.2.7/24, 2001:db8::/32")

    assert environment.networks("UNOS_PROXIES") == [ip_network("10.0.2.0/24"), ip_network("2001:db8::/32")]


@pytest.mark.parametrize("wrong", ["proxy.local", "10.0.0.1:8080", "10.0.0.1/33", "10.0.0.1 10.0.0.2", "10.0.0.*"])
def test_a_proxy_is_an_address_and_not_a_name(monkeypatch, wrong):
    monkeypatch.setenv("UNOS_PROXIES", f"10.0.0.1, {wrong}")

    with pytest.raises(ImproperlyConfigured, match="no es una dirección IP ni una red. Escribe números") as refused:
        environment.networks("UNOS_PROXIES")

    assert f"UNOS_PROXIES: {wrong!r}" in str(refused.value)


def test_hosts_are_names_domains_addresses_or_any(monkeypatch):
    monkeypatch.setenv("UNOS_NOMBRES", "soporte.mx, .ejemplo.mx, 10.0.0.1, [::1], *")

    assert environment.hosts("UNOS_NOMBRES") == ["soporte.mx", ".ejemplo.mx", "10.0.0.1", "[::1]", "*"]


@pytest.mark.parametrize("wrong", ["https://soporte.mx", "soporte.mx:443", "soporte.mx/", "a.mx b.mx", "soporte_1"])
def test_a_host_is_only_its_name(monkeypatch, wrong):
    monkeypatch.setenv("UNOS_NOMBRES", f"soporte.mx,{wrong}")

    with pytest.raises(ImproperlyConfigured, match="Escribe sólo nombres, sin https:// ni puerto") as refused:
        environment.hosts("UNOS_NOMBRES")

    assert f"UNOS_NOMBRES: {wrong!r}" in str(refused.value)


@pytest.mark.parametrize(
    "text", ["imaps://a:clave@b.mx,imaps://c:clave@d.mx:x", "imap://a:b@c pop3://a:clave@d", "a@b.mx"]
)
def test_mailboxes_are_separated_by_spaces_and_their_passwords_never_repeated(monkeypatch, text):
    monkeypatch.setenv("UNOS_BUZONES", text)

    with pytest.raises(ImproperlyConfigured, match="UNOS_BUZONES no se entiende") as refused:
        environment.service_urls("UNOS_BUZONES", {"imap", "imaps"}, "imaps://…")

    assert "clave" not in str(refused.value)


def test_a_mailbox_may_stand_on_any_host(monkeypatch):
    monkeypatch.setenv("UNOS_BUZONES", "imaps://a%40b.mx:cl,ave@imap.b.mx/INBOX imap://a:clave@[::1]:143")

    found = environment.service_urls("UNOS_BUZONES", {"imap", "imaps"}, "imaps://…")

    assert found == ["imaps://a%40b.mx:cl,ave@imap.b.mx/INBOX", "imap://a:clave@[::1]:143"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("TRUSTED_PROXIES", "proxy.local"), ("ALLOWED_HOSTS", "https://x.mx"), ("MAILBOX_URL", "pop3://a:b@c.mx")],
)
def test_a_wrong_list_stops_the_start_with_a_sentence(name, value):
    environment_of_process = os.environ | EMBEDDED | {name: value}

    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environment_of_process, capture_output=True, text=True
    )

    assert done.returncode != 0
    assert re.search(rf"^{name}.* Escribe", done.stderr)


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
