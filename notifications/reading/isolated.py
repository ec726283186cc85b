"""Parsing where a hang, a memory bomb or a recursion cannot take the worker down.

Messages whose shape is harmless are parsed at once (well under a millisecond a kilobyte). The rest go to a child
process, started when first needed and kept: a Celery prefork worker may not have multiprocessing children, so it is
a plain subprocess that speaks length-prefixed frames over its pipes.
"""

import os
import pickle
import select
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

from notifications.reading.limits import Unparseable, check, measure
from notifications.reading.message import InboundMessage
from notifications.reading.parse import parse
from notifications.reading.visible_reply import Conversation, Judgement, judge

TIMEOUT = 20.0  # seconds for one message
HARMLESS_CHARACTERS = 200_000  # of a message and its conversation: compared in the worker itself
PARSE, JUDGE = b"p", b"j"  # what the child is asked
PROGRAM = "notifications.reading.child"  # by name: what is run as a program must not have been imported before

_lock = threading.Lock()
_child: "_Child | None" = None


def parse_isolated(raw: bytes, timeout: float = TIMEOUT) -> InboundMessage:
    """As `parse`, and `Unparseable` also when it would take longer than `timeout` seconds or too much memory."""
    shape = measure(raw)
    check(shape)
    if shape.harmless:
        return parse(raw)
    answer = _asked(PARSE + raw, timeout)
    assert isinstance(answer, InboundMessage)
    return answer


def judge_isolated(message: InboundMessage, before: Conversation | None, timeout: float = TIMEOUT) -> Judgement:
    """As `judge`, and `Unparseable` also when it would take longer than `timeout` seconds or too much memory."""
    if message.size + (before.size if before else 0) <= HARMLESS_CHARACTERS:
        return judge(message.parts, message.is_forward, before)
    question = pickle.dumps((message.parts, message.is_forward, before), protocol=pickle.HIGHEST_PROTOCOL)
    answer = _asked(JUDGE + question, timeout)
    assert isinstance(answer, Judgement)
    return answer


def _asked(question: bytes, timeout: float) -> InboundMessage | Judgement:
    with _lock:
        try:
            return _ask_child(question, timeout)
        except _ChildDied:  # perhaps killed before it saw this message: once more, with a new one
            pass
        try:
            return _ask_child(question, timeout)
        except _ChildDied:
            raise Unparseable("El mensaje agotó la memoria o detuvo al lector.") from None


class _ChildDied(Exception):
    pass


def _ask_child(question: bytes, timeout: float) -> InboundMessage | Judgement:
    child = _running_child()
    deadline = time.monotonic() + timeout
    try:
        child.write(struct.pack(">Q", len(question)) + question, deadline)
        (size,) = struct.unpack(">Q", child.read(8, deadline))
        answer = pickle.loads(child.read(size, deadline))  # noqa: S301 - written by our own code
    except TimeoutError:
        _stop_child()
        raise Unparseable(f"Leer el mensaje tardó más de {timeout:g} segundos.") from None
    except (OSError, EOFError, struct.error, pickle.UnpicklingError):
        _stop_child()
        raise _ChildDied from None
    if isinstance(answer, InboundMessage | Judgement):
        return answer
    raise Unparseable(str(answer))


def _running_child() -> "_Child":
    """This process's own child; after a fork the parent's is left alone."""
    global _child
    if _child is None or not _child.is_ours() or _child.process.poll() is not None:
        _child = _Child()
    return _child


def _stop_child() -> None:
    global _child
    if _child is not None and _child.is_ours():
        _child.stop()
    _child = None


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

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        self.stdin.close()
        self.stdout.close()

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
