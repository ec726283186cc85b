"""«Nueva solicitud»: an agent writes down what somebody asked by phone, on that person's behalf."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tickets.forms.fields import AddressField, LineField, ProseField
from tickets.forms.uploads import WithFiles
from tickets.intake import open_ticket
from tickets.models import Insurer, Process, Requester, Ticket
from tickets.models.message import Channel


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
    process = forms.ModelChoiceField(
        Process.objects.filter(active=True), label="Proceso", required=False, empty_label="No sé"
    )
    insurer = forms.ModelChoiceField(
        Insurer.objects.filter(active=True), label="Aseguradora", required=False,
        empty_label="La que nombre el asunto",
    )  # fmt: skip

    field_order = ["email", "name", "subject", "description", "process", "insurer", "attachments", "screenshot"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("process", "insurer"):
            self.fields[name].error_messages["invalid_choice"] = "Elige una opción de la lista."

    def clean(self):
        cleaned = super().clean()
        email = cleaned.get("email")
        if email and not cleaned.get("name") and not Requester.objects.known_as(email):
            self.add_error("name", "Ese correo es nuevo. Escribe el nombre de la persona para registrarla.")
        return cleaned

    def open(self, *, by, now) -> Ticket:
        chosen = {
            name: self.cleaned_data[name] for name in ("email", "name", "subject", "description", "process", "insurer")
        }
        ticket = open_ticket(
            **chosen, now=now, by=by, channel=Channel.AGENT, submission_id=self.attempt, files=self.kept
        )
        self.forget_files()
        return ticket


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    if request.method != "POST":
        return render(request, "agents/new.html", {"form": NewTicketForm()})
    form = NewTicketForm(request.POST, request.FILES)
    form.keep_files(now)
    if not form.is_valid():
        return render(request, "agents/new.html", {"form": form}, status=422)
    return redirect("agents:ticket", form.open(by=request.user, now=now).pk)
