"""A subject that says little is questioned once at /soporte/, without a script too; it is never refused."""

import pytest

from tests.factories import make_ticket
from tests.pages import text, value_of
from tickets.models import Process, Ticket
from tickets.states import State

FORM = "/soporte/"


@pytest.fixture
def typed(requester) -> dict[str, str]:
    return {"email": requester.email, "subject": "no cotiza", "description": "ayuda", "process": "", "name": ""}


@pytest.fixture
def collections(db) -> Process:
    return Process.objects.get_or_create(slug="cobranza", defaults={"name": "Cobranza"})[0]


def test_a_weak_subject_is_asked_about_and_nothing_is_lost(client, typed):
    page = client.post(FORM, typed)

    assert "Tu asunto dice poco. Di con qué aseguradora." in text(page)
    assert "Enviar así" in text(page) and "Usar sugerencia" not in text(page)
    assert value_of(page, "asked_subject") == "no cotiza"
    assert not Ticket.objects.exists()


def test_sent_again_as_it_is_it_passes(client, typed):
    attempt = value_of(client.post(FORM, typed), "submission_id")

    sent = client.post(FORM, typed | {"submission_id": attempt, "asked_subject": "no cotiza", "subject_choice": "asi"})

    assert sent.status_code == 303
    assert Ticket.objects.get().subject == "no cotiza"


def test_the_suggestion_is_used_where_it_was_asked_for(client, typed, collections):
    typed |= {"process": "cobranza"}
    asked = client.post(FORM, typed)

    client.post(FORM, typed | {"asked_subject": "no cotiza", "subject_choice": "sugerencia"})

    assert "¿Lo enviamos como «no cotiza en cobranza»?" in text(asked)
    assert Ticket.objects.get().subject == "no cotiza en cobranza"


def test_another_weak_subject_is_asked_about_anew_and_a_good_one_is_not(client, typed):
    client.post(FORM, typed | {"asked_subject": "otra cosa"})
    assert not Ticket.objects.exists()

    sent = client.post(FORM, typed | {"asked_subject": "no cotiza", "subject": "No está cotizando con ATLAS"})

    assert sent.status_code == 303


def test_the_coachs_rules_are_read_by_our_own_form(client, db):
    page = client.get(FORM).content.decode()
    rules = client.get("/w/v1/asunto")

    assert 'data-coach="/w/v1/asunto"' in page
    assert rules.json()["good"] == 2
    assert rules["Cache-Control"] == "public, max-age=60"


def test_the_form_and_the_button_that_says_it_still_fails_carry_the_picture_tool(client, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.RESUELTO, now=now)

    for path in (FORM, f"{ticket.get_absolute_url()}?accion=falla"):
        page = client.get(path).content.decode()

        assert "js/picture-tool.js" in page and 'data-drop="one"' in page and "data-uploads-says" in page
