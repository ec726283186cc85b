"""An agent's message with its verb, before it happens. The ticket does not change until it is sent."""

from django.db import models

from tickets.states import Action

NOTE = "note"  # a note is no transition, but it is drafted and undone the same way


class DraftQuerySet(models.QuerySet):
    def due(self, now):
        """Frozen drafts whose time to be undone has passed."""
        return self.filter(send_at__lte=now).order_by("send_at", "pk")


class Draft(models.Model):
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="drafts")
    agent = models.ForeignKey("auth.User", models.CASCADE, related_name="drafts")
    verb = models.CharField(max_length=20, choices=[(NOTE, "Nota"), *Action.choices], default=Action.REPLY)
    body = models.TextField(blank=True)
    options = models.JSONField(default=dict, blank=True)  # of the verb: reason, notify …
    saved_at = models.DateTimeField()
    send_at = models.DateTimeField(null=True, blank=True)  # frozen until then; null is still being written
    expected_last_message = models.BigIntegerField(default=0)
    expected_state = models.CharField(max_length=12, blank=True)
    returned_reason = models.CharField(max_length=300, blank=True)  # why it came back instead of being sent

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "agent"], name="one_draft_per_agent_and_ticket")]
        indexes = [models.Index(fields=["send_at"], condition=models.Q(send_at__isnull=False), name="drafts_to_send")]

    def __str__(self) -> str:
        return f"{self.agent_id} → #{self.ticket_id}"
