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

from tickets import tokens
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
    """`attachments`, `screenshot`, `remove`, and the hidden `submission_id` and `kept` of tickets/_attempt.html.

    What was attached well waits on the server, and the page lists it with a signature each (`kept`). A posted form has
    the files it brings and those its own page listed, no others: a `submission_id` alone finds nothing, and two
    sendings of one attempt at once cannot take or discard what the other uploads. `owner` names whose page it is: a
    signature made for one is void on another's. Call `keep_files(now)` before `is_valid()`.
    """

    data: MultiValueDict[str, str]
    attachments = KeptFiles(label="Archivo", required=False, widget=FilesInput(attrs={"multiple": True}))
    screenshot = KeptFiles(label="Imagen", required=False, widget=forms.FileInput(attrs={"accept": "image/*"}))

    def __init__(self, *args, owner: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner
        self._uploaded: list[Attachment] = []
        self.file_errors: dict[str, list[str]] = {"attachments": [], "screenshot": []}

    @cached_property
    def attempt(self) -> uuid.UUID:
        """One per form shown; a made-up one that is none is replaced."""
        try:
            return uuid.UUID(self.data.get("submission_id", ""))
        except (ValueError, AttributeError):
            return uuid.uuid4()

    @property
    def own_files(self) -> list[Attachment]:
        """What it brings and what its page listed, also what an earlier sending of it took: they name the sending."""
        return [*self._listed, *self._uploaded]

    @property
    def kept(self) -> list[Attachment]:
        """Its own files that no message has yet."""
        return [file for file in self.own_files if file.ticket_id is None]

    @property
    def kept_signatures(self) -> list[str]:
        return [tokens.make(tokens.Purpose.KEPT, file.pk, version=self._version(file)) for file in self.kept]

    def _version(self, file: Attachment) -> str:
        return f"{self.owner}.{self.attempt}.{file.sha256}"

    @cached_property
    def _listed(self) -> list[Attachment]:
        """The files whose signature came with the form, each once."""
        if not self.is_bound:
            return []
        signatures = dict.fromkeys(self.data.getlist("kept")[: settings.MAX_FILES + 1])
        found = (self._file_of(signature) for signature in signatures)
        return [file for file in found if file]

    def _file_of(self, signature: str) -> Attachment | None:
        """The file that this form's page listed under it; None for any other, or once it was removed."""
        with suppress(tokens.InvalidToken):
            claim = tokens.read(tokens.Purpose.KEPT, signature)
            if file := Attachment.objects.filter(pk=claim.object_id).first():
                claim.check(self._version(file))
                return file
        return None

    def keep_files(self, now: datetime) -> None:
        """Remove what was ticked away, keep what is new and good, remember what was refused and why."""
        unwanted = set(self.data.getlist("remove"))
        self._drop([file for file in self.kept if str(file.pk) in unwanted])
        for upload in self.files.getlist("attachments"):
            self._guard("attachments", self._keep_attachment, upload, now)
        for upload in self.files.getlist("screenshot"):
            self._guard("screenshot", self._keep_screenshot, upload, now)

    def forget_files(self) -> None:
        """After sending: those of its own that no message took, because the very sending had been here before."""
        _discard(self.kept)

    def _drop(self, files: list[Attachment]) -> None:
        """Remove these of its own from the form, and from the server unless another sending took them."""
        _discard(files)
        self._listed = [file for file in self._listed if file not in files]
        self._uploaded = [file for file in self._uploaded if file not in files]

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
        held = [file for file in self.own_files if file.kind == AttachmentKind.FILE]
        again = (hashlib.sha256(content).hexdigest(), clean_name(name_of(upload)))
        if again in {(file.sha256, file.name) for file in held}:
            return
        if len(held) >= settings.MAX_FILES:
            raise ValidationError(one_too_many() % clean_name(name_of(upload)))
        self._uploaded.append(Attachment.objects.keep(content, name_of(upload), now=now))

    def _keep_screenshot(self, upload: UploadedFile, now: datetime) -> None:
        earlier = [file for file in self.kept if file.kind == AttachmentKind.SCREENSHOT]
        content, name = checked_content(upload), name_of(upload)
        kept = Attachment.objects.keep(content, name, kind=AttachmentKind.SCREENSHOT, now=now)
        self._drop(earlier)
        self._uploaded.append(kept)

    def clean(self) -> dict[str, Any] | None:
        for field, messages in self.file_errors.items():
            for message in messages:
                self.add_error(field, message)
        return super().clean()


def _discard(files: Iterable[Attachment]) -> None:
    for file in files:
        with suppress(ValueError):  # the same page, sent twice at once: the other one has put it on the ticket
            file.discard()
