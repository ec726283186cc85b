"""One change to several tickets: all of them or none."""

from datetime import datetime

from django import forms
from django.contrib.auth.models import User
from django.db import transaction

from agents.people import agents
from tickets.keys import key_in
from tickets.models import Process, Ticket
from tickets.states import State

MOST = 200  # tickets at once


class Refused(Exception):
    """Some of the chosen may not be changed, so none was; the text is for people."""


class BulkForm(forms.Form):
    accion = forms.ChoiceField(
        choices=[("tomar", "Asignarme"), ("asignar", "Asignar a"), ("proceso", "Poner proceso")],
        error_messages={"required": "Elige qué hacer.", "invalid_choice": "Elige qué hacer."},
    )
    agente = forms.ModelChoiceField(
        User.objects.none(), required=False, error_messages={"invalid_choice": "Elige a alguien del equipo."}
    )
    proceso = forms.ModelChoiceField(
        Process.objects.active(),
        required=False,
        error_messages={"invalid_choice": "Elige un proceso de la lista."},
    )

    def __init__(self, data) -> None:
        super().__init__(data)
        self.fields["agente"].queryset = agents()
        self.ids = data.getlist("id")

    def clean(self) -> dict:
        cleaned, action = super().clean(), self.cleaned_data.get("accion")
        if not self.ids:
            raise forms.ValidationError("Elige al menos una solicitud.")
        if len(self.ids) > MOST or any(key_in(folio) is None for folio in self.ids):
            raise forms.ValidationError("Esa selección no se entiende. Vuelve a elegir.")
        if action == "asignar" and not cleaned.get("agente") and "agente" not in self.errors:
            raise forms.ValidationError("Elige a quién asignarlas.")
        if action == "proceso" and not cleaned.get("proceso") and "proceso" not in self.errors:
            raise forms.ValidationError("Elige el proceso.")
        return cleaned

    @transaction.atomic
    def apply(self, *, by: User, now: datetime) -> int:
        """Raises Refused before anything is kept; returns how many changed."""
        folios = sorted({int(folio) for folio in self.ids})
        tickets = list(Ticket.objects.filter(pk__in=folios).order_by("pk"))
        if missing := set(folios) - {ticket.pk for ticket in tickets}:
            raise Refused(f"No se cambió ninguna: #{min(missing)} no existe.")
        for ticket in tickets:
            self._change(ticket, by, now)
            if ticket.state == State.CERRADO:  # read anew under its claim
                raise Refused(f"No se cambió ninguna: #{ticket.pk} ya está cerrada.")
        return len(tickets)

    def _change(self, ticket: Ticket, by: User, now: datetime) -> None:
        chosen = self.cleaned_data
        if chosen["accion"] == "proceso":
            ticket.set_process(chosen["proceso"], by=by, now=now)
        else:
            ticket.assign(by if chosen["accion"] == "tomar" else chosen["agente"], by=by, now=now)
