"""What an agent writes down for somebody who asked by phone."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.models import User

from tickets.forms.fields import AddressField, LineField, ProseField
from tickets.forms.uploads import WithFiles
from tickets.intake import open_ticket
from tickets.models import Insurer, Process, Requester, Ticket
from tickets.models.message import Channel
from tickets.submission import Submission


class NewTicketForm(WithFiles):
    email = AddressField(
        label="Solicitante", help_text="A este correo le llega el acuse y todo el seguimiento.",
        error_messages={"required": "Escribe el correo de quien lo pide."},
    )  # fmt: skip
    name = LineField(label="Nombre", longest=120, required=False, help_text="Sólo si su correo no está registrado.")
    subject = LineField(
        label="Asunto", longest=200, help_text="Situación + aseguradora + proceso: «No está cotizando con ATLAS».",
        error_messages={"required": "Escribe el asunto."},
    )  # fmt: skip
    description = ProseField(
        label="Motivo", widget=forms.Textarea(attrs={"rows": 6}), error_messages={"required": "Cuenta qué pasa."}
    )
    process = forms.ModelChoiceField(Process.objects.active(), label="Proceso", required=False, empty_label="No sé")
    insurer = forms.ModelChoiceField(
        Insurer.objects.active(), label="Aseguradora", required=False,
        empty_label="La que nombre el asunto",
    )  # fmt: skip

    field_order = ["email", "name", "subject", "description", "process", "insurer", "attachments", "screenshot"]

    def __init__(self, *args, by: User, **kwargs) -> None:
        super().__init__(*args, owner=f"agente:{by.pk}", **kwargs)
        self.by = by
        for name in ("process", "insurer"):
            self.fields[name].error_messages["invalid_choice"] = "Elige una opción de la lista."

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        email = cleaned.get("email")
        if email and not cleaned.get("name") and not Requester.objects.known_as(email):
            self.add_error("name", "Ese correo es nuevo. Escribe el nombre de la persona para registrarla.")
        return cleaned

    def open_ticket(self, now: datetime) -> Ticket:
        """The ticket that has what was sent; sent twice, the one it went to before."""
        chosen = {name: self.cleaned_data[name] for name in ("email", "name", "subject", "process", "insurer")}
        submission = Submission(
            **chosen, body=self.cleaned_data["description"], channel=Channel.AGENT, attempt=self.attempt,
            files=self.own_files,
        )  # fmt: skip
        received = open_ticket(submission, now=now, by=self.by)
        self.forget_files()
        return received.ticket
