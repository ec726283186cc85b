"""The second call's judgement: what becomes of every part that the first one proposed.

Hidden is what was said before, line by line, in a quotation of which at least half was. What only its structure sets
apart is folded in place, and everything else is shown: cutting a person's words is worse than showing a quotation.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from notifications.reading.normalising import normalise
from notifications.reading.quotes.evidence import Known, Origin, Said
from notifications.reading.quotes.parts import ARROWS, QUOTED, Part, Stretch
from notifications.reading.quotes.single_lines import is_delimiter, is_rule, is_separator
from tickets.pieces import Label, Piece, PieceKind

_OURS_AT_LEAST = 0.5  # of a quotation's lines
_FOLDED = {
    Part.ANSWERED: Label.HEADING,
    Part.SIGNATURE: Label.SIGNATURE,
    Part.DEVICE: Label.DEVICE,
    Part.NOTICE: Label.NOTICE,
}
_Row = tuple[PieceKind, Label, str]  # of one line


class _Line(NamedTuple):
    part: Part
    text: str


def of_first_mail(parts: Iterable[Stretch]) -> list[Piece]:
    """Nothing of ours can be quoted in it: only what stands behind «>», a signature and a server's notice are folded."""
    rows = [_of_first_mail(part, line) for part, text in parts for line in text.split("\n")]
    return _pieces(rows)


def _of_first_mail(part: Part, line: str) -> _Row:
    if part == Part.ARROWED:
        return PieceKind.FOLDED, Label.QUOTATION, line
    if part == Part.ANSWERED:
        return PieceKind.OWN, Label.NONE, line
    return _apart_from_quotations(part, line)


def of_reply(parts: Sequence[Stretch], said: Said, ours: Iterable[str], *, is_forward: bool) -> list[Piece]:
    """`ours`: the addresses that our mails come from. What a forward passes on is shown unless it is proven ours."""
    addresses = [normalise(address) for address in ours]
    lines = [_Line(part, line) for part, text in parts for line in text.split("\n")]
    rows: list[_Row] = []
    for is_quotation, group in groupby(_with_insertions(lines), key=lambda one: one[0]):
        inside = [line for _, line in group]
        if is_quotation:
            rows += _of_quotation(inside, said, addresses, is_forward=is_forward)
        else:
            rows += _of_others(inside, said)
    return _pieces(rows)


def is_proven(parts: Sequence[Stretch], said: Said) -> bool:
    """Whether every quoted line was said before: then no other form of our mails need be looked at."""
    quoted = [line for part, text in parts if part in _LOOKED_UP for line in text.split("\n")]
    return all(known.origin in (Origin.OURS, Origin.NOBODY) for known in said.known(quoted))


_LOOKED_UP = frozenset([Part.QUOTATION, Part.MARKED, Part.ARROWED, Part.BETWEEN])


def _with_insertions(lines: list[_Line]) -> Iterator[tuple[bool, _Line]]:
    """Every line and whether it stands in a quotation: so does a notice or a phone's line between two quoted ones."""
    later = [False] * (len(lines) + 1)
    for index in range(len(lines) - 1, -1, -1):
        part = lines[index].part
        later[index] = part in QUOTED or (part in _INSERTED and later[index + 1])
    above = False
    for index, line in enumerate(lines):
        above = line.part in QUOTED or (line.part in _INSERTED and above and later[index])
        yield above, line


_INSERTED = frozenset([Part.NOTICE, Part.DEVICE])


# --- one quotation -----------------------------------------------------------------------------------------------------
def _of_quotation(lines: list[_Line], said: Said, addresses: list[str], *, is_forward: bool) -> list[_Row]:
    """Proven, folded or shown."""
    places = [index for index, line in enumerate(lines) if line.part in _LOOKED_UP]
    known = dict(zip(places, said.known([lines[index].text for index in places]), strict=True))
    ours = sum(one.origin in (Origin.OURS, Origin.MIXED) for one in known.values())
    theirs = sum(one.origin == Origin.THEIRS for one in known.values())
    if ours and ours >= (ours + theirs) * _OURS_AT_LEAST:
        return list(_proven(lines, known))
    if is_forward:
        return [(PieceKind.OWN, Label.NONE, line.text) for line in lines]
    return list(_unproven(lines, addresses))


