"""The second problem of a message, as a ticket of its own."""

import uuid
from typing import Any

from django import forms

from tickets.forms.fields import LineField, ProseField
from tickets.models import Process


class AttemptField(forms.UUIDField):
    """The number of the form shown; one that is none is replaced, since nobody can mend what is hidden."""

    def clean(self, value: Any) -> uuid.UUID:
        try:
            return super().clean(value) or uuid.uuid4()
        except forms.ValidationError:
            return uuid.uuid4()


class SplitForm(forms.Form):
    subject = LineField(
        label="Asunto de la nueva solicitud", longest=200, error_messages={"required": "Escribe el asunto."}
    )
    text = ProseField(
        label="Qué pide", help_text="Deja sólo lo que va en la nueva. El mensaje original se queda completo aquí.",
        error_messages={"required": "Deja lo que va en la nueva solicitud."},
    )  # fmt: skip
    process = forms.ModelChoiceField(
        Process.objects.active(), label="Proceso", required=False, empty_label="El mismo",
        error_messages={"invalid_choice": "Elige una opción de la lista."},
    )  # fmt: skip
    attempt = AttemptField(widget=forms.HiddenInput, required=False)
