"""One searchable text per ticket, folded and stemmed in Python so that both databases find the same."""

from typing import TYPE_CHECKING, Any

from django.db import connection, models
from django.db.models.expressions import RawSQL

from tickets.event_kinds import EventKind
from tickets.stemming import words_of

if TYPE_CHECKING:
    from tickets.models.ticket import Ticket

# Events after which a ticket's document says something else.
CHANGES_THE_WORDS = {EventKind.SET_SUBJECT, EventKind.SET_PROCESS, EventKind.SET_INSURER, EventKind.CORRECT_ADDRESS}


class SearchDocumentQuerySet(models.QuerySet["SearchDocument"]):
    def add(self, ticket: "Ticket") -> None:
        """Write the document of a new ticket."""
        self.create(ticket=ticket, words=_words_of_ticket(ticket))

    def rewrite(self, ticket: "Ticket") -> None:
        """Write the ticket's document anew. Whoever writes a ticket holds its row, so nobody else is doing this now."""
        if not self.filter(ticket=ticket).update(words=_words_of_ticket(ticket), stale=False):
            self.add(ticket)

    def holding(self, words: list[str]) -> "RawSQL | models.QuerySet[SearchDocument, dict[str, Any]]":
        """The numbers of the tickets whose documents hold words that begin with all of these; by index."""
        if connection.vendor == "sqlite":
            match = " ".join(f'"{word}"*' for word in words)  # no word has a quotation mark
            return RawSQL("SELECT rowid FROM tickets_search WHERE tickets_search MATCH %s", [match])  # noqa: S611
        condition = models.Q()
        for word in words:
            condition &= models.Q(words__contains=f" {word}")
        return self.filter(condition).values("ticket_id")


class SearchDocument(models.Model):
    ticket = models.OneToOneField("tickets.Ticket", models.CASCADE, primary_key=True, related_name="search_document")
    words = models.TextField(blank=True)  # folded and stemmed
    stale = models.BooleanField(default=False, db_index=True)

    objects = SearchDocumentQuerySet.as_manager()

    def __str__(self) -> str:
        return f"#{self.ticket_id}"


def _words_of_ticket(ticket: "Ticket") -> str:
    """Folio, people, subject, insurer and process."""
    parts = [
        str(ticket.pk), ticket.requester.email, ticket.requester.email.replace("@", " ").replace(".", " "),
        ticket.requester_name, ticket.subject, ticket.original_subject, ticket.login_claimed,
        str(ticket.insurer or ""), str(ticket.process or ""),
    ]  # fmt: skip
    return f" {' '.join(dict.fromkeys(words_of(' '.join(parts))))} "
