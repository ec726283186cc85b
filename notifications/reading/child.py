"""The process that reads what could hang a worker: `python -m notifications.reading.child`, started by `isolated`.

One message in, one answer out, each behind its length, until the pipe closes.
"""

import os
import pickle
import resource
import struct
import sys

from notifications.reading.limits import Unparseable
from notifications.reading.message import InboundMessage
from notifications.reading.parse import parse

MEMORY_BYTES = 1024 * 1024 * 1024  # address space of this process


def serve() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a stray print must not enter the frames
    while len(header := source.read(8)) == 8:
        frame = pickle.dumps(_answer(source.read(struct.unpack(">Q", header)[0])), protocol=pickle.HIGHEST_PROTOCOL)
        target.write(struct.pack(">Q", len(frame)) + frame)
        target.flush()


def _answer(raw: bytes) -> InboundMessage | str:
    """The message, or why it was refused."""
    try:
        return parse(raw)
    except Unparseable as refusal:
        return refusal.reason
    except (MemoryError, RecursionError):
        return "El mensaje agotó la memoria del lector."


if __name__ == "__main__":
    serve()
