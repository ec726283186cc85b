"""Subjects as threads see them: without «Re:», «RV:» and our folio."""

import re

from tickets.folding import fold, one_line

_PREFIX = re.compile(
    r"^\s*(?:re|rv|fw|fwd|enc|res|resp|respuesta|tr|aw|sv|wg|reenv|reenviado|r)\s*(?:\[\d{1,3}\]|\(\d{1,3}\))?\s*:\s*",
    re.I,
)
_TAG = re.compile(r"\[#(\d{1,12})\]")
LONGEST = 1000  # characters that are looked at
FEWEST = 8  # characters that make one subject a part of another


def folios_in(subject: str) -> list[int]:
    """The folios of the tags [#1234], the last one first: ours stands at the end."""
    return [int(folio) for folio in reversed(_TAG.findall(subject[:LONGEST]))]


def bare(subject: str) -> str:
    """The subject without the prefixes that clients put before it, nor our tags."""
    subject = one_line(_TAG.sub(" ", subject[:LONGEST]), LONGEST)
    while (shorter := _PREFIX.sub("", subject, count=1)) != subject:
        subject = shorter
    return subject.strip()


def is_related(subject: str, known: list[str], folio: int) -> bool:
    """Whether a subject is about a ticket: its folio, or the words of one of its `known` subjects."""
    if folio in folios_in(subject):
        return True
    words = fold(bare(subject))
    return any(_overlap(words, fold(bare(one))) for one in known)


def _overlap(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return bool(shorter) and (one == other or (len(shorter) >= FEWEST and shorter in longer))
