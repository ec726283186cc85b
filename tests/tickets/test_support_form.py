import uuid

import pytest
from django.test import Client
from django.urls import reverse

from tests.pages import nothing_written, text, value_of
from tickets.models import Process, Requester, Ticket
from tickets.states import Action, State

FORM = "/soporte/"


@pytest.fixture
def typed(db) -> dict:
    return {
        "email": "Nueva@Agencia.test", "name": "Nora Vega", "subject": "No está cotizando con ATLAS",
        "description": "Desde las 8 no regresa primas.", "process": "", "login": "nora.vega",
        "submission_id": str(uuid.uuid4()),
    }  # fmt: skip


def test_the_form_has_the_fields_of_the_guide_and_writes_nothing(client, db):
    with nothing_written():
        page = client.get(FORM)

    assert page.status_code == 200
    for label in ("Solicitante", "Nombre", "Asunto", "Proceso", "No sé", "Usuario", "Motivo", "Imagen", "Archivo"):
        assert label in text(page)
    for name in ("email", "name", "subject", "description", "attachments", "screenshot", "process", "login"):
        assert f'name="{name}"' in page.content.decode()
    assert "Hasta 10 archivos de 10 MB cada uno" in text(page)


def test_a_new_address_with_its_name_opens_a_ticket_and_leads_to_its_folio(client, typed):
    answer = client.post(FORM, typed)

    ticket = Ticket.objects.get()
    assert answer.status_code == 303
    assert f"#{ticket.pk}" in text(client.get(answer.url))
    assert ticket.state == State.ABIERTA
    assert ticket.events.get().action == Action.SUBMIT
    assert ticket.requester.email == "nueva@agencia.test"
    assert ticket.requester.name == "Nora Vega"
    assert ticket.requester.proven_at is None
    assert ticket.login_claimed == "nora.vega"
    assert not ticket.login_verified


def test_without_a_script_an_unknown_address_is_asked_for_its_name_and_nothing_typed_is_lost(client, typed):
    asked = client.post(FORM, typed | {"name": ""})

    assert asked.status_code == 200
    assert not Ticket.objects.exists()
    assert "Es la primera vez que nos escribes con este correo" in text(asked)
    assert value_of(asked, "subject") == typed["subject"]
    assert value_of(asked, "submission_id") == typed["submission_id"]
    assert typed["description"] in text(asked)
    assert client.post(FORM, typed).status_code == 303


def test_a_known_address_is_not_asked_for_its_name_and_keeps_the_one_it_has(client, typed, requester):
    client.post(FORM, typed | {"email": "ANA@agencia.test", "name": ""})

    assert Ticket.objects.get().requester == requester
    assert Requester.objects.get().name == "Ana Ruiz"


def test_the_chosen_process_is_kept(client, typed):
    Process.objects.get_or_create(slug="cotizacion", defaults={"name": "Cotización"})

    client.post(FORM, typed | {"process": "cotizacion"})

    assert Ticket.objects.get().process.slug == "cotizacion"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("email", "", "Escribe tu correo"),
        ("email", "nora", "no parece completo"),
        ("email", "nora@agencia.test\r\nBcc: x@x.test", "salto de línea"),
        ("email", "nora@agencia.test\x00", "carácter invisible"),
        ("email", "nora\u2028@agencia.test", "carácter invisible"),
        ("email", "n" * 250 + "@agencia.test", "demasiado largo"),
        ("name", "N" * 121, "caben 120 caracteres"),
        ("name", "---", "con letras"),
        ("subject", "", "Escribe el asunto"),
        ("subject", "a" * 201, "caben 200 caracteres y escribiste 201"),
        ("description", "  \n ", "Cuéntanos qué pasa"),
        ("description", "a" * 20_001, "caben 20,000 caracteres y escribiste 20,001"),
        ("process", "astrología", "Ese proceso no está en la lista"),
        ("process", "\x00", "Ese proceso no está en la lista"),
        ("login", "u" * 121, "caben 120 caracteres"),
        ("new_person", "u" * 121, "caben 120 caracteres"),
    ],
)
def test_every_field_has_its_limit_and_a_sentence_beside_it(client, typed, field, value, sentence):
    page = client.post(FORM, typed | {field: value})

    body = page.content.decode()
    assert page.status_code == 200
    assert not Ticket.objects.exists()
    assert sentence in text(page)
    assert f'href="#id_{field}"' in body  # the summary leads to the field
    assert f'id="id_{field}_error"' in body
    assert 'aria-invalid="true"' in body
    assert "autofocus" in body


def test_twenty_thousand_characters_with_line_ends_fit(client, typed):
    client.post(FORM, typed | {"description": "a\r\n" * 9_999 + "aa"})

    assert len(Ticket.objects.get().messages.get().body) == 20_000


def test_the_same_form_sent_twice_is_one_ticket(client, typed):
    first = client.post(FORM, typed)
    second = client.post(FORM, typed)

    ticket = Ticket.objects.get()
    assert first.status_code == second.status_code == 303
    assert ticket.messages.count() == 1
    assert f"#{ticket.pk}" in text(client.get(second.url))


def test_something_else_sent_from_the_browsers_back_button_is_another_ticket(client, typed):
    client.post(FORM, typed)
    client.post(FORM, typed | {"subject": "Alta de usuario para Mérida"})
    client.post(FORM, typed | {"subject": "Alta de usuario para Mérida"})

    assert sorted(Ticket.objects.values_list("subject", flat=True)) == ["Alta de usuario para Mérida", typed["subject"]]


