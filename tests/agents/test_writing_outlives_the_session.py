"""What an agent wrote is not lost to a session that ended, nor to a page older than the last sign-in."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.agents.conftest import signed_in
from tests.factories import make_ticket
from tickets.models import Draft, Ticket

TEXT = "Le explico con detalle <b>cómo</b> emitir."


@pytest.fixture
def now():
    """The views take the real time."""
    return timezone.now()


@pytest.fixture
def ticket(requester, now):
    return make_ticket(requester=requester, now=now)


def composed(ticket, **more):
    message = ticket.messages.get()
    return {"text": TEXT, "verb": "resolve", "seen": message.pk, "state": ticket.state} | more


def test_the_text_waits_until_they_have_signed_in_again(ticket, agent, at_once):
    browser = Client()
    page = reverse("agents:ticket", args=[ticket.pk])

    answer = browser.post(reverse("agents:send", args=[ticket.pk]), composed(ticket))
    browser.force_login(agent)
    shown = browser.get(page).content.decode()
    sent = browser.post(reverse("agents:send", args=[ticket.pk]), composed(ticket))

    assert answer["Location"].endswith(f"?next={page}")
    assert "Le explico con detalle &lt;b&gt;cómo&lt;/b&gt; emitir." in shown
    assert "Tu sesión terminó mientras escribías." in shown
    assert sent.status_code == 302
    assert ticket.messages.last().body == TEXT
    assert "Tu sesión terminó" not in browser.get(page).content.decode()


def test_once_the_page_has_saved_more_the_older_text_is_forgotten(ticket, agent):
    browser = Client()

    browser.post(reverse("agents:send", args=[ticket.pk]), composed(ticket))
    browser.force_login(agent)
    browser.post(reverse("agents:draft_save", args=[ticket.pk]), composed(ticket, text="Lo escribí mejor."))
    shown = browser.get(reverse("agents:ticket", args=[ticket.pk])).content.decode()

    assert "Lo escribí mejor.</textarea>" in shown
    assert "Tu sesión terminó" not in shown


def test_nothing_of_it_is_sent_or_saved_without_a_session(ticket):
    Client().post(reverse("agents:send", args=[ticket.pk]), composed(ticket))

    assert not Draft.objects.exists()
    assert ticket.events.count() == 1


def test_it_shows_on_no_other_ticket_and_files_are_named_as_missing(ticket, requester, agent, now):
    other, browser = make_ticket(requester=requester, now=now), Client()

    browser.post(
        reverse("agents:send", args=[ticket.pk]), composed(ticket, attachments=SimpleUploadedFile("a.txt", b"hola"))
    )
    browser.force_login(agent)

    assert "emitir." not in browser.get(reverse("agents:ticket", args=[other.pk])).content.decode()
    assert "adjuntarlos de nuevo" in browser.get(reverse("agents:ticket", args=[ticket.pk])).content.decode()


def test_a_new_ticket_of_a_call_waits_as_well(agent):
    browser = Client()

    browser.post("/agentes/solicitudes/nueva/", {"email": "eva@agencia.test", "description": TEXT})
    browser.force_login(agent)
    shown = browser.get("/agentes/solicitudes/nueva/").content.decode()

    assert "eva@agencia.test" in shown
    assert "cómo&lt;/b&gt; emitir." in shown


def test_after_any_other_button_one_comes_back_to_the_ticket(ticket):
    answer = Client().post(reverse("agents:take", args=[ticket.pk]))

    assert answer["Location"].endswith(f"?next={reverse('agents:ticket', args=[ticket.pk])}")


def strict(agent):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(agent)
    return browser


def test_a_page_older_than_the_sign_in_gives_the_text_back_and_sends_nothing(ticket, agent, at_once):
    answer = strict(agent).post(reverse("agents:send", args=[ticket.pk]), composed(ticket))

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "cómo&lt;/b&gt; emitir." in page
    assert "envíalo otra vez" in page
    assert not Draft.objects.exists()
    assert ticket.events.count() == 1


def test_beside_a_message_on_its_way_the_text_can_be_copied(ticket, agent, desk):
    desk.post(reverse("agents:send", args=[ticket.pk]), composed(ticket))

    answer = strict(agent).post(reverse("agents:send", args=[ticket.pk]), composed(ticket, text="Otro texto"))

    assert "Esto no se guardó" in answer.content.decode()
    assert "Otro texto" in answer.content.decode()


@pytest.mark.parametrize("place", ["new", "split"])
def test_so_do_the_other_pages_where_one_writes(ticket, agent, place):
    keys = [ticket.pk, ticket.messages.get().pk] if place == "split" else []

    answer = strict(agent).post(reverse(f"agents:{place}", args=keys), {"subject": "Mi asunto", "description": TEXT})

    assert answer.status_code == 403
    assert "Mi asunto" in answer.content.decode()
    assert Ticket.objects.count() == 1


def test_a_foreign_page_begins_no_session(ticket):
    answer = Client(enforce_csrf_checks=True).post(reverse("agents:send", args=[ticket.pk]), composed(ticket))

    assert "sessionid" not in answer.cookies


def test_who_looks_without_having_written_sees_nothing_new(ticket, agent):
    assert "Tu sesión" not in signed_in(agent).get(reverse("agents:ticket", args=[ticket.pk])).content.decode()
