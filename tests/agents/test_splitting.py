"""Two problems in one message become two tickets."""

from datetime import timedelta

import pytest
from django import forms
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_ticket, receive_reply
from tickets.models import Ticket


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def message(requester, now):
    return make_ticket(requester=requester, now=now - timedelta(hours=5)).messages.get()


def address(message) -> str:
    return reverse("agents:split", args=[message.ticket_id, message.pk])


def test_the_second_problem_is_a_ticket_with_the_original_arrival(desk, message, agent):
    attempt = desk.get(address(message)).context["form"]["attempt"].value()
    data = {"subject": "Falta un recibo", "text": "Tampoco me llegó el recibo.", "attempt": attempt}

    first, again = desk.post(address(message), data), desk.post(address(message), data)

    new = Ticket.objects.get(subject="Falta un recibo")
    assert first["Location"] == again["Location"] == reverse("agents:ticket", args=[new.pk])
    assert new.first_response_due_at == message.ticket.first_response_due_at
    assert new.events.get(action="submit").agent == agent
    assert f"#{message.ticket_id}" in desk.get(first["Location"]).content.decode()


def test_it_is_offered_on_the_message(desk, message):
    assert address(message) in desk.get(reverse("agents:ticket", args=[message.ticket_id])).content.decode()


@pytest.mark.parametrize(("field", "said"), [("subject", "Escribe el asunto."), ("text", "Deja lo que va en la nueva")])
def test_nothing_typed_is_lost(desk, message, field, said):
    data = {
        "subject": "Falta un recibo",
        "text": "Tampoco me llegó.",
        "attempt": "6f1e7c1e-0000-4000-8000-000000000000",
    }

    answer = desk.post(address(message), data | {field: " "})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Ticket.objects.count() == 1


class Unchecked(forms.Form):
    """A form that lets everything pass: only the domain is left to say no."""

    subject, text, process = forms.CharField(), forms.CharField(strip=False), forms.CharField(required=False)
    attempt = forms.UUIDField()


def test_what_the_form_let_pass_and_the_domain_refused_is_shown_where_it_was_typed(desk, message, monkeypatch):
    monkeypatch.setattr("agents.ticket.split.SplitForm", Unchecked)
    data = {"subject": "Falta un recibo", "text": "\t", "attempt": "6f1e7c1e-0000-4000-8000-000000000000"}

    answer = desk.post(address(message), data)

    assert answer.status_code == 422
    assert "Escribe el asunto y el detalle de la nueva solicitud." in answer.content.decode()
    assert Ticket.objects.count() == 1


def test_what_a_requester_did_not_write_is_not_split(desk, message, agent, now):
    note = message.ticket.note("x", by=agent, now=now).message
    held = receive_reply(message.ticket, sender="luis@otra.test", body="Dos cosas", now=now).message

    assert desk.get(address(note)).status_code == 404
    assert desk.get(address(held)).status_code == 404


@pytest.mark.parametrize("attempt", [{}, {"attempt": ""}, {"attempt": "x"}])
def test_a_form_whose_hidden_number_is_none_is_taken_all_the_same(desk, message, attempt):
    data = {"subject": "Falta un recibo", "text": "Tampoco me llegó el recibo."}

    answer = desk.post(address(message), data | attempt)

    assert answer["Location"] == reverse("agents:ticket", args=[Ticket.objects.get(subject="Falta un recibo").pk])
