"""Every query of tickets that has a name."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import User
from django.db import models

from tickets.models.search_document import SearchDocument
from tickets.states import NOT_CLOSED, CloseReason, State
from tickets.stemming import words_of

if TYPE_CHECKING:
    from tickets.models.requester import Requester
    from tickets.models.ticket import Ticket

MOST_WORDS = 12  # of a search
BATCH = 500  # rows a sweep looks at before it asks again


class TicketQuerySet(models.QuerySet["Ticket"]):
    # --- what the clocks look for ------------------------------------------------------------------------
    def due_for_first_response(self, by: datetime) -> Self:
        """Owed answers whose promise ends by then."""
        return self.filter(state=State.ABIERTA, first_response_due_at__lte=by)

    def due_for_reminder(self, heard_until: datetime) -> Self:
        return self.filter(reminder_due_at__lte=heard_until)

    def due_for_auto_close(self, heard_until: datetime) -> Self:
        """Silences that ended by `heard_until`, not held by a review and without a reminder still to send."""
        return self.filter(auto_close_at__lte=heard_until, held_for_review_at=None, reminder_due_at=None)

    def held_for(self, kind: str, reference: int) -> Self:
        """Those with an open hold that waits for this message, link or mail."""
        return self.filter(holds__kind=kind, holds__reference=reference, holds__lifted_at=None)

    def due_for_update(self, now: datetime) -> Self:
        """«Próxima noticia» passed, and no event has noted it."""
        return self.filter(next_update_at__lte=now, next_update_missed_at=None)

    def due_for_telling_of_lost_contact(self) -> Self:
        """A mail did not arrive, and no digest has told its agent."""
        return self.filter(contact_lost_at__isnull=False, contact_lost_told_at=None)

    def remind_due(self, heard_until: datetime, now: datetime | None = None) -> int:
        """Remind whoever has surely not answered, up to the moment we have heard everything; returns how many."""
        due, at = self.due_for_reminder(heard_until).in_batches(), now or heard_until
        return sum(ticket.remind(heard_until=heard_until, now=at) is not None for ticket in due)

    def close_due(self, heard_until: datetime, now: datetime | None = None) -> int:
        """Close what nobody followed up, up to the moment we have surely heard everything; returns how many."""
        due = self.due_for_auto_close(heard_until).in_batches()
        at = now or heard_until
        return sum(ticket.close_by_clock(heard_until=heard_until, now=at) is not None for ticket in due)

    def in_batches(self) -> Iterator["Ticket"]:
        """Each ticket once, by key, a bounded number in memory."""
        last = 0
        while rows := list(self.filter(pk__gt=last).order_by("pk")[:BATCH]):
            yield from rows
            last = rows[-1].pk

    # --- what agents look at -----------------------------------------------------------------------------
    def not_closed(self) -> Self:
        return self.filter(state__in=NOT_CLOSED)  # named, so that an index finds them among all that is closed

    def of_agent(self, user: User) -> Self:
        """«Míos»: assigned to that agent and not closed."""
        return self.not_closed().filter(assignee=user)

    def unassigned(self) -> Self:
        return self.not_closed().filter(assignee=None)

    def in_state(self, state: State) -> Self:
        return self.filter(state=state)

    def customer_replied(self) -> Self:
        """«Respondió»: the requester wrote again, and last."""
        return self.not_closed().filter(customer_wrote_at__gt=models.F("opened_at"))

    def owing_news(self, now: datetime) -> Self:
        """«Por dar noticia»: a promised update has passed."""
        return self.filter(state=State.EN_ESPERA, next_update_at__lte=now)

    def closing_by(self, moment: datetime) -> Self:
        """«Por cerrar»: silences that end by then."""
        return self.filter(auto_close_at__lte=moment)

    def reopened(self) -> Self:
        return self.not_closed().filter(round_number__gt=1)

    def without_contact(self) -> Self:
        """«Sin contacto», closed ones too: whoever was not told that it closed must still be told."""
        return self.filter(contact_lost_at__isnull=False)

    def search(self, text: str) -> Self:
        """By folio, e-mail, names and the words of the subject; one index, the same on both databases.

        A ticket is found when its document has every word of `text` (a word may be begun); «#1234» is the folio alone.
        """
        folio = re.fullmatch(r"\s*(#?)\s*([0-9]{1,15})\s*", text)
        if folio and folio[1]:
            return self.filter(pk=int(folio[2]))
        words = words_of(text)[:MOST_WORDS]
        if not words:
            return self if not text.strip() else self.none()
        found = models.Q(pk__in=SearchDocument.objects.holding(words))
        return self.filter(found | models.Q(pk=int(folio[2])) if folio else found)

    # --- what a requester sees ---------------------------------------------------------------------------
    def visible_to(self, requester: "Requester") -> Self:
        """Their own, not spam; after a change of person, those since then unless the agent opened the rest."""
        mine = self.filter(requester=requester).exclude(close_reason=CloseReason.SPAM)
        return mine.filter(opened_at__gte=requester.visible_from) if requester.visible_from else mine

    def waiting_for(self, requester: "Requester") -> Self:
        """En cliente: the ones a new mail of theirs may really be answering."""
        return self.filter(requester=requester, state=State.EN_CLIENTE)

    def with_people(self) -> Self:
        return self.select_related("requester", "assignee", "process", "insurer")
