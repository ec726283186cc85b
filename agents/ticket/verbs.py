"""What an agent does to a ticket without writing to anybody. Each is one verb."""

from django.shortcuts import get_object_or_404
from django.utils import timezone

from agents.ticket.acting import on_ticket
from notifications.models import Email
from tickets.models import Message, TicketLink
from tickets.states import CloseReason


@on_ticket(done="Ya la atiendes tú.")
def take(request, ticket, form, now):
    ticket.take(by=request.user, now=now)


@on_ticket(done="Asignada a ti.")
def assign_to_me(request, ticket, form, now):
    ticket.assign(request.user, by=request.user, now=now)


@on_ticket("details")
def details(request, ticket, form, now):
    form.apply(by=request.user, now=now)


@on_ticket("subject")
def subject(request, ticket, form, now):
    ticket.set_subject(form.cleaned_data["subject"], by=request.user, now=now)


@on_ticket("postpone")
def postpone(request, ticket, form, now):
    ticket.postpone(until=form.cleaned_data["until"], by=request.user, now=now)


@on_ticket(done="Reabierta.")
def reopen(request, ticket, form, now):
    ticket.reopen(by=request.user, now=now)


@on_ticket(done="La reapertura quedó deshecha.")
def restore(request, ticket, form, now):
    ticket.restore(by=request.user, now=now)


@on_ticket(done="#{folio} quedó como spam; nadie recibe aviso.", moves_on=True)
def spam(request, ticket, form, now):
    ticket.close(by=request.user, now=now, reason=CloseReason.SPAM)


@on_ticket("merge", done="#{folio} quedó unida.", moves_on=True)
def merge(request, ticket, form, now):
    ticket.merge_into(form.cleaned_data["folio"], by=request.user, now=now)


@on_ticket(done="Separada de nuevo.")
def unmerge(request, ticket, form, now):
    ticket.unmerge(by=request.user, now=now)


@on_ticket("person", done="Registramos el cambio de persona; los enlaces anteriores ya no abren.")
def change_person(request, ticket, form, now):
    chosen = form.cleaned_data
    ticket.requester.change_person(
        chosen["new_name"], since=chosen["since"], sees_earlier=chosen["sees_earlier"], by=request.user, now=now
    )


@on_ticket("address", done="Dirección corregida: le escribimos de nuevo.")
def correct_address(request, ticket, form, now):
    ticket.correct_address(form.cleaned_data["email"], by=request.user, now=now)


@on_ticket("accept", done="Aceptada como respuesta.")
def accept(request, ticket, form, now, pk):
    message = get_object_or_404(Message, pk=pk, ticket=ticket)
    is_participant = form.cleaned_data["sender"] == form.PARTICIPANT
    ticket.accept(message, by=request.user, now=now, add_participant=is_participant)


@on_ticket(done="Descartada; queda doblada en la conversación.")
def dismiss(request, ticket, form, now, pk):
    ticket.dismiss(get_object_or_404(Message, pk=pk, ticket=ticket), by=request.user, now=now)


@on_ticket(done="Contada como respuesta suya.")
def confirm_person(request, ticket, form, now, pk):
    ticket.confirm_person(get_object_or_404(Message, pk=pk, ticket=ticket), by=request.user, now=now)


@on_ticket(done="Queda como correo automático; no movió nada.")
def confirm_automatic(request, ticket, form, now, pk):
    ticket.confirm_automatic(get_object_or_404(Message, pk=pk, ticket=ticket), by=request.user, now=now)


@on_ticket("decide_link")
def decide_link(request, ticket, form, now, pk):
    """«Unir» or «son distintas», said on either of the two tickets."""
    links = TicketLink.objects.undecided().select_related("ticket", "other")
    link = get_object_or_404(links, pk=pk)
    if ticket.pk not in (link.ticket_id, link.other_id):
        get_object_or_404(links.none(), pk=pk)
    link.ticket.decide_link(link, same=form.cleaned_data["decision"] == form.SAME, by=request.user, now=now)


@on_ticket(done="El correo sale de nuevo.")
def resend(request, ticket, form, now, pk):
    get_object_or_404(Email, pk=pk, ticket=ticket).resend(timezone.now())
