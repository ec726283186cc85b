"""The picture: what is in it, what is gone from it, and where it comes from."""

import base64
import io

import pytest
from PIL import Image

from segusoporte.demo_host.views import COVER_COLOR
from tests.e2e.widget.conftest import ANOTHER_WINDOW, EARS, folio, opened, send, write
from tests.pictures import png
from tests.processes import wait_until


def take(page):
    page.get_by_role("button", name="Tomar foto de la pantalla").click()
    page.get_by_role("button", name="Usar imagen").wait_for()


def use_and_send(page, subject: str) -> int:
    page.get_by_role("button", name="Usar imagen").click()
    page.get_by_label("La imagen que se envía").wait_for()
    write(page, subject)
    send(page)
    return folio(page)


def box_of(page, selector: str) -> tuple[int, int, int, int]:
    """Left, top, right, bottom in CSS pixels, which are the picture's at a scale of 1."""
    box = page.locator(selector).bounding_box()
    return int(box["x"]), int(box["y"]), int(box["x"] + box["width"]), int(box["y"] + box["height"])


def share(picture, box, color, near: int = 24) -> float:
    """Of the box's pixels, how many have that colour; video and WebP shift it a little."""
    pixels = picture.crop(box).get_flattened_data()
    return sum(all(abs(a - b) <= near for a, b in zip(pixel, color, strict=True)) for pixel in pixels) / len(pixels)


def screenshot_of(page) -> Image.Image:
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def test_a_pdf_on_the_page_is_in_the_picture_and_secrets_are_black(visit, desk):
    page = visit()
    boxes = {
        name: box_of(page, selector)
        for name, selector in {
            "pdf": "iframe",
            "password": "input[type=password]",
            "card": "input[name=tarjeta]",
            "own": "[data-soporte-ocultar]",
            "title": "h1",
        }.items()
    }
    wait_until(
        lambda: share(screenshot_of(page), boxes["pdf"], COVER_COLOR) >= 0.6
    )  # the browser's own viewer draws late
    opened(page)
    take(page)
    said = page.get_by_role("dialog").inner_text()

    number = use_and_send(page, "Imagen: no muestra la carátula 7101 de ATLAS")

    picture = desk.picture_of(number)
    assert picture.size == (1280, 900)
    assert share(picture, boxes["pdf"], COVER_COLOR) >= 0.6
    for secret in ("password", "card", "own"):
        assert share(picture, boxes[secret], (0, 0, 0), near=12) > 0.97
    assert share(picture, boxes["title"], (0, 0, 0), near=12) < 0.5
    assert "Tapamos las contraseñas" in said
    # Neither the dialog nor the launcher is in it.
    assert share(picture, (1236, 395, 1280, 505), (255, 255, 255)) > 0.97


def test_what_is_covered_is_gone_and_what_is_cropped_away_too(visit, desk):
    page = visit()
    opened(page)
    take(page)
    canvas = page.get_by_label("Tu imagen")
    shown = canvas.bounding_box()
    scale = shown["width"] / 1280

    def drag(x1, y1, x2, y2):
        page.mouse.move(shown["x"] + x1 * scale, shown["y"] + y1 * scale)
        page.mouse.down()
        page.mouse.move(shown["x"] + x2 * scale, shown["y"] + y2 * scale, steps=4)
        page.mouse.up()

    page.get_by_role("button", name="Tapar").click()
    drag(100, 100, 300, 200)
    drag(400, 100, 500, 200)
    page.get_by_role("button", name="Deshacer").click()
    page.get_by_role("button", name="Recortar").click()
    drag(50, 50, 650, 450)

    number = use_and_send(page, "Editor: no respeta el recorte 7102 de SURA")

    picture = desk.picture_of(number)
    assert abs(picture.width - 600) <= 6 and abs(picture.height - 400) <= 6
    assert share(picture, (56, 56, 244, 144), (0, 0, 0), near=12) > 0.97
    assert share(picture, (356, 56, 444, 144), (0, 0, 0), near=12) < 0.3


