"""The ticket's page, its files, and the full text of its mails."""

import re

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from agents import unsent
from agents.requests import AgentRequest
from agents.ticket.page import show_ticket
from notifications.reading.markup.clean import clean_html
from tickets.models import Attachment, Message, Ticket
from tickets.views.files import file_response


@require_safe
def ticket(request: AgentRequest, folio: int) -> HttpResponse:
    found = get_object_or_404(Ticket.objects.with_people(), pk=folio)
    typed, why = unsent.kept(request)
    return show_ticket(request, found, now=timezone.now(), typed=typed, problem=why)


@require_safe
def file(request: AgentRequest, folio: int, pk: int) -> FileResponse:
    """A file of that ticket, or of the agent's own draft on it. Only pictures that we wrote anew are shown in place."""
    attachment = get_object_or_404(Attachment.objects.select_related("draft"), pk=pk)
    if attachment.ticket_id != folio:
        get_object_or_404(request.user.drafts, pk=attachment.draft_id, ticket=folio)
    return file_response(attachment, inline=attachment.is_shown and "descargar" not in request.GET)


@require_safe
def message(request: AgentRequest, folio: int, pk: int) -> HttpResponse:
    """Everything a mail said: as its writer laid it out, cleaned, or as plain text."""
    found = get_object_or_404(Message.objects.select_related("ticket"), pk=pk, ticket=folio)
    context = {"message": found, "ticket": found.ticket, "html": _with_pictures(found)}
    return render(request, "agents/ticket/message.html", context)


def _with_pictures(message: Message) -> str:
    """The mail's HTML, cleaned once more, its own pictures at the agents' address: it outlives the requester's links."""
    names = [str(pk) for pk in message.attachments.values_list("pk", flat=True)]
    clean = clean_html(message.html, {name: f"cid:{name}" for name in names}) if message.html else ""

    def address(found: re.Match) -> str:
        return f'src="{reverse("agents:file", args=[message.ticket_id, int(found[1])])}"'

    clean = re.sub(r"<img (?![^>]*\balt=)", '<img alt="Imagen del correo" ', clean)
    return mark_safe(re.sub(r'src="cid:(\d{1,18})"', address, clean))  # noqa: S308  (cleaned by nh3)
