"""The workspace in a real browser: no violation of WCAG 2.2 AA, no sideways scrolling, no complaint of the policy."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agents.demo.catalogues import make_catalogues
from agents.demo.people import make_people
from agents.demo.tickets import make_tickets
from notifications.models import SpooledMessage
from notifications.models.spool import SpoolState
from tests.e2e.axe import VIEWS, open_page, overflow, violations
from tests.factories import receive_reply
from tickets.models import Draft, Ticket

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(transactional_db):
    """The demo's desk, with something held, something in quarantine and something half written."""
    now = timezone.now()
    make_catalogues()
    team = make_people()
    make_tickets(team, now)
    held = Ticket.objects.get(subject__startswith="La póliza emitida")
    receive_reply(held, sender="luis@otra.example", body="Es la póliza 1234", now=now)
    Draft.objects.keep(held, team["laura"], verb="note", body="Falta el endoso", now=now)
    received = SpooledMessage.objects.create(
        channel="imap", mailbox="soporte@x/INBOX", message_id="<1@x>", sha256="0" * 64, raw=b"From: x\r\nSubject: y\r\n\r\nz",
        received_at=now, state=SpoolState.QUARANTINED, reason="No se pudo leer el mensaje.",
    )  # fmt: skip
    return team, held, received


def session_of(user, live_server) -> dict:
    client = Client()
    client.force_login(user)
    cookie = client.cookies["sessionid"].value
    return {"cookies": [{"name": "sessionid", "value": cookie, "url": live_server.url}], "origins": []}


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_every_page_is_accessible(browser, live_server, desk, width, scheme):
    team, held, received = desk
    thanked = Ticket.objects.get(subject__startswith="Listado")
    pages = [
        ("agents:queue", []), ("agents:ticket", [held.pk]), ("agents:ticket", [thanked.pk]), ("agents:new", []),
        ("agents:quarantine", []), ("agents:received", [received.pk]), ("agents:profile", []), ("agents:catalogues", []),
        ("account_change_password", []), ("mfa_index", []), ("agents:tickets_insurer_changelist", []),
        ("agents:tickets_process_add", []), ("agents:auth_user_changelist", []),
    ]  # fmt: skip
    session = session_of(team["admin"], live_server)
    found = []
    for name, args in pages:
        page = open_page(browser, live_server.url + reverse(name, args=args), width, scheme, storage_state=session)
        found += [f"{name}: {line}" for line in violations(page)]
        found += [f"{name}: scrolls {overflow(page)} px sideways"] if overflow(page) else []
        page.context.close()

    assert found == []


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_signing_in_is_accessible(browser, live_server, width, scheme):
    page = open_page(browser, live_server.url + "/agentes/", width, scheme)

    assert violations(page) == []
    assert overflow(page) == 0
    page.context.close()
