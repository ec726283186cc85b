"""Text as people compare it: without accents or case."""

import re
import unicodedata


def fold(text: str) -> str:
    """Lower case, accents off, white space single: «PÓLIZA  Única» and «poliza unica» are the same."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"\s+", " ", "".join(c for c in decomposed if not unicodedata.combining(c))).strip()


def one_line(text: str, longest: int = 200) -> str:
    """A subject or a name: controls, line breaks and U+2028/2029 become spaces, NUL and surrogates vanish."""
    text = "".join(" " if c in "\u2028\u2029" or unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text)
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cs", "Cf") or c == "\u200d")
    return re.sub(r"\s+", " ", text).strip()[:longest].strip()


def many_lines(text: str) -> str:
    """A message: line ends are \\n, NUL and lone surrogates vanish (PostgreSQL refuses them)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs")).strip()
