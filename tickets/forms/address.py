"""Whom we answer: the address, questioned once when it looks mistyped, and the name of who is new."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from tickets.address_typos import suggestion
from tickets.forms.fields import AddressField, LineField

FIRST_TIME = "Es la primera vez que nos escribes con este correo. Dinos tu nombre real."


class WithAddress(forms.Form):
    """`email`, `name`, the hidden `asked_email` and the button `address` of the question.

    `is_known` says whether an address is registered; it may answer no when it has been asked too often.
    """

    data: MultiValueDict[str, str]
    email = AddressField(label="Solicitante", help_text="Aquí recibirás las respuestas.")
    name = LineField(
        label="Nombre",
        longest=120,
        required=False,
        help_text="Tu nombre real, para saber con quién hablamos.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *args, is_known: Callable[[str], bool], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.is_known = is_known
        self.better_email: str | None = None  # what we ask whether they meant
        self.asks_name = False

    @property
    def shows_name(self) -> bool:
        return self.asks_name or bool(self.is_bound and self.data.get("name"))

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        better = suggestion(email)
        if better is None:
            return email
        if self.data.get("asked_email") != email:
            self.better_email = better
            raise ValidationError(f"¿Quisiste decir {better}?", code="typo")
        if self.data.get("address") == "corregir":
            self.data = self.data.copy()
            self.data["email"] = email = better
        return email

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        email, name = self.cleaned_data.get("email"), self.cleaned_data.get("name", "")
        if "name" in self.errors:
            self.asks_name = True
        elif name and sum(c.isalpha() for c in name) < 2:
            self.add_error("name", "Escribe tu nombre con letras, como te llamamos.")
        elif email and not name and not self.is_known(email):
            self.asks_name = True
            self.add_error("name", FIRST_TIME)
        return cleaned


class AskLinkForm(forms.Form):
    """For the link to one's own tickets: the address is taken as it is, since the answer tells nothing of it."""

    email = AddressField(
        label="Correo",
        help_text="Con el que nos escribes.",
        error_messages={"required": "Escribe el correo con el que nos escribes."},
    )
