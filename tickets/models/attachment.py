"""Files: private, stored under a random name, typed by their bytes; pictures re-encoded."""

import hashlib
import uuid
from contextlib import suppress
from datetime import datetime
from typing import Self

from django.core.files.base import ContentFile
from django.db import models
from django.db.models import Q

from tickets import tokens
from tickets.pictures import reencoded
from tickets.uploads import clean_name, sniff


class AttachmentKind(models.TextChoices):
    FILE = "archivo", "Archivo"
    SCREENSHOT = "imagen", "Imagen de la pantalla"
    INLINE = "en_linea", "Imagen dentro del correo"
    SIGNATURE = "firma", "Firma"


def random_path(_attachment: "Attachment", _name: str) -> str:
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def keep(
        self, content: bytes, name: str, *, kind: str = AttachmentKind.FILE, now: datetime, **belongs
    ) -> "Attachment":
        """Store one file; `belongs` says to what: spooled, draft, ticket and message; a form's own waits without.

        A picture is re-encoded without its metadata when its kind is the screenshot. The file is written
        before its row: should the row fail, the file is removed.
        """
        content_type = sniff(content)
        if kind == AttachmentKind.SCREENSHOT:
            content, content_type, name = reencoded(content, name)
        attachment = Attachment(
            kind=kind, name=clean_name(name), content_type=content_type, size=len(content),
            sha256=hashlib.sha256(content).hexdigest(), created_at=now, **belongs,
        )  # fmt: skip
        attachment.file.save(attachment.name, ContentFile(content), save=False)
        try:
            attachment.save(force_insert=True)
        except BaseException:
            attachment._delete_bytes()
            raise
        return attachment

    def abandoned(self, before: datetime) -> Self:
        """Files of forms that nobody sent."""
        return self.filter(ticket=None, draft=None, created_at__lt=before)

    def discard_abandoned(self, before: datetime) -> int:
        """Remove the files of forms that nobody sent by then, a thousand at a time; returns how many."""
        attachments = list(self.abandoned(before)[:1000])
        for attachment in attachments:
            with suppress(ValueError):  # sent meanwhile
                attachment.discard()
        return len(attachments)

    def shown(self) -> Self:
        return self.exclude(kind=AttachmentKind.SIGNATURE)


class Attachment(models.Model):
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, null=True, blank=True, related_name="attachments")
    message = models.ForeignKey("tickets.Message", models.CASCADE, null=True, blank=True, related_name="attachments")
    draft = models.ForeignKey("tickets.Draft", models.SET_NULL, null=True, blank=True, related_name="attachments")
    # The received mail it came with, by its row's number: no page reads or posts it.
    spooled = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    kind = models.CharField(max_length=10, choices=AttachmentKind, default=AttachmentKind.FILE)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=120)
    content_id = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to=random_path, max_length=120)
    created_at = models.DateTimeField()

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "archivo"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["spooled"], condition=Q(ticket=None, spooled__isnull=False), name="files_of_spooled")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def identity(self) -> tuple[str, str]:
        """What makes two files of one message the same: the bytes and the name."""
        return self.sha256, self.name

    def token_version(self) -> str:
        """What revokes a requester's link to it: other bytes, or whatever revokes the links of its ticket."""
        belongs = self.ticket.token_version() if self.ticket else "unsent"
        return f"{self.sha256[:16]}.{belongs}"

    @property
    def token(self) -> str:
        """Opens this file to the requester of its ticket, or to who is still filling the form it hangs on."""
        return tokens.make(tokens.Purpose.FILE, self.pk, self.ticket_id or 0, self.token_version())

    @property
    def is_shown(self) -> bool:
        """Whether a page may show it as a picture: only what we encoded anew."""
        encoded = {AttachmentKind.SCREENSHOT, AttachmentKind.INLINE, AttachmentKind.SIGNATURE}
        return self.kind in encoded and self.content_type == "image/webp"

    def discard(self) -> None:
        """Remove a file that was never sent; ValueError for a sent one, also if that happened just now."""
        deleted, _ = Attachment.objects.filter(pk=self.pk, ticket=None).delete()
        if not deleted and Attachment.objects.filter(pk=self.pk).exists():
            raise ValueError("A file on a ticket is never removed.")
        self._delete_bytes()

    def _delete_bytes(self) -> None:
        assert self.file.name is not None  # it was stored before its row
        self.file.storage.delete(self.file.name)
