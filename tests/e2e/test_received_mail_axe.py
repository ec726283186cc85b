"""What an agent sees of mail, in a real browser: no violation of WCAG 2.2 AA, no sideways scrolling."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications.addresses import reply_address
from tests.e2e.axe import VIEWS, open_page, overflow, violations
from tests.e2e.test_agent_pages_axe import session_of
from tests.factories import make_requester, make_ticket, make_user
from tests.notifications.inbound.raw import arrive, raw_mail
from tests.notifications.inbound.test_files import picture, with_picture
from tickets.states import State

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def received(transactional_db):
    """A question that is answered by a machine and a colleague, after a mail with a picture and one with a logo."""
    now, agent = timezone.now(), make_user("laura")
    ticket = make_ticket(requester=make_requester("ana@agencia.test", now=now), agent=agent, now=now)
    to = {"to": reply_address(ticket.reply_token), "subject": f"Re: {ticket.subject}"}
    whole = arrive(with_picture(picture(900, 400), message_id="1@x", **to), now).became
    arrive(with_picture(picture(160, 60), words="Y con mi firma", message_id="2@x", **to), now)
    ticket.ask("¿Con qué póliza te pasa?", by=agent, now=now)
    back = timezone.localdate(now) + timedelta(days=9)
    away = f"Estoy fuera de la oficina. Regreso el {back:%d/%m/%Y}."
    arrive(raw_mail(body=away, message_id="3@x", headers="Auto-Submitted: auto-replied", **to), now)
    arrive(raw_mail(body="Es la 1234", message_id="4@x", sender="Eva Luna <eva@agencia.test>", **to), now)
    ticket.refresh_from_db()
    assert ticket.state == State.EN_CLIENTE
    return agent, ticket, whole


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_mail_is_accessible_to_agents(browser, live_server, received, width, scheme):
    agent, ticket, whole = received
    session = session_of(agent, live_server)
    addresses = {
        "queue": reverse("agents:queue") + "?vista=por-cerrar",
        "ticket": reverse("agents:ticket", args=[ticket.pk]),
        "mail": reverse("agents:message", args=[ticket.pk, whole.pk]),
    }
    found = []
    for name, address in addresses.items():
        page = open_page(browser, live_server.url + address, width, scheme, storage_state=session)
        found += [f"{name}: {line}" for line in violations(page)]
        found += [f"{name}: scrolls {overflow(page)} px sideways"] if overflow(page) else []
        page.context.close()

    assert not found, "\n".join(found)
