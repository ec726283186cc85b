"""Tickets that became part of another: where what belongs to them goes, and what of theirs holds the closing there."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.db import models, transaction

from tickets.models.hold import Hold
from tickets.models.verbs.base import TicketVerbs

if TYPE_CHECKING:
    from tickets.models.ticket import Ticket


class _ChainMoved(Exception):
    """Another merge changed the chain between the look and the lock."""


class MergedVerbs(TicketVerbs):
    def where_merged(self) -> "Ticket":
        """The ticket that this one's mail belongs to: itself, or the last of its chain. What it read may have moved."""
        ticket, seen = cast("Ticket", self), {self.pk}
        while (later := ticket.merged_into) and later.pk not in seen:
            seen.add(later.pk)
            ticket = later
        return ticket

    @contextmanager
    def claimed_with_chain(self) -> Iterator[list["Ticket"]]:
        """Own this row and all that it was merged into; answers them, from itself to the last."""
        with transaction.atomic():
            pks = self._lock_with_chain(self.pk)
            with self.claimed():
                yield cast("list[Ticket]", [self, *(type(self)._base_manager.get(pk=pk) for pk in pks[1:])])

    def _claim_with(self, other: "Ticket") -> "Ticket":
        """Own this row and all of `other`'s chain; answers the last of it, fresh."""
        last = self._lock_with_chain(other.pk)[-1]
        return other if last == other.pk else cast("Ticket", type(self)._base_manager.get(pk=last))

    def _lock_with_chain(self, pk: int) -> list[int]:
        """Own this row and the chain of that ticket, which it answers. Inside a transaction.

        Lowest number first, so that merges in opposite directions wait for each other instead of deadlocking.
        """
        tickets = type(self)._base_manager
        while True:
            chain = _chain(tickets, pk)
            try:
                with transaction.atomic():
                    list(tickets.select_for_update().filter(pk__in={self.pk, *chain}).order_by("pk").values("pk"))
                    if _chain(tickets, pk) != chain:  # another merge came first: let go, and look again
                        raise _ChainMoved
            except _ChainMoved:
                continue
            return chain

    def _mirror_holds(self) -> None:
        """`held_for_review_at`, which the clocks read: since when the oldest open hold stands; None without one.

        What holds a ticket holds the one that it was merged into: their requester waits for one answer.
        """
        held = Hold.objects.open().filter(ticket__in=self._merged_here())
        self.held_for_review_at = held.aggregate(since=models.Min("placed_at"))["since"]

    def _merged_here(self) -> set[int]:
        """This ticket and all that became part of it, however many steps ago."""
        found, new = {self.pk}, {self.pk}
        while new := set(type(self)._base_manager.filter(merged_into__in=new).values_list("pk", flat=True)) - found:
            found |= new
        return found


def mirror_holds(tickets: list["Ticket"], now: datetime) -> None:
    """Have the rows say what holds them. They are claimed."""
    for ticket in tickets:
        ticket._mirror_holds()
        ticket._write(now)


def _chain(tickets: models.Manager, pk: int) -> list[int]:
    """The ticket with that number and those that it was merged into, to the last."""
    chain = [pk]
    while (pk := tickets.values_list("merged_into_id", flat=True).get(pk=pk)) and pk not in chain:
        chain.append(pk)
    return chain
