"""«Otra ventana» on a real screen: a headed Chromium takes the window beside it, as a person with a PDF viewer does."""

import os
import re
import shutil
import subprocess

import pytest

from tests.e2e.conftest import launched
from tests.e2e.widget.conftest import folio, opened, send, write
from tests.e2e.widget.test_widget_picture import share
from tests.processes import PATIENCE, wait_until

GREEN = (0x2E, 0x9E, 0x5B)
VIEWER = "Poliza 55120"
CHOICE = f"--auto-select-window-capture-source-by-title={VIEWER}"  # the window a person points at


@pytest.fixture(scope="module")
def screen():
    """An X display of our own, as `DISPLAY`."""
    if not (shutil.which("Xvfb") and shutil.which("xprop")):
        assert os.environ.get("CI") != "true", "CI runs everything: xvfb and x11-utils are missing"
        pytest.skip("No hay pantalla: instala los paquetes xvfb y x11-utils.")
    reads, writes = os.pipe()
    command = ["Xvfb", "-displayfd", str(writes), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writes], stderr=subprocess.DEVNULL)
    os.close(writes)
    try:
        with os.fdopen(reads) as told:
            number = told.readline().strip()
        assert number, "Xvfb did not start"
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture(scope="module")
def chromium(driver, screen):
    browser = launched(
        driver, CHOICE, "--ozone-platform=x11", "--force-color-profile=srgb",
        headless=False, env=os.environ | {"DISPLAY": screen},
    )  # fmt: skip
    yield browser
    browser.close()


@pytest.fixture
def viewer(chromium, screen):
    """Another window, all green, on the list that a browser offers."""
    context = chromium.new_context(no_viewport=True)
    context.new_page().set_content(f"<title>{VIEWER}</title><body style='background: #2e9e5b'>")
    wait_until(lambda: _windows(screen), otherwise=lambda: "The viewer's window did not come up.")
    for window in _windows(screen):
        # A window manager's mark of a window that is up: without one of our own, ours to set.
        _ask(screen, "xprop", "-id", window, "-f", "WM_STATE", "32c", "-set", "WM_STATE", "1")
    yield
    context.close()


def _windows(screen: str) -> list[str]:
    return re.findall(rf'(0x[0-9a-f]+) "{VIEWER}', _ask(screen, "xwininfo", "-root", "-tree"))


def _ask(screen: str, *command: str) -> str:
    return subprocess.run(
        [*command, "-display", screen], capture_output=True, text=True, check=True, timeout=PATIENCE
    ).stdout


def test_a_real_window_beside_the_browser_is_in_the_picture(visit, desk, viewer):
    page = visit()
    dialog = opened(page)

    page.get_by_role("button", name="Otra ventana").click()
    dialog.get_by_text("Revisa que no se vea nada privado").wait_for()
    labels = page.evaluate("tracks.map(track => track.label)")
    page.get_by_role("button", name="Usar imagen").click()
    page.get_by_label("La imagen que se envía").wait_for()
    write(page, "Ventana de verdad: no abre el visor 7106 de AXA")
    send(page)

    picture = desk.picture_of(folio(page))
    assert len(labels) == 1 and labels[0].startswith("window:")
    assert share(picture, (0, 0, *picture.size), GREEN) >= 0.6  # its tabs and address bar are the rest
    assert page.evaluate("tracks.every(track => track.readyState === 'ended')")
    assert page.evaluate("violations") == [] and page.problems == []
