"""On the requester's page a text half written is not lost to the other buttons."""

import pytest
from django.utils import timezone

from tests.e2e.axe import open_page
from tests.factories import make_requester, make_ticket, make_user
from tickets.states import State

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
TEXT = "Sigue sin cotizar, y además"


@pytest.fixture
def ticket(transactional_db):
    now = timezone.now()
    requester = make_requester("ana@agencia.test", "Ana Ruiz", now=now)
    return make_ticket(requester=requester, agent=make_user("laura", "Agente"), state=State.RESUELTO, now=now)


@pytest.fixture
def page(browser, live_server, ticket):
    page = open_page(browser, live_server.url + ticket.get_absolute_url())
    yield page
    page.context.close()


@pytest.mark.parametrize("button", ["Necesito más tiempo", "Aún no queda"])
def test_it_is_still_there_after_another_button(page, ticket, button):
    page.fill("[name=body]", TEXT)

    with page.expect_navigation():
        page.get_by_text(button, exact=True).click()

    assert page.input_value("[name=body]") == TEXT
    assert not ticket.messages.filter(body=TEXT).exists()


def test_once_sent_it_does_not_come_back(page, ticket):
    page.fill("[name=body]", TEXT)
    page.reload()
    assert page.input_value("[name=body]") == TEXT

    with page.expect_navigation():
        page.get_by_role("button", name="Enviar", exact=True).click()

    assert page.input_value("[name=body]") == ""
    assert ticket.messages.last().body == TEXT
