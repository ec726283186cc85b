"""The composer: what an agent writes, with its verb and its files. All of it is kept before anything is judged."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile

from tickets.forms.fields import LONGEST_TEXT, ProseField
from tickets.models import Attachment, Draft, Ticket
from tickets.models.draft import NOTE, SPOKEN, VERBS
from tickets.states import LIVE, Action, State
from tickets.uploads import checked_content, clean_name, name_of

SAVE = "save"
LABELS: dict[str, str] = {
    Action.REPLY: "Responder", Action.ASK: "Pedir información", Action.RESOLVE: "Enviar solución",
    Action.CLOSE: "Cerrar sin VoBo", Action.LOG_CONTACT: "Registrar llamada", NOTE: "Guardar nota",
}  # fmt: skip


class ComposerForm(forms.Form):
    text = ProseField(required=False)
    verb = forms.ChoiceField(
        choices=[(verb, verb) for verb in (SAVE, *VERBS)],
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Elige qué hacer con lo que escribiste."),
    )
    tab = forms.ChoiceField(choices=[(tab, tab) for tab in ("reply", "note", "call")], required=False)
    notify = forms.BooleanField(required=False)  # of a call: the requester gets the summary
    confirmed = forms.BooleanField(required=False)  # asked once whether a question is an ASK
    seen = forms.IntegerField(min_value=0, max_value=2**62, required=False)  # the last message they saw
    state = forms.ChoiceField(choices=State.choices, required=False)  # and the state

    def clean(self) -> dict:
        """What is sent says what its writer saw: without it, nothing could tell that it is stale, or came twice."""
        super().clean()
        cleaned = self.cleaned_data
        verb = cleaned.get("verb")
        if (verb in VERBS and cleaned.get("seen") is None) or (verb in SPOKEN and not cleaned.get("state")):
            raise forms.ValidationError("No llegó completo. Revisa la solicitud y envíalo otra vez.")
        return cleaned

    @property
    def chosen_verb(self) -> str:
        """The button's verb; of «guardar borrador», the one its tab means."""
        verb = self.cleaned_data.get("verb") or SAVE
        by_tab = {"note": NOTE, "call": Action.LOG_CONTACT.value}
        return by_tab.get(self.cleaned_data.get("tab", ""), Action.REPLY.value) if verb == SAVE else verb

    @property
    def only_saves(self) -> bool:
        return self.cleaned_data.get("verb", SAVE) == SAVE

    @property
    def kept_verb(self) -> str | None:
        """The verb to save; None where neither a button nor a tab was posted."""
        named = self.cleaned_data.get("verb", SAVE) != SAVE or self.cleaned_data.get("tab")
        return self.chosen_verb if named else None

    @property
    def kept_text(self) -> str | None:
        """All that was typed, also what is too long to be sent; None where no text was posted."""
        text = self.data.get("text")
        return None if text is None else text[: 10 * LONGEST_TEXT]

    def keep(self, ticket: Ticket, agent: User, now: datetime) -> Draft:
        """The draft with everything that was typed: what the post leaves out stays as it is. Raises DraftFrozen."""
        notify = self.cleaned_data.get("notify", False) if self.kept_verb else None  # a box not ticked is not posted
        return Draft.objects.keep(ticket, agent, verb=self.kept_verb, body=self.kept_text, notify=notify, now=now)

    def asks_something(self) -> bool:
        """A reply with a question in it, not yet confirmed: perhaps it is a petition of information."""
        return (
            self.chosen_verb == Action.REPLY and not self.cleaned_data["confirmed"] and "?" in self.cleaned_data["text"]
        )


def typed_over(draft: Draft | None, typed: Mapping[str, str]) -> Draft:
    """The draft as it would be with what was typed; not saved."""
    form, draft = ComposerForm(typed), draft or Draft()
    form.is_valid()
    draft.verb, draft.body = form.kept_verb or draft.verb, typed.get("text", draft.body)
    draft.options = {"notify": form.cleaned_data.get("notify", False)}
    return draft


def keep_files(draft: Draft, uploads: list[UploadedFile], unwanted: list[str], now: datetime) -> list[str]:
    """Hang files on the draft, each once, and take the unwanted off; returns the sentences about the refused.

    In the transaction that owns the draft, so that none hangs on one that is being sent.
    """
    for file in draft.attachments.all():
        if str(file.pk) in unwanted:
            file.discard()
    refused, hanging = [], {file.identity for file in draft.attachments.all()}
    for upload in uploads:
        try:
            content = checked_content(upload)
        except forms.ValidationError as error:
            refused += error.messages
            continue
        if identity_of(upload) in hanging:
            continue
        if len(hanging) >= settings.MAX_FILES:
            refused.append(f"«{clean_name(name_of(upload))}» ya no cupo: son hasta {settings.MAX_FILES} archivos.")
            continue
        hanging.add(Attachment.objects.keep(content, name_of(upload), now=now, draft=draft).identity)
    return refused


def identity_of(upload: UploadedFile) -> tuple[str, str]:
    """As `Attachment.identity` of what it would become."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest(), clean_name(name_of(upload))


@dataclass(frozen=True, slots=True)
class Button:
    verb: str
    label: str
    primary: bool


def reply_buttons(ticket: Ticket) -> list[Button]:
    """The verbs that speak to the requester now; the process says which of the last two is the primary one."""
    state = State(ticket.state)
    if state not in LIVE:
        verbs = [Action.REPLY] if state == State.CERRADO else [Action.CLOSE, Action.REPLY]
    elif ticket.process and not ticket.process.needs_approval:
        verbs = [Action.REPLY, Action.ASK, Action.RESOLVE, Action.CLOSE]
    else:
        verbs = [Action.REPLY, Action.ASK, Action.CLOSE, Action.RESOLVE]
    return [Button(verb.value, LABELS[verb], verb == verbs[-1]) for verb in verbs]
