"""Search: one document per ticket, folded and stemmed here, so that both databases find the same."""

import re

import snowballstemmer
from django.db.models import Q

from tickets.folding import fold
from tickets.models.search_document import SearchDocument

STEMMER = snowballstemmer.stemmer("spanish")
MOST_WORDS = 12


def words_of(text: str) -> list[str]:
    """The words of a text, folded and stemmed; numbers and addresses whole."""
    found = re.findall(r"[\w.+-]+@[\w.-]+|\w+", fold(text))
    return [word if "@" in word or word.isdigit() else STEMMER.stemWord(word) for word in found]


def reindex(ticket) -> None:
    """Write the ticket's document anew: folio, people, subject, insurer and process."""
    parts = [
        str(ticket.pk), ticket.requester.email, ticket.requester.email.replace("@", " ").replace(".", " "),
        ticket.requester_name, ticket.subject, ticket.original_subject, ticket.login_claimed,
        str(ticket.insurer or ""), str(ticket.process or ""),
    ]  # fmt: skip
    words = " ".join(dict.fromkeys(words_of(" ".join(parts))))
    SearchDocument.objects.update_or_create(ticket=ticket, defaults={"words": f" {words} ", "stale": False})


def matching(tickets, text: str):
    """The tickets whose document has every word of `text` (a word may be begun); «#1234» is the folio."""
    folio = re.fullmatch(r"\s*#?(\d{1,15})\s*", text)
    if folio:
        return tickets.filter(pk=int(folio.group(1)))
    found = words_of(text)[:MOST_WORDS]
    if not found:
        return tickets if not text.strip() else tickets.none()
    condition = Q()
    for word in found:
        condition &= Q(search_document__words__contains=f" {word}")
    return tickets.filter(condition)
