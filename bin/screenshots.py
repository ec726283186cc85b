"""Take the pictures of the README of a running desk. See bin/screenshots."""

import re
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "img"
SIZE = {"width": 1280, "height": 860}
ACCOUNT = ("laura", "segusoporte")  # of `manage.py demo`


def main(site: str) -> None:
    IMAGES.mkdir(exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport=SIZE, locale="es-MX", color_scheme="light")
        page.goto(f"{site}/soporte/")
        fill_form(page)
        picture(page, "formulario")
        page.goto(f"{site}/buzon/")
        open_link(page, "Recibimos tu solicitud: No está cotizando")
        picture(page, "correo")
        sign_in(page, site)
        page.goto(f"{site}/agentes/solicitudes/")
        picture(page, "cola")
        open_link(page, "No está cotizando con ATLAS")
        picture(page, "solicitud")
        browser.close()


def fill_form(page: Page) -> None:
    page.fill("[name=email]", "oficina@monterrey.example")
    page.fill("[name=subject]", "No está cotizando con ATLAS")
    page.fill("[name=description]", "Desde las 8:00 la cotización de auto regresa primas de todas menos de ATLAS.")
    page.locator("h1").click()  # nothing in focus


def sign_in(page: Page, site: str) -> None:
    page.goto(f"{site}/agentes/")
    page.fill("[name=login]", ACCOUNT[0])
    page.fill("[name=password]", ACCOUNT[1])
    page.locator("main button[type=submit], main form button").last.click()
    page.wait_for_url("**/agentes/**")


def open_link(page: Page, text: str) -> None:
    """Follow the first link that says so, to one thing of the list."""
    page.locator("a", has_text=text).first.click()
    page.wait_for_url(re.compile(r"/\d+/(\?.*)?$"))


def picture(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / f"{name}.png")
    print(f"docs/img/{name}.png")  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
