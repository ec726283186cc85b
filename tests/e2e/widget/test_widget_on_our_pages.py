"""The coach and the picture tool of the button, on the desk's own pages."""

from tests.e2e.axe import violations
from tests.e2e.widget.conftest import ANOTHER_WINDOW, EARS
from tests.processes import PATIENCE

SHOWN = "() => [...document.querySelector('[data-drop=one] input').files].map((file) => [file.name, file.type, file.size > 500])"


def our_form(chromium, desk):
    page = chromium.new_page(locale="es-MX")
    page.set_default_timeout(1000 * PATIENCE)
    page.problems = []
    page.on("pageerror", lambda problem: page.problems.append(str(problem)))
    page.add_init_script(EARS + ANOTHER_WINDOW)
    page.goto(f"{desk.url}/soporte/")
    page.get_by_role("button", name="Tomar foto de la pantalla").wait_for()
    return page


def test_the_coach_hints_on_our_own_form(chromium, desk):
    page = our_form(chromium, desk)
    page.get_by_label("Asunto").fill("no respeta mi descuento")
    page.get_by_text("Di con qué aseguradora").wait_for()

    page.get_by_role("button", name="GNP", exact=True).click()

    page.get_by_text("Así se entiende a la primera").wait_for()
    assert page.get_by_label("Asunto").input_value() == "no respeta mi descuento con GNP"
    assert violations(page) == []
    assert page.problems == [] and page.evaluate("violations") == []
    page.close()


def test_a_picture_of_another_window_is_taken_edited_and_put_into_the_form(chromium, desk):
    page = our_form(chromium, desk)
    page.get_by_role("button", name="Tomar foto de la pantalla").click()
    page.get_by_role("button", name="Usar imagen").wait_for()
    in_editor = violations(page)

    page.get_by_role("button", name="Usar imagen").click()

    page.get_by_role("button", name="Editar imagen").wait_for()
    assert page.evaluate(SHOWN) == [["captura.webp", "image/webp", True]]
    assert page.get_by_label("Imagen elegida").locator(".name").inner_text().startswith("captura.webp")
    assert in_editor == []
    assert page.problems == [] and page.evaluate("violations") == []
    page.close()
