import pytest
from django.urls import reverse

from tests.segusoporte.test_large_bodies import Unreadable
from tests.widget.conftest import ORIGIN
from tickets import uploads
from tickets.refusals import InvalidInput
from tickets.views.guards import LARGEST_BODY
from tickets.widget.sites import normal_origin

PATHS = {"widget_config": "get", "widget_requester": "post", "widget_similar": "post", "widget_submit": "post"}


def ask(client, name, site_key, origin, method=None):
    headers = {"Origin": origin} if origin else {}
    return getattr(client, method or PATHS[name])(f"{reverse(f'tickets:{name}')}?sitio={site_key}", headers=headers)


@pytest.mark.parametrize("name", PATHS)
def test_a_registered_origin_is_answered_with_cors(client, site, name):
    answer = ask(client, name, site.public_key, ORIGIN)

    assert answer.status_code != 403
    assert answer["Access-Control-Allow-Origin"] == ORIGIN
    assert "Origin" in answer["Vary"]
    assert not answer.has_header("Access-Control-Allow-Credentials") and not answer.cookies


@pytest.mark.parametrize("name", PATHS)
@pytest.mark.parametrize("origin", ["https://extrano.test", "null", "", "http://cotizador.test", f"{ORIGIN}.mx"])
def test_a_foreign_origin_gets_a_sentence_and_no_cors(client, site, name, origin):
    for method in (PATHS[name], "options"):
        answer = ask(client, name, site.public_key, origin, method)

        assert answer.status_code == 403
        assert not answer.has_header("Access-Control-Allow-Origin")
        assert "no está entre los permitidos" in answer.json()["sentence"]
        assert "Origin" in answer["Vary"]


@pytest.mark.parametrize("key", ["pk_de_nadie", "", "pk%00x", "a&sitio=b"])
def test_a_wrong_key_gets_a_sentence_and_no_cors(client, site, key):
    answer = ask(client, "widget_config", key, ORIGIN)

    assert answer.status_code == 403
    assert "no está registrada" in answer.json()["sentence"]


def test_a_site_switched_off_answers_as_if_it_were_not(client, site):
    site.active = False
    site.save()

    assert ask(client, "widget_config", site.public_key, ORIGIN).status_code == 403


def test_a_preflight_is_answered_since_upload_progress_asks_for_one(client, site):
    answer = ask(client, "widget_submit", site.public_key, ORIGIN, "options")

    assert answer.status_code == 204
    assert "POST" in answer["Access-Control-Allow-Methods"]


def test_an_origin_is_compared_as_browsers_write_it():
    assert normal_origin(" HTTPS://Cotizador.Test:443/ ") == ORIGIN
    assert normal_origin("http://localhost:8001") == "http://localhost:8001"
    for wrong in (
        "cotizador.test",
        "https://a.mx/ruta",
        "https://u:p@a.mx",
        "*",
        "https://a.mx:puerto",
        "https://a.mx:99999",
        "https://[::1",
        7,
    ):
        with pytest.raises(InvalidInput, match="no es un origen. Escribe, por ejemplo"):
            normal_origin(wrong)


def test_the_config_says_what_the_dialog_needs_in_a_constant_number_of_queries(client, site, django_assert_num_queries):
    with django_assert_num_queries(7):
        told = ask(client, "widget_config", site.public_key, ORIGIN).json()

    assert told["process"] == "cotizacion"
    assert ["cotizacion", "Cotización"] in told["processes"]
    assert told["files"] == uploads.for_browser()
    assert told["parts"].startswith("http://testserver/w/v1/p/")


def too_much(client, name, site, origin):
    """A body that is too large to be read."""
    path = f"{reverse(f'tickets:{name}')}?sitio={site.public_key}"
    headers = {"Origin": origin}
    length = str(LARGEST_BODY + 1)
    unread = {"wsgi.input": Unreadable()}
    return client.generic("POST", path, b"x", "multipart/form-data", headers=headers, CONTENT_LENGTH=length, **unread)


@pytest.mark.parametrize("name", [name for name, method in PATHS.items() if method == "post"])
def test_a_body_too_large_is_refused_unread_in_words_that_the_dialog_can_read(client, site, name):
    answer = too_much(client, name, site, ORIGIN)

    assert answer.status_code == 413
    assert answer["Access-Control-Allow-Origin"] == ORIGIN
    assert "Origin" in answer["Vary"]
    assert answer.json()["errors"] == {
        "attachments": "Es demasiado: son hasta 10 archivos de 10 MB. Quita alguno y reintenta."
    }


def test_a_foreign_origin_learns_nothing_by_sending_too_much(client, site):
    answer = too_much(client, "widget_submit", site, "https://extrano.test")

    assert answer.status_code == 403
    assert not answer.has_header("Access-Control-Allow-Origin")
