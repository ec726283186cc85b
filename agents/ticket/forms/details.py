"""The small forms beside a ticket that change one of its details. Each checks what it can; its verb has the last word."""

from datetime import datetime, timedelta

from django import forms
from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import Q

from agents.deadlines import back_at
from agents.ticket.forms.base import MomentField, TicketForm, check_ahead
from tickets.event_kinds import EventKind
from tickets.facts import PersonChanged
from tickets.forms.fields import AddressField, LineField
from tickets.keys import key_in
from tickets.models import Insurer, Process, Ticket
from tickets.states import State, WaitingOn
from tickets.team import agents, shown_name

EARLIEST_PERSON = timedelta(days=5 * 366)  # a change of person told later than this is a mistyped year


class AgentChoice(forms.ModelChoiceField):
    def label_from_instance(self, user: User) -> str:
        return shown_name(user)


class SubjectForm(TicketForm):
    subject = LineField(label="Asunto", longest=200, error_messages={"required": "Escribe el asunto."})

    @staticmethod
    def standing(ticket: Ticket) -> dict:
        return {"subject": ticket.subject}


class DetailsForm(TicketForm):
    """Process, insurer, assignee, whom we wait for and when we write next: only what changed is recorded."""

    process = forms.ModelChoiceField(
        Process.objects.active(), label="Proceso", required=False, empty_label="Sin proceso"
    )
    insurer = forms.ModelChoiceField(
        Insurer.objects.active(), label="Aseguradora", required=False, empty_label="Sin aseguradora"
    )
    assignee = AgentChoice(User.objects.none(), label="Asignada", required=False, empty_label="Sin asignar")
    waiting_on = forms.ChoiceField(label="Depende de", choices=WaitingOn.choices)
    external_folio = LineField(label="Reporte de la aseguradora", longest=60, required=False)
    next_update_at = MomentField(label="Próxima noticia", required=False)

    def __init__(self, data=None, *, ticket: Ticket, now: datetime) -> None:
        super().__init__(data, ticket=ticket, now=now)
        # What stands there may have been retired since: it stays choosable.
        self._offer("process", Process.objects.filter(Q(active=True) | Q(pk=ticket.process_id)))
        self._offer("insurer", Insurer.objects.filter(Q(active=True) | Q(pk=ticket.insurer_id)))
        self._offer("assignee", agents())
        for name in ("process", "insurer", "assignee", "waiting_on"):
            self.fields[name].error_messages["invalid_choice"] = "Elige una opción de la lista."
        self.fields["waiting_on"].required = "waiting_on" not in self._left_out
        if ticket.state != State.EN_ESPERA:
            for name in ("waiting_on", "external_folio", "next_update_at"):
                del self.fields[name]

    def _offer(self, name: str, rows: models.QuerySet) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    @staticmethod
    def standing(ticket: Ticket) -> dict:
        names = ("process_id", "insurer_id", "assignee_id", "waiting_on", "external_folio", "next_update_at")
        return {name.removesuffix("_id"): getattr(ticket, name) for name in names}

    def clean_next_update_at(self) -> datetime | None:
        at = self.cleaned_data["next_update_at"]
        if at and "next_update_at" in self.changed_data:
            check_ahead(at, self.now)
        return at

    @transaction.atomic
    def apply(self, *, by: User, now: datetime) -> None:
        """One verb for each detail that changed: all of them, or none and the Refusal of one."""
        chosen, changed, ticket = self.cleaned_data, set(self.changed_data), self.ticket
        if "process" in changed:
            ticket.set_process(chosen["process"], by=by, now=now)
        if "insurer" in changed:
            ticket.set_insurer(chosen["insurer"], by=by, now=now)
        if "assignee" in changed:
            ticket.assign(chosen["assignee"], by=by, now=now)
        if changed & {"waiting_on", "external_folio"}:
            ticket.wait_on(chosen["waiting_on"], chosen["external_folio"], by=by, now=now)
        if "next_update_at" in changed and chosen["next_update_at"]:
            ticket.set_next_update(chosen["next_update_at"], by=by, now=now)


class PostponeForm(TicketForm):
    until = MomentField(label="Cerrar hasta")

    @staticmethod
    def standing(ticket: Ticket) -> dict:
        if back := back_at(ticket):
            return {"until": back}
        return {"until": ticket.auto_close_at + timedelta(days=2)} if ticket.auto_close_at else {}

    def clean_until(self) -> datetime:
        check_ahead(self.cleaned_data["until"], self.now)
        return self.cleaned_data["until"]


class MergeForm(TicketForm):
    folio = LineField(
        label="Unirla a la solicitud", longest=16, widget=forms.TextInput(attrs={"placeholder": "#1234", "size": 8}),
        error_messages={"required": "Escribe el folio de la otra solicitud."},
    )  # fmt: skip

    def clean_folio(self) -> Ticket:
        folio = key_in(self.cleaned_data["folio"].lstrip("# "))
        known = Ticket.objects.filter(pk=folio).first() if folio is not None else None
        if not known:
            raise forms.ValidationError("No hay una solicitud con ese folio.")
        return known


class PersonForm(TicketForm):
    """The account passed to another person."""

    new_name = LineField(
        label="Nombre de la persona de ahora", longest=120, error_messages={"required": "Escribe su nombre."}
    )
    since = MomentField(label="Desde")
    sees_earlier = forms.BooleanField(label="Puede ver las solicitudes anteriores", required=False)

    @staticmethod
    def standing(ticket: Ticket) -> dict:
        """What the requester's page told us, unless it is recorded already."""
        reported = ticket.events.filter(action=EventKind.PERSON_CHANGED).order_by("-pk").first()
        if reported is None:
            return {}
        facts = reported.facts
        if not isinstance(facts, PersonChanged) or facts.name in ("", ticket.requester.name):
            return {}
        return {"new_name": facts.name, "since": reported.at}

    def clean_since(self) -> datetime:
        since = self.cleaned_data["since"]
        if since > self.now + timedelta(minutes=1):
            raise forms.ValidationError("Todavía no llega esa fecha. Elige desde cuándo la usa.")
        if since < self.now - EARLIEST_PERSON:
            raise forms.ValidationError("Es demasiado atrás: revisa el año.")
        return since


class OpenForForm(TicketForm):
    """A ticket that opened in an agent's name is of whose mail they passed on."""

    name = LineField(label="Nombre", longest=120, error_messages={"required": "Escribe su nombre."})

    @staticmethod
    def standing(ticket: Ticket) -> dict:
        return {"name": ticket.forwarded_from[0]}


class AddressForm(TicketForm):
    email = AddressField(label="Correo correcto")

    @staticmethod
    def standing(ticket: Ticket) -> dict:
        return {"email": ticket.requester.email}
