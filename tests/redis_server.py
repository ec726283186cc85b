"""A redis-server of the test's own that keeps nothing: to be stopped, frozen and flushed, and shared with nobody."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest
import redis

from tests.processes import dies_with_us, spare_port, wait_until


class RedisServer:
    def __init__(self, directory: Path) -> None:
        program = shutil.which("redis-server")
        if program is None:
            if os.environ.get("CI") == "true":
                pytest.fail("redis-server is missing")
            pytest.skip("No hay redis-server: instala el paquete redis-server.")
        port = spare_port()
        self.command = [program, "--port", str(port), "--save", "", "--appendonly", "no", "--dir", str(directory)]
        self.url = f"redis://127.0.0.1:{port}/0"
        self.client = redis.Redis(port=port, socket_timeout=1)
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, preexec_fn=dies_with_us())
        wait_until(self._answers)

    def freeze(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        self.process.kill()  # frozen or not
        self.process.wait()

    def _answers(self) -> bool:
        try:
            return self.client.ping()
        except redis.RedisError:
            return False
