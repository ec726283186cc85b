"""Text as the patterns see it. (Two texts are compared as `tickets.folding.fold` has them, spaces and all.)"""

import re
import unicodedata

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_ODD_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000\t]")
_PUNCTUATION = str.maketrans(
    {"\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-", "\u2212": "-"}
    | {
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u00ab": '"',
        "\u00bb": '"',
        "\u3001": ",",
    }
)
_MARKS = re.compile("[\u0300-\u036f]")


def normalise(text: str) -> str:
    """Lower case, without accents or invisible marks, dashes, quotation marks and spaces plain; lines and their breaks stay."""
    if not text.isascii():
        text = _INVISIBLE.sub("", _ODD_SPACES.sub(" ", text.translate(_PUNCTUATION)))
        text = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFKD", text)))
    return text.replace("\t", " ").lower()
