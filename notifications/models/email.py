"""Every mail we write, from why it exists to what became of it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from tickets import tokens

LEASE = timedelta(minutes=2)  # a worker that has not said what became of a mail by then is dead


class EmailState(models.TextChoices):
    PENDING = "pendiente", "Pendiente"
    SENDING = "enviando", "Enviando"
    ACCEPTED = "aceptado", "Aceptado"
    DELIVERED = "entregado", "Entregado"
    BOUNCED = "rebotado", "Rebotado"
    FAILED = "fallido", "Fallido"
    SUPPRESSED = "suprimido", "Suprimido"


class EmailQuerySet(models.QuerySet):
    def pending(self):
        return self.filter(state=EmailState.PENDING)

    def due(self, now: datetime):
        """To be sent now: pending, or leased by a worker that never came back; in row order."""
        return self.filter(
            Q(state=EmailState.PENDING, not_before__lte=now) | Q(state=EmailState.SENDING, leased_until__lte=now)
        ).order_by("pk")


class Email(models.Model):
    # Why
    key = models.CharField(max_length=160, unique=True)  # event:91:acuse:17 · digest:<slot>:<user> · reenvio:<email>:2
    kind = models.CharField(max_length=24)
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, null=True, blank=True, related_name="emails")
    message = models.ForeignKey("tickets.Message", models.PROTECT, null=True, blank=True, related_name="emails")
    event = models.ForeignKey("tickets.TicketEvent", models.PROTECT, null=True, blank=True, related_name="emails")

    # What
    to = models.CharField(max_length=254)
    from_name = models.CharField(max_length=160)
    reply_to = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=320)
    text = models.TextField()
    html = models.TextField()
    in_reply_to = models.CharField(max_length=998, blank=True)
    references = models.TextField(blank=True)  # Message-IDs, oldest first, in <>
    automatic = models.CharField(max_length=20, default="auto-generated", blank=True)  # Auto-Submitted; empty: a person
    created_at = models.DateTimeField()

    # What became of it
    state = models.CharField(max_length=10, choices=EmailState, default=EmailState.PENDING)
    reason = models.CharField(max_length=500, blank=True)  # of suprimido; the server's words otherwise
    not_before = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    accepted_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    provider_id = models.CharField(max_length=200, blank=True, db_index=True)  # the ESP's name for it

    objects = EmailQuerySet.as_manager()

    class Meta:
        verbose_name = "correo"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=EmailState.values), name="known_email_state"),
            models.CheckConstraint(condition=~Q(state="suprimido", reason=""), name="suppressed_with_a_reason"),
            models.CheckConstraint(
                condition=Q(state="enviando", leased_until__isnull=False) | ~Q(state="enviando"),
                name="sending_is_leased",
            ),
        ]
        indexes = [
            models.Index(
                fields=["not_before", "id"], condition=Q(state__in=["pendiente", "enviando"]), name="emails_to_send"
            ),
            models.Index(fields=["ticket", "to", "id"], name="emails_of_ticket"),
            models.Index(fields=["message"], name="emails_of_message"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.to}"

    @property
    def message_id(self) -> str:
        """The same on every retry, and signed: a reply that names it proves that it saw this mail."""
        domain = settings.REPLY_DOMAIN or settings.SUPPORT_ADDRESS.rpartition("@")[2]
        return f"<{tokens.make(tokens.Purpose.MAIL, self.pk)}@{domain}>"
