"""The workspace by keyboard and mouse in a real browser: moving, writing, undoing, refreshing; the policy is kept."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agents.models import Profile
from tests.e2e.axe import open_page
from tests.e2e.test_agent_pages_axe import session_of
from tests.factories import make_requester, make_ticket, make_user, receive_reply
from tests.pictures import png
from tickets.models import Attachment, Draft
from tickets.models.attachment import AttachmentKind

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def agent(transactional_db):
    return make_user("laura")


@pytest.fixture
def tickets(agent, now):
    ana = make_requester("ana@agencia.test", now=now)
    picture = Attachment.objects.keep(png(900, 500), "p.png", kind=AttachmentKind.SCREENSHOT, now=now)
    first = make_ticket(requester=ana, subject="Primera", files=[picture], now=now - timedelta(hours=3))
    return [first, make_ticket(requester=ana, subject="Segunda", now=now - timedelta(hours=2))]


@pytest.fixture
def desk(browser, live_server, agent, tickets):
    """The queue, open; leaves nothing in the console."""
    page = open_page(browser, live_server.url + reverse("agents:queue"), storage_state=session_of(agent, live_server))
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert complaints == []
    page.context.close()


def test_from_the_queue_to_a_sent_answer_without_the_mouse(desk, tickets, settings):
    settings.UNDO_SEND = timedelta(seconds=600)

    desk.keyboard.press("j")
    desk.keyboard.press("j")
    desk.keyboard.press("k")
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"**/{tickets[0].pk}/**")
    desk.keyboard.press("e")
    desk.keyboard.type("Ya quedó, vuelve a cotizar.")
    desk.keyboard.press("Control+Enter")

    desk.wait_for_url(f"**/{tickets[1].pk}/**")  # the next of the view
    draft = Draft.objects.get()
    assert (draft.ticket, draft.verb, draft.body) == (tickets[0], "resolve", "Ya quedó, vuelve a cotizar.")
    desk.get_by_role("button", name="Deshacer").click()
    desk.wait_for_url(f"**/{tickets[0].pk}/**")
    assert desk.locator("#texto").input_value() == "Ya quedó, vuelve a cotizar."


def test_a_draft_saves_itself_and_a_note_has_its_own_paper_and_button(desk, tickets, agent):
    desk.get_by_role("link", name="Primera").click()
    desk.wait_for_url(f"**/{tickets[0].pk}/**")
    desk.keyboard.press("n")
    desk.keyboard.type("Reporte 5567")

    desk.get_by_text("Borrador guardado").wait_for()
    assert (Draft.objects.get().body, Draft.objects.get().verb) == ("Reporte 5567", "note")
    assert desk.get_by_role("button", name="Guardar nota").is_visible()
    assert not desk.get_by_role("button", name="Enviar solución").is_visible()


def test_the_help_opens_and_letters_in_a_field_are_letters(desk):
    desk.keyboard.press("?")
    assert desk.locator("#ayuda-teclas").is_visible()
    desk.keyboard.press("Escape")

    desk.keyboard.press("/")
    desk.keyboard.type("jx?")
    assert desk.locator("#buscar").input_value() == "jx?"
    assert desk.locator("tr[data-current]").count() == 0


def test_switched_off_the_keys_do_nothing(browser, live_server, agent, tickets):
    Profile.objects.create(user=agent, keyboard_shortcuts=False)
    page = open_page(browser, live_server.url + reverse("agents:queue"), storage_state=session_of(agent, live_server))

    page.keyboard.press("j")
    page.keyboard.press("?")

    assert page.locator("tr[data-current]").count() == 0
    assert page.locator("dialog[open]").count() == 0
    page.context.close()


def test_chosen_tickets_bring_their_tools(desk, tickets, agent):
    assert not desk.get_by_role("button", name="Asignarme").is_visible()
    desk.get_by_label("Elegir todas").check()
    desk.get_by_role("button", name="Asignarme").click()
    desk.get_by_text("2 solicitudes cambiaron.").wait_for()

    tickets[0].refresh_from_db()
    assert tickets[0].assignee == agent


def test_the_rows_refresh_themselves(desk, tickets, now):
    desk.clock.install()
    desk.reload()
    receive_reply(tickets[0], by=tickets[0].requester, body="¿Alguna novedad?", now=now)
    tickets[0].refresh_from_db()
    tickets[0].set_subject("Primera, con más detalle", by=None, now=now)

    desk.clock.run_for(21_000)

    desk.get_by_text("Primera, con más detalle").wait_for()


def test_a_picture_is_enlarged_in_place(desk, tickets):
    desk.get_by_role("link", name="Primera").click()
    desk.get_by_role("link", name="Imagen de la pantalla").click()

    assert desk.locator("#zoom").is_visible()
    assert desk.evaluate("document.querySelector('#zoom img').complete")


def test_everything_works_without_javascript(browser, live_server, agent, tickets, settings):
    settings.UNDO_SEND = timedelta(0)
    page = open_page(
        browser, live_server.url + reverse("agents:queue"), storage_state=session_of(agent, live_server),
        java_script_enabled=False,
    )  # fmt: skip

    page.get_by_role("link", name="Primera").click()
    page.get_by_text("Nota interna", exact=True).click()
    page.locator("#texto").fill("Reporte 5567")
    page.get_by_role("button", name="Guardar nota").click()
    page.locator("#texto").fill("¿Con qué póliza?")
    page.get_by_role("button", name="Pedir información").click()

    tickets[0].refresh_from_db()
    assert tickets[0].state == "en_cliente"
    assert tickets[0].messages.filter(kind="nota", body="Reporte 5567").exists()
    page.context.close()
