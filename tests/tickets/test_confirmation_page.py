from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tests.pages import nothing_written, text
from tickets.models import Ticket

FORM = "/soporte/"


@pytest.fixture
def sent(client, db, now):
    """The confirmation's address, after sending the form at `now`."""
    with time_machine.travel(now, tick=False):
        return client.post(
            FORM,
            {
                "email": "noar@agencia.test",
                "name": "Nora Vega",
                "subject": "No cotiza ATLAS <b>",
                "description": "x" * 40,
            },
        ).url


def test_it_shows_folio_promise_and_address_and_nothing_that_was_typed(client, sent, now):
    with time_machine.travel(now, tick=False), nothing_written():
        page = client.get(sent)

    assert f"#{Ticket.objects.get().pk}" in text(page)
    assert "Te respondemos a más tardar el martes 17 de noviembre, 09:00 (hora del centro)" in text(page)
    assert "Te escribiremos a noar@agencia.test" in text(page)
    assert "No cotiza" not in text(page)
    assert "x" * 40 not in text(page)
    assert "no-store" in page["Cache-Control"]


def test_another_browser_sees_no_address_and_corrects_none(sent, now):
    with time_machine.travel(now, tick=False):
        page = Client().get(sent)
        answer = Client().post(sent, {"email": "otra@agencia.test", "name": "Otra"})

    assert "noar@agencia.test" not in text(page)
    assert "Corrígelo" not in text(page)
    assert answer.status_code == 403
    assert Ticket.objects.get().requester.email == "noar@agencia.test"


def test_the_address_is_corrected_in_the_same_browser(client, sent, now):
    ticket = Ticket.objects.get()
    old_link = ticket.get_absolute_url()

    with time_machine.travel(now + timedelta(minutes=29), tick=False):
        answer = client.post(sent, {"email": "nora@agencia.test", "name": "Nora Vega"})
        page = client.get(answer.url)

    ticket = Ticket.objects.get()
    assert answer.status_code == 303
    assert ticket.requester.email == "nora@agencia.test"
    assert ticket.events.last().action == "correct_address"
    assert "Te escribiremos a nora@agencia.test" in text(page)
    assert "corregimos tu correo" in text(page)
    with time_machine.travel(now + timedelta(minutes=30), tick=False):
        assert client.get(old_link).status_code == 404
        assert client.get(sent).status_code == 404


def test_after_half_an_hour_it_is_no_longer_corrected(client, sent, now):
    with time_machine.travel(now + timedelta(minutes=31), tick=False):
        page = client.get(sent)
        answer = client.post(sent, {"email": "nora@agencia.test", "name": "Nora"})

    assert page.status_code == 200
    assert "noar@agencia.test" not in text(page)
    assert answer.status_code == 403


def test_a_correction_does_not_start_the_half_hour_anew(client, sent, now):
    with time_machine.travel(now + timedelta(minutes=20), tick=False):
        again = client.post(sent, {"email": "nora@agencia.test", "name": "Nora Vega"}).url
    with time_machine.travel(now + timedelta(minutes=31), tick=False):
        assert client.post(again, {"email": "x@agencia.test", "name": "X Y"}).status_code == 403


def test_after_a_day_the_page_is_gone(client, sent, now):
    with time_machine.travel(now + timedelta(hours=24, seconds=1), tick=False):
        page = client.get(sent)

    assert page.status_code == 404
    assert "Pedir un enlace nuevo" in text(page)


def test_a_wrong_correction_gets_its_sentence(client, sent, now):
    with time_machine.travel(now, tick=False):
        page = client.post(sent, {"email": "nora", "name": ""})
        typo = client.post(sent, {"email": "nora@hotmial.com", "name": "Nora Vega"})

    assert "no parece completo" in text(page)
    assert "¿Quisiste decir nora@hotmail.com?" in text(typo)
    assert Ticket.objects.get().requester.email == "noar@agencia.test"


def test_typing_a_known_address_and_correcting_it_teaches_nobody_its_name(client, requester, now):
    with time_machine.travel(now, tick=False):
        sent = client.post(
            FORM, {"email": requester.email, "subject": "No cotiza nada con ATLAS", "description": "x"}
        ).url
        client.post(sent, {"email": "curiosa@otra.test", "name": "Cora Sá"})

    ticket = Ticket.objects.get()
    ticket.requester.prove(now)
    assert (ticket.requester.name, ticket.requester_name) == ("Cora Sá", "Cora Sá")
    assert "Ana Ruiz" not in text(client.get(ticket.get_absolute_url()))


def test_a_tracking_link_does_not_open_the_confirmation_nor_the_other_way_round(client, sent):
    ticket = Ticket.objects.get()

    assert client.get(f"/soporte/enviada/{ticket.tracking_token}/").status_code == 404
    assert client.get(sent.replace("/soporte/enviada/", "/solicitud/")).status_code == 404
