"""Keeps a handful of processes alive, in one thread: starts, listens, revives, stops."""

import os
import selectors
import signal
import time
from collections.abc import Callable

from segusoporte.supervisor.children import Child
from segusoporte.supervisor.process import Process

TICK = 0.2  # seconds between looks
GRACE = 2.5  # seconds from SIGTERM to SIGKILL: for tasks in hand; what is cut off, the database still knows
NAMES = {signal.SIGKILL: "lo mataron", signal.SIGSEGV: "violación de memoria", signal.SIGTERM: "le pidieron terminar"}


class Supervisor:
    def __init__(self, children: list[Child], say: Callable[[str, str], None]) -> None:
        """`say(name, line)` shows a line of the child `name`; of the runner itself when the name is empty."""
        self.processes = [Process(child) for child in children]
        self.say = say
        self.selector = selectors.DefaultSelector()
        self.stopping = False

    def run(self, when_ready: Callable[[], None]) -> None:
        """Return after SIGINT, SIGTERM or SIGHUP (unless started with nohup), with every child gone."""
        # A shell starts what it puts in the background with SIGINT ignored; who sends us one means it all the same.
        heeded = [signal.SIGINT, signal.SIGTERM]
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
            heeded.append(signal.SIGHUP)
        previous = {number: signal.signal(number, self._ask_to_stop) for number in heeded}
        announced = False
        try:
            while not self.stopping:
                self._start_those_due()
                self._listen(TICK)
                self._bury_the_dead()
                if not announced and all(self._is_ready(process) for process in self.processes):
                    announced = True
                    when_ready()
        finally:
            self._stop()
            for number, handler in previous.items():
                signal.signal(number, handler)

    def _ask_to_stop(self, _number, _frame) -> None:
        self.stopping = True

    def _start_those_due(self) -> None:
        now = time.monotonic()
        for process in self.processes:
            if process.popen is None and process.start_at <= now:
                self._start(process, now)

    def _start(self, process: Process, now: float) -> None:
        """A child that cannot start (no memory, a broken directory) is tried again; the others go on."""
        try:
            output = process.start(now)
        except OSError as error:
            pause = process.schedule_return(now)
            self.say("", f"No arranca «{process.child.name}» ({error}). Lo intento de nuevo en {pause:g} s.")
        else:
            self.selector.register(output, selectors.EVENT_READ, process)

    def _listen(self, seconds: float) -> None:
        for key, _events in self.selector.select(seconds):
            received = os.read(key.fd, 65536)
            if not received:
                self.selector.unregister(key.fd)
                os.close(key.fd)
            for line in key.data.lines(received):
                self._hear(key.data, line)

    def _hear(self, process: Process, line: str) -> None:
        expected = process.child.says_when_ready
        if expected and expected in line:
            process.ready = True
        elif line.strip():
            self.say(process.child.name, line)

    def _is_ready(self, process: Process) -> bool:
        if process.popen is None:
            return False
        if not process.ready:
            asked = process.child.ready
            process.ready = asked() if asked else not process.child.says_when_ready
        return process.ready

    def _bury_the_dead(self) -> None:
        for process in self.processes:
            if process.has_died():
                code = process.popen.returncode
                process.kill_group()
                self._listen(0)  # its last words
                pause = process.schedule_return(time.monotonic())
                self.say("", f"Se detuvo «{process.child.name}» ({how(code)}). Vuelve en {pause:g} s.")

    def _stop(self) -> None:
        """SIGTERM to each, then a while for all, then SIGKILL to whatever is left of their groups."""
        for process in self.processes:
            process.signal(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        while time.monotonic() < deadline and any(p.popen and not p.has_died() for p in self.processes):
            self._listen(TICK / 2)
        for process in self.processes:
            process.kill_group()
        self._listen(0)


def how(code: int) -> str:
    """An exit code as a person says it."""
    if code >= 0:
        return f"salida {code}"
    return NAMES.get(-code, f"señal {-code}")
