"""The ticket's page, its files, and the full text of its mails."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agents.ticket_page import show_ticket
from tickets.models import Attachment, Message, Ticket
from tickets.views.files import file_response


@require_safe
def ticket(request: HttpRequest, folio: int) -> HttpResponse:
    found = get_object_or_404(Ticket.objects.with_people(), pk=folio)
    return show_ticket(request, found, now=timezone.now())


@require_safe
def file(request: HttpRequest, folio: int, pk: int) -> HttpResponse:
    """A file of that ticket, or of the agent's own draft on it. Only pictures that we wrote anew are shown in place."""
    attachment = get_object_or_404(Attachment.objects.select_related("draft"), pk=pk)
    if attachment.ticket_id != folio:
        get_object_or_404(request.user.drafts, pk=attachment.draft_id, ticket=folio)
    return file_response(attachment, inline=attachment.is_shown and "descargar" not in request.GET)


@require_safe
def message(request: HttpRequest, folio: int, pk: int) -> HttpResponse:
    """Everything a mail said, as plain text."""
    found = get_object_or_404(Message.objects.select_related("ticket"), pk=pk, ticket=folio)
    return render(request, "agents/message.html", {"message": found, "ticket": found.ticket})
