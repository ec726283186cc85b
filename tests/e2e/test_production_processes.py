"""The very commands of docker-compose.yml, started by hand on PostgreSQL and Redis with a real SMTP server."""

import http.cookiejar
import os
import re
import shlex
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
import yaml
from aiosmtpd.controller import Controller

from tests.e2e.desk import own_services
from tests.e2e.frozen_between import Wire
from tests.processes import PRODUCT, ROOT, Running, spare_port, wait_until

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(
        not (os.environ.get("DATABASE_URL", "").startswith("postgres") and os.environ.get("REDIS_URL")),
        reason="Tried where the suite runs on PostgreSQL and Redis",
    ),
]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text()) if (ROOT / "docker-compose.yml").exists() else {}
BIN = Path(sys.executable).parent
SWEEP = 2  # seconds


class Mailroom:
    """Keeps what arrives by SMTP."""

    def __init__(self) -> None:
        self.received: list[tuple[str, str]] = []  # recipient, the message

    async def handle_DATA(self, server, session, envelope):
        self.received += [(recipient, envelope.content.decode(errors="replace")) for recipient in envelope.rcpt_tos]
        return "250 OK"

    def sent_to(self, address: str) -> list[str]:
        return [message for recipient, message in self.received if recipient == address]


def command_of(service: str, port: int) -> list[str]:
    """The service's command as Compose would run it, on this machine's programs and a port of our own."""
    program, *rest = shlex.split(COMPOSE["services"][service]["command"])
    rest = [{"8000": str(port), "0.0.0.0": "127.0.0.1"}.get(word, word) for word in rest]
    return [sys.executable if program == "python" else str(BIN / program), *rest]


@pytest.fixture(scope="module")
def mailroom():
    room = Mailroom()
    controller = Controller(room, hostname="127.0.0.1", port=spare_port())
    controller.start()
    room.url = f"smtp://127.0.0.1:{controller.port}"
    yield room
    controller.stop()


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    with own_services(f"procesos_{spare_port()}", tmp_path_factory.mktemp("redis")) as services:
        yield services


@pytest.fixture(scope="module")
def redis_wire(services):
    parts = urllib.parse.urlsplit(services["REDIS_URL"])
    wire = Wire(parts.hostname, parts.port)
    yield wire
    wire.close()


@pytest.fixture(scope="module")
def metrics_port():
    """The first of the ports where the web processes tell Prometheus their figures."""
    return spare_port()


@pytest.fixture(scope="module")
def desk(mailroom, redis_wire, services, metrics_port, tmp_path_factory):
    """web, worker and beat of the compose file; answers the address of the site."""
    port = spare_port()
    environment = PRODUCT | {
        "DEBUG": "false", "SECRET_KEY": "only-for-tests-" + "z" * 50, "SITE_URL": f"http://127.0.0.1:{port}",
        "ALLOWED_HOSTS": "", "PORT": str(port), "VAR_DIR": str(tmp_path_factory.mktemp("data")),
        "DATABASE_URL": services["DATABASE_URL"], "REDIS_URL": f"redis://127.0.0.1:{redis_wire.port}/0",
        "EMAIL_URL": mailroom.url, "MAILBOX_URL": "", "FILES_URL": "", "SUPPORT_ADDRESS": "soporte@segupoliza.test",
        "SWEEP_EVERY": f"{SWEEP}s", "METRICS_ADDRESS": f"127.0.0.1:{metrics_port}",
    }  # fmt: skip
    for preparation in (command_of("migrate", port), [sys.executable, "manage.py", "collectstatic", "--noinput"]):
        subprocess.run(
            preparation, cwd=ROOT, env=os.environ | environment, check=True, capture_output=True, timeout=300
        )
    running = [Running(command_of(service, port), environment) for service in ("web", "worker", "beat")]
    probe = [sys.executable, *COMPOSE["services"]["web"]["healthcheck"]["test"][2:]]
    try:
        wait_until(
            lambda: subprocess.run(probe, cwd=ROOT, env=os.environ | environment).returncode == 0,
            120,
            lambda: "\n".join(process.output[-3000:] for process in running),
        )
        yield environment["SITE_URL"]
    finally:
        for process in running:
            process.end()


