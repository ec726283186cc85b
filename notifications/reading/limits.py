"""How much one message may ask of us, measured before anything is parsed."""

import re
from dataclasses import dataclass

MESSAGE_BYTES = 30 * 1024 * 1024
HEADER_BYTES = 256 * 1024
PARTS = 500
DEPTH = 50

_LANDMARK = re.compile(
    rb"^--([^\r\n]{1,200})|boundary\s*=\s*(?:\"([^\"\r\n]{1,200})\"?|([^\s;\"]{1,200}))", re.I | re.M
)
_HEADER_END = re.compile(rb"\r?\n\r?\n|\r\r")


class Unparseable(Exception):
    """Beyond the limits: the raw message is kept and a person is told. `reason` is Spanish."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Shape:
    size: int
    header: int
    parts: int
    depth: int


def measure(raw: bytes) -> Shape:
    """One linear pass over boundaries; parts and depth may be overstated, never understated."""
    end = _HEADER_END.search(raw, 0, HEADER_BYTES + 4)
    header = end.start() if end else min(len(raw), HEADER_BYTES + 4)
    if b"boundary" not in raw and b"BOUNDARY" not in raw and b"Boundary" not in raw:
        return Shape(len(raw), header, 1, 1)
    parts, depth = _structure(raw)
    return Shape(len(raw), header, parts, depth)


def _structure(raw: bytes) -> tuple[int, int]:
    declared: set[bytes] = set()
    open_boundaries: list[bytes] = []
    parts, deepest = 1, 1
    for landmark in _LANDMARK.finditer(raw):
        line, quoted, bare = landmark.groups()
        if line is None:
            declared.add((quoted or bare).strip())
            continue
        line = line.rstrip()
        closing = line not in declared and line.endswith(b"--")
        name = line[:-2] if closing else line
        if name not in declared:
            continue
        if name in open_boundaries:
            del open_boundaries[open_boundaries.index(name) + (0 if closing else 1) :]
        elif not closing:
            open_boundaries.append(name)
        parts += not closing
        deepest = max(deepest, len(open_boundaries) + 1)
        if parts > PARTS or deepest > DEPTH:
            break
    return parts, deepest


def check_size(size: int) -> None:
    """Raise `Unparseable` for a message that is not even handed to the reader."""
    if size > MESSAGE_BYTES:
        raise Unparseable("El mensaje pesa más de 30 MB.")


def check(shape: Shape) -> None:
    """Raise `Unparseable` when the message is beyond a limit."""
    check_size(shape.size)
    if shape.header > HEADER_BYTES:
        raise Unparseable("El encabezado del mensaje pesa más de 256 KB.")
    if shape.parts > PARTS:
        raise Unparseable(f"El mensaje tiene más de {PARTS} partes.")
    if shape.depth > DEPTH:
        raise Unparseable(f"El mensaje tiene más de {DEPTH} niveles anidados.")
