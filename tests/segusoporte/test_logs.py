"""What a log must not tell, and the shape it has."""

import json
import logging

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
