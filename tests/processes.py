"""Real processes for tests: start them, find their descendants, wait for what they should do."""

import contextlib
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from segusoporte.parent_death import die_with_parent
from tests.claims import claim

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 90  # seconds: a guard against never, no bound on speed
PRODUCT = {"DJANGO_SETTINGS_MODULE": "segusoporte.settings", "PYTHONUNBUFFERED": "1"}  # not the suite's own settings
EMBEDDED = PRODUCT | {  # what an empty environment means, whatever this machine's own .env says
    "DEBUG": "true",
    "SECRET_KEY": "only-for-tests-" + "y" * 50,
    **dict.fromkeys(["DATABASE_URL", "REDIS_URL", "EMAIL_URL", "MAILBOX_URL", "FILES_URL", "SITE_URL", "ALLOWED_HOSTS"], ""),
}  # fmt: skip


def dies_with_us() -> Callable[[], None]:
    """For a child to call before it begins: not even a killed test run leaves it behind."""
    return partial(die_with_parent, os.getpid())


class Running:
    """A process in a session of its own whose output is kept, line by line."""

    def __init__(self, command: list[str], environment: dict[str, str], cwd: Path = ROOT) -> None:
        self.popen = subprocess.Popen(
            command,
            cwd=cwd,
            env=os.environ | PRODUCT | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            preexec_fn=dies_with_us(),
        )
        self.lines: list[str] = []
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        for line in self.popen.stdout:
            self.lines.append(line.rstrip("\n"))

    @property
    def output(self) -> str:
        return "\n".join(self.lines)

    def wait_for(self, text: str, seconds: float = PATIENCE, times: int = 1) -> None:
        """Until `text` has been said that many times; fails with everything said when it is not."""
        wait_until(
            lambda: self.output.count(text) >= times or self.popen.poll() is not None,
            seconds,
            lambda: f"{text!r} was never said. Said:\n{self.output}",
        )
        assert self.output.count(text) >= times, f"It ended without saying {text!r}:\n{self.output}"

    def end(self) -> None:
        for pid in [self.popen.pid, *descendants(self.popen.pid)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.popen.wait()


def is_running(pid: int) -> bool:
    """Whether it still does anything: one that ended and was not waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def descendants(pid: int) -> list[int]:
    """Children, their children, and so on."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            parents.setdefault(parent, []).append(int(entry.name))
    found = []
    waiting = [pid]
    while waiting:
        children = parents.get(waiting.pop(), [])
        found += children
        waiting += children
    return found


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def wait_until(
    condition, seconds: float = PATIENCE, otherwise=lambda: "it never happened", every: float = 0.05
) -> None:
    """Until `condition()`, asked `every` so many seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, otherwise()
        time.sleep(every)


def spare_port() -> int:
    """A free port with a free one after it, this process's own until it ends.

    Below the range that systems hand out by themselves.
    """
    for port in range(21000, 32000, 2):
        if is_free(port) and is_free(port + 1) and claim(f"port-{port}"):
            return port
    raise AssertionError("no spare port")


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def is_listening(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=10):
        return True
    return False
