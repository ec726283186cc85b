"""The support form, as the client's guide has it."""

from datetime import datetime
from functools import cached_property

from django import forms
from django.utils.html import format_html

from tickets.forms.address import WithAddress
from tickets.forms.fields import LineField, ProseField
from tickets.forms.subject import WithSubject
from tickets.forms.uploads import WithFiles
from tickets.intake import open_ticket
from tickets.models import Process, Ticket
from tickets.submission import Identity, Submission

OPTIONAL = format_html(' <span class="optional">({})</span>', "si lo sabes")


class SupportForm(WithAddress, WithSubject, WithFiles):
    subject = LineField(
        label="Asunto",
        longest=200,
        help_text="Situación + aseguradora + proceso: “No está cotizando con ATLAS”.",
        error_messages={"required": "Escribe el asunto: qué pasa, con qué aseguradora y en qué proceso."},
    )
    process = forms.ChoiceField(
        label=format_html("Proceso{}", OPTIONAL),
        required=False,
        error_messages={"invalid_choice": "Ese proceso no está en la lista. Elige uno, o «No sé»."},
    )
    description = ProseField(
        label="Motivo",
        help_text="Cuéntanos como a alguien que no ve tu pantalla.",
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Cuéntanos qué pasa: qué hacías, qué esperabas y qué viste."},
    )
    login = LineField(
        label=format_html("Usuario{}", OPTIONAL),
        longest=120,
        required=False,
        help_text="Con el que entras a la plataforma.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    new_person = LineField(
        label="Nombre de quien lo usa ahora",
        longest=120,
        required=False,
        help_text="Se lo pasamos a quien te atienda, para dirigirnos a la persona correcta.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, owner="soporte", **kwargs)
        process = self.fields["process"]
        assert isinstance(process, forms.ChoiceField)
        process.choices = [("", "No sé"), *((slug, p.name) for slug, p in self.processes.items())]

    @cached_property
    def processes(self) -> dict[str, Process]:
        return {process.slug: process for process in Process.objects.active()}

    def chosen_process(self) -> str:
        process = self.processes.get(self.data.get("process", ""))
        return process.name if process else ""

    @property
    def submission(self) -> Submission:
        data = self.cleaned_data
        return Submission(
            email=data["email"], name=data["name"], subject=data["subject"], body=data["description"],
            process=self.processes.get(data["process"]), identity=Identity(login=data["login"]),
            attempt=self.attempt, files=self.own_files,
        )  # fmt: skip

    def open_ticket(self, now: datetime) -> Ticket:
        """The ticket that has what was sent; sent twice, the one it went to before."""
        data = self.cleaned_data
        ticket = open_ticket(self.submission, now=now).ticket
        self.forget_files()
        if data["new_person"]:
            ticket.report_new_person(data["new_person"], by=ticket.requester, now=now)
        return ticket
