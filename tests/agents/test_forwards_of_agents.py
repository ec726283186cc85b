"""A mail that an agent passes on opens in the agent's name, and is given to its writer with one click."""

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications.models import Email
from notifications.models.email import EmailState
from notifications.outbox.publish import publish_pending
from tests.notifications.inbound.raw import arrive, raw_mail
from tickets.models import Requester, Ticket

pytestmark = pytest.mark.django_db

NORA = "nora@agencia.test"
PASSED_ON = f"""Para que entre a la mesa.

---------- Mensaje reenviado ---------
De: Nora Villa <{NORA}>
Date: lun, 16 nov 2026 a las 9:02
Subject: No puedo emitir con AXA
To: Laura <laura@segupoliza.test>

Al emitir con AXA sale «error de vigencia»."""


@pytest.fixture
def now():
    """The pages look at the clock themselves."""
    return timezone.now().replace(microsecond=0)


@pytest.fixture
def ticket(agent, now):
    arrive(raw_mail(sender=f"Laura <{agent.email}>", subject="RV: No puedo emitir con AXA", body=PASSED_ON), now)
    publish_pending(now)
    return Ticket.objects.get()


def page(desk, ticket) -> str:
    return desk.get(reverse("agents:ticket", args=[ticket.pk])).content.decode()


def give(desk, ticket, name="Nora Villa"):
    return desk.post(reverse("agents:open_for", args=[ticket.pk]), {"name": name})


def test_it_opens_whole_in_the_agents_name_and_offers_the_writers(desk, agent, ticket):
    shown = page(desk, ticket)

    assert ticket.requester.email == agent.email
    assert "error de vigencia" in ticket.messages.get().body
    assert f"Abrir a nombre de Nora Villa &lt;{NORA}&gt;" in shown
    assert 'value="Nora Villa"' in shown
    assert not Email.objects.filter(to=NORA).exists()


def test_giving_it_moves_it_and_revokes_the_agents_links(desk, client, ticket, now):
    mailed = reverse("tickets:tracking", args=[ticket.tracking_token])

    assert give(desk, ticket, "Nora Villa Paz").status_code == 302

    ticket.refresh_from_db()
    assert (ticket.requester.email, ticket.requester_name) == (NORA, "Nora Villa Paz")
    assert client.get(mailed).status_code == 404
    assert "Abrir a nombre de" not in page(desk, ticket)


def test_the_writer_gets_the_minimal_acknowledgement(desk, agent, ticket, now):
    give(desk, ticket)
    publish_pending(timezone.now())

    mail = Email.objects.get(to=NORA)
    assert (mail.kind, mail.state) == ("acuse", EmailState.PENDING)
    assert f"#{ticket.pk}" in mail.subject
    for typed in ("AXA", "vigencia", "Nora"):
        assert typed not in mail.subject + mail.text + mail.html
    assert Email.objects.get(to=agent.email).state == EmailState.SUPPRESSED


def test_the_name_is_asked(desk, ticket):
    assert give(desk, ticket, " ").status_code == 422
    assert not Requester.objects.filter(email=NORA).exists()


def test_it_is_given_once(desk, ticket):
    give(desk, ticket)

    assert give(desk, ticket).status_code == 422


@pytest.mark.parametrize("sender", ["Otra <otra@agencia.test>", f"Nora Villa <{NORA}>"])
def test_nobody_elses_forward_is_offered(desk, agent, now, sender):
    arrive(raw_mail(sender=sender, subject="RV: No puedo emitir", body=PASSED_ON), now)

    ticket = Ticket.objects.get()
    assert "Abrir a nombre de" not in page(desk, ticket)
    assert give(desk, ticket).status_code == 422


def test_an_agent_who_left_is_anybody(desk, colleague, now):
    colleague.is_active = False
    colleague.save()

    arrive(raw_mail(sender=f"Luis <{colleague.email}>", subject="RV: No puedo emitir", body=PASSED_ON), now)

    assert "Abrir a nombre de" not in page(desk, Ticket.objects.get())
