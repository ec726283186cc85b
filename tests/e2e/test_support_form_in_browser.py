"""The support form in a real browser: with its script, and whole without."""

import base64

import pytest

from tests.e2e.axe import open_page
from tests.factories import make_requester
from tests.pictures import PDF, png
from tickets.models import Ticket

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
FORM = "/soporte/"
PUT = """([content, name, type, how, where]) => {
  const bytes = Uint8Array.from(atob(content), (c) => c.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, { type }));
  const options = { bubbles: true, cancelable: true };
  const event = how === "paste"
    ? new ClipboardEvent("paste", { ...options, clipboardData: transfer })
    : new DragEvent("drop", { ...options, dataTransfer: transfer });
  document.querySelector(where).dispatchEvent(event);
}"""


@pytest.fixture
def page(browser, live_server, transactional_db):
    page = open_page(browser, live_server.url + FORM)
    yield page
    page.context.close()


def put(page, content: bytes, name: str, kind: str, how: str, where: str = "body") -> None:
    page.evaluate(PUT, [base64.b64encode(content).decode(), name, kind, how, where])


def fill(page, **values) -> None:
    typed = {"email": "nora@agencia.test", "subject": "No está cotizando con ATLAS", "description": "Desde las 8."}
    for name, value in (typed | values).items():
        page.fill(f"[name={name}]", value)


def send(page) -> None:
    page.click("button.primary")
    page.wait_for_url("**/soporte/enviada/**")


def names(ticket: Ticket) -> list[str]:
    return sorted(file.name for file in ticket.attachments.all())


def test_pictures_are_pasted_anywhere_and_files_dropped(page):
    fill(page)
    put(page, png(), "image.png", "image/png", "paste")
    put(page, png(50, 50), "segunda.png", "image/png", "paste")
    put(page, PDF, "portal.pdf", "application/pdf", "drop", "[data-drop=many]")
    page.wait_for_selector("[data-name]:not([hidden])")
    page.fill("[name=name]", "Nora Vega")
    send(page)

    attached = names(Ticket.objects.get())
    assert len(attached) == 3
    assert attached[0].startswith("captura-")
    assert attached[1:] == ["portal.pdf", "segunda.png"]  # the zone of the picture was taken


def test_what_was_chosen_is_listed_and_can_be_taken_out(page):
    page.set_input_files("[name=attachments]", [
        {"name": "a.pdf", "mimeType": "application/pdf", "buffer": PDF},
        {"name": "b.pdf", "mimeType": "application/pdf", "buffer": PDF + b"2"},
    ])  # fmt: skip
    page.set_input_files("[name=attachments]", {"name": "c.pdf", "mimeType": "application/pdf", "buffer": PDF + b"3"})

    page.click("text=Quitar a.pdf")

    assert [item.inner_text().split()[0] for item in page.query_selector_all("[data-drop=many] .picked .name")] == [
        "b.pdf",
        "c.pdf",
    ]
    assert page.evaluate("[...document.forms[0].elements.attachments.files].map((f) => f.name)") == ["b.pdf", "c.pdf"]


def test_a_file_over_the_limit_is_refused_before_it_travels(page):
    big = {"name": "grande.pdf", "mimeType": "application/pdf", "buffer": PDF + b"0" * (10 * 1024 * 1024)}

    page.set_input_files("[name=attachments]", big)

    assert "«grande.pdf» pesa más de 10 MB" in page.inner_text("[data-drop=many]")
    assert page.evaluate("document.forms[0].elements.attachments.files.length") == 0


def test_a_file_dropped_beside_the_zones_does_not_replace_the_page(page):
    fill(page)
    refused = page.evaluate("!document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true }))")

    assert refused
    assert page.input_value("[name=subject]") == "No está cotizando con ATLAS"


def test_the_name_appears_for_a_new_address_only(page, now):
    make_requester("ana@agencia.test", now=now)

    with page.expect_response("**/soporte/nombre/"):
        page.fill("[name=email]", "ana@agencia.test")
        page.press("[name=email]", "Tab")
    assert page.is_hidden("[name=name]")

    with page.expect_response("**/soporte/nombre/"):
        page.fill("[name=email]", "nueva@agencia.test")
        page.press("[name=email]", "Tab")
    page.wait_for_selector("[name=name]", state="visible")


def test_a_double_click_sends_once(page, now):
    make_requester("nora@agencia.test", now=now)
    fill(page)

    page.dblclick("button.primary")
    page.wait_for_url("**/soporte/enviada/**")

    assert Ticket.objects.count() == 1


def test_the_summary_takes_the_focus_and_leads_to_the_fields(page):
    page.click("button.primary")
    page.wait_for_selector(".summary")

    assert page.evaluate("document.activeElement.className") == "summary"
    page.click(".summary a >> nth=1")
    assert page.evaluate("document.activeElement.name") == "subject"


def test_enter_in_a_field_answers_no_question(page):
    fill(page, email="nora@gmial.com", subject="")
    page.click("button.primary")
    page.wait_for_selector("text=Sí, corregir")

    page.fill("[name=subject]", "No cotiza nada con ATLAS")
    page.fill("[name=name]", "Nora Vega")
    page.press("[name=subject]", "Enter")
    page.wait_for_url("**/soporte/enviada/**")

    assert Ticket.objects.get().requester.email == "nora@gmial.com"


def test_the_keyboard_alone_reaches_and_sends_everything(page, now):
    make_requester("nora@agencia.test", now=now)
    page.focus("[name=email]")
    reached = []
    for text in ("nora@agencia.test", "No cotiza nada con ATLAS", None, "nora", "Desde las 8."):
        reached.append(page.evaluate("document.activeElement.name"))
        if text:
            page.keyboard.type(text)
        page.keyboard.press("Tab")
    for _ in range(4):  # picture, its camera, files, change of person
        reached.append(page.evaluate("document.activeElement.name || document.activeElement.tagName"))
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/soporte/enviada/**")

    assert reached == [
        "email",
        "subject",
        "process",
        "login",
        "description",
        "screenshot",
        "BUTTON",
        "attachments",
        "SUMMARY",
    ]


def test_without_a_script_it_works_whole(browser, live_server, transactional_db):
    page = open_page(browser, live_server.url + FORM, java_script_enabled=False)
    fill(page)
    page.set_input_files("[name=screenshot]", {"name": "foto.png", "mimeType": "image/png", "buffer": png()})
    page.click("button.primary")
    page.wait_for_selector("text=Es la primera vez que nos escribes con este correo")
    assert "foto.webp" in page.inner_text(".kept")
    page.fill("[name=name]", "Nora Vega")
    send(page)
    page.click("text=¿No es tu correo? Corrígelo")
    page.fill("[name=email]", "nora.vega@agencia.test")
    page.click("text=Corregir mi correo")
    page.wait_for_selector("[name=name] >> visible=true")
    page.fill("[name=name]", "Nora Vega")
    page.click("text=Corregir mi correo")
    page.wait_for_selector("text=corregimos tu correo")

    ticket = Ticket.objects.get()
    page.context.close()
    assert ticket.requester.email == "nora.vega@agencia.test"
    assert names(ticket) == ["foto.webp"]