def test_an_attempt_without_a_valid_number_gets_one(client, typed):
    client.post(FORM, typed | {"submission_id": "' OR 1=1"})

    assert Ticket.objects.count() == 1


def test_a_probable_typo_is_questioned_once(client, typed):
    typed |= {"email": "nora@gmial.com"}

    asked = client.post(FORM, typed)

    assert "¿Quisiste decir nora@gmail.com?" in text(asked)
    assert "Sí, corregir" in text(asked)
    assert "Así está bien" in text(asked)
    assert not Ticket.objects.exists()


@pytest.mark.parametrize(
    ("pressed", "address"),
    [({"address": "corregir"}, "nora@gmail.com"), ({"address": "asi"}, "nora@gmial.com"), ({}, "nora@gmial.com")],
)
def test_the_answer_to_the_question_goes_on_sending(client, typed, pressed, address):
    typed |= {"email": "nora@gmial.com"}
    asked = client.post(FORM, typed)

    answer = client.post(FORM, typed | {"asked_email": value_of(asked, "asked_email")} | pressed)

    assert answer.status_code == 303
    assert Ticket.objects.get().requester.email == address


def test_a_corrected_address_stays_corrected_while_something_else_is_mended(client, typed):
    typed |= {"email": "nora@gmial.com", "subject": ""}

    page = client.post(FORM, typed | {"asked_email": "nora@gmial.com", "address": "corregir"})

    assert value_of(page, "email") == "nora@gmail.com"


def test_a_change_of_person_is_told_to_the_agent_once(client, typed, requester):
    typed |= {"email": requester.email, "name": "", "new_person": "Luisa Paz"}

    client.post(FORM, typed)
    client.post(FORM, typed)

    told = Ticket.objects.get().events.get(action="person_changed")
    assert told.facts.name == "Luisa Paz"
    requester.refresh_from_db()
    assert requester.name == "Ana Ruiz"


def test_the_login_of_the_address_is_only_a_proposal(client, db):
    assert value_of(client.get(FORM, {"login": "mty.ventas"}), "login") == "mty.ventas"


def test_what_is_not_a_field_changes_nothing(client, typed, agent, stranger):
    foreign = {
        "state": "cerrado", "close_reason": "spam", "assignee": agent.pk, "created_at": "2001-01-01",
        "opened_at": "2001-01-01", "requester_id": stranger.pk, "requester": stranger.pk, "login_verified": "true",
    }  # fmt: skip

    client.post(FORM, typed | foreign)

    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.close_reason, ticket.assignee) == (State.ABIERTA, "", None)
    assert ticket.requester.email == "nueva@agencia.test"
    assert ticket.opened_at.year > 2001
    assert not ticket.login_verified


@pytest.mark.parametrize("query", ["?login=a&login=b", "?login[]=a"])
def test_a_repeated_parameter_is_a_bad_request(client, db, query):
    assert client.get(FORM + query).status_code == 400


def test_a_repeated_field_is_a_bad_request(client, typed):
    assert client.post(FORM, typed | {"subject": ["uno", "dos"]}).status_code == 400
    assert client.post(FORM, typed | {"email[]": "x@x.test"}).status_code == 400
    assert not Ticket.objects.exists()


def test_a_missing_cookie_loses_nothing(client, typed):
    page = Client(enforce_csrf_checks=True).post(FORM, typed)

    assert page.status_code == 403
    assert not Ticket.objects.exists()
    assert "cookie de seguridad" in text(page)
    assert value_of(page, "subject") == typed["subject"]
    assert value_of(page, "csrfmiddlewaretoken")


def test_with_its_cookie_and_token_the_form_passes_the_check(typed):
    browser = Client(enforce_csrf_checks=True)
    token = value_of(browser.get(FORM), "csrfmiddlewaretoken")

    assert browser.post(FORM, typed | {"csrfmiddlewaretoken": token}).status_code == 303


def test_a_forged_host_is_refused(client, typed):
    assert client.get(FORM, headers={"host": "evil.test"}).status_code == 400
    assert client.post(FORM, typed, headers={"host": "evil.test"}).status_code == 400
    assert not Ticket.objects.exists()


def test_hostile_text_is_shown_as_text(client, typed):
    evil = '"><script>alert(1)</script>'

    page = client.post(FORM, typed | {"subject": evil, "description": evil, "login": evil, "name": evil, "email": "x"})

    assert "<script>alert" not in page.content.decode()


def test_other_methods_are_not_allowed(client, db):
    assert client.put(FORM).status_code == 405
    assert client.delete(FORM).status_code == 405


def test_the_page_costs_the_same_with_many_tickets(client, typed, django_assert_num_queries):
    for number in range(3):
        client.post(
            FORM, typed | {"submission_id": str(uuid.uuid4()), "subject": f"Caso {number}: no cotiza nada con ATLAS"}
        )

    with django_assert_num_queries(2):  # the session of who has sent something; the processes
        client.get(FORM)


def test_the_script_learns_whether_to_ask_for_the_name(client, requester):
    url = reverse("tickets:name_needed")

    assert client.post(url, {"email": "ANA@agencia.test"}).json() == {"nombre": False}
    assert client.post(url, {"email": "otra@agencia.test"}).json() == {"nombre": True}
    assert client.get(url).status_code == 405
