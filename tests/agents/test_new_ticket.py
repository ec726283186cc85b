"""«Nueva solicitud»: an agent writes down what somebody asked by phone."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tickets.models import Requester, Ticket
from tickets.models.message import Channel
from tickets.states import State

NEW = "/agentes/solicitudes/nueva/"
GOOD = {"email": "Eva@agencia.test", "name": "Eva Luna", "subject": "No cotiza con ATLAS", "description": "Me llamó."}


def post(browser, **data):
    return browser.post(NEW, GOOD | {"submission_id": str(uuid.uuid4())} | data)


def test_it_is_opened_on_behalf_of_the_requester(desk, agent):
    answer = post(desk, attachments=[SimpleUploadedFile("guia.txt", b"hola")])

    ticket = Ticket.objects.get()
    event = ticket.events.get()
    assert answer["Location"] == reverse("agents:ticket", args=[ticket.pk])
    assert (ticket.requester.email, ticket.requester_name) == ("eva@agencia.test", "Eva Luna")
    assert (ticket.state, ticket.channel, event.agent) == (State.ABIERTA, Channel.AGENT, agent)
    assert ticket.attachments.get().name == "guia.txt"
    assert "Laura la registró a su nombre" in desk.get(answer["Location"]).content.decode()


def test_a_known_address_needs_no_name(desk, requester):
    post(desk, email=requester.email, name="")

    assert Ticket.objects.get().requester == requester


def test_an_unknown_one_does_and_nothing_typed_is_lost(desk):
    answer = post(desk, name="", attachments=[SimpleUploadedFile("guia.txt", b"hola")])

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ese correo es nuevo." in page
    assert "No cotiza con ATLAS" in page
    assert "guia.txt" in page
    assert not Ticket.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("email", "", "Escribe el correo de quien lo pide."),
        ("email", "eva@", "no parece completo"),
        ("email", "eva@x.test\nBcc: otra@x.test", "salto de línea"),
        ("subject", "", "Escribe el asunto."),
        ("subject", "x" * 201, "Es demasiado largo"),
        ("description", " ", "Cuenta qué pasa."),
        ("process", "999999", "Elige una opción de la lista."),
    ],
)
def test_bad_input_is_said_beside_its_field(desk, field, value, said):
    answer = post(desk, **{field: value})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Ticket.objects.exists()


def test_sent_twice_it_is_one_ticket(desk):
    attempt = str(uuid.uuid4())

    first, second = post(desk, submission_id=attempt), post(desk, submission_id=attempt)

    assert first["Location"] == second["Location"]
    assert Ticket.objects.count() == 1


def test_the_address_of_a_colleague_is_an_address_like_any_other(desk, agent):
    Requester.objects.register(agent.email, "Laura", timezone.now())

    post(desk, email=agent.email)

    assert Ticket.objects.get().requester.email == agent.email
