"""The words that search compares: folded and stemmed here, so that both databases find the same. Pure."""

import re
from functools import lru_cache
from threading import Lock

import snowballstemmer

from tickets.folding import fold

STEMMER = snowballstemmer.stemmer("spanish")
_stemming = Lock()  # the stemmer keeps the word it works on: two threads at once would mix theirs


def words_of(text: str) -> list[str]:
    """The words of a text, folded and stemmed; numbers and addresses whole."""
    found = re.findall(r"[\w.+-]+@[\w.-]+|\w+", fold(text))
    return [word if "@" in word or word.isdigit() else _stem(word) for word in found]


@lru_cache(maxsize=20_000)  # the trade's words come again and again; each costs the stemmer a tenth of a millisecond
def _stem(word: str) -> str:
    with _stemming:
        return str(STEMMER.stemWord(word))
