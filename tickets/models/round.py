"""One round of the promise: from opening or reopening until the next reopening."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models

from tickets import tokens


class RoundQuerySet(models.QuerySet["Round"]):
    def waiting(self) -> Self:
        """Rounds whose answer is still owed: of a ticket only the current one, while it is abierta."""
        return self.filter(
            promise_met_at=None, undone_at=None, counted=True, number=models.F("ticket__round_number"),
            ticket__first_response_due_at__isnull=False,
        )  # fmt: skip

    def to_warn(self, before: datetime) -> Self:
        """Owed answers due by `before` of which no warning has been noted; a warning longer than the promise is none."""
        return self.waiting().filter(
            warned_at=None, due_at__lte=before, promised_within__gt=settings.FIRST_RESPONSE_WARNING
        )

    def newly_breached(self, now: datetime) -> Self:
        """Owed answers whose time has passed, of which no breach has been noted."""
        return self.waiting().filter(breached_at=None, due_at__lte=now)


class Round(models.Model):
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="rounds", db_index=False)
    number = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()  # computed once; a later change of settings moves no promise
    promised_within = models.DurationField()
    warned_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    promise_met_at = models.DateTimeField(null=True)  # «confirmando que estamos atendiendo»: a TAKE meets it too
    promise_met_with = models.CharField(max_length=20, blank=True)  # the action
    answered_at = models.DateTimeField(null=True)  # the first public answer of a person: a TAKE is none
    answered_with = models.CharField(max_length=20, blank=True)  # the action
    answered_by = models.ForeignKey("auth.User", models.PROTECT, null=True, related_name="answered_rounds")
    undone_at = models.DateTimeField(null=True)
    counted = models.BooleanField(default=True)  # spam and duplicates stay out of the figures

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["ticket", "number"]
        constraints = [
            models.UniqueConstraint(fields=["ticket", "number"], name="one_round_per_number"),
            models.CheckConstraint(condition=models.Q(due_at__gte=models.F("opened_at")), name="due_after_opening"),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(promise_met_at=None, undone_at=None), name="rounds_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id}/{self.number}"

    @property
    def survey_token(self) -> str:
        """Opens the survey about this round to the ticket's requester."""
        ticket = self.ticket
        return tokens.make(tokens.Purpose.SURVEY, self.pk, ticket.requester_id, ticket.token_version())
