"""What an agent does to a ticket without writing to anybody. Each is one verb."""

from datetime import datetime

from django.shortcuts import get_object_or_404
from django.utils import timezone

from agents.requests import AgentRequest
from agents.ticket.acting import on_ticket
from agents.ticket.forms.decisions import AcceptForm, DecideLinkForm
from agents.ticket.forms.details import AddressForm, DetailsForm, MergeForm, PersonForm, PostponeForm, SubjectForm
from notifications.models import Email
from tickets.models import Message, Ticket, TicketLink
from tickets.states import CloseReason


@on_ticket(done="Ya la atiendes tú.")
def take(request: AgentRequest, ticket: Ticket, form: None, now: datetime) -> None:
    ticket.take(by=request.user, now=now)


@on_ticket(done="Asignada a ti.")
def assign_to_me(request: AgentRequest, ticket: Ticket, form: None, now: datetime) -> None:
    ticket.assign(request.user, by=request.user, now=now)


@on_ticket("details")
def details(request: AgentRequest, ticket: Ticket, form: DetailsForm, now: datetime) -> None:
    form.apply(by=request.user, now=now)


@on_ticket("subject")
def subject(request: AgentRequest, ticket: Ticket, form: SubjectForm, now: datetime) -> None:
    ticket.set_subject(form.cleaned_data["subject"], by=request.user, now=now)


@on_ticket("postpone")
def postpone(request: AgentRequest, ticket: Ticket, form: PostponeForm, now: datetime) -> None:
    ticket.postpone(until=form.cleaned_data["until"], by=request.user, now=now)


@on_ticket(done="Reabierta.")
def reopen(request: AgentRequest, ticket: Ticket, form: None, now: datetime) -> None:
    ticket.reopen(by=request.user, now=now)


@on_ticket(done="La reapertura quedó deshecha.")
def restore(request: AgentRequest, ticket: Ticket, form: None, now: datetime) -> None:
    ticket.restore(by=request.user, now=now)


@on_ticket(done="#{folio} quedó como spam; nadie recibe aviso.", moves_on=True)
def spam(request: AgentRequest, ticket: Ticket, form: None, now: datetime) -> None:
    ticket.close(by=request.user, now=now, reason=CloseReason.SPAM)


@on_ticket("merge", done="#{folio} quedó unida.", moves_on=True)
def merge(request: AgentRequest, ticket: Ticket, form: MergeForm, now: datetime) -> None:
    ticket.merge_into(form.cleaned_data["folio"], by=request.user, now=now)


@on_ticket(done="Separada de nuevo.")
def unmerge(request: AgentRequest, ticket: Ticket, form: None, now: datetime) -> None:
    ticket.unmerge(by=request.user, now=now)


@on_ticket("person", done="Registramos el cambio de persona; los enlaces anteriores ya no abren.")
def change_person(request: AgentRequest, ticket: Ticket, form: PersonForm, now: datetime) -> None:
    chosen = form.cleaned_data
    ticket.requester.change_person(
        chosen["new_name"], since=chosen["since"], sees_earlier=chosen["sees_earlier"], by=request.user, now=now
    )


@on_ticket("address", done="Dirección corregida: le escribimos de nuevo.")
def correct_address(request: AgentRequest, ticket: Ticket, form: AddressForm, now: datetime) -> None:
    ticket.correct_address(form.cleaned_data["email"], by=request.user, now=now)


@on_ticket("open_for", done="#{folio} quedó a su nombre: le mandamos su acuse.")
def open_for(request, ticket, form, now):
    ticket.open_for_forwarded(form.cleaned_data["name"], by=request.user, now=now)


@on_ticket("accept", done="Aceptada como respuesta.")
def accept(request: AgentRequest, ticket: Ticket, form: AcceptForm, now: datetime, pk: int) -> None:
    message = get_object_or_404(Message, pk=pk, ticket=ticket)
    is_participant = form.cleaned_data["sender"] == form.PARTICIPANT
    ticket.accept(message, by=request.user, now=now, add_participant=is_participant)


@on_ticket(done="Descartada; queda doblada en la conversación.")
def dismiss(request: AgentRequest, ticket: Ticket, form: None, now: datetime, pk: int) -> None:
    ticket.dismiss(get_object_or_404(Message, pk=pk, ticket=ticket), by=request.user, now=now)


@on_ticket(done="Participa desde ahora: recibe copia de lo que se escriba.")
def add_copied(request: AgentRequest, ticket: Ticket, form: None, now: datetime, pk: int) -> None:
    message = get_object_or_404(Message, pk=pk, ticket=ticket)
    ticket.add_copied(message, request.POST.get("email", ""), by=request.user, now=now)


@on_ticket(done="Contada como respuesta suya.")
def confirm_person(request: AgentRequest, ticket: Ticket, form: None, now: datetime, pk: int) -> None:
    ticket.confirm_person(get_object_or_404(Message, pk=pk, ticket=ticket), by=request.user, now=now)


@on_ticket(done="Queda como correo automático; no movió nada.")
def confirm_automatic(request: AgentRequest, ticket: Ticket, form: None, now: datetime, pk: int) -> None:
    ticket.confirm_automatic(get_object_or_404(Message, pk=pk, ticket=ticket), by=request.user, now=now)


@on_ticket("decide_link")
def decide_link(request: AgentRequest, ticket: Ticket, form: DecideLinkForm, now: datetime, pk: int) -> None:
    """«Unir» or «son distintas», said on either of the two tickets."""
    links = TicketLink.objects.possible_replies().select_related("ticket", "other")
    link = get_object_or_404(links, pk=pk)
    if ticket.pk not in (link.ticket_id, link.other_id):
        get_object_or_404(links.none(), pk=pk)
    link.ticket.decide_link(link, same=form.cleaned_data["decision"] == form.SAME, by=request.user, now=now)


@on_ticket(done="El correo sale de nuevo.")
def resend(request: AgentRequest, ticket: Ticket, form: None, now: datetime, pk: int) -> None:
    get_object_or_404(Email, pk=pk, ticket=ticket).resend(timezone.now())
