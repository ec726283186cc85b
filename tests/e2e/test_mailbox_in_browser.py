"""/buzon/ in a real browser: accessible, its links work, an answer shows what became of it without a click."""

import pytest
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from notifications.addresses import reply_address
from notifications.inbound import pipeline
from notifications.mailbox.backend import MailboxBackend
from notifications.models import MailboxMessage
from tests.e2e.axe import VIEWS, open_page, overflow, violations
from tests.factories import make_requester, make_ticket, make_user
from tests.notifications.inbound.raw import state_of
from tickets.states import State

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ticket(transactional_db, settings, live_server):
    """En cliente, with the mail that asks in the mailbox."""
    settings.DEBUG = True
    now = timezone.now()
    requester, agent = make_requester("ana@agencia.test", now=now), make_user("laura")
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)
    page = live_server.url + ticket.get_absolute_url()
    for number, to in enumerate(["otra." + "larga" * 12 + "@agencia.test", requester.email]):
        message = EmailMultiAlternatives(
            f"Nos falta un dato: {ticket.subject} [#{ticket.pk}]", f"¿Con qué póliza?\n{page}",
            "Laura · Soporte <soporte@segupoliza.test>", [to], reply_to=[reply_address(ticket.reply_token)],
            headers={"Message-ID": f"<{number}@nuestro.test>"},
        )  # fmt: skip
        message.attach_alternative(f'<p>¿Con qué póliza?</p><a href="{page}">Ver mi solicitud</a>', "text/html")
        message.attach("portal-atlas-" * 6 + ".pdf", b"%PDF", "application/pdf")
        MailboxBackend().send_messages([message])
    return ticket


def paths(mail: MailboxMessage) -> list[str]:
    of_mail = [f"/buzon/{mail.pk}/", f"/buzon/{mail.pk}/?ver=texto", f"/buzon/{mail.pk}/?ver=encabezados"]
    return ["/buzon/", "/buzon/?para=nadie@agencia.test", *of_mail, "/buzon/nuevo/", "/buzon/enviados/"]


@pytest.mark.parametrize(("width", "scheme"), [*VIEWS, (320, "light")])
def test_every_page_is_accessible(browser, live_server, ticket, width, scheme):
    page = open_page(browser, live_server.url + "/buzon/", width, scheme)
    reports: list[str] = []
    page.on("console", lambda message: reports.append(message.text))
    for path in paths(MailboxMessage.objects.latest("pk")):
        page.goto(live_server.url + path)

        assert violations(page) == []
        assert overflow(page) == 0
    assert [report for report in reports if "Content Security Policy" in report] == []
    page.context.close()


def test_a_link_of_the_mail_opens_our_page_outside_the_frame(browser, live_server, ticket):
    page = open_page(browser, f"{live_server.url}/buzon/{MailboxMessage.objects.latest('pk').pk}/")

    with page.context.expect_page() as opened:
        page.frame_locator("iframe").get_by_role("link", name="Ver mi solicitud").click()

    opened.value.get_by_role("heading", name=ticket.subject).wait_for()
    page.context.close()


def test_an_answer_shows_what_became_of_it_without_a_click(browser, live_server, ticket):
    page = open_page(browser, f"{live_server.url}/buzon/{MailboxMessage.objects.latest('pk').pk}/")
    page.get_by_label("Tu respuesta").fill("Es la 77123, va la pantalla")
    page.get_by_label("Adjuntar archivos").set_input_files(
        {"name": "pantalla.txt", "mimeType": "text/plain", "buffer": b"contenido"}
    )
    page.get_by_role("button", name="Enviar respuesta").click()
    page.get_by_text("Espera a que el trabajador lo lea.").wait_for()

    pipeline.process_pending(timezone.now())

    page.get_by_text("Llegó a su solicitud por la dirección de respuesta.").wait_for()
    assert state_of(ticket) == State.EN_ESPERA
    assert ticket.messages.last().attachments.get().name == "pantalla.txt"
    page.context.close()


def test_without_javascript_everything_works(browser, live_server, ticket):
    page = open_page(browser, f"{live_server.url}/buzon/", java_script_enabled=False)
    page.get_by_role("link", name=f"Nos falta un dato: {ticket.subject}").first.click()
    page.get_by_label("Tu respuesta").fill("Es la 77123")
    page.get_by_role("button", name="Enviar respuesta").click()
    pipeline.process_pending(timezone.now())

    page.get_by_role("link", name="Actualizar").click()

    assert "Llegó a su solicitud" in page.content()
    page.context.close()
