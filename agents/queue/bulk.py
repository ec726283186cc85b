"""One change to several tickets: all of them or none."""

from datetime import datetime

from django import forms
from django.contrib.auth.models import User
from django.db import transaction

from tickets.keys import key_in
from tickets.models import Process, Ticket
from tickets.refusals import Refusal
from tickets.states import State
from tickets.team import agents

MOST = 200  # tickets at once


class BulkForm(forms.Form):
    change = forms.ChoiceField(
        choices=[("take", "Asignarme"), ("assign", "Asignar a"), ("process", "Poner proceso")],
        error_messages={"required": "Elige qué hacer.", "invalid_choice": "Elige qué hacer."},
    )
    agent = forms.ModelChoiceField(
        User.objects.none(), required=False, error_messages={"invalid_choice": "Elige a alguien del equipo."}
    )
    process = forms.ModelChoiceField(
        Process.objects.active(),
        required=False,
        error_messages={"invalid_choice": "Elige un proceso de la lista."},
    )

    def __init__(self, data) -> None:
        super().__init__(data)
        agent = self.fields["agent"]
        assert isinstance(agent, forms.ModelChoiceField)
        agent.queryset = agents()
        self.ids = data.getlist("id")

    def clean(self) -> dict:
        super().clean()
        cleaned, change = self.cleaned_data, self.cleaned_data.get("change")
        if not self.ids:
            raise forms.ValidationError("Elige al menos una solicitud.")
        if len(self.ids) > MOST or any(key_in(folio) is None for folio in self.ids):
            raise forms.ValidationError("Esa selección no se entiende. Vuelve a elegir.")
        if change == "assign" and not cleaned.get("agent") and "agent" not in self.errors:
            raise forms.ValidationError("Elige a quién asignarlas.")
        if change == "process" and not cleaned.get("process") and "process" not in self.errors:
            raise forms.ValidationError("Elige el proceso.")
        return cleaned

    @transaction.atomic
    def apply(self, *, by: User, now: datetime) -> int:
        """Raises Refusal before anything is kept; returns how many changed."""
        folios = sorted({int(folio) for folio in self.ids})
        tickets = list(Ticket.objects.filter(pk__in=folios).order_by("pk"))
        if missing := set(folios) - {ticket.pk for ticket in tickets}:
            raise Refusal(f"No se cambió ninguna: #{min(missing)} no existe.")
        for ticket in tickets:
            self._change(ticket, by, now)
            if ticket.state == State.CERRADO:  # read anew under its claim
                raise Refusal(f"No se cambió ninguna: #{ticket.pk} ya está cerrada.")
        return len(tickets)

    def _change(self, ticket: Ticket, by: User, now: datetime) -> None:
        chosen = self.cleaned_data
        if chosen["change"] == "process":
            ticket.set_process(chosen["process"], by=by, now=now)
        else:
            ticket.assign(by if chosen["change"] == "take" else chosen["agent"], by=by, now=now)
