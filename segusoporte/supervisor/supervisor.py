"""Keeps a handful of processes running, in one thread: starts them, reads their output, restarts, stops."""

import os
import selectors
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from segusoporte.supervisor.children import Child
from segusoporte.supervisor.process import Process

TICK = 0.2  # seconds between looks
GRACE = 2.5  # seconds from SIGTERM to SIGKILL: for tasks in hand; what is cut off, the database still knows
NAMES: dict[int, str] = {
    signal.SIGKILL: "lo mataron",
    signal.SIGSEGV: "violación de memoria",
    signal.SIGTERM: "le pidieron terminar",
}


class Supervisor:
    def __init__(self, children: list[Child], show: Callable[[str, str], None]) -> None:
        """`show(name, line)` shows a line of the child `name`; of the runner itself when the name is empty."""
        self.processes = [Process(child) for child in children]
        self.show = show
        self.selector = selectors.DefaultSelector()
        self.stopping = False

    def run(self, when_ready: Callable[[], None]) -> None:
        """Return after SIGINT, SIGTERM or SIGHUP (unless started with nohup), with every child gone."""
        with self._stopped_by_signals():
            try:
                self._supervise(when_ready)
            finally:
                self._stop()

    @contextmanager
    def _stopped_by_signals(self) -> Iterator[None]:
        # A shell starts what it puts in the background with SIGINT ignored; who sends us one means it all the same.
        handled = [signal.SIGINT, signal.SIGTERM]
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
            handled.append(signal.SIGHUP)
        previous = {number: signal.signal(number, self._ask_to_stop) for number in handled}
        try:
            yield
        finally:
            for number, handler in previous.items():
                signal.signal(number, handler)

    def _supervise(self, when_ready: Callable[[], None]) -> None:
        was_ready = False
        while not self.stopping:
            self._start_due()
            self._read_output(TICK)
            self._reap_exited_children()
            if not was_ready and all(self._is_ready(process) for process in self.processes):
                was_ready = True
                when_ready()

    def _ask_to_stop(self, _number, _frame) -> None:
        self.stopping = True

    def _start_due(self) -> None:
        now = time.monotonic()
        for process in self.processes:
            if process.popen is None and process.start_at <= now:
                self._start(process, now)

    def _start(self, process: Process, now: float) -> None:
        """A child that cannot start (no memory, a broken directory) is tried again; the others go on."""
        try:
            output = process.start(now)
        except OSError as error:
            pause = process.schedule_restart(now)
            self.show("", f"No arranca «{process.child.name}» ({error}). Lo intento de nuevo en {pause:g} s.")
        else:
            self.selector.register(output, selectors.EVENT_READ, process)

    def _read_output(self, seconds: float) -> None:
        for key, _events in self.selector.select(seconds):
            received = os.read(key.fd, 65536)
            if not received:
                self.selector.unregister(key.fd)
                os.close(key.fd)
            for line in key.data.lines(received):
                self._handle_line(key.data, line)

    def _handle_line(self, process: Process, line: str) -> None:
        expected = process.child.ready_line
        if expected and expected in line:
            process.ready = True
        elif line.strip():
            self.show(process.child.name, line)

    def _is_ready(self, process: Process) -> bool:
        if process.popen is None:
            return False
        if not process.ready:
            asked = process.child.ready
            process.ready = asked() if asked else not process.child.ready_line
        return process.ready

    def _reap_exited_children(self) -> None:
        for process in self.processes:
            code = process.exit_code()
            if code is not None:
                process.kill_group()
                self._read_output(0)  # what it wrote last
                pause = process.schedule_restart(time.monotonic())
                self.show("", f"Se detuvo «{process.child.name}» ({describe_exit(code)}). Vuelve en {pause:g} s.")

    def _stop(self) -> None:
        """SIGTERM to each, then a while for all, then SIGKILL to whatever is left of their groups."""
        for process in self.processes:
            process.signal(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        while time.monotonic() < deadline and any(p.is_running() for p in self.processes):
            self._read_output(TICK / 2)
        for process in self.processes:
            process.kill_group()
        self._read_output(0)


def describe_exit(code: int) -> str:
    """An exit code as a person says it."""
    if code >= 0:
        return f"salida {code}"
    return NAMES.get(-code, f"señal {-code}")
