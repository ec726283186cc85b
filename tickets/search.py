"""Search: one document per ticket, folded and stemmed here, so that both databases find the same."""

import re
from functools import lru_cache
from threading import Lock

import snowballstemmer
from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from tickets.event_kinds import EventKind
from tickets.folding import fold
from tickets.models.search_document import SearchDocument

STEMMER = snowballstemmer.stemmer("spanish")
_stemming = Lock()  # the stemmer keeps the word it works on: two threads at once would mix theirs
MOST_WORDS = 12
# Events after which a ticket's document says something else.
CHANGES_THE_WORDS = {EventKind.SET_SUBJECT, EventKind.SET_PROCESS, EventKind.SET_INSURER, EventKind.CORRECT_ADDRESS}


def words_of(text: str) -> list[str]:
    """The words of a text, folded and stemmed; numbers and addresses whole."""
    found = re.findall(r"[\w.+-]+@[\w.-]+|\w+", fold(text))
    return [word if "@" in word or word.isdigit() else _stem(word) for word in found]


@lru_cache(maxsize=20_000)  # the trade's words come again and again; each costs the stemmer a tenth of a millisecond
def _stem(word: str) -> str:
    with _stemming:
        return STEMMER.stemWord(word)


def index(ticket) -> None:
    """Write the document of a new ticket."""
    SearchDocument.objects.create(ticket=ticket, **_document(ticket))


def reindex(ticket) -> None:
    """Write the ticket's document anew."""
    # Whoever writes a ticket holds its row, so nobody else is making its document now.
    if not SearchDocument.objects.filter(ticket=ticket).update(**_document(ticket)):
        index(ticket)


def _document(ticket) -> dict[str, object]:
    """Folio, people, subject, insurer and process."""
    parts = [
        str(ticket.pk), ticket.requester.email, ticket.requester.email.replace("@", " ").replace(".", " "),
        ticket.requester_name, ticket.subject, ticket.original_subject, ticket.login_claimed,
        str(ticket.insurer or ""), str(ticket.process or ""),
    ]  # fmt: skip
    words = " ".join(dict.fromkeys(words_of(" ".join(parts))))
    return {"words": f" {words} ", "stale": False}


def matching(tickets, text: str):
    """The tickets whose document has every word of `text` (a word may be begun); «#1234» is the folio alone."""
    folio = re.fullmatch(r"\s*(#?)\s*([0-9]{1,15})\s*", text)
    if folio and folio[1]:
        return tickets.filter(pk=int(folio[2]))
    words = words_of(text)[:MOST_WORDS]
    if not words:
        return tickets if not text.strip() else tickets.none()
    found = Q(pk__in=_holding(words))
    return tickets.filter(found | Q(pk=int(folio[2])) if folio else found)


def _holding(words: list[str]):
    """The numbers of the tickets whose documents hold words that begin with all of these; by index."""
    if connection.vendor == "sqlite":
        match = " ".join(f'"{word}"*' for word in words)  # no word has a quotation mark
        return RawSQL("SELECT rowid FROM tickets_search WHERE tickets_search MATCH %s", [match])  # noqa: S611
    condition = Q()
    for word in words:
        condition &= Q(words__contains=f" {word}")
    return SearchDocument.objects.filter(condition).values("ticket_id")
