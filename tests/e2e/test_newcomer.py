"""What a newcomer does, in a real browser, against real processes: a ticket lives its whole life."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from agents.demo.people import PASSWORD
from tests.e2e.desk import running_desk
from tests.processes import PATIENCE, wait_until

pytestmark = [pytest.mark.e2e, pytest.mark.newcomer]
DURATIONS = {
    "FIRST_RESPONSE_WITHIN": "2h", "FIRST_RESPONSE_WARNING": "5s", "AUTO_CLOSE_AFTER": "1h", "DIGEST_EVERY": "5s",
    "SURVEY_DELAY": "4s", "UNDO_SEND": "0s", "TAKE_NOTICE_AFTER": "1s", "AUTO_CLOSE_REMINDER": "10s",
}  # fmt: skip
SUBJECT = "No está cotizando con ATLAS en flotillas"
ADDRESS = "nueva@agencia-nueva.mx"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with running_desk(tmp_path_factory.mktemp("desk"), **DURATIONS) as address:
        yield address


@pytest.fixture
def page(browser: Browser, desk):
    context = browser.new_context(base_url=desk, locale="es-MX", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(1000 * PATIENCE)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    context.close()
    assert errors == []


def screenshot_of(page: Page) -> bytes:
    return page.screenshot(type="png", clip={"x": 0, "y": 0, "width": 400, "height": 200})


def send_ticket(page: Page, *, subject: str, email: str, name: str, files: bool = False) -> int:
    """Through the form, as its reader would; answers the folio."""
    page.goto("/soporte/")
    page.get_by_label("Solicitante").fill(email)
    page.get_by_label("Asunto").fill(subject)
    page.get_by_label("Motivo").fill("Desde las 8 no me regresa primas de ATLAS para flotillas. Con las demás sí.")
    if files:
        page.locator("[name=attachments]").set_input_files(
            [
                {"name": "cotización.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 cotizacion"},
                {"name": "portal.txt", "mimeType": "text/plain", "buffer": b"Prima del portal: 8,120"},
            ]
        )
        picture = {"name": "pantalla.png", "mimeType": "image/png", "buffer": screenshot_of(page)}
        page.locator("[name=screenshot]").set_input_files(picture)
    expect(page.locator("[name=name]")).to_be_visible()  # nobody knows that address yet
    page.locator("[name=name]").fill(name)
    page.get_by_role("button", name="Enviar comentarios").last.click()
    expect(page.get_by_role("heading", name="Recibimos tu solicitud")).to_be_visible()
    return int(page.locator(".folio").inner_text().removeprefix("#"))


def wait_for_mail(page: Page, address: str, subject: str, times: int = 1) -> None:
    """Open the newest mail to `address` with that subject, as soon as there are so many of them."""
    found = page.get_by_role("link", name=re.compile(re.escape(subject)))

    def arrived() -> bool:
        page.goto(f"/buzon/?para={address}")
        return found.count() >= times

    wait_until(
        arrived,
        PATIENCE,
        lambda: f"«{subject}» never arrived; there is: {page.locator('main').inner_text()}",
        every=0.3,
    )
    found.first.click()
    page.wait_for_load_state()


def follow(page: Page, link: str) -> None:
    """Press a button of the open mail; it opens a page of ours."""
    with page.context.expect_page() as opened:
        page.frame_locator("iframe").get_by_role("link", name=re.compile(rf"(^|[\s·]){link}$")).first.click()
    opened.value.wait_for_load_state()
    url = opened.value.url
    opened.value.close()
    page.goto(url)


def answer_from_mailbox(page: Page, text: str, file: dict | None = None) -> None:
    page.locator("[name=body]").fill(text)
    if file:
        page.locator("[name=attachments]").set_input_files(file)
    page.get_by_role("button", name="Enviar respuesta").click()
    page.wait_for_load_state()


def sign_in(page: Page) -> None:
    page.goto("/agentes/")
    page.locator("[name=login]").fill("laura")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Entrar").click()
    expect(page).to_have_url(re.compile(r"/agentes/solicitudes/"))


def act(page: Page, folio: int, text: str, button: str) -> None:
    page.goto(f"/agentes/solicitudes/{folio}/")
    page.locator("#texto").fill(text)
    page.get_by_role("button", name=button).click()
    page.wait_for_load_state()


def expect_state(page: Page, folio: int, state: str) -> None:
    """The ticket's page says it in the end."""
    shown = page.locator("h1 ~ .state, .bar .state, .heading .state").first

    def reached() -> bool:
        page.goto(f"/agentes/solicitudes/{folio}/")
        return shown.inner_text() == state

    wait_until(reached, otherwise=lambda: f"#{folio} stays «{shown.inner_text()}» instead of «{state}»", every=0.3)


def expect_said(page: Page, folio: int, text: str) -> None:
    """The ticket's page shows the text in the end."""

    def shown() -> bool:
        page.goto(f"/agentes/solicitudes/{folio}/")
        return page.get_by_text(text).first.is_visible()

    wait_until(shown, otherwise=lambda: f"#{folio} never showed «{text}»", every=0.3)


