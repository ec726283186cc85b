"""A request for the mailed link to one's own tickets, claimed by the outbox like an event."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Self

from django.db import models, transaction

from tickets.models.requester import normal_address
from tickets.signals import something_happened

VALID_FOR = timedelta(minutes=30)


class LinkRequestQuerySet(models.QuerySet["LinkRequest"]):
    def unpublished(self) -> Self:
        return self.filter(announced_at=None).order_by("pk")

    def ask(self, email: str, now: datetime) -> "LinkRequest":
        """Note that someone asked for the link of that address, known or not: the answer is the same."""
        with transaction.atomic():
            request = self.create(email=normal_address(email), asked_at=now)
            transaction.on_commit(lambda: something_happened.send(LinkRequest))
        return request

    def open(self, token: str, now: datetime) -> "LinkRequest | None":
        """The unspent, unexpired request that was mailed this token."""
        return self.filter(token_hash=hash_of(token), used_at=None, expires_at__gt=now).first()


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class LinkRequest(models.Model):
    email = models.EmailField(max_length=254)
    asked_at = models.DateTimeField()
    announced_at = models.DateTimeField(null=True)
    token_hash = models.CharField(max_length=64, blank=True, db_index=True)
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    objects = LinkRequestQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["id"], condition=models.Q(announced_at=None), name="link_requests_to_announce")]

    def __str__(self) -> str:
        return self.email

    def mint(self, now: datetime) -> str:
        """The one-time token to mail: 256 random bits, only its hash kept, good for 30 minutes."""
        token = secrets.token_urlsafe(32)
        self.token_hash, self.expires_at = hash_of(token), now + VALID_FOR
        self.save(update_fields=["token_hash", "expires_at"])
        return token

    def spend(self, now: datetime) -> bool:
        """Use it up; False when another POST was first."""
        return LinkRequest.objects.filter(pk=self.pk, used_at=None, expires_at__gt=now).update(used_at=now) == 1
