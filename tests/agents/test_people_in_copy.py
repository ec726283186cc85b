"""Who was in copy of a mail: shown to the agent, added with one click, and never written to by itself."""

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications.models import Email
from notifications.outbox.publish import publish_pending
from tests.factories import make_ticket
from tests.notifications.inbound.raw import SUPPORT, arrive, raw_mail
from tickets.event_kinds import EventKind
from tickets.models import Message, Ticket

pytestmark = pytest.mark.django_db

JEFE = "jefe@agencia.test"
COPIES = f"Cc: Jefe Beltrán <JEFE@agencia.test>, {SUPPORT},\n <eva@otra.test>, roto, Ana <ana@agencia.test>"


@pytest.fixture
def now():
    """The pages look at the clock themselves."""
    return timezone.now().replace(microsecond=0)


@pytest.fixture
def ticket(now):
    arrive(raw_mail(headers=COPIES), now)
    return Ticket.objects.get()


def page(desk, ticket) -> str:
    return desk.get(reverse("agents:ticket", args=[ticket.pk])).content.decode()


def add(desk, ticket, email: str, message: Message | None = None):
    keys = [ticket.pk, (message or ticket.messages.get()).pk]
    return desk.post(reverse("agents:add_copied", args=keys), {"email": email})


def test_they_are_kept_and_shown_without_us_and_the_writer(desk, ticket):
    assert ticket.messages.get().copied == [["Jefe Beltrán", JEFE], ["", "eva@otra.test"]]
    assert f"Jefe Beltrán &lt;{JEFE}&gt;" in page(desk, ticket)


def test_nothing_goes_to_them_by_itself(ticket, agent, now):
    ticket.reply("Ya lo revisamos", by=agent, now=now)
    publish_pending(now)

    assert set(Email.objects.values_list("to", flat=True)) == {"ana@agencia.test"}


def test_one_click_makes_one_a_participant(desk, ticket, agent, now):
    assert add(desk, ticket, JEFE).status_code == 302

    assert list(ticket.participants.values_list("email", "name")) == [(JEFE, "Jefe Beltrán")]
    assert ticket.events.get(action=EventKind.ADD_PARTICIPANT).facts.address == JEFE
    shown = page(desk, ticket)
    assert f"Agregar a {JEFE}" not in shown
    assert "Agregar a eva@otra.test" in shown


@pytest.mark.parametrize("email", ["", "nadie@otra.test", "ana@agencia.test", SUPPORT])
def test_nobody_else_is_added_by_that_post(desk, ticket, email):
    assert add(desk, ticket, email).status_code == 422

    assert not ticket.participants.exists()


def test_nor_by_the_message_of_another_ticket(desk, ticket, requester, now):
    other = make_ticket(requester=requester, now=now)

    assert add(desk, other, JEFE, ticket.messages.get()).status_code == 404


def test_a_click_twice_is_one_participant(desk, ticket):
    add(desk, ticket, JEFE)
    add(desk, ticket, JEFE)

    assert ticket.participants.count() == 1
