"""What the first call proposes for every line of a message: by which rule it may be set aside."""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from notifications.reading.markup.lines import Line
from notifications.reading.normalising import normalise
from notifications.reading.quotes.header_blocks import block_end, label_of
from notifications.reading.quotes.introduction_patterns import END
from notifications.reading.quotes.notices import notices
from notifications.reading.quotes.phone_lines import is_mobile_signature
from notifications.reading.quotes.rules import find_intros
from notifications.reading.quotes.signatures import Tail, tails
from notifications.reading.quotes.single_lines import is_delimiter, is_rule, is_separator
from notifications.reading.quotes.sorting import Sorting


class Part(StrEnum):
    OWN = "own"
    HEADING = "heading"  # an introduction, a header block, a separator: what a program writes above a quotation
    QUOTATION = "quotation"  # a pattern of words says so, and nothing else
    MARKED = "marked"  # the markup of a mail program, or our delimiter, says so
    ARROWED = "arrowed"  # every line begins with «>»
    ANSWERED = "answered"  # an introduction above lines between which the person answered
    BETWEEN = "between"  # quoted lines between which the person answered
    SIGNATURE = "signature"  # marked as one, or below «-- » with its blank, short and last
    TAIL = "tail"  # what stands below «--», «__»
    DEVICE = "device"  # «Enviado desde mi iPhone»
    NOTICE = "notice"  # what a company's server adds


QUOTED = frozenset([Part.HEADING, Part.QUOTATION, Part.MARKED, Part.ARROWED])
_OF_TAIL = {Tail.SIGNATURE: Part.SIGNATURE, Tail.DEVICE: Part.DEVICE, Tail.LIST: Part.NOTICE, Tail.DASHES: Part.TAIL}
ARROWS = re.compile(r"^[\s>|]+")


class Stretch(NamedTuple):
    """Lines that follow each other, of which the same is proposed."""

    part: Part
    text: str

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")


def stretches(sorting: Sorting, before: list[str], lines: list[Line]) -> tuple[Stretch, ...]:
    """The whole message, in order. `before`: its lines as they were before the sorting shortened any."""
    parts = _parts(sorting, lines)
    return joined(_split(before, lines, parts))


def joined(rows: Iterable[tuple[Part, str]]) -> tuple[Stretch, ...]:
    return tuple(
        Stretch(part, "\n".join(text for _, text in group)) for part, group in groupby(rows, key=lambda row: row[0])
    )


def _split(before: list[str], lines: list[Line], parts: list[Part]) -> Iterator[tuple[Part, str]]:
    """Every line with its part; one on which the person's words end is two."""
    for text, line, part in zip(before, lines, parts, strict=True):
        yield part, line.text
        if len(line.text) < len(text):
            yield Part.HEADING, text[len(line.text) :].strip(" -–—")


def _parts(sorting: Sorting, lines: list[Line]) -> list[Part]:
    known = len(sorting.lines)
    first_cut = next((index for index, line in enumerate(lines) if line.cut), len(lines))
    parts = [Part.OWN] * known + [Part.MARKED] * (len(lines) - known)  # below our delimiter
    for index in range(known):
        if not sorting.keep[index] or (sorting.all_below is not None and index >= sorting.all_below):
            parts[index] = _of_quoted(sorting, index, marked=index >= first_cut)
    _between(sorting, parts)
    is_all_own = all(part == Part.OWN for part in parts)
    for index in () if is_all_own else _lines_of_programs(sorting, lines, parts):
        if parts[index] == Part.BETWEEN:
            parts[index] = Part.ANSWERED
        elif parts[index] in QUOTED:
            parts[index] = _of_program(lines[index])
    _tails(lines, parts)
    for index in notices([line.text for line in lines], _ends_of_words(parts)):
        parts[index] = Part.NOTICE
    return parts


def _of_quoted(sorting: Sorting, index: int, *, marked: bool) -> Part:
    line = sorting.lines[index]
    if sorting.marked[index]:
        return Part.ARROWED
    return Part.MARKED if marked or line.quoted or line.header else Part.QUOTATION


def _of_program(line: Line) -> Part:
    return Part.DEVICE if is_mobile_signature(_bare(line.text)) else Part.HEADING


def _between(sorting: Sorting, parts: list[Part]) -> None:
    """Where the person answered between quoted lines, these are shown; what introduces them is not needed."""
    if not sorting.is_interleaved:
        return
    for start, end in sorting.runs:
        for index in range(start, end):
            parts[index] = Part.BETWEEN


def _tails(lines: list[Line], parts: list[Part]) -> None:
    own = [index for index, part in enumerate(parts) if part == Part.OWN]
    for place, tail in tails([lines[index] for index in own]):
        parts[own[place]] = _OF_TAIL[tail]


def _ends_of_words(parts: list[Part]) -> set[int]:
    """The lines below which nothing of the person's own stands: a legal notice may end there."""
    last = max((index for index, part in enumerate(parts) if part == Part.OWN), default=-1)
    return set(range(last, len(parts)))


def _lines_of_programs(sorting: Sorting, lines: list[Line], parts: list[Part]) -> set[int]:
    """Lines that mail programs wrote: introductions, also inside a quotation, header blocks, rules, a phone's line."""
    found: set[int] = set()
    inside = Sorting([Line(ARROWS.sub("", line.text)) for line in lines])
    find_intros(inside)
    apart = [intro for intro in sorting.intros.values() if not sorting.is_quoted(intro.end)]
    for intro in [*inside.intros.values(), *apart]:
        ends = (index for index in range(intro.start, intro.end) if END.search(inside.normal[index]))
        found.update(range(intro.start + bool(intro.own_words), next(ends, intro.end) + 1))
    end = 0
    for index, line in enumerate(inside.normal):
        if index in found:
            continue
        if is_rule(line) or is_separator(line) or is_delimiter(line) or is_mobile_signature(line):
            found.add(index)
        elif index >= end and label_of(line) and (end := block_end(inside.normal, index) or 0):
            found.update(range(index, end))
    for start in range(len(parts)):
        if parts[start] in QUOTED and (not start or parts[start - 1] not in QUOTED):
            found.update(_head(inside.normal, start, is_marked=parts[start] == Part.MARKED))
    return found


def _head(normal: list[str], start: int, *, is_marked: bool) -> range:
    """The header block at the beginning of a quotation, in any form; of a marked one also a part of a block."""
    first = start
    while first < len(normal) and (not normal[first].strip() or is_rule(normal[first]) or is_separator(normal[first])):
        is_marked = is_marked or is_separator(normal[first])
        first += 1
    end = block_end(normal, first) if first < len(normal) else None
    if end and ":" not in normal[end - 1]:  # Notes sets the subject below its label
        end = next((index + 1 for index in range(end, min(end + 3, len(normal))) if normal[index].strip()), end)
    return range(first, end or (_labels_end(normal, first) if is_marked else first))


def _labels_end(normal: list[str], first: int) -> int:
    """Index after the labels of mail that follow each other, each once, blank lines between them or not."""
    end = first
    met: set[str] = set()
    for index in range(first, min(first + 20, len(normal))):
        label = label_of(normal[index])
        if label and label[0] not in met:
            met.add(label[0])
            end = index + 1
        elif normal[index].strip():
            break
    return end


def _bare(text: str) -> str:
    return normalise(ARROWS.sub("", text[:200]))
