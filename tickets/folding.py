"""Text as it is compared, without accents or case, and as it is kept."""

import re
import unicodedata
from typing import Any

# Joins the parts of one emoji: the joiner of 👩‍💻 and the tags of a region's flag.
EMOJI_GLUE = frozenset(["\u200d", *map(chr, range(0xE0020, 0xE0080))])
_UNSTORABLE = re.compile("[\0\ud800-\udfff]+")  # what PostgreSQL refuses
_CONTROLS = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]+")


def fold(text: str) -> str:
    """Lower case, accents off, white space single: «PÓLIZA  Única» and «poliza unica» are the same."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"\s+", " ", "".join(c for c in decomposed if not unicodedata.combining(c))).strip()


def one_line(text: str, longest: int = 200) -> str:
    """A subject or a name: controls, line breaks and U+2028/2029 become spaces, NUL and surrogates vanish."""
    text = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text.replace("\0", ""))
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cs", "Cf") or c in EMOJI_GLUE)
    return re.sub(r"\s+", " ", text).strip()[:longest].strip()


def many_lines(text: str) -> str:
    """A message: line ends are \\n, NUL and lone surrogates vanish (PostgreSQL refuses them)."""
    text = re.sub("\r\n|[\r\v\f\x85\u2028\u2029]", "\n", text)
    return _CONTROLS.sub("", text).strip()


def storable(text: str) -> str:
    """The same text without NUL and lone surrogates, which PostgreSQL refuses."""
    return _UNSTORABLE.sub("", text)


def storable_json(value: Any) -> Any:
    """The same JSON with every text `storable`, keys and values alike."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(str(key)): storable_json(inner) for key, inner in value.items()}
    return [storable_json(inner) for inner in value] if isinstance(value, list | tuple) else value
