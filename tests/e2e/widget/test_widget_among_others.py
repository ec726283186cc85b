"""The button beside code and styles that are not its own, and with a host that answers late or never."""

from tests.e2e.widget.conftest import folio, launcher, opened, send, write
from tests.pictures import bomb

HOSTILE = """
    body *, body > div { color: red !important; font: 40px/3 serif !important; letter-spacing: 9px !important;
      text-transform: uppercase !important; text-align: center !important; cursor: wait !important; }
    body > div { display: none !important; visibility: hidden !important; opacity: 0 !important; position: static !important;
      transform: scale(.2) !important; filter: blur(5px) !important; pointer-events: none !important; height: 0 !important;
      overflow: hidden !important; --bg: red !important; --ink: red !important; --accent: red !important; }
    dialog, button, aside { display: none !important; }
"""
ADD = "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet]; }"
LOOKS = """element => {
    const seen = element.getBoundingClientRect(), style = getComputedStyle(element);
    return [seen.x, seen.y, seen.width, seen.height, style.color, style.backgroundColor, style.font, style.letterSpacing,
      style.textTransform, style.cursor, element.checkVisibility({ opacityProperty: true, visibilityProperty: true })];
}"""


def test_the_hosts_css_changes_neither_button_nor_dialog(visit):
    looks = []
    for css in ("", HOSTILE):
        page = visit(reduced_motion="reduce")
        page.evaluate(ADD, css)
        button = launcher(page).evaluate(LOOKS)
        dialog = opened(page)
        page.get_by_text("verificado").wait_for()
        parts = [dialog, page.get_by_label("Motivo"), page.get_by_role("button", name="Enviar comentarios")]
        looks.append([button, *(part.evaluate(LOOKS) for part in parts)])

    assert looks[0] == looks[1]
    assert all(seen[-1] for seen in looks[1])


def test_the_host_hides_and_shows_the_button(visit):
    page = visit()
    page.evaluate("Soporte('ocultar')")
    hidden = launcher(page).is_hidden()
    page.evaluate("Soporte('mostrar')")

    assert hidden
    assert launcher(page).is_visible()


def test_without_a_button_of_its_own_the_hosts_element_opens_the_dialog(visit):
    without = "new MutationObserver(() => { const tag = document.querySelector('script[data-sitio]'); if (tag) tag.dataset.boton = 'no'; }).observe(document, { childList: true, subtree: true })"
    page = visit(before=lambda page: page.add_init_script(without), button=False)
    page.locator("[data-soporte=boton]").wait_for(state="attached")

    page.get_by_role("button", name="Algo no cuadra").click()

    page.get_by_role("dialog").wait_for()
    assert launcher(page).is_hidden()


def test_a_host_that_never_answers_for_its_token_holds_nobody_up(visit, desk):
    page = visit(before=lambda page: page.route("**/soporte-token", lambda route: None))
    dialog = opened(page)
    page.get_by_label("Solicitante").fill("sin.respuesta@agencia.example")
    write(page, "Sin respuesta: no emite la póliza 7201 de SURA")
    page.get_by_label("Nombre").fill("Ana Ruiz")

    send(page)

    dialog.get_by_role("button", name="Enviando…").wait_for()  # at once: it was heard
    number = folio(page)
    ticket = desk.last_ticket()
    assert (ticket["id"], ticket["login_verified"]) == (number, 0)


def test_what_is_mended_loses_its_sentence(visit):
    page = visit()
    dialog = opened(page)
    send(page)
    dialog.locator("#subject-error:not([hidden])").wait_for()

    page.get_by_label("Asunto").fill("N")

    assert dialog.locator("#subject-error").is_hidden()
    assert page.get_by_label("Asunto").get_attribute("aria-invalid") == "false"
    assert dialog.locator("#description-error").is_visible()


def test_opened_without_a_connection_it_says_so_and_opens_when_there_is_one(visit):
    page = visit()
    page.context.set_offline(True)
    launcher(page).click()
    page.get_by_text("No pudimos abrir Soporte").wait_for()

    page.context.set_offline(False)

    assert opened(page).is_visible()
    assert page.problems == []


def test_wanted_without_a_connection_the_picture_tool_comes_when_there_is_one(visit):
    page = visit()
    dialog = opened(page)
    page.get_by_label("Motivo").fill("A medio escribir")
    page.context.set_offline(True)
    page.get_by_role("button", name="Elegir imagen").click()
    dialog.locator("#screenshot-error").get_by_text("No hay conexión").wait_for()

    page.context.set_offline(False)
    page.get_by_role("button", name="Tomar foto de la pantalla").click()

    page.get_by_role("button", name="Usar imagen").wait_for()
    assert page.get_by_label("Motivo").input_value() == "A medio escribir"


def test_an_enormous_picture_of_another_kind_gets_a_sentence_too(visit):
    page = visit()
    dialog = opened(page)
    dialog.locator("[aria-labelledby=screenshot-label] .drop").hover()
    chooser = dialog.locator("input[type=file][accept='image/*']")
    chooser.wait_for(state="attached")
    gif = b"GIF89a" + (30_000).to_bytes(2, "little") * 2 + bomb()[10:]

    chooser.set_input_files({"name": "enorme.gif", "mimeType": "image/gif", "buffer": gif})

    dialog.get_by_text("o es demasiado grande").wait_for()
