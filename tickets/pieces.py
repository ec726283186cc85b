"""What a mail said, stretch by stretch in its own order: what is shown of it, what is folded in place, what is hidden.

What is shown and what decides are two things. Every decision reads all that is not proven to be ours.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple


class PieceKind(StrEnum):
    OWN = "own"  # the person's words, shown
    CONTEXT = "context"  # ours, and shown: the person answered between its lines
    FOLDED = "folded"  # one click away, in its place: by its structure alone, so perhaps the person's
    HIDDEN = "hidden"  # one click away, in its place: proven to be ours, or on the ticket before


class Label(StrEnum):
    """What a piece that is not shown is taken for."""

    NONE = ""
    OURS = "ours"
    QUOTATION = "quotation"
    HEADING = "heading"  # «El lun, 16 nov …, Soporte escribió:»
    SIGNATURE = "signature"
    DEVICE = "device"  # «Enviado desde mi iPhone»
    NOTICE = "notice"  # what a company's server adds to every mail


TITLES = {
    Label.OURS: "texto ya citado",
    Label.QUOTATION: "posible cita",
    Label.HEADING: "encabezado de la cita",
    Label.SIGNATURE: "posible firma",
    Label.DEVICE: "firma del dispositivo",
    Label.NOTICE: "aviso agregado por un servidor",
}
# Words of nobody, by their own look: no decision reads them.
_OF_NOBODY = frozenset([Label.HEADING, Label.DEVICE, Label.NOTICE])


class Piece(NamedTuple):
    kind: PieceKind
    text: str
    label: Label = Label.NONE

    @property
    def is_shown(self) -> bool:
        return self.kind in (PieceKind.OWN, PieceKind.CONTEXT)

    @property
    def decides(self) -> bool:
        return self.kind == PieceKind.OWN or (self.kind == PieceKind.FOLDED and self.label not in _OF_NOBODY)

    @property
    def title(self) -> str:
        return TITLES.get(self.label, "")


def stored(pieces: Iterable[Piece]) -> list[list[str]]:
    """As a message keeps them; nothing where all of it is shown anyway."""
    kept = [[piece.kind.value, piece.text, piece.label.value] for piece in pieces]
    return kept if any(kind != PieceKind.OWN for kind, _, _ in kept) else []


def restored(rows: Iterable[Sequence[str]]) -> list[Piece]:
    return [Piece(PieceKind(kind), text, Label(label)) for kind, text, label in rows]


def deciding_text(pieces: Iterable[Piece]) -> str:
    """All that is not proven to be ours, and not a program's."""
    return "\n\n".join(piece.text for piece in pieces if piece.decides)
