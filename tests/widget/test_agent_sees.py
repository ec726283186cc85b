"""What the button tells about a request, on the agent's page."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_requester, make_ticket, receive_reply
from tests.pages import text
from tickets.models.message import Channel
from tickets.submission import Identity


@pytest.fixture
def page_of(client, agent):
    client.force_login(agent)
    return lambda ticket: text(client.get(reverse("agents:ticket", args=[ticket.pk])))


def test_who_reports_with_whose_login_is_said(page_of, requester):
    luis = make_requester("luis@agencia.test", "Luis Mora", now=timezone.now(), proven=False)
    signed = Identity("ana.ruiz", True, requester.email)

    own = make_ticket(requester=requester, now=timezone.now(), identity=signed, channel=Channel.WIDGET)
    others = make_ticket(requester=luis, now=timezone.now(), identity=signed, channel=Channel.WIDGET)
    unsigned = make_ticket(requester=luis, now=timezone.now(), channel=Channel.WIDGET)

    assert (own.identity_verified, others.identity_verified, unsigned.identity_verified) == (True, False, False)
    assert "reporta" not in page_of(own)
    assert "reporta Luis Mora con el usuario ana.ruiz" in page_of(others)
    assert "identidad sin verificar" in page_of(unsigned)


def test_the_particulars_of_the_page_are_read_as_sentences(page_of, requester):
    told = {
        "address": "https://cotizador.test/emision?poliza=1", "title": "<b>Cotizador</b>", "context": {"poliza": "55"},
        "errors": [{"at": "09:00:00", "text": "TypeError: x"}],
        "requests": [{"at": "09:00:01", "method": "GET", "path": "/primas", "status": 502}, {"method": "POST", "path": "/x"}],
    }  # fmt: skip

    said = page_of(make_ticket(requester=requester, now=timezone.now(), diagnostics=told, channel=Channel.WIDGET))

    assert "1 error, 2 peticiones fallidas" in said
    assert "<b>Cotizador</b> https://cotizador.test/emision?poliza=1" in said
    assert "GET /primas → 502" in said and "POST /x → sin respuesta" in said


def test_what_the_page_told_with_an_addition_stands_at_that_message(client, agent, requester):
    ticket = make_ticket(requester=requester, now=timezone.now(), diagnostics={"title": "Cotizador", "address": "/"})
    added = receive_reply(
        ticket, by=requester, body="Ahora en la emisión", now=timezone.now(), channel=Channel.WIDGET,
        diagnostics={"title": "Emisión", "address": "https://cotizador.test/emision", "errors": [{"text": "<b>x</b>"}]},
    ).message  # fmt: skip
    client.force_login(agent)

    shown = client.get(reverse("agents:ticket", args=[ticket.pk])).content.decode()

    at_message = shown.split(f'id="m-{added.pk}"')[1].split("</li>")[0]
    beside = shown.split("<aside")[1]
    assert "Diagnóstico · 1 error, 0 peticiones fallidas" in at_message
    assert "Emisión" in at_message and "&lt;b&gt;x&lt;/b&gt;" in at_message
    assert "<dt>Página</dt><dd>Cotizador" in beside and "cotizador.test/emision" not in beside
    assert shown.count(">Diagnóstico") == 2
