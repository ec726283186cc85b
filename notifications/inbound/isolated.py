"""Parsing where a hang, a memory bomb or a recursion cannot take the worker down.

Messages whose shape is harmless are parsed at once (well under a millisecond a kilobyte). The rest go to a child
process, started when first needed and kept: a Celery prefork worker may not have multiprocessing children, so it is
a plain subprocess that speaks length-prefixed frames over its pipes.
"""

import os
import pickle
import resource
import select
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

from .limits import Unparseable, check, measure
from .message import InboundMessage
from .parse import parse

TIMEOUT = 20.0  # seconds for one message
MEMORY_BYTES = 1024 * 1024 * 1024  # address space of the child

_lock = threading.Lock()
_child: "tuple[int, subprocess.Popen] | None" = None


def parse_isolated(raw: bytes, timeout: float = TIMEOUT) -> InboundMessage:
    """As `parse`, and `Unparseable` also when it would take longer than `timeout` seconds or too much memory."""
    shape = measure(raw)
    check(shape)
    if shape.harmless:
        return parse(raw)
    with _lock:
        try:
            return _ask_child(raw, timeout)
        except _ChildDied:  # perhaps killed before it saw this message: once more, with a new one
            pass
        try:
            return _ask_child(raw, timeout)
        except _ChildDied:
            raise Unparseable("El mensaje agotó la memoria o detuvo al lector.") from None


class _ChildDied(Exception):
    pass


def _ask_child(raw: bytes, timeout: float) -> InboundMessage:
    child = _running_child()
    deadline = time.monotonic() + timeout
    try:
        _write(child, struct.pack(">Q", len(raw)) + raw, deadline)
        (size,) = struct.unpack(">Q", _read(child, 8, deadline))
        kind, value = pickle.loads(_read(child, size, deadline))  # noqa: S301 - written by our own code
    except TimeoutError:
        _stop_child()
        raise Unparseable(f"Leer el mensaje tardó más de {timeout:g} segundos.") from None
    except (OSError, EOFError, struct.error, pickle.UnpicklingError):
        _stop_child()
        raise _ChildDied from None
    if kind == "refused":
        raise Unparseable(value)
    return value


def _running_child() -> subprocess.Popen:
    """This process's own child; after a fork the parent's is left alone."""
    global _child
    if _child is not None and _child[0] == os.getpid() and _child[1].poll() is None:
        return _child[1]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path or str(Path.cwd()) for path in sys.path)}
    child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        bufsize=0,
    )
    os.set_blocking(child.stdin.fileno(), False)
    _child = (os.getpid(), child)
    return child


def _stop_child() -> None:
    global _child
    if _child is not None and _child[0] == os.getpid():
        _child[1].kill()
        _child[1].wait()
        _child[1].stdin.close()
        _child[1].stdout.close()
    _child = None


def _write(child: subprocess.Popen, data: bytes, deadline: float) -> None:
    descriptor, view = child.stdin.fileno(), memoryview(data)
    while view:
        _, ready, _ = select.select([], [descriptor], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            raise TimeoutError
        view = view[os.write(descriptor, view[: 1 << 16]) :]


def _read(child: subprocess.Popen, size: int, deadline: float) -> bytes:
    descriptor, chunks, missing = child.stdout.fileno(), [], size
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


def _serve() -> None:
    """The child: one message in, one answer out, until the pipe closes."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a stray print must not enter the frames
    while len(header := source.read(8)) == 8:
        raw = source.read(struct.unpack(">Q", header)[0])
        try:
            answer = ("parsed", parse(raw))
        except Unparseable as refusal:
            answer = ("refused", refusal.reason)
        except (MemoryError, RecursionError):
            answer = ("refused", "El mensaje agotó la memoria del lector.")
        frame = pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL)
        target.write(struct.pack(">Q", len(frame)) + frame)
        target.flush()


if __name__ == "__main__":
    _serve()
