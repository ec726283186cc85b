"""A real browser for the tests of this folder."""

import os
import shutil
from contextlib import contextmanager

import pytest

from tests.processes import PATIENCE

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="package")
def driver():
    with playwright_driver() as driver:
        yield driver


@contextmanager
def playwright_driver():
    """Playwright's Chromium; one at a time may run in a thread, however many browsers it opens."""
    sync_api = pytest.importorskip("playwright.sync_api")
    # Its loop runs in this thread; the tests' own queries are nevertheless synchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    sync_api.expect.set_options(timeout=1000 * PATIENCE)
    with sync_api.sync_playwright() as playwright:
        yield playwright.chromium
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)


@pytest.fixture(scope="package")
def browser(driver):
    chromium = launched(driver)
    yield chromium
    chromium.close()


def launched(driver, *arguments: str, **options):
    """Chromium: Debian's where there is one, else Playwright's own."""
    from playwright.sync_api import Error

    try:
        return driver.launch(executable_path=CHROMIUM, args=[*QUIET, *arguments], **options)
    except Error as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"No hay Chromium: instala el paquete chromium. {str(error)[:80]}")
