"""Files of a form: what was attached well is kept on the server, whatever else is wrong with the form."""

import hashlib
import uuid
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from tickets.models import Attachment
from tickets.models.attachment import AttachmentKind
from tickets.pictures import NotAPicture
from tickets.uploads import checked_content, clean_name, name_of, one_too_many


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class KeptFiles(forms.Field):
    """Its files are kept before the form is judged: it only carries their errors."""

    def clean(self, value) -> None:
        return None


class WithFiles(forms.Form):
    """`attachments`, `screenshot`, `remove` and the hidden `submission_id` that ties them to this attempt.

    Call `keep_files(now)` before `is_valid()`.
    """

    data: MultiValueDict[str, str]
    attachments = KeptFiles(label="Archivo", required=False, widget=FilesInput(attrs={"multiple": True}))
    screenshot = KeptFiles(label="Imagen", required=False, widget=forms.FileInput(attrs={"accept": "image/*"}))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.file_errors: dict[str, list[str]] = {"attachments": [], "screenshot": []}

    @cached_property
    def attempt(self) -> uuid.UUID:
        """One per form shown; a made-up one that is none is replaced."""
        try:
            return uuid.UUID(self.data.get("submission_id", ""))
        except (ValueError, AttributeError):
            return uuid.uuid4()

    @property
    def kept(self) -> list[Attachment]:
        """What this attempt has attached so far."""
        return list(Attachment.objects.stashed(self.attempt)) if self.is_bound else []

    @property
    def files_of_attempt(self) -> list[Attachment]:
        """What this attempt brought, also what an earlier sending of it took: they name the sending."""
        return list(Attachment.objects.of_attempt(self.attempt))

    def keep_files(self, now: datetime) -> None:
        """Remove what was ticked away, keep what is new and good, remember what was refused and why."""
        unwanted = set(self.data.getlist("remove"))
        _discard(file for file in self.kept if str(file.pk) in unwanted)
        for upload in self.files.getlist("attachments"):
            self._guard("attachments", self._keep_attachment, upload, now)
        for upload in self.files.getlist("screenshot"):
            self._guard("screenshot", self._keep_screenshot, upload, now)

    def forget_files(self) -> None:
        """After sending: what a second submission of the same attempt uploaded again."""
        _discard(self.kept)

    def _guard(
        self, field: str, keep: Callable[[UploadedFile, datetime], None], upload: UploadedFile, now: datetime
    ) -> None:
        try:
            keep(upload, now)
        except ValidationError as error:
            self.file_errors[field] += error.messages
        except NotAPicture as error:
            self.file_errors[field].append(f"«{clean_name(name_of(upload))}»: {error}")

    def _keep_attachment(self, upload: UploadedFile, now: datetime) -> None:
        content = checked_content(upload)
        held = [file for file in self.kept if file.kind == AttachmentKind.FILE]
        again = (hashlib.sha256(content).hexdigest(), clean_name(name_of(upload)))
        if again in {(file.sha256, file.name) for file in held}:
            return
        if len(held) >= settings.MAX_FILES:
            raise ValidationError(one_too_many() % clean_name(name_of(upload)))
        Attachment.objects.keep(content, name_of(upload), now=now, submission_id=self.attempt)

    def _keep_screenshot(self, upload: UploadedFile, now: datetime) -> None:
        earlier = [file for file in self.kept if file.kind == AttachmentKind.SCREENSHOT]
        Attachment.objects.keep(
            checked_content(upload),
            name_of(upload),
            kind=AttachmentKind.SCREENSHOT,
            now=now,
            submission_id=self.attempt,
        )
        _discard(earlier)

    def clean(self) -> dict[str, Any] | None:
        for field, messages in self.file_errors.items():
            for message in messages:
                self.add_error(field, message)
        return super().clean()


def _discard(files: Iterable[Attachment]) -> None:
    for file in files:
        with suppress(ValueError):  # the same form, sent twice at once: the other one has put it on the ticket
            file.discard()
