"""Two tickets that have to do with each other, and whether an agent must still decide how."""

from datetime import datetime
from typing import Self

from django.db import models

from tickets.event_kinds import EventKind
from tickets.facts import LinkDecided
from tickets.models.hold import HoldKind
from tickets.refusals import MergeRefused


class LinkKind(models.TextChoices):
    RELATED = "enlazada", "Enlazada"  # an autocompleted reply address with another subject
    POSSIBLE_REPLY = "posible_respuesta", "Posible respuesta"  # a new mail while the other one waits for its requester
    SPLIT = "separada", "Separada"  # a second problem taken out of a message


class TicketLinkQuerySet(models.QuerySet["TicketLink"]):
    def possible_replies(self) -> Self:
        return self.filter(kind=LinkKind.POSSIBLE_REPLY)

    def undecided(self) -> Self:
        """Those that hold the closing of `other` until an agent says «unir» or «son distintas»."""
        return self.possible_replies().filter(decided_at=None)


class TicketLink(models.Model):
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="links", db_index=False)
    other = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="linked_from")
    kind = models.CharField(max_length=20, choices=LinkKind)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("auth.User", models.PROTECT, null=True)

    objects = TicketLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "other", "kind"], name="linked_once"),
            models.CheckConstraint(condition=~models.Q(ticket=models.F("other")), name="not_linked_to_itself"),
        ]

    @property
    def is_undecided(self) -> bool:
        return self.kind == LinkKind.POSSIBLE_REPLY and self.decided_at is None

    def decide(self, *, same: bool, by, now: datetime) -> None:
        """«Unir» or «son distintas», said once: lifts the hold of `other` if nothing else holds it."""
        with self.other.claimed_with_chain() as chain:
            if TicketLink.objects.undecided().filter(pk=self.pk).update(decided_at=now, decided_by=by):
                self.other._lift_hold(HoldKind.POSSIBLE_REPLY, self.pk, by, now, chain)
                self.other.record(LinkDecided(self.ticket_id, same), by=by, now=now)

    def check_decided(self, same: bool) -> None:
        """Raises MergeRefused where it was decided the other way; the same answer twice is one."""
        decisions = self.other.events.filter(action=EventKind.DECIDE_LINK).order_by("-pk")
        facts = (event.facts for event in decisions)
        said = next((one.same for one in facts if isinstance(one, LinkDecided) and one.folio == self.ticket_id), same)
        if said != same:
            what = "son distintas" if same else "las unieron"
            raise MergeRefused(f"Ya estaba decidido: {what}.")

    def __str__(self) -> str:
        return f"#{self.ticket_id} {self.kind} #{self.other_id}"
