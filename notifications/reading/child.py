"""The process that reads what could hang a worker: `python -m notifications.reading.child`, started by `isolated`.

One question in, one answer out, each behind its length, until the pipe closes. A question is a letter and what it is
about: a message to read, or one that was read with what was said on its ticket before.
"""

import os
import pickle
import resource
import struct
import sys

from notifications.reading.limits import Unparseable
from notifications.reading.message import InboundMessage
from notifications.reading.parse import parse
from notifications.reading.visible_reply import Judgement, judge

JUDGE = b"j"  # the letter of the second call; any other is the first
MEMORY_BYTES = 1024 * 1024 * 1024  # address space of this process


def serve() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    source, target = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a stray print must not enter the frames
    while len(header := source.read(8)) == 8:
        frame = pickle.dumps(_answer(source.read(struct.unpack(">Q", header)[0])), protocol=pickle.HIGHEST_PROTOCOL)
        target.write(struct.pack(">Q", len(frame)) + frame)
        target.flush()


def _answer(question: bytes) -> InboundMessage | Judgement | str:
    """What was asked for, or why it was refused."""
    try:
        if question[:1] == JUDGE:
            return judge(*pickle.loads(question[1:]))  # noqa: S301 - written by our own code
        return parse(question[1:])
    except Unparseable as refusal:
        return refusal.reason
    except (MemoryError, RecursionError):
        return "El mensaje agotó la memoria del lector."


if __name__ == "__main__":
    serve()