def test_a_ticket_lives_its_whole_life(page: Page):
    # Sends it, under an address nobody knows, with two files and a picture.
    folio = send_ticket(page, subject=SUBJECT, email=ADDRESS, name="Nadia Vega", files=True)
    expect(page.locator(".promise")).to_contain_text("(hora del centro)")
    expect(page.get_by_text("¿No es tu correo? Corrígelo")).to_be_visible()

    # The acknowledgement: an address not proven yet gets nothing of what was typed.
    wait_for_mail(page, ADDRESS, f"[#{folio}]")
    expect(page.frame_locator("iframe").get_by_text("a más tardar")).to_be_visible()
    assert SUBJECT not in page.frame_locator("iframe").locator("body").inner_text()

    # The agent sees it in the queue and on its page, takes it, and asks.
    sign_in(page)
    page.goto("/agentes/solicitudes/?vista=abiertas")
    expect(page.get_by_role("row").filter(has_text=SUBJECT)).to_contain_text("Abierta")
    page.get_by_role("link", name=SUBJECT).click()
    for shown in ("cotización.pdf", "portal.txt", "Desde las 8 no me regresa primas"):
        expect(page.get_by_text(shown).first).to_be_visible()
    expect(page.locator("img[src*='/archivos/'], img[src*='archivo']").first).to_be_visible()
    page.get_by_role("button", name="tomarla").first.click()
    expect_state(page, folio, "En espera")
    act(page, folio, "¿Con qué póliza te pasa?\n¿Desde qué equipo entras?", "Pedir información")
    expect_state(page, folio, "En cliente")

    # The requester answers by mail, with a file.
    wait_for_mail(page, ADDRESS, "Nos falta un dato")
    expect(page.frame_locator("iframe").get_by_text("¿Desde qué equipo entras?").first).to_be_visible()
    answer_from_mailbox(
        page,
        "Con la póliza AT-5567, desde la oficina.",
        {"name": "póliza.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 poliza"},
    )
    expect_state(page, folio, "En espera")
    expect(page.get_by_text("Con la póliza AT-5567, desde la oficina.").first).to_be_visible()
    expect(page.get_by_text("póliza.pdf").first).to_be_visible()

    # Resolved; «Aún no queda» opens it again, with a new deadline.
    act(page, folio, "ATLAS restableció su servicio. Vuelve a cotizar.", "Enviar solución")
    expect_state(page, folio, "Resuelto")
    wait_for_mail(page, ADDRESS, "¿Quedó resuelto?")
    follow(page, "Aún no queda")
    page.locator("#escribir [name=body]").fill("Ahora me regresa primas en cero para dos unidades.")
    page.get_by_role("button", name="Aún no queda: enviar").click()
    expect_state(page, folio, "Abierta")
    wait_for_mail(page, ADDRESS, "Reabrimos")
    expect(page.frame_locator("iframe").get_by_text("a más tardar")).to_be_visible()

    # Resolved again; «Sí, quedó» closes it and shows the scores.
    act(page, folio, "Corregimos las dos unidades.", "Enviar solución")
    wait_for_mail(page, ADDRESS, "¿Quedó resuelto?", times=2)
    follow(page, "Sí, quedó")
    expect_state(page, folio, "Resuelto")  # opening the link moved nothing
    wait_for_mail(page, ADDRESS, "¿Quedó resuelto?", times=2)
    follow(page, "Sí, quedó")
    page.get_by_role("button", name="Sí, quedó").click()
    expect(page).to_have_url(re.compile(r"/encuesta/"))
    expect(page.get_by_text("Muy buena")).to_be_visible()
    expect_state(page, folio, "Cerrado")
    expect(page.get_by_text("completa").first).to_be_visible()

    # Not answered there, the survey comes by mail; its link preselects, and only sending it records.
    wait_for_mail(page, ADDRESS, "¿Cómo te atendimos?")
    follow(page, "Buena")
    expect(page.locator("input[name=score][value='4']")).to_be_checked()
    page.get_by_role("button", name="Calificar").click()
    page.locator("[name=comment]").fill("Rápidos y amables.")
    page.get_by_role("button", name="Continuar").click()
    page.locator("[name=body]").fill("Les dejo el reporte por si les sirve.")
    page.locator("[name=attachments]").set_input_files(
        {"name": "reporte.txt", "mimeType": "text/plain", "buffer": b"reporte"}
    )
    page.get_by_role("button", name="Agregar").last.click()
    page.wait_for_load_state()
    expect_state(page, folio, "Cerrado")
    expect(page.get_by_text("Les dejo el reporte por si les sirve.").first).to_be_visible()
    expect(page.get_by_text("reporte.txt").first).to_be_visible()


def test_closed_without_approval_a_reply_reopens_and_thanks_move_nothing(page: Page):
    address = "otra@agencia-nueva.mx"
    sign_in(page)
    reopened = send_ticket(page, subject="Alta de usuario para Querétaro", email=address, name="Olga Paz")
    act(page, reopened, "Quedó dada de alta con el usuario qro.ventas.", "Cerrar sin VoBo")
    expect_state(page, reopened, "Cerrado")

    wait_for_mail(page, address, "Listo:")
    answer_from_mailbox(page, "Gracias")
    expect_said(page, reopened, "Sólo dio las gracias")
    expect_state(page, reopened, "Cerrado")

    wait_for_mail(page, address, "Listo:")
    answer_from_mailbox(page, "No puedo entrar con ese usuario, me dice que está bloqueado.")
    expect_state(page, reopened, "Abierta")
    wait_for_mail(page, address, "Reabrimos")
