from django import forms

from tickets.forms.fields import AddressField


class AskLinkForm(forms.Form):
    email = AddressField(
        label="Correo",
        help_text="Con el que nos escribes.",
        error_messages={"required": "Escribe el correo con el que nos escribes."},
    )
