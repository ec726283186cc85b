"""One running child: its process group, its output line by line, and when it may be started again."""

import contextlib
import os
import signal
import subprocess
from functools import partial

from django.conf import settings

from segusoporte.parent_death import SUPERVISED, die_with_parent
from segusoporte.supervisor.children import Child, environment

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30  # seconds before an exited child is started again
STABLE_AFTER = 60  # seconds running after which the pauses start again from the first


class Process:
    def __init__(self, child: Child) -> None:
        self.child = child
        self.popen: subprocess.Popen | None = None
        self.ready = False
        self.pause = FIRST_PAUSE
        self.started_at = 0.0
        self.start_at = 0.0  # not before this moment of the monotonic clock
        self.rest = b""  # the beginning of a line that has not ended yet

    def start(self, now: float) -> int:
        """Start it in a session of its own; answers the descriptor its output comes from. Raises OSError."""
        self.started_at = now
        self.child.before_start()
        read, write = os.pipe()
        os.set_blocking(read, False)
        self.popen = subprocess.Popen(  # noqa: S603  (our own table of commands)
            self.child.command,
            cwd=settings.BASE_DIR,
            env=environment() | {SUPERVISED: "1"},
            stdin=subprocess.DEVNULL,
            stdout=write,
            stderr=write,
            start_new_session=True,  # Ctrl-C reaches only the runner, which stops the children in order
            preexec_fn=partial(die_with_parent, os.getpid()),  # noqa: PLW1509  (the runner has one thread)
        )
        os.close(write)
        self.rest = b""
        self.ready = False
        return read

    def lines(self, received: bytes) -> list[str]:
        """The whole lines in what has been received so far."""
        *whole, self.rest = (self.rest + received).split(b"\n")
        return [line.decode("utf-8", "replace").rstrip() for line in whole]

    def exit_code(self) -> int | None:
        """None while it runs, and before it is started."""
        return None if self.popen is None else self.popen.poll()

    def is_running(self) -> bool:
        return self.popen is not None and self.popen.poll() is None

    def schedule_restart(self, now: float) -> float:
        """Plan the next start; answers the pause in seconds, longer after each early exit."""
        if now - self.started_at > STABLE_AFTER:
            self.pause = FIRST_PAUSE
        pause, self.pause = self.pause, min(self.pause * 2, LONGEST_PAUSE)
        self.start_at = now + pause
        self.popen = None
        return pause

    def signal(self, number: int) -> None:
        if self.popen is not None:
            with contextlib.suppress(ProcessLookupError):
                self.popen.send_signal(number)

    def kill_group(self) -> None:
        """End whatever is left of its process group, grandchildren included."""
        if self.popen is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.popen.pid, signal.SIGKILL)
            self.popen.wait()
