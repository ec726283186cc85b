"""What a log must not tell, and the shape it has."""

import json
import logging
from ipaddress import ip_network

import pytest

from segusoporte.logs import logging_config, mask


@pytest.mark.parametrize("path", ["solicitud", "archivo", "encuesta", "mis-solicitudes", "soporte/enviada"])
def test_a_link_in_a_log_opens_nothing(path):
    event = mask(None, "info", {"event": f"GET /{path}/abcdef234567/?accion=quedo HTTP/1.1"})

    assert "abcdef234567" not in event["event"]
    assert f"/{path}/***/" in event["event"]


@pytest.mark.parametrize(
    "key", ["password", "SECRET_KEY", "reply_token", "Authorization", "cookie", "DATABASE_URL", "sentry_dsn"]
)
def test_a_secret_is_known_by_its_name(key):
    assert mask(None, "info", {key: "a la vista"})[key] == "***"


def test_ordinary_words_stay():
    event = {"event": "GET /soporte/ 200", "folio": 1234}

    assert mask(None, "info", dict(event)) == event


def formatted(debug: bool) -> str:
    config = logging_config(debug=debug)["formatters"]["lines"]
    formatter = config["()"](processor=config["processor"], foreign_pre_chain=config["foreign_pre_chain"])
    return formatter.format(logging.LogRecord("tickets", logging.WARNING, "", 1, "Llegó la #%s", (7,), None))


def test_in_production_a_line_is_one_json_object():
    line = formatted(debug=False)

    assert "\n" not in line
    assert json.loads(line)["event"] == "Llegó la #7"
    assert json.loads(line)["level"] == "warning"


def test_in_development_a_line_is_for_people():
    assert "Llegó la #7" in formatted(debug=True)
    assert not formatted(debug=True).startswith("{")


@pytest.mark.parametrize(
    ("remote", "forwarded", "logged"),
    [
        ("203.0.113.9", "8.8.8.8", "203.0.113.9"),  # who comes straight to us may write there what they like
        ("203.0.113.9", "", "203.0.113.9"),
        ("10.0.0.1", "8.8.8.8, 198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "8.8.8.8, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
    ],
)
def test_the_logged_address_is_the_one_that_limits_count_by(client, settings, caplog, remote, forwarded, logged):
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/24")]

    with caplog.at_level(logging.INFO):
        client.get("/salud/vivo/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)

    lines = [record.msg for record in caplog.records if record.name.startswith("django_structlog")]
    assert [line["event"] for line in lines] == ["request_started", "request_finished"]
    assert {line["ip"] for line in lines} == {logged}
