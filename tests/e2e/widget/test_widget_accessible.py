"""axe-core in every state of the button and its dialog, wide and narrow, light and dark; motion only where it is wanted."""

import pytest

from tests.e2e.axe import VIEWS, overflow, violations
from tests.e2e.widget.conftest import launcher, opened, send, write


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_every_state_is_clean(visit, width, scheme):
    page = visit(width=width, scheme=scheme, reduced_motion="reduce")
    found = {}

    def look(state):
        found[state] = violations(page)

    look("closed")
    dialog = opened(page)
    page.get_by_text("verificado").wait_for()
    look("form")
    send(page)
    page.get_by_role("alert").wait_for()
    look("errors")
    write(page, "no respeta mi descuento", "ayuda")
    page.get_by_text("Di con qué aseguradora").wait_for()
    dialog.get_by_text("Qué se envía").click()
    look("hint, chips and particulars")
    page.get_by_role("button", name="Tomar foto de la pantalla").click()
    page.get_by_role("button", name="Usar imagen").wait_for()
    look("editor")
    page.get_by_role("button", name="Usar imagen").click()
    page.get_by_label("La imagen que se envía").wait_for()
    page.get_by_label("Asunto").fill(f"{width}{scheme}")  # weak, and like no other ticket
    send(page)
    page.get_by_label("Antes de enviar").wait_for()
    look("question")
    page.route("**/w/v1/enviar*", lambda route: None)  # never answered: it stays sending
    page.get_by_role("button", name="Enviar así").click()
    page.get_by_label("Enviando").wait_for()
    look("sending")
    page.get_by_role("button", name="Cancelar envío").click()
    page.unroute("**/w/v1/enviar*")
    page.route("**/w/v1/enviar*", lambda route: route.abort())
    send(page)
    page.get_by_role("button", name="Reintentar").wait_for()
    look("offline")
    page.unroute("**/w/v1/enviar*")
    page.get_by_role("button", name="Reintentar").click()
    page.get_by_role("button", name="Enviar como nueva").or_(page.locator(".folio")).first.wait_for()
    if page.get_by_role("button", name="Enviar como nueva").is_visible():
        page.get_by_role("button", name="Enviar como nueva").click()
    page.locator(".folio").wait_for()
    look("confirmation")

    assert {state: lines for state, lines in found.items() if lines} == {}
    assert len(found) == 9


@pytest.mark.parametrize("width", [360, 320])
def test_narrow_screens_get_the_whole_screen_and_nothing_scrolls_sideways(visit, width):
    page = visit(width=width, reduced_motion="reduce")
    dialog = opened(page)

    box = dialog.bounding_box()
    assert (box["x"], box["y"], box["width"]) == (0, 0, width)
    assert overflow(page) == 0
    assert dialog.locator(".body").evaluate("main => main.scrollWidth - main.clientWidth") == 0


@pytest.mark.parametrize(("motion", "moves"), [("reduce", 0), ("no-preference", 1)])
def test_nothing_moves_for_who_asked_for_rest(visit, motion, moves):
    page = visit(reduced_motion=motion)
    count = """() => new Promise((told) => {
        const dialog = document.querySelector('[data-soporte=dialogo]').shadowRoot.querySelector('dialog');
        dialog.close(); dialog.showModal();
        requestAnimationFrame(() => told(dialog.getAnimations().length));
    })"""
    opened(page)

    assert page.evaluate(count) == moves


def test_the_launcher_is_large_enough_for_a_thumb(visit):
    page = visit(width=360)

    box = launcher(page).bounding_box()

    assert box["width"] >= 44 and box["height"] >= 44
    assert box["x"] + box["width"] == 360
