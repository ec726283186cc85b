"""Whatever is done to received bytes, where a hang, a memory bomb or a recursion cannot take the worker down.

A child process, started when first needed and kept, reads one message at a time: a Celery prefork worker may not have
multiprocessing children, so it is a plain subprocess that speaks length-prefixed frames over its pipes. It counts its
own CPU seconds, so that a busy machine makes no message unreadable.
"""

import os
import pickle
import select
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from notifications.reading.limits import HEADER_BYTES, Unparseable, check_size
from notifications.reading.message import InboundMessage
from notifications.reading.pictures import Picture
from notifications.reading.quotes.parts import Stretch
from notifications.reading.tasks import Refused, Task
from notifications.reading.visible_reply import Conversation, Judgement, all_shown

TIMEOUT = 60.0  # seconds on the wall for one task: of a child that is stopped, not of one that works
CPU_SECONDS = 10.0  # of the child, for one task
PROGRAM = "notifications.reading.child"  # by name: what is run as a program must not have been imported before
TOO_LONG = "Leer el mensaje tomó demasiado tiempo."
TOO_MUCH = "El mensaje agotó la memoria o detuvo al lector."

_lock = threading.Lock()
_child: "_Child | None" = None


def parse_isolated(raw: bytes, timeout: float = TIMEOUT, cpu: float = CPU_SECONDS) -> InboundMessage:
    """As `parse`, with what it shows cleaned; `Unparseable` also when it would take too long or too much memory."""
    check_size(len(raw))
    message = run(Task.READ, raw, timeout=timeout, cpu=cpu)
    assert isinstance(message, InboundMessage)
    return message


def judge_isolated(parts: tuple[Stretch, ...], is_forward: bool, before: Conversation | None) -> Judgement:
    """As `judge`; all of it is shown where that stops the reader."""
    try:
        judgement = run(Task.JUDGE, parts, is_forward, before)
    except Unparseable:
        return all_shown(parts)
    assert isinstance(judgement, Judgement)
    return judgement


def pictures_isolated(contents: Sequence[bytes], cpu: float = CPU_SECONDS) -> list[Picture | None]:
    """The pictures of one message written anew; None for each that stays as it came, all where they stop the reader."""
    if not contents:
        return []
    try:
        pictures: list[Picture | None] = run(Task.PICTURES, list(contents), cpu=cpu)
    except Unparseable:
        return [None] * len(contents)
    return pictures


def glimpse_isolated(raw: bytes) -> InboundMessage:
    """What the beginning of a message tells that cannot be read whole; an empty one where even that stops the reader."""
    try:
        message = run(Task.GLIMPSE, raw[:HEADER_BYTES])
    except Unparseable:
        return InboundMessage()
    assert isinstance(message, InboundMessage)
    return message


def run(task: Task, *arguments: Any, timeout: float = TIMEOUT, cpu: float = CPU_SECONDS) -> Any:
    """What the child answers. Raises `Unparseable`, also after `cpu` seconds of its work or `timeout` on the wall."""
    frame = pickle.dumps((cpu, task, arguments), protocol=pickle.HIGHEST_PROTOCOL)
    with _lock:
        try:
            return _ask_child(frame, timeout)
        except _ChildDied:  # perhaps killed before it saw this message: once more, with a new one
            pass
        try:
            return _ask_child(frame, timeout)
        except _ChildDied:
            raise Unparseable(TOO_MUCH) from None


class _ChildDied(Exception):
    pass


def _ask_child(frame: bytes, timeout: float) -> Any:
    child = _running_child()
    deadline = time.monotonic() + timeout
    try:
        child.write(struct.pack(">Q", len(frame)) + frame, deadline)
        (size,) = struct.unpack(">Q", child.read(8, deadline))
        answer = pickle.loads(child.read(size, deadline))  # noqa: S301 - written by our own code
    except TimeoutError:
        _stop_child()
        raise Unparseable(TOO_LONG) from None
    except (OSError, EOFError, struct.error, pickle.UnpicklingError):
        if _stop_child() == -signal.SIGPROF:  # its CPU seconds ran out: a new one would do no better
            raise Unparseable(TOO_LONG) from None
        raise _ChildDied from None
    if isinstance(answer, Refused):
        raise Unparseable(answer.reason)
    return answer


def _running_child() -> "_Child":
    """This process's own child; after a fork the parent's is left alone."""
    global _child
    if _child is None or not _child.is_ours() or _child.process.poll() is not None:
        _child = _Child()
    return _child


def _stop_child() -> int | None:
    """What it ended with; the child of another process is left alone."""
    global _child
    ended, _child = _child, None
    return ended.stop() if ended is not None and ended.is_ours() else None


class _Child:
    """The running program, and the pipes to it."""

    def __init__(self) -> None:
        path = os.pathsep.join(one or str(Path.cwd()) for one in sys.path)
        self.owner = os.getpid()
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path}, bufsize=0,
        )  # fmt: skip
        assert self.process.stdin and self.process.stdout
        self.stdin, self.stdout = self.process.stdin, self.process.stdout
        os.set_blocking(self.stdin.fileno(), False)

    def is_ours(self) -> bool:
        return self.owner == os.getpid()

    def stop(self) -> int:
        """Ends it, unless it ended by itself; its return code."""
        self.process.kill()
        self.stdin.close()
        self.stdout.close()
        return self.process.wait()

    def write(self, data: bytes, deadline: float) -> None:
        descriptor, view = self.stdin.fileno(), memoryview(data)
        while view:
            _, ready, _ = select.select([], [descriptor], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                raise TimeoutError
            view = view[os.write(descriptor, view[: 1 << 16]) :]

    def read(self, size: int, deadline: float) -> bytes:
        descriptor, chunks, missing = self.stdout.fileno(), [], size
        while missing:
            ready, _, _ = select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))
            if not ready:
                raise TimeoutError
            chunk = os.read(descriptor, min(missing, 1 << 20))
            if not chunk:
                raise EOFError
            chunks.append(chunk)
            missing -= len(chunk)
        return b"".join(chunks)
