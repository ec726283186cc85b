"""Questions on a ticket's page whose answers are buttons."""

from django import forms

from agents.ticket.forms.base import TicketForm


class ButtonsForm(TicketForm):
    """One question whose answers are buttons: a POST with none of them decides nothing."""

    @property
    def problem(self) -> str:
        return " ".join(str(error) for errors in self.errors.values() for error in errors)


class DecideLinkForm(ButtonsForm):
    """Whether a new mail is the reply that another ticket waited for."""

    SAME, DIFFERENT = "same", "different"

    decision = forms.ChoiceField(
        choices=[(SAME, "Unir"), (DIFFERENT, "Son distintas")],
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Elige «Unir» o «Son distintas»."),
    )


class AcceptForm(ButtonsForm):
    """Whether who answered from another address may do so again."""

    ONCE, PARTICIPANT = "once", "participant"

    sender = forms.ChoiceField(
        choices=[(ONCE, "Aceptar como respuesta"), (PARTICIPANT, "Agregar participante")],
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Elige «Aceptar como respuesta» o «Agregar participante»."
        ),
    )
