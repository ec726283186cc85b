"""A whole desk whose broker freezes, dies with all it held, or loses its folder: no page fails, no mail is lost."""

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest
import redis

from tests.e2e.test_production_processes import send_ticket
from tests.notifications.smtp import Script, Server
from tests.processes import EMBEDDED, Running, spare_port, wait_until

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.timeout(300),
    pytest.mark.skipif(
        bool(os.environ.get("DATABASE_URL")), reason="Its brokers are its own: tried once, on the embedded database"
    ),
]
BACK = 60  # seconds: a guard against never, far above two sweeps of two seconds and a reconnection
PAGES = 2 * 3  # seconds: the form and the sending of it, three each


class Desk:
    """`manage.py run` with a broker of the test's own and a real SMTP server."""

    def __init__(self, directory, **environment: str) -> None:
        self.script = Script()
        self.server = Server(self.script)
        self.server.start()
        port = spare_port()
        self.site = f"http://localhost:{port}"
        environment = EMBEDDED | {
            "VAR_DIR": str(directory), "PORT": str(port), "SWEEP_EVERY": "2s", "EMAIL_TIMEOUT": "2s",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.server.port}",
        } | environment  # fmt: skip
        self.running = Running([sys.executable, "manage.py", "run", "--prepare"], environment)
        self.running.wait_for("Segusoporte está listo.", seconds=120)

    def end(self) -> None:
        self.running.end()
        self.server.stop()

    def send(self, email: str) -> None:
        """The form, as a person would; it must not wait for any broker."""
        began = time.monotonic()
        send_ticket(self.site, email, "No está cotizando con ATLAS")
        assert time.monotonic() - began < PAGES

    def wait_for_mail_to(self, email: str) -> None:
        wait_until(lambda: self._sent_to(email) == 1, BACK, lambda: f"{self.script.ids}\n{self.running.output[-4000:]}")

    def _sent_to(self, email: str) -> int:
        return sum(message["To"] == email for message in self.script.took)


@pytest.fixture
def own_redis(tmp_path):
    """Starts, and starts again, a redis-server that keeps nothing."""
    program = shutil.which("redis-server")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("redis-server is missing")
        pytest.skip("No hay redis-server: instala el paquete redis-server.")
    port, started = spare_port(), []

    def start() -> subprocess.Popen:
        quiet = ["--save", "", "--appendonly", "no", "--dir", str(tmp_path)]
        started.append(subprocess.Popen([program, "--port", str(port), *quiet], stdout=subprocess.DEVNULL))
        client = redis.Redis(port=port)
        wait_until(lambda: _answers(client))
        return started[-1]

    start.url = f"redis://127.0.0.1:{port}/0"
    yield start
    for server in started:
        server.send_signal(signal.SIGCONT) if server.poll() is None else None
        server.kill()
        server.wait()


def _answers(client) -> bool:
    try:
        return client.ping()
    except redis.RedisError:
        return False


def test_redis_frozen_flushed_and_dead(tmp_path, own_redis):
    server = own_redis()
    desk = Desk(tmp_path / "var", REDIS_URL=own_redis.url)
    try:
        desk.send("antes@agencia.test")
        desk.wait_for_mail_to("antes@agencia.test")

        server.send_signal(signal.SIGSTOP)
        desk.send("congelado@agencia.test")
        time.sleep(6)  # longer than any client waits for an answer
        server.send_signal(signal.SIGCONT)
        desk.wait_for_mail_to("congelado@agencia.test")

        desk.send("vaciado@agencia.test")
        redis.Redis.from_url(own_redis.url).flushall()
        desk.wait_for_mail_to("vaciado@agencia.test")

        server.kill()
        server.wait()
        desk.send("muerto@agencia.test")
        own_redis()
        desk.wait_for_mail_to("muerto@agencia.test")
    finally:
        desk.end()


def test_the_folder_of_the_embedded_broker_gone_and_not_to_be_made_again(tmp_path):
    desk = Desk(tmp_path)
    broker = tmp_path / "broker"
    try:
        shutil.rmtree(broker)
        broker.write_text("nobody can put a file into a file, not even root")
        desk.send("estorbada@agencia.test")
        time.sleep(3)
        broker.unlink()
        desk.wait_for_mail_to("estorbada@agencia.test")
    finally:
        desk.end()
