"""What the button tells about a request, on the agent's page."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_requester, make_ticket
from tests.pages import text
from tickets.intake import Identity
from tickets.models.message import Channel


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

    assert "1 errores, 2 peticiones fallidas" in said
    assert "<b>Cotizador</b> https://cotizador.test/emision?poliza=1" in said
    assert "GET /primas → 502" in said and "POST /x → sin respuesta" in said
