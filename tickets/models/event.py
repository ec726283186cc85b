"""Everything that happened to a ticket: the history people read and the outbox that notifications consumes."""

from typing import Any, Self

from django.db import models

from tickets.event_kinds import LABELS
from tickets.facts import BY_ACTION, Before, Facts, Snapshot
from tickets.states import Action, State


class ActorKind(models.TextChoices):
    REQUESTER = "solicitante", "Solicitante"
    AGENT = "agente", "Agente"
    SYSTEM = "sistema", "Sistema"
    CLOCK = "reloj", "Reloj"


class TicketEventQuerySet(models.QuerySet["TicketEvent"]):
    def unpublished(self) -> Self:
        """What the outbox has not consumed, in order."""
        return self.filter(announced_at=None).order_by("pk")

    def next_of_their_ticket(self) -> Self:
        """Of the unpublished ones, the first of each ticket: so its mails are written in the order of its events."""
        before = TicketEvent.objects.filter(
            announced_at=None, ticket=models.OuterRef("ticket"), pk__lt=models.OuterRef("pk")
        )
        return self.unpublished().filter(~models.Exists(before.order_by()))

    def transitions(self) -> Self:
        return self.filter(action__in=Action.values)


class TicketEvent(models.Model):
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="events", db_index=False)
    action = models.CharField(max_length=24)  # an Action or an EventKind; no choices, so that a new one is no migration
    from_state = models.CharField(max_length=12, choices=State, blank=True)
    to_state = models.CharField(max_length=12, choices=State)
    actor_kind = models.CharField(max_length=12, choices=ActorKind)
    agent = models.ForeignKey("auth.User", models.PROTECT, null=True, blank=True)
    requester = models.ForeignKey("tickets.Requester", models.PROTECT, null=True, blank=True)
    message = models.ForeignKey("tickets.Message", models.PROTECT, null=True, blank=True, related_name="events")
    at = models.DateTimeField()
    data = models.JSONField(default=dict)  # what tickets.facts keeps; read by the properties below and nobody else
    announced_at = models.DateTimeField(null=True, blank=True)

    objects = TicketEventQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(announced_at=None), name="events_to_announce"),
            models.Index(fields=["ticket", "id"], name="events_of_ticket"),
        ]

    def __str__(self) -> str:
        return f"#{self.ticket_id} {self.action}"

    @property
    def label(self) -> str:
        """What happened, in two or three words for people."""
        return LABELS[self.action]

    @property
    def actor_name(self) -> str:
        return self.snapshot.actor_name

    @property
    def facts(self) -> Facts:
        """What it remembers, as the dataclass of its action."""
        return BY_ACTION[self.action].from_json(self.data["facts"])

    @property
    def snapshot(self) -> Snapshot:
        """The ticket as it stood right after."""
        return Snapshot.from_json(self.data["ticket"])

    @property
    def before(self) -> Before:
        """Where the ticket stood until then, of a transition."""
        return Before.from_json(self.data["before"])

    @staticmethod
    def data_of(facts: Facts, snapshot: Snapshot, before: Before | None) -> dict[str, Any]:
        """The column `data` of a new event."""
        data = {"facts": facts.to_json(), "ticket": snapshot.to_json()}
        return data | ({"before": before.to_json()} if before else {})
