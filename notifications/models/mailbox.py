"""The built-in mailbox, and what we know of the real ones."""

from datetime import datetime
from typing import Self

from django.db import models


class MailboxMessage(models.Model):
    """A mail as it left us, kept where the built-in mailbox shows it."""

    raw = models.BinaryField()
    message_id = models.CharField(max_length=255, unique=True)  # delivered twice, it is one mail
    to = models.CharField(max_length=254, db_index=True)
    subject = models.CharField(max_length=320)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"


class WebhookHeartbeatQuerySet(models.QuerySet["WebhookHeartbeat"]):
    def mark_heard(self, service: str, now: datetime) -> None:
        """Note that this service wrote to us; the latest stands."""
        if not self.filter(service=service).update(heard_at=now):
            self.get_or_create(service=service, defaults={"heard_at": now})


class WebhookHeartbeat(models.Model):
    """When an e-mail service last reported what became of our mails. Its silence holds nothing: it is shown."""

    service = models.CharField(max_length=40, unique=True)
    heard_at = models.DateTimeField()

    objects = WebhookHeartbeatQuerySet.as_manager()

    def __str__(self) -> str:
        return self.service


class MailboxHeartbeatQuerySet(models.QuerySet["MailboxHeartbeat"]):
    def failing(self) -> Self:
        """Those whose last round did not hear everything."""
        return self.exclude(last_error="").order_by("mailbox")


class MailboxHeartbeat(models.Model):
    """When we last heard everything in a mailbox: no silence counts beyond it."""

    mailbox = models.CharField(max_length=200, unique=True)  # user@host/folder, never the password
    heard_until = models.DateTimeField(null=True, blank=True)  # the start of the last fetch that succeeded
    uidvalidity = models.BigIntegerField(null=True, blank=True)
    last_uid = models.BigIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)  # empty again once a whole round succeeds
    last_error_at = models.DateTimeField(null=True, blank=True)

    objects = MailboxHeartbeatQuerySet.as_manager()

    def __str__(self) -> str:
        return self.mailbox
