"""A desk and its demo host, each a real process on an origin of its own, and a Chromium that may capture its tab."""

import io
import itertools
import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import jwt
import psycopg
import pytest
from PIL import Image

from segusoporte.probe import is_alive
from tests.e2e.conftest import launched
from tests.e2e.desk import own_services
from tests.processes import EMBEDDED, PATIENCE, ROOT, Running, spare_port, wait_until

NUMBERS = itertools.count(1)
CAPTURE = ["--auto-accept-this-tab-capture"]  # what a person answers to the browser's question
# Another window, as the browser hands it over: a stream of a still green picture.
ANOTHER_WINDOW = """
window.asked = [];
navigator.mediaDevices.getDisplayMedia = async (options) => {
  window.asked.push(options);
  const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 400 });
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#2e9e5b';
  pen.fillRect(0, 0, 640, 400);
  const stream = canvas.captureStream(10);
  window.tracks.push(...stream.getTracks());
  setInterval(() => pen.fillRect(0, 0, 640, 400), 50);
  return stream;
};
"""
# What the page tells the tests, asked before its own first line runs.
EARS = """
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) => window.violations.push(event.violatedDirective + ' ' + event.blockedURI));
window.tracks = [];
const media = navigator.mediaDevices;
if (media && media.getDisplayMedia) {
  const original = media.getDisplayMedia.bind(media);
  media.getDisplayMedia = async (options) => {
    const stream = await original(options);
    window.tracks.push(...stream.getTracks());
    return stream;
  };
}
"""


@dataclass(frozen=True)
class Desk:
    directory: Path
    url: str
    host_url: str
    database_url: str = ""  # empty: the embedded default

    def rows(self, query: str, *values) -> list[dict]:
        """What the desk's database answers; `?` stands for each value."""
        if self.database_url:
            with psycopg.connect(self.database_url, row_factory=psycopg.rows.dict_row) as database:
                return database.execute(query.replace("?", "%s"), values or None).fetchall()
        with closing(sqlite3.connect(f"file:{self.directory}/segusoporte.sqlite3?mode=ro", uri=True)) as database:
            database.row_factory = sqlite3.Row
            return [dict(row) for row in database.execute(query, values)]

    def last_ticket(self) -> dict:
        ticket = self.rows("SELECT * FROM tickets_ticket ORDER BY id DESC LIMIT 1")[0]
        return ticket | {"diagnostics": self.told(ticket["id"])[0]}

    def told(self, folio: int) -> list[dict]:
        """What the page told with each message of a ticket."""
        rows = self.rows("SELECT diagnostics FROM tickets_message WHERE ticket_id = ? ORDER BY id", folio)
        return [json.loads(told) if isinstance(told := row["diagnostics"], str) else told for row in rows]

    def tickets(self) -> int:
        return self.rows("SELECT COUNT(*) AS n FROM tickets_ticket")[0]["n"]

    def picture_of(self, folio: int) -> Image.Image:
        file = self.rows("SELECT file FROM tickets_attachment WHERE ticket_id = ? AND kind = 'imagen'", folio)[0][
            "file"
        ]
        return Image.open(io.BytesIO((self.directory / "files" / file).read_bytes())).convert("RGB")


@pytest.fixture(scope="session")
def desk(tmp_path_factory):
    directory, port = tmp_path_factory.mktemp("widget"), spare_port()
    with own_services(f"widget_{port}", directory) as services:
        yield from _started(directory, port, EMBEDDED | {"VAR_DIR": str(directory), "PORT": str(port)} | services)


def _started(directory: Path, port: int, environment: dict[str, str]):
    (directory / "broker" / "control").mkdir(parents=True)
    for command in ("migrate", "demo"):
        subprocess.run(
            [sys.executable, "manage.py", command],
            cwd=ROOT,
            env=os.environ | environment,
            check=True,
            capture_output=True,
        )
    serve = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--blocking-threads",
        "4",
        "--log-level",
        "warning",
    ]
    running = [
        Running([*serve, "--port", str(port), "segusoporte.wsgi:application"], environment),
        Running([*serve, "--port", str(port + 1), "segusoporte.demo_host.wsgi:application"], environment),
    ]
    try:
        wait_until(lambda: is_alive(port), otherwise=lambda: running[0].output)
        host_url, database_url = f"http://localhost:{port + 1}/demo/anfitrion/", environment["DATABASE_URL"]
        desk = Desk(directory, f"http://localhost:{port}", host_url, database_url)
        wait_until(
            lambda: desk.rows("SELECT 1 FROM tickets_site WHERE name LIKE 'Cotizador%'"),
            otherwise=lambda: running[1].output,
        )
        yield desk
    finally:
        for process in running:
            process.end()


@pytest.fixture(scope="package")
def chromium(driver):
    browser = launched(driver, *CAPTURE)
    yield browser
    browser.close()


def somebody_new(desk):
    """Answers the page's question for a token with a person of this test's own: nobody runs into another's limits."""
    key, secret = desk.rows(
        "SELECT p.public_key, s.secret FROM tickets_sitesecret s JOIN tickets_site p ON p.id = s.site_id WHERE s.kid = 'demo'"
    )[0].values()
    number = next(NUMBERS)
    claims = {"aud": key, "sub": f"ana{number}", "email": f"ana{number}@agencia.example", "name": "Ana Ruiz"}

    def answer(route):
        token = jwt.encode(claims | {"exp": int(time.time()) + 300}, secret, algorithm="HS256", headers={"kid": "demo"})
        route.fulfill(json={"token": token})

    return answer


@pytest.fixture
def visit(chromium, desk):
    """visit(query, width, scheme): the host page with the button on it; what its console said is in `page.said`.

    `signed_by_host` leaves the token to the demo host's own endpoint.
    """
    contexts = []

    def visited(
        query: str = "",
        width: int = 1280,
        scheme: str = "light",
        before=lambda page: None,
        signed_by_host: bool = False,
        button: bool = True,
        **options,
    ):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, locale="es-MX", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(1000 * PATIENCE)
        page.said, page.problems = [], []
        page.on("console", lambda message: page.said.append((message.type, message.text)))
        page.on("pageerror", lambda problem: page.problems.append(str(problem)))
        page.add_init_script(EARS)
        if not signed_by_host:
            page.route("**/soporte-token", somebody_new(desk))
        before(page)
        page.goto(desk.host_url + query)
        if button:
            launcher(page).wait_for()
        return page

    yield visited
    for context in contexts:
        context.close()


def launcher(page):
    return page.locator("[data-soporte=boton] button")


def opened(page):
    """The dialog, opened and told who works here."""
    launcher(page).click()
    page.get_by_role("dialog").wait_for()
    return page.get_by_role("dialog")


def write(
    page, subject: str = "No está cotizando con ATLAS en Monterrey", description: str = "Desde las 8 no regresa primas."
):
    page.get_by_label("Asunto").fill(subject)
    page.get_by_label("Motivo").fill(description)


def send(page) -> None:
    page.get_by_role("button", name="Enviar comentarios").click()


def folio(page) -> int:
    """Of the confirmation; a similar open ticket that was offered meanwhile is declined."""
    page.locator(".folio, button:text('Enviar como nueva')").first.wait_for()
    if page.get_by_role("button", name="Enviar como nueva").is_visible():
        page.get_by_role("button", name="Enviar como nueva").click()
        page.locator(".folio").wait_for()
    return int(page.locator(".folio").inner_text().lstrip("#"))
