"""Every page that requesters open: no violation of WCAG 2.2 AA, nothing wider than the screen, no CSP report."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.e2e.axe import VIEWS, open_page, overflow, violations
from tests.factories import make_requester, make_ticket, make_user, receive_reply
from tests.pictures import PDF, png
from tickets.models import Attachment, LinkRequest
from tickets.models.attachment import AttachmentKind
from tickets.states import CloseReason, State

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
FORM = "/soporte/"


@pytest.fixture
def desk(transactional_db):
    """A ticket in each state with a conversation, a picture and a file; and a link to all of them."""
    now = timezone.now() - timedelta(hours=2)
    agent, requester = make_user("laura"), make_requester("ana@agencia.test", now=now)
    tickets = {state: _ticket(state, requester, agent, now) for state in State}
    merged = make_ticket(requester=requester, subject="La misma " + "sinespacios" * 12, now=now)
    merged.merge_into(tickets[State.ABIERTA], by=agent, now=now)
    done = make_ticket(requester=requester, agent=agent, state=State.CERRADO, reason=CloseReason.COMPLETA, now=now)
    link = LinkRequest.objects.ask(requester.email, timezone.now()).mint(timezone.now())
    return {
        **{f"tracking {state}": ticket.get_absolute_url() for state, ticket in tickets.items()},
        "tracking, still failing": f"{tickets[State.RESUELTO].get_absolute_url()}?accion=falla",
        "tracking, approving": f"{tickets[State.RESUELTO].get_absolute_url()}?accion=quedo",
        "tracking, a button too late": f"{tickets[State.CERRADO].get_absolute_url()}?accion=tiempo",
        "tracking, merged": merged.get_absolute_url(),
        "survey": f"/encuesta/{done.current_round.survey_token}/?n=4",
        "survey, void": f"/encuesta/{tickets[State.ABIERTA].current_round.survey_token}/",
        "dead link": "/solicitud/nada/",
        "form": FORM,
        "own tickets, asking": "/mis-solicitudes/",
        "own tickets, entering": f"/mis-solicitudes/{link}/",
    }


def _ticket(state: State, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=state, now=now)
    if state != State.ABIERTA:
        return ticket
    files = [
        Attachment.objects.keep(PDF, "portal-atlas.pdf", now=now),
        Attachment.objects.keep(png(900, 500), "pantalla.png", kind=AttachmentKind.SCREENSHOT, now=now),
    ]
    receive_reply(ticket, by=requester, body="https://" + "sin-espacios-" * 20, files=files, now=now)
    return ticket


def _check(page, reports: list[str]) -> None:
    assert violations(page) == []
    assert overflow(page) == 0
    assert [report for report in reports if "Content Security Policy" in report] == []


def _listen(page) -> list[str]:
    reports: list[str] = []
    page.on("console", lambda message: reports.append(message.text))
    return reports


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_every_page_as_it_opens(browser, live_server, desk, width, scheme):
    page = open_page(browser, live_server.url + FORM, width, scheme)
    reports = _listen(page)

    for path in desk.values():
        page.goto(live_server.url + path)
        _check(page, reports)

    page.context.close()


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_every_page_on_the_way_from_form_to_survey(browser, live_server, desk, width, scheme):
    page = open_page(browser, live_server.url + FORM, width, scheme)
    reports = _listen(page)

    page.set_input_files("[name=attachments]", {"name": "portal.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.set_input_files("[name=screenshot]", {"name": "foto.png", "mimeType": "image/png", "buffer": png()})
    _check(page, reports)
    page.fill("[name=email]", "nora@gmial.com")
    page.click("button.primary")  # typo, name, subject and description missing
    _check(page, reports)
    page.click("text=Sí, corregir")
    page.fill("[name=name]", "Nora Vega")
    page.fill("[name=subject]", "No está cotizando con ATLAS")
    page.fill("[name=description]", "Desde las 8.")
    page.click("button.primary")
    page.wait_for_url("**/soporte/enviada/**")
    page.click("text=¿No es tu correo? Corrígelo")
    _check(page, reports)

    page.goto(live_server.url + desk["own tickets, entering"])
    page.click("text=Entrar")
    _check(page, reports)
    page.goto(live_server.url + desk["tracking resuelto"])
    page.click("text=¿Cambió la persona que usa este correo? Avísanos")
    page.click("button[value=persona]")
    _check(page, reports)
    page.goto(live_server.url + desk["survey"])
    for _ in ("score", "comment"):
        page.click("button.primary")
        _check(page, reports)
    page.click("text=no, es todo")
    _check(page, reports)

    page.context.close()


def test_nothing_scrolls_sideways_at_320_pixels(browser, live_server, desk):
    page = open_page(browser, live_server.url + FORM, 320)

    for name, path in desk.items():
        page.goto(live_server.url + path)
        assert overflow(page) == 0, name

    page.context.close()
