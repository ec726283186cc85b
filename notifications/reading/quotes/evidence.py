"""Which of these lines were said before: the proof that a quotation is one.

What was said is a set of the hashes of every four words that follow each other, whatever the breaks and marks between
them: a client may wrap, mark and number our lines anew. Linear in both sizes.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from html import unescape
from itertools import islice
from typing import NamedTuple

from notifications.reading.normalising import normalise

WINDOW = 4  # words
MOST_SAID = 3_000_000  # characters of what was said that are looked at, the latest first
_SENTENCE_ENDS = ("?", ".", ":", "!", "…", ")", "»")
_SYMBOL = re.compile("[\u2600-\u27bf\U0001f300-\U0001faff]")
_NOT_A_WORD = re.compile(r"[\W_]+")
# What clients make of links and pictures: no two alike, and no words of anybody.
_LINK = re.compile(
    r"[<(\[]?\b(?:https?|mailto|cid):[^\s<>)\]]*[>)\]]?|\[(?:image|imagen|cid|inline image)\b[^\]\n]{0,200}\]", re.I
)


class Origin(StrEnum):
    OURS = "ours"
    MIXED = "mixed"  # begins with ours, goes on with theirs
    THEIRS = "theirs"
    NOBODY = "nobody"  # no words: blank, a rule, a link


class Known(NamedTuple):
    """Where one line comes from. `rest`: what follows ours on it."""

    origin: Origin
    rest: str = ""


class Said:
    """What was said in a conversation before."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._windows: set[int] = set()
        self._lines: set[str] = set()
        left = MOST_SAID
        for text in texts:
            if left <= 0:
                break
            self._add(text[:left])
            left -= len(text)

    def _add(self, text: str) -> None:
        words: list[str] = []
        for line in _folded(text).split("\n"):
            inside = _words(line)
            words += inside
            if 1 < len(inside) < WINDOW:
                self._lines.add(" ".join(inside))
            elif not inside and _SYMBOL.search(line):
                self._lines.add(line.strip())
        self._windows.update(map(hash, zip(*(islice(words, start, None) for start in range(WINDOW)), strict=False)))

    def known(self, lines: list[str]) -> list[Known]:
        """Where each line comes from; they follow each other in one quotation."""
        words_of = [_words(_folded(line)) for line in lines]
        covered = self._covered([word for words in words_of for word in words])
        found, place = [], 0
        for line, words in zip(lines, words_of, strict=True):
            found.append(self._origin(line, words, covered[place : place + len(words)]))
            place += len(words)
        return found

    def _covered(self, words: list[str]) -> bytearray:
        """For every word whether four that were said contain it."""
        covered = bytearray(len(words))
        windows = zip(*(islice(words, start, None) for start in range(WINDOW)), strict=False)
        for start, window in enumerate(windows):
            if hash(window) in self._windows:
                covered[start : start + WINDOW] = b"\1" * WINDOW
        return covered

    def _origin(self, line: str, words: list[str], covered: bytearray) -> Known:
        if not words:  # an emoji alone is an answer
            return Known(Origin.THEIRS if _SYMBOL.search(line) and line.strip() not in self._lines else Origin.NOBODY)
        if all(covered) or " ".join(words) in self._lines:
            return Known(Origin.OURS)
        ours = covered.find(0)
        rest = _behind(line, ours) if ours > 1 else ""
        return Known(Origin.MIXED, rest) if rest else Known(Origin.THEIRS)


def _behind(line: str, ours: int) -> str:
    """«¿Ya reiniciaste? SÍ, DOS VECES» → what follows our own question.

    Only where our sentence ends: their first word may be one that follows in our mail too.
    """
    pieces = line.split()
    count, cut = 0, 0
    for index, piece in enumerate(pieces, start=1):
        count += len(_words(_folded(piece)))
        if count > ours:
            break
        if index > 1 and piece.endswith(_SENTENCE_ENDS):
            cut = index
    return " ".join(pieces[cut:]) if cut else ""


def _folded(text: str) -> str:
    """Case, accents, marks and links apart."""
    return normalise(_LINK.sub(" ", unescape(text) if "&" in text else text))


def _words(folded: str) -> list[str]:
    return _NOT_A_WORD.sub(" ", folded).split()
