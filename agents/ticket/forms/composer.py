"""The composer: what an agent writes, with its verb and its files. All of it is kept before anything is judged."""

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
        """What is sent to the requester says what its writer saw: without it, nothing could tell that it is stale."""
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("verb") in SPOKEN and (cleaned.get("seen") is None or not cleaned.get("state")):
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

    def keep(self, ticket: Ticket, agent: User, now: datetime) -> Draft:
        """The draft with everything that was typed, also what is too long to be sent. Raises DraftFrozen."""
        return Draft.objects.keep(
            ticket, agent, verb=self.chosen_verb, body=self.data.get("text", "")[: 10 * LONGEST_TEXT], now=now,
            notify=self.cleaned_data.get("notify", False),
        )  # fmt: skip

    def asks_something(self) -> bool:
        """A reply with a question in it, not yet confirmed: perhaps it is a petition of information."""
        return (
            self.chosen_verb == Action.REPLY and not self.cleaned_data["confirmed"] and "?" in self.cleaned_data["text"]
        )


def typed_over(draft: Draft | None, typed: Mapping[str, str]) -> Draft:
    """The draft as it would be with what was typed; not saved."""
    form, draft = ComposerForm(typed), draft or Draft()
    form.is_valid()
    draft.verb, draft.body = form.chosen_verb, typed.get("text", "")
    draft.options = {"notify": form.cleaned_data.get("notify", False)}
    return draft


def keep_files(draft: Draft, uploads: list[UploadedFile], unwanted: list[str], now: datetime) -> list[str]:
    """Hang files on the draft and take the unwanted off; returns the sentences about those that were refused."""
    for file in draft.attachments.all():
        if str(file.pk) in unwanted:
            file.discard()
    refused, held = [], draft.attachments.count()
    for upload in uploads:
        try:
            content = checked_content(upload)
        except forms.ValidationError as error:
            refused += error.messages
            continue
        if held >= settings.MAX_FILES:
            refused.append(f"«{clean_name(name_of(upload))}» ya no cupo: son hasta {settings.MAX_FILES} archivos.")
            continue
        Attachment.objects.keep(content, name_of(upload), now=now, draft=draft)
        held += 1
    return refused


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