def send_ticket(site: str, email: str, subject: str) -> str:
    """Fill in the form as a person would; answers the confirmation page."""
    visitor = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    page = visitor.open(f"{site}/soporte/", timeout=10).read().decode()
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    fields = hidden | {"email": email, "name": "Ana Ruiz", "subject": subject, "description": "No regresa primas."}
    with visitor.open(f"{site}/soporte/", urllib.parse.urlencode(fields).encode(), timeout=10) as answer:
        assert "/soporte/enviada/" in answer.url
        return answer.read().decode()


def folio_of(page: str) -> str:
    return re.search(r"#(\d+)", page)[1]


def test_a_ticket_is_acknowledged_by_mail(desk, mailroom):
    page = send_ticket(desk, "ana@procesos.test", "No está cotizando con ATLAS")

    wait_until(lambda: mailroom.sent_to("ana@procesos.test"), otherwise=lambda: str(mailroom.received))
    (mail,) = mailroom.sent_to("ana@procesos.test")
    assert f"#{folio_of(page)}" in mail
    assert f"{desk}/solicitud/" in mail.replace("=\n", "").replace("=\r\n", "")


def test_the_desk_says_that_it_is_ready(desk):
    with urllib.request.urlopen(f"{desk}/salud/listo/", timeout=10) as answer:
        assert answer.status == 200


def test_each_web_process_tells_its_figures(desk, metrics_port):
    pages = [
        urllib.request.urlopen(f"http://127.0.0.1:{metrics_port + n}/metrics", timeout=10).read().decode()
        for n in (0, 1)
    ]

    assert all("django_http_requests_latency_seconds_by_view_method" in page for page in pages)
    assert any('view="alive"' in page for page in pages)


def test_static_files_are_served_with_names_that_last(desk):
    page = urllib.request.urlopen(f"{desk}/soporte/", timeout=10).read().decode()
    address = re.search(r'href="(/static/css/base\.[0-9a-f]+\.css)"', page)[1]

    with urllib.request.urlopen(desk + address, timeout=10) as answer:
        assert "immutable" in answer.headers["Cache-Control"]


def test_a_frozen_redis_delays_no_page_and_loses_no_mail(desk, mailroom, redis_wire):
    redis_wire.freeze()
    try:
        began = time.monotonic()
        send_ticket(desk, "leo@procesos.test", "Me cambia la prima en la emisión de SURA")
        waited = time.monotonic() - began
    finally:
        redis_wire.thaw()

    assert waited < 2 * 3  # the form and the sending of it, three seconds each
    wait_until(lambda: mailroom.sent_to("leo@procesos.test"), otherwise=lambda: str(mailroom.received))
    assert len(mailroom.sent_to("leo@procesos.test")) == 1


def restart(database: str) -> int:
    """What a restart of the server does to its clients: every connection ends. Answers how many there were."""
    parts = urllib.parse.urlsplit(database)._replace(scheme="postgresql")
    with psycopg.connect(parts._replace(path="/postgres").geturl(), autocommit=True) as server:
        ended = server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [parts.path.strip("/")]
        )
        return ended.rowcount


def status_of(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def test_after_the_database_restarts_the_pages_are_there_and_the_mail_goes(desk, mailroom, services):
    with ThreadPoolExecutor(16) as visitors:
        list(visitors.map(status_of, [f"{desk}/salud/listo/"] * 64))  # every web process holds several connections

    assert restart(services["DATABASE_URL"]) > 3
    statuses = [status_of(f"{desk}/salud/listo/") for _ in range(18)]
    send_ticket(desk, "eva@procesos.test", "No aparece la cotización de GNP")

    assert statuses.count(200) >= 17, statuses
    wait_until(lambda: mailroom.sent_to("eva@procesos.test"), otherwise=lambda: str(mailroom.received))
    assert len(mailroom.sent_to("eva@procesos.test")) == 1


def test_readiness_tells_of_a_frozen_redis_in_under_three_seconds(desk, redis_wire):
    redis_wire.freeze()
    try:
        began = time.monotonic()
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{desk}/salud/listo/", timeout=10)
        waited = time.monotonic() - began
    finally:
        redis_wire.thaw()

    assert refused.value.code == 503
    assert waited < 3
