"""What keeps a ticket from closing alone: one row a cause, until somebody has decided on that very cause."""

from typing import Self

from django.db import models


class HoldKind(models.TextChoices):
    REVIEW = "revision", "Mensaje por revisar"
    POSSIBLE_REPLY = "posible_respuesta", "Correo nuevo que puede ser la respuesta"
    SUSPECTED = "parece_automatico", "Respuesta que parece automática"
    UNREAD_MAIL = "correo_sin_leer", "Correo que no pudimos leer"


class HoldQuerySet(models.QuerySet["Hold"]):
    def open(self) -> Self:
        return self.filter(lifted_at=None)

    def waiting_for(self, kind: HoldKind, reference: int) -> Self:
        """The open holds, on any ticket, that wait for this message, link or mail."""
        return self.open().filter(kind=kind, reference=reference)


class Hold(models.Model):
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="holds")
    kind = models.CharField(max_length=20, choices=HoldKind)
    reference = models.BigIntegerField()  # by kind: the message, the ticket link, the row of the spool
    placed_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey("auth.User", models.PROTECT, null=True, blank=True)  # null: no person did

    objects = HoldQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "reference", "ticket"], condition=models.Q(lifted_at=None), name="one_open_hold_a_cause"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.ticket_id} {self.kind} {self.reference}"
