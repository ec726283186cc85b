"""What stands below a person's words: «-- », «Enviado desde mi iPhone», a mailing list's footer."""

import re
from collections.abc import Iterator
from enum import StrEnum

from notifications.reading.markup.lines import Line
from notifications.reading.normalising import normalise
from notifications.reading.quotes.phone_lines import is_mobile_signature

_SIGNATURE = re.compile(r"^(?:-- ?|— ?|__)$")
_POSTSCRIPT = re.compile(r"^\s*(?:p\.?\s?[ds]\.?|posdata|nota|note|ojo)\b\s?[:.,-]", re.I)
_LIST_FOOTER = re.compile(
    r"mailing list|lista de correo|listinfo|unsubscribe|group, send email|google groups|darse de baja de este grupo",
    re.I,
)
_LIST_RULE = re.compile(r"^(?:_{20,}|-{20,}|--~--~-+)\s*$")
_LONGEST_SIGNATURE = 10  # lines
_MOST_SIGNATURES = 5  # the program's, the phone's, the list's


class Tail(StrEnum):
    SIGNATURE = "signature"  # the program's own mark, or «-- » with its blank
    DASHES = "dashes"  # «--» or «__» without it: perhaps between two matters
    DEVICE = "device"
    LIST = "list"  # a mailing list's footer


def tails(lines: list[Line]) -> Iterator[tuple[int, Tail]]:
    """(index, what it seems to be) of every line that `without_signature` takes off."""
    place = {id(line): index for index, line in enumerate(lines)}
    kept = _trimmed(lines)
    for _ in range(_MOST_SIGNATURES):
        shorter = _without_one(kept) if kept else None
        if shorter is None or not any(line.text.strip() for line in shorter):
            return
        left = set(map(id, shorter))
        taken = [line for line in kept if id(line) not in left]
        tail = _kind_of(taken)
        yield from ((place[id(line)], tail) for line in taken)
        kept = shorter


def _kind_of(taken: list[Line]) -> Tail:
    first = next((line for line in taken if line.text.strip()), taken[0])
    mark = first.text.replace("\u00a0", " ")
    if first.signature or mark == "-- ":
        return Tail.SIGNATURE
    if _SIGNATURE.match(mark):
        return Tail.DASHES
    return Tail.LIST if _LIST_RULE.match(first.text) else Tail.DEVICE


def without_signature(lines: list[Line]) -> list[Line]:
    """The lines without their tail of signatures; all of them when nothing else would remain."""
    kept = _trimmed(lines)
    for _ in range(_MOST_SIGNATURES):
        shorter = _without_one(kept) if kept else None
        if shorter is None or not any(line.text.strip() for line in shorter):
            break
        kept = shorter
    return kept


def _without_one(lines: list[Line]) -> list[Line] | None:
    """Without the last signature-like thing, or None."""
    if lines[-1].signature:
        return _trimmed([line for line in lines if not line.signature])
    if is_mobile_signature(normalise(lines[-1].text[:200])) and len(lines) > 1:
        return _trimmed(lines[:-1])
    if len(lines) > 2 and is_mobile_signature(normalise(lines[-2].text[:200])) and _only_a_link(lines[-1].text):
        return _trimmed(lines[:-2])
    first = max(0, len(lines) - 14)
    for index in range(first, len(lines)):
        text = lines[index].text
        tail = [line.text for line in lines[index + 1 :]]
        if _LIST_RULE.match(text) and any(_LIST_FOOTER.search(line) for line in tail[:4]):
            return _trimmed(lines[:index])
        if _SIGNATURE.match(text.replace("\u00a0", " ")) and _is_signature(tail) and not _divides(lines, index):
            return _trimmed(lines[:index])
    return None


def _is_signature(tail: list[str]) -> bool:
    words = [line for line in tail if line.strip()]
    if words and _POSTSCRIPT.match(words[0]):
        return False
    return len(words) <= _LONGEST_SIGNATURE and not any("?" in line or len(line) > 200 for line in words)


def _divides(lines: list[Line], index: int) -> bool:
    """Whether "--" stands more than once: so people part one thing from the next."""
    mark = lines[index].text.strip()
    return lines[index].text != "-- " and sum(line.text.strip() == mark for line in lines) > 1


def _only_a_link(text: str) -> bool:
    return bool(re.fullmatch(r"\s*[<(\[]?https?://\S+[>)\]]?\s*", text))


def _trimmed(lines: list[Line]) -> list[Line]:
    end = len(lines)
    while end and not lines[end - 1].text.strip():
        end -= 1
    return lines[:end]
