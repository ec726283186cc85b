"""The visible reply: what this person wrote this time.

Two calls decide it. The first knows the message alone, and proposes; the second, once its ticket is known, compares
what was proposed with what was said there before.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from notifications.reading.markup.lines import Line, html_to_lines, html_to_text
from notifications.reading.quotes.evidence import Said
from notifications.reading.quotes.judging import is_proven, of_first_mail, of_reply
from notifications.reading.quotes.notices import notices
from notifications.reading.quotes.parts import QUOTED, Part, Stretch, stretches
from notifications.reading.quotes.rules import sort_lines
from notifications.reading.quotes.signatures import without_signature
from notifications.reading.quotes.sorting import SEARCHED_LINES, Sorting, searched_part, text_lines
from tickets.folding import storable
from tickets.pieces import Piece, PieceKind

MOST_PIECES = 300  # of one message: nobody folds and unfolds more


@dataclass(frozen=True, slots=True)
class VisibleReply:
    """What the message alone says. `text`: what is left of it if everything that was proposed holds."""

    text: str
    parts: tuple[Stretch, ...]
    is_forward: bool  # the person passes a message on: what it says is what they want us to read


@dataclass(frozen=True, slots=True)
class Conversation:
    """What was said on a ticket before, latest first, and the addresses that our mails come from."""

    texts: tuple[str, ...]
    markup: tuple[str, ...] = ()  # of our mails
    ours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """A message in pieces, in its own order."""

    pieces: tuple[Piece, ...]
    is_proven: bool  # every quoted line was said before

    @property
    def shown(self) -> str:
        """What is read at once."""
        return "\n\n".join(piece.text for piece in self.pieces if piece.is_shown)


def visible_reply(text: str, html: str = "") -> VisibleReply:
    """What is proposed of a message, before its ticket is known.

    The markup decides where it announces the quotation, the lines of the text where it does not.
    """
    has_text = bool(text.strip())
    if html.strip() and (reply := _of_markup(html_to_lines(html), must_decide=not has_text)):
        return reply
    searched, rest = searched_part(text)
    return _proposed(text_lines(searched), rest)[0]


def judge(parts: tuple[Stretch, ...], is_forward: bool, before: Conversation | None) -> Judgement:
    """What becomes of each part that was proposed; `before` is None for what opens a ticket."""
    if before is None:
        return Judgement(_kept(of_first_mail(parts)), is_proven=True)
    said = Said([*before.texts, *map(html_to_text, before.markup)])
    pieces = of_reply(parts, said, before.ours, is_forward=is_forward)
    return Judgement(_kept(pieces), is_proven(parts, said))


def all_shown(parts: Iterable[Stretch]) -> Judgement:
    """The whole message as its writer's words: nothing is known of it."""
    return Judgement(_kept([Piece(PieceKind.OWN, "\n".join(text for _, text in parts))]), is_proven=False)


def is_all_own(parts: Iterable[Stretch]) -> bool:
    """Whether nothing is proposed: it is shown as it is."""
    return all(part == Part.OWN for part, _ in parts)


def needs_evidence(parts: Iterable[Stretch]) -> bool:
    """Whether something is proposed that only the conversation can prove."""
    return any(part in QUOTED or part == Part.BETWEEN for part, _ in parts)


def _kept(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Fit to be stored. What was only folded is shown where nothing else would be, and all of what is in too many pieces."""
    if len(pieces) > MOST_PIECES:
        pieces = [Piece(PieceKind.OWN, "\n".join(piece.text for piece in pieces))]
    if not any(piece.is_shown for piece in pieces):
        pieces = [Piece(PieceKind.OWN, piece.text) if piece.decides else piece for piece in pieces]
    return tuple(Piece(kind, _tidy(storable(text)), label) for kind, text, label in pieces)


def _of_markup(lines: list[Line], *, must_decide: bool) -> VisibleReply | None:
    """What the markup says, or None where the text is to be asked."""
    searched, rest = lines[:SEARCHED_LINES], lines[SEARCHED_LINES:]
    if not must_decide and not any(line.cut or line.quoted or line.header for line in searched):
        return None
    reply, found = _proposed(searched, "".join(f"\n{line.text}" for line in rest))
    return reply if must_decide or found else None


def _proposed(lines: list[Line], rest: str) -> tuple[VisibleReply, bool]:
    """The reply, and whether some quotation was recognised. `rest`: what lies below the lines that are looked at."""
    before = [line.text for line in lines]
    sorting = sort_lines(list(lines))
    text = _written(sorting, lines)
    parts = stretches(sorting, before, lines)
    if rest:
        parts += (Stretch(Part.QUOTATION if sorting.found else Part.OWN, rest.removeprefix("\n")),)
    return VisibleReply(text if sorting.found else text + rest, parts, sorting.is_forward), sorting.found


def _written(sorting: Sorting, everything: list[Line]) -> str:
    kept = [line for line, keep in zip(sorting.lines, sorting.keep, strict=True) if keep]
    own = without_signature(_without_notices(kept))
    shown = _joined(own)
    return shown or _joined(everything)


def _without_notices(lines: list[Line]) -> list[Line]:
    added = set(notices([line.text for line in lines], {len(lines) - 1}))
    return [line for index, line in enumerate(lines) if index not in added] if added else lines


def _joined(lines: list[Line]) -> str:
    return _tidy(storable("\n".join(line.text.rstrip() for line in lines)))


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n ")
