"""What is a signature by its own look: no decision about a reply reads it.

The person's known name, telephones, mail and web addresses at the foot; a device's line; and, below the name, a block
that stood so at the foot of an earlier mail of theirs. What only seems a signature is read: in doubt it is their words.
"""

import re
from collections.abc import Iterable

from tickets.folding import fold

MOST_LINES = 12  # of a signature
_MARK = re.compile(r"^\s*(?:--|__|—)\s*$")
_CONTACT = re.compile(
    r"^(?:(?:tel|telefono|cel|celular|movil|whatsapp|correo|mail|e-?mail|web|sitio|oficina|ext|t|m|c|of)\b\s?[.:]?\s?)?"
    r"(?:\+?[\d\s().-]{7,24}(?:\s?ext\.?\s?\d{1,6})?|[^\s@]{1,64}@[^\s@]{1,200}|<?(?:https?://|www\.)\S{1,200}>?)$"
)
_DEVICE = re.compile(
    r"^enviado desde mi (?:iphone|ipad|android|galaxy|samsung|huawei|xiaomi|motorola|celular|telefono|movil|dispositivo)\b[^?]{0,30}$"
    r"|^obt(?:en|ener) outlook para \w{2,10}$"
)
_WORD = re.compile(r"[^\W\d_]+")


def without_signature(text: str, name: str, earlier: Iterable[str] = ()) -> str:
    """The text without its foot. `name`: the person's, as we know it; `earlier`: their mails before, whole."""
    lines = text.strip().split("\n")
    known = set(_WORD.findall(fold(name)))
    if (start := _seen_before(lines, known, earlier)) is not None:
        lines = lines[:start]
    taken = 0
    while lines and taken < MOST_LINES and _is_foot(lines[-1], known):
        lines.pop()
        taken += 1
    return _without_name(lines, known)


def _seen_before(lines: list[str], known: set[str], earlier: Iterable[str]) -> int | None:
    """Where the block below their name begins, if an earlier mail ended with the same."""
    first = max(1, len(lines) - MOST_LINES)
    start = next((index for index in range(first, len(lines)) if _is_name(lines[index], known)), None)
    if start is None:
        return None
    block = fold("\n".join(lines[start:]))
    return start if any(fold(mail[-4000:]).endswith(f" {block}") for mail in earlier) else None


def _is_foot(line: str, known: set[str]) -> bool:
    folded = fold(line)
    return not folded or bool(
        _MARK.match(line) or _CONTACT.match(folded) or _DEVICE.match(folded) or _is_name(line, known)
    )


def _is_name(line: str, known: set[str]) -> bool:
    words = _WORD.findall(fold(line))
    return bool(words) and known.issuperset(words) and not any(map(str.isdigit, line))


def _without_name(lines: list[str], known: set[str]) -> str:
    """«Gracias, Rosa»: their name behind a comma on the last line."""
    if lines and "," in lines[-1]:
        above, _, last = lines[-1].rpartition(",")
        if _is_name(last, known):
            return "\n".join([*lines[:-1], above])
    return "\n".join(lines)
