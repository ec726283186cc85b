"""A whole desk whose broker freezes, dies with all it held, or loses its folder: no page fails, no mail is lost."""

import sys
import time

import pytest

from tests.e2e.test_production_processes import send_ticket
from tests.notifications.smtp import Script, Server
from tests.processes import EMBEDDED, Running, spare_port, wait_until
from tests.redis_server import RedisServer

pytestmark = pytest.mark.e2e
BACK = 60  # seconds: a guard against never, far above two sweeps of two seconds and a reconnection
PAGES = 2 * 3  # seconds: the form and the sending of it, three each
GAVE_UP = "the broker did not take the wake-up"  # in the log, once the broker's client waits no longer


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
    server = RedisServer(tmp_path)
    yield server
    server.kill()


def test_redis_frozen_flushed_and_dead(tmp_path, own_redis):
    desk = Desk(tmp_path / "var", REDIS_URL=own_redis.url)
    try:
        desk.send("antes@agencia.test")
        desk.wait_for_mail_to("antes@agencia.test")

        own_redis.freeze()
        desk.send("congelado@agencia.test")
        desk.running.wait_for(GAVE_UP, BACK)
        own_redis.thaw()
        desk.wait_for_mail_to("congelado@agencia.test")

        desk.send("vaciado@agencia.test")
        own_redis.client.flushall()
        desk.wait_for_mail_to("vaciado@agencia.test")

        own_redis.kill()
        desk.send("muerto@agencia.test")
        own_redis.start()
        desk.wait_for_mail_to("muerto@agencia.test")
    finally:
        desk.end()


def test_the_folder_of_the_embedded_broker_gone_and_not_to_be_made_again(tmp_path):
    desk = Desk(tmp_path)
    broker = tmp_path / "broker"
    try:
        broker.rename(tmp_path / "gone")  # at once: the worker is at work in it
        broker.write_text("nobody can put a file into a file, not even root")
        desk.send("estorbada@agencia.test")
        desk.running.wait_for(GAVE_UP, BACK)
        broker.unlink()
        desk.wait_for_mail_to("estorbada@agencia.test")
    finally:
        desk.end()
