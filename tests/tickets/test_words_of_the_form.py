from datetime import timedelta

import pytest

from tests.pages import text
from tickets.templatetags.desk import promise
from tickets.templatetags.spanish import size


@pytest.mark.parametrize(
    ("within", "calendar", "words"),
    [
        (timedelta(hours=24), "natural", "24 horas"),
        (timedelta(days=2), "natural", "48 horas"),
        (timedelta(hours=1), "natural", "1 hora"),
        (timedelta(minutes=90), "natural", "90 minutos"),
        (timedelta(seconds=15), "natural", "15 segundos"),
        (timedelta(hours=8), "laboral", "8 horas hábiles"),
        (timedelta(hours=1), "laboral", "1 hora hábil"),
        (timedelta(seconds=15), "laboral", "15 segundos"),
    ],
)
def test_the_form_promises_what_the_settings_say(client, db, settings, within, calendar, words):
    settings.FIRST_RESPONSE_WITHIN, settings.FIRST_RESPONSE_CALENDAR = within, calendar

    assert promise() == words
    assert f"Te respondemos por correo en menos de {words}." in text(client.get("/soporte/"))


@pytest.mark.parametrize(
    ("octets", "words"), [(1, "1 KB"), (212 * 1024, "212 KB"), (10 * 1024**2, "10 MB"), (3_565_158, "3.4 MB")]
)
def test_sizes_are_written_short(octets, words):
    assert size(octets) == words


def test_the_privacy_notice_is_linked_where_there_is_one(client, db, settings):
    assert "Aviso de privacidad" not in text(client.get("/soporte/"))

    settings.PRIVACY_URL = "https://segupoliza.test/privacidad"

    assert 'href="https://segupoliza.test/privacidad"' in client.get("/soporte/").content.decode()
