"""One form, sent by four threads at the same moment. SQLite in memory has one connection and cannot show this."""

import threading
import uuid

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from surveys.models import Answer
from tests.factories import make_requester, make_ticket, make_user
from tests.pictures import upload
from tickets.event_kinds import EventKind
from tickets.models import Attachment, Ticket
from tickets.states import CloseReason, State

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL: DATABASE_URL"),
]
AT_ONCE = 4


def at_once(act) -> list[int]:
    """Run `act(client)` in several threads that start together; the statuses they got."""
    Client().get("/soporte/")  # loads the middleware, which a process does once
    gate, statuses = threading.Barrier(AT_ONCE), []

    def run() -> None:
        try:
            gate.wait(timeout=20)
            statuses.append(act(Client()).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return statuses


def test_the_support_form_is_one_ticket_and_loses_no_file(now):
    make_requester("ana@agencia.test", now=now)
    typed = {
        "email": "ana@agencia.test", "subject": "No cotiza nada con ATLAS", "description": "x", "submission_id": str(uuid.uuid4())
    }  # fmt: skip

    statuses = at_once(lambda client: client.post("/soporte/", typed | {"attachments": upload()}))

    assert statuses == [303] * AT_ONCE
    assert [file.name for file in Ticket.objects.get().attachments.all()] == ["portal-atlas.pdf"]
    assert not Attachment.objects.filter(ticket=None).exists()


def test_every_text_of_an_attempt_has_the_file_it_was_sent_with(now):
    make_requester("ana@agencia.test", now=now)
    texts = iter("abcd")
    typed = {
        "email": "ana@agencia.test", "subject": "No cotiza nada con ATLAS", "submission_id": str(uuid.uuid4())
    }  # fmt: skip

    def send(client: Client) -> HttpResponse:
        text = next(texts)
        return client.post("/soporte/", typed | {"description": text, "attachments": upload(f"{text}.pdf")})

    statuses = at_once(send)

    assert statuses == [303] * AT_ONCE
    messages = Ticket.objects.get().messages.all()
    assert sorted((message.body, [file.name for file in message.attachments.all()]) for message in messages) == [
        (text, [f"{text}.pdf"]) for text in "abcd"
    ]
    assert not Attachment.objects.filter(ticket=None).exists()


def test_the_new_person_is_reported_once(now):
    laura = make_requester("laura@agencia.test", now=now)
    ticket = make_ticket(requester=laura, now=now)
    typed = {
        "email": "laura@agencia.test", "subject": "No cotiza nada con ATLAS", "description": "x",
        "new_person": "Luisa Paz", "submission_id": str(uuid.uuid4()),
    }  # fmt: skip

    by_form = at_once(lambda client: client.post("/soporte/", typed))
    by_page = at_once(
        lambda client: client.post(ticket.get_absolute_url(), {"accion": "persona", "new_person": "Luisa Paz"})
    )

    assert by_form == by_page == [303] * AT_ONCE
    for one in Ticket.objects.all():
        assert one.events.filter(action=EventKind.PERSON_CHANGED).count() == 1


def test_a_reply_is_one_message(now):
    ticket = make_ticket(requester=make_requester("ana@agencia.test", now=now), now=now)
    url, sent = ticket.get_absolute_url(), {"accion": "responder", "body": "Sigue", "submission_id": str(uuid.uuid4())}

    statuses = at_once(lambda client: client.post(url, sent | {"attachments": upload()}))

    assert statuses == [303] * AT_ONCE
    assert [file.name for file in ticket.messages.get(body="Sigue").attachments.all()] == ["portal-atlas.pdf"]
    assert not Attachment.objects.filter(ticket=None).exists()


def test_approving_and_scoring_happen_once(now):
    make_user("laura")
    ticket = make_ticket(requester=make_requester("ana@agencia.test", now=now), state=State.RESUELTO, now=now)
    tracking, survey = ticket.get_absolute_url(), f"/encuesta/{ticket.current_round.survey_token}/"

    approved = at_once(lambda client: client.post(tracking, {"accion": "quedo"}))
    scored = at_once(lambda client: client.post(survey, {"paso": "calificacion", "score": 5}))

    ticket.refresh_from_db()
    assert approved == scored == [303] * AT_ONCE
    assert (ticket.close_reason, ticket.events.filter(action="approve").count()) == (CloseReason.COMPLETA, 1)
    assert Answer.objects.get().score == 5