def test_the_editor_has_a_keyboard_path_and_escape_leaves_only_it(visit, desk):
    page = visit()
    opened(page)
    take(page)
    page.get_by_role("button", name="Tapar").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Tu imagen").focus()
    page.keyboard.press("Enter")  # a corner in the middle: 640, 450
    for _ in range(2):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Escape")  # gives the box up, not the editor
    still = page.get_by_label("Tu imagen").is_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Usar imagen").focus()
    page.keyboard.press("Enter")
    page.get_by_label("La imagen que se envía").wait_for()
    write(page, "Teclado: no cubre bien la póliza 7103 de GNP")
    send(page)

    picture = desk.picture_of(folio(page))
    assert still
    assert share(picture, (645, 455, 735, 495), (0, 0, 0), near=12) > 0.97


def test_escape_in_the_editor_returns_to_the_form_without_a_picture(visit):
    page = visit()
    dialog = opened(page)
    take(page)

    page.keyboard.press("Escape")

    page.get_by_role("button", name="Tomar foto de la pantalla").wait_for()
    assert dialog.is_visible()
    assert page.get_by_label("La imagen que se envía").count() == 0


@pytest.mark.parametrize("way", ["paste", "drop", "choose"])
def test_a_picture_is_pasted_or_chosen_and_files_are_dropped(visit, way):
    page = visit("?politica=sin-captura")
    opened(page)
    transfer = """async ([type, content]) => {
        const bytes = Uint8Array.from(atob(content), (c) => c.charCodeAt(0));
        const data = new DataTransfer();
        data.items.add(new File([bytes], 'pantalla.png', {type: 'image/png'}));
        const dialog = document.querySelector('[data-soporte=dialogo]').shadowRoot.querySelector('dialog');
        dialog.dispatchEvent(type === 'paste' ? new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})
          : new DragEvent('drop', {dataTransfer: data, bubbles: true, cancelable: true}));
    }"""

    if way == "choose":
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="Elegir captura").click()
        chooser.value.set_files({"name": "pantalla.png", "mimeType": "image/png", "buffer": png()})
    else:
        page.evaluate(transfer, [way, base64.b64encode(png()).decode()])

    if way == "drop":
        page.get_by_label("Archivos adjuntos").get_by_text("pantalla.png").wait_for()
    else:
        page.get_by_role("button", name="Usar imagen").click()
        page.get_by_label("La imagen que se envía").wait_for()


def test_another_window_is_taken_without_preferring_this_one_and_nothing_of_it_is_masked(visit, desk):
    page = visit(before=lambda page: page.add_init_script(EARS + ANOTHER_WINDOW))
    dialog = opened(page)

    page.get_by_role("button", name="Otra ventana").click()
    dialog.get_by_text("Revisa que no se vea nada privado").wait_for()

    picture = desk.picture_of(use_and_send(page, "Ventana: no abre el visor 7105 de AXA"))
    assert picture.size == (640, 400)
    assert share(picture, (0, 0, 640, 400), (0x2E, 0x9E, 0x5B)) > 0.99
    assert "preferCurrentTab" not in page.evaluate("asked[0]")
    assert page.evaluate("tracks.every(track => track.readyState === 'ended')")


def test_the_page_is_drawn_only_where_the_host_allows_it_and_the_label_says_what_lacks(visit):
    page = visit("?politica=sin-captura")
    dialog = opened(page)
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    assert dialog.get_by_text("los PDF no aparecen").count() == 0
    dialog.locator("[aria-labelledby=screenshot-label] .drop").hover()
    dialog.locator("input[type=file][accept='image/*']").wait_for(state="attached")  # the tool is there
    assert not [url for url in asked if "modern-screenshot" in url]


def test_where_the_host_allows_it_the_page_is_drawn_with_its_secrets_black(visit, desk):
    page = visit("?politica=sin-captura&dibujar=si")
    dialog = opened(page)
    box = box_of(page, "input[type=password]")

    dialog.get_by_role("button", name="los PDF no aparecen").click()
    dialog.get_by_text("Dibujo de la página: los PDF no aparecen").wait_for()

    number = use_and_send(page, "Dibujo: no cuadra la tabla 7104 de HDI")
    picture = desk.picture_of(number)
    assert share(picture, box, (0, 0, 0), near=12) > 0.9
    assert 0.005 < share(picture, (0, 60, 700, 480), (0x16, 0x20, 0x2C), near=40) < 0.4  # ink of the table
