"""What arrived, exactly as it arrived, before anything is understood of it."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from notifications.models.lease import Leased, LeasedQuerySet
from tickets.folding import fold
from tickets.models import Attachment

LEASE = timedelta(minutes=2)
SEARCHED = 1_000  # rows of what waits that a search looks at, the newest
MOST_WORDS = 12  # of a search


class InboundChannel(models.TextChoices):
    """The ways by which a mail reaches us."""

    PIPE = "tubo", "Entrada estándar"
    IMAP = "imap", "IMAP"
    WEBHOOK = "webhook", "Webhook"
    MAILBOX = "buzon", "Buzón de desarrollo"


class SpoolState(models.TextChoices):
    PENDING = "pendiente", "Pendiente"
    PROCESSED = "procesado", "Procesado"
    QUARANTINED = "cuarentena", "Cuarentena"
    DISMISSED = "descartado", "Descartado"


IN_TRAY = Q(state=SpoolState.PROCESSED, ticket=None, content_type="")


class SpooledMessageQuerySet(LeasedQuerySet["SpooledMessage"]):
    def pending(self) -> Self:
        return self.filter(state=SpoolState.PENDING).order_by("pk")

    def free(self, now: datetime) -> Self:
        """Pending and not in another worker's hands."""
        return self.pending().not_leased(now)

    def lease(self, pks: list[int], now: datetime) -> list["SpooledMessage"]:
        """Those of the rows that are free, in order: ours until LEASE from now, and one attempt older."""
        return self.filter(pk__in=pks).free(now).take(now, now + LEASE)

    def quarantined(self) -> Self:
        return self.filter(state=SpoolState.QUARANTINED)

    def to_report(self) -> Self:
        """Put aside, and in no digest yet."""
        return self.waiting().filter(reported_at=None).order_by("pk")

    def tray(self) -> Self:
        """Automatic mail that belongs to no ticket, newest first: nobody answers it, somebody may want to see it."""
        return self.filter(IN_TRAY).order_by("-pk")

    def waiting(self) -> Self:
        """What waits for a person: the quarantine and the tray, newest first."""
        return self.filter(Q(state=SpoolState.QUARANTINED) | IN_TRAY).order_by("-pk")

    def discarded(self) -> Self:
        return self.filter(state=SpoolState.DISMISSED, ticket=None).order_by("-pk")

    def undelivered(self) -> Self:
        """What no ticket has and a person may still open, attach or discard."""
        return self.filter(Q(state__in=[SpoolState.QUARANTINED, SpoolState.DISMISSED]) | IN_TRAY, ticket=None)

    def search(self, text: str) -> Self:
        """Of what waits, the latest SEARCHED rows: those whose sender or subject has every word of `text`."""
        found = self.filter(pk__in=list(self.waiting().values_list("pk", flat=True)[:SEARCHED]))
        for word in fold(text).split()[:MOST_WORDS]:
            found = found.filter(searched__contains=word)
        return found.order_by("-pk")


class SpooledMessage(Leased):
    ARRIVED, WAITS = "received_at", ("leased_until",)

    channel = models.CharField("canal", max_length=10, choices=InboundChannel)
    mailbox = models.CharField(max_length=200)
    message_id = models.CharField(max_length=255)  # without one, the hash
    sha256 = models.CharField(max_length=64)
    raw = models.BinaryField()
    content_type = models.CharField(max_length=200, blank=True)  # of a webhook's body, parsed later
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=SpoolState, default=SpoolState.PENDING)
    reason = models.CharField(max_length=500, blank=True)  # of the quarantine, or what became of it
    # What agents read of one that no ticket has; empty while nobody looked inside.
    sender_name = models.CharField(max_length=160, blank=True)
    sender = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    opening = models.CharField(max_length=300, blank=True)  # its first words
    searched = models.CharField(max_length=800, blank=True)  # sender and subject, folded
    decision = models.CharField(max_length=300, blank=True)  # who opened, attached or discarded it, and why
    conflicting = models.BooleanField(default=False)  # the same Message-ID came with other bytes
    ticket = models.ForeignKey("tickets.Ticket", models.SET_NULL, null=True, blank=True, related_name="spooled")
    became = models.ForeignKey("tickets.Message", models.SET_NULL, null=True, blank=True, related_name="spooled")
    processed_at = models.DateTimeField(null=True, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)  # in a digest, once

    objects = SpooledMessageQuerySet.as_manager()

    class Meta:
        verbose_name = "mensaje recibido"
        verbose_name_plural = "mensajes recibidos"
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "message_id", "sha256"], name="spooled_once"),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state="pendiente"), name="spool_pending"),
            models.Index(fields=["id"], condition=Q(state="cuarentena"), name="spool_quarantine"),
            models.Index(
                fields=["id"], condition=Q(state="procesado", ticket=None, content_type=""), name="spool_tray"
            ),
            models.Index(fields=["message_id"], name="spool_by_message_id"),
        ]

    def __str__(self) -> str:
        return f"{self.mailbox} {self.message_id}"

    def waiting_files(self) -> models.QuerySet[Attachment]:
        """Its files, stored before it is delivered, that no message has taken."""
        return Attachment.objects.filter(spooled=self.pk, ticket=None).order_by("pk")

    def mark_reported(self, now: datetime) -> bool:
        """Note that a digest says it to the agents; False when one did, or somebody saw to it meanwhile."""
        return bool(type(self).objects.to_report().filter(pk=self.pk).update(reported_at=now))
