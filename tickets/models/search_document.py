"""One searchable text per ticket, folded and stemmed in Python so that both databases find the same."""

from django.db import models


class SearchDocument(models.Model):
    ticket = models.OneToOneField("tickets.Ticket", models.CASCADE, primary_key=True, related_name="search_document")
    words = models.TextField(blank=True)  # folded and stemmed
    stale = models.BooleanField(default=False, db_index=True)

    def __str__(self) -> str:
        return f"#{self.ticket_id}"