def _proven(lines: list[_Line], known: dict[int, Known]) -> Iterator[_Row]:
    """Our lines hidden, theirs shown in place; a heading goes with what it introduces."""
    is_ours_next = _followed_by_ours(lines, known)
    hidden = True
    for index, line in enumerate(lines):
        one = known.get(index)
        if one is None:
            if line.part != Part.HEADING:
                yield PieceKind.FOLDED, _FOLDED[line.part], line.text
                continue
            hidden = is_ours_next[index]
        elif one.origin == Origin.MIXED:
            yield PieceKind.HIDDEN, Label.OURS, line.text[: len(line.text) - len(one.rest)].rstrip()
            yield PieceKind.OWN, Label.NONE, one.rest
            hidden = False
            continue
        elif one.origin != Origin.NOBODY:
            hidden = one.origin == Origin.OURS
        yield _hidden(line.text) if hidden else (PieceKind.OWN, Label.NONE, ARROWS.sub("", line.text))


def _followed_by_ours(lines: list[_Line], known: dict[int, Known]) -> list[bool]:
    """For every line whether the next words below it are ours; so too where there are none.

    Of two headings that a blank line parts, the upper one introduces nothing: somebody may have typed it.
    """
    found = [True] * len(lines)
    is_ours, headed, parted = True, False, False
    for index in range(len(lines) - 1, -1, -1):
        one = known.get(index)
        if one is None:
            is_mark = _is_mark(lines[index].text)
            found[index] = is_ours and (is_mark or not parted)
            headed = headed or (lines[index].part == Part.HEADING and not is_mark)
        elif one.origin != Origin.NOBODY:
            is_ours, headed, parted = one.origin != Origin.THEIRS, False, False
        else:
            parted = headed
    return found


def _is_mark(text: str) -> bool:
    """«-----Mensaje original-----», a rule, our delimiter."""
    normal = normalise(text[:200])
    return is_rule(normal) or is_separator(normal) or is_delimiter(normal)


def _unproven(lines: list[_Line], addresses: list[str]) -> Iterator[_Row]:
    is_named = _names_us(lines, addresses)
    worded = [line.part for line in lines if line.part in _LOOKED_UP and line.text.strip()]
    last = worded[-1] if worded else Part.QUOTATION
    folds_next = [is_named or last != Part.QUOTATION] * (len(lines) + 1)
    for index in range(len(lines) - 1, -1, -1):
        part = lines[index].part
        is_passed_over = part == Part.HEADING or not lines[index].text.strip()
        folds_next[index] = folds_next[index + 1] if is_passed_over else is_named or part != Part.QUOTATION
    for index, line in enumerate(lines):
        if line.part in _FOLDED:
            yield PieceKind.FOLDED, _FOLDED[line.part], line.text
        elif folds_next[index]:
            yield PieceKind.FOLDED, Label.QUOTATION, line.text
        else:
            yield PieceKind.OWN, Label.NONE, line.text


def _names_us(lines: list[_Line], addresses: list[str]) -> bool:
    """An address of ours stands in what introduces the quotation, or our delimiter does."""
    headings = [normalise(line.text[:2000]) for line in lines if line.part == Part.HEADING]
    return any(is_delimiter(text) or any(address in text for address in addresses) for text in headings)


# --- everything else ----------------------------------------------------------------------------------------------------
def _of_others(lines: list[_Line], said: Said) -> Iterator[_Row]:
    between = [index for index, line in enumerate(lines) if line.part == Part.BETWEEN]
    known = dict(zip(between, said.known([lines[index].text for index in between]), strict=True))
    for index, line in enumerate(lines):
        one = known.get(index)
        if one and one.origin in (Origin.OURS, Origin.NOBODY):
            yield PieceKind.CONTEXT, Label.NONE, line.text
        else:
            yield _apart_from_quotations(line.part, line.text)


def _apart_from_quotations(part: Part, line: str) -> _Row:
    if label := _FOLDED.get(part):
        return PieceKind.FOLDED, label, line
    return PieceKind.OWN, Label.NONE, line


def _hidden(line: str) -> _Row:
    return PieceKind.HIDDEN, Label.OURS, line


def _pieces(rows: Iterable[_Row]) -> list[Piece]:
    """Lines of one kind are one piece; blank ones are of the piece above."""
    found: list[list[str]] = []
    kinds: list[tuple[PieceKind, Label]] = []
    for kind, label, line in rows:
        if line.strip() and (kind, label) != (kinds[-1] if kinds else None):
            kinds.append((kind, label))
            found.append([])
        if found:
            found[-1].append(line.rstrip())
    return [Piece(kind, "\n".join(lines), label) for (kind, label), lines in zip(kinds, found, strict=True)]
