"""The process that does what could hang a worker: `python -m notifications.reading.child`, started by `isolated`.

One task in, one answer out, each behind its length, until the pipe closes.
"""

import os
import pickle
import resource
import signal
import struct
import sys
from typing import Any

from notifications.reading.limits import Unparseable
from notifications.reading.tasks import HANDLERS, Refused, Task

MEMORY_BYTES = 1024 * 1024 * 1024  # address space of this process


def serve() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a stray print must not enter the frames
    while len(header := source.read(8)) == 8:
        answer = _answer(source.read(struct.unpack(">Q", header)[0]))
        target.write(struct.pack(">Q", len(answer)) + answer)
        target.flush()


def _answer(frame: bytes) -> bytes:
    """The pickled result of a task. SIGPROF ends this process after its CPU seconds, also inside a library's C code."""
    cpu, task, arguments = pickle.loads(frame)  # noqa: S301 - written by our own code
    signal.setitimer(signal.ITIMER_PROF, cpu)
    answer = pickle.dumps(_result(task, arguments), protocol=pickle.HIGHEST_PROTOCOL)
    signal.setitimer(signal.ITIMER_PROF, 0)
    return answer


def _result(task: Task, arguments: tuple[Any, ...]) -> Any:
    """What the task answers, or why it was refused."""
    try:
        return HANDLERS[task](*arguments)
    except Unparseable as refusal:
        return Refused(refusal.reason)
    except (MemoryError, RecursionError):
        return Refused("El mensaje agotó la memoria del lector.")


if __name__ == "__main__":
    serve()
