"""What the dialog posts: the same fields, limits and sentences as /soporte/."""

import uuid
from datetime import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from tickets.folding import fold
from tickets.forms.address import FIRST_TIME
from tickets.forms.fields import AddressField, LineField, ProseField
from tickets.models import Attachment, Insurer, Process
from tickets.models.attachment import AttachmentKind
from tickets.pictures import NotAPicture
from tickets.uploads import checked_content, clean_name, name_of


class WidgetForm(forms.Form):
    """Valid text first, then files: `keep_files` stores nothing unless every file is good.

    The browser holds the files while something is mended, so nothing is stashed here between two attempts.
    """

    email = AddressField()
    name = LineField(longest=120, required=False)
    subject = LineField(longest=200, error_messages={"required": "Escribe el asunto: qué pasa y con qué aseguradora."})
    description = ProseField(error_messages={"required": "Cuéntanos qué pasa: qué hacías y qué viste."})
    process = LineField(longest=80, required=False)
    insurer = LineField(longest=120, required=False)
    login = LineField(longest=120, required=False)
    submission_id = forms.UUIDField(
        error_messages={"required": "Falta el número de este envío.", "invalid": "Falta el número de este envío."}
    )
    append_to = forms.IntegerField(required=False, min_value=1, max_value=2**53)

    def __init__(self, *args, asks_name: bool, **kwargs) -> None:
        """`asks_name`: whether a name must come with it, because the address is not registered or may not be said."""
        super().__init__(*args, **kwargs)
        self.asks_name = asks_name

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if self.asks_name and "email" in cleaned and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", FIRST_TIME)
        return cleaned

    @cached_property
    def process_row(self) -> Process | None:
        """The chosen process; an unknown one is «No sé»: a ticket is never refused for it."""
        slug = self.cleaned_data["process"]
        return Process.objects.active().filter(slug=slug).first() if slug else None

    @cached_property
    def insurer_row(self) -> Insurer | None:
        """What the host's context named; the subject's own is intake's to find."""
        text = self.cleaned_data["insurer"]
        return (
            Insurer.objects.named_in(text) or Insurer.objects.active().filter(name__iexact=text).first()
            if text
            else None
        )

    @property
    def attempt(self) -> uuid.UUID:
        return self.cleaned_data["submission_id"]

    def addition_to(self, subject: str) -> str:
        """What is said to a ticket of that subject; another subject than its own was written too, and says something."""
        text, with_subject = self.additions
        return text if fold(self.cleaned_data["subject"]) == fold(subject) else with_subject

    @property
    def additions(self) -> tuple[str, str]:
        """The two forms that `addition_to` may take: the subject of the ticket can have changed since it was sent."""
        said, text = self.cleaned_data["subject"], self.cleaned_data["description"]
        return text, f"{said}\n\n{text}"

    def keep_files(self, now: datetime) -> list[Attachment]:
        """Store files and picture, or none of them, with the sentences added to `attachments` and `screenshot`."""
        uploads, pictures = self.files.getlist("attachments"), self.files.getlist("screenshot")
        if len(uploads) > settings.MAX_FILES or len(pictures) > 1:
            self.add_error(
                None, ValidationError(f"Son hasta {settings.MAX_FILES} archivos y una imagen.", code="attachments")
            )
            return []
        kept: list[Attachment] = []
        for field, kind, upload in [
            *(("attachments", AttachmentKind.FILE, upload) for upload in uploads),
            *(("screenshot", AttachmentKind.SCREENSHOT, upload) for upload in pictures),
        ]:
            try:
                kept.append(_keep(upload, kind, now))
            except ValidationError as error:
                self.add_error(None, ValidationError(error.messages[0], code=field))
            except NotAPicture as error:
                self.add_error(None, ValidationError(f"«{clean_name(name_of(upload))}»: {error}", code=field))
        if self.errors:
            discard(kept)
            return []
        return kept

    def sentences(self) -> dict[str, str]:
        """Field → its sentence; files under the field they came in."""
        found: dict[str, str] = {}
        for field, errors in self.errors.as_data().items():
            for error in errors:
                name = error.code if field == "__all__" and error.code else field
                found[name] = f"{found[name]} {error.messages[0]}" if name in found else error.messages[0]
        return found


def discard(files: list[Attachment]) -> None:
    for file in files:
        file.discard()


def _keep(upload: UploadedFile, kind: AttachmentKind, now: datetime) -> Attachment:
    return Attachment.objects.keep(checked_content(upload), name_of(upload), kind=kind, now=now)
