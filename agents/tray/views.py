"""What arrived and nobody could read, and the automatic mail that belongs to no ticket."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agents.requests import AgentRequest
from notifications.inbound import tray
from notifications.inbound.heard_until import failing_mailboxes
from notifications.inbound.quarantine import NOT_NEEDED, process_again
from notifications.inbound.quarantine import dismiss as dismiss_message
from notifications.models import SpooledMessage
from notifications.reading import header_scan
from tickets.keys import key_in
from tickets.models import Ticket
from tickets.refusals import Refusal

MOST = 100  # of each list, the newest
MOST_DISCARDED = 20
REASONS = {
    "innecesario": NOT_NEEDED,
    "publicidad": "es publicidad o un boletín",
    "atendido": "ya se atendió por otro lado",
}


@require_safe
def quarantine(request: AgentRequest) -> HttpResponse:
    rows = SpooledMessage.objects.defer("raw")
    context = {
        "unreadable": rows.quarantined().order_by("-pk")[:MOST],
        "of_no_ticket": rows.tray()[:MOST],
        "discarded": rows.discarded()[:MOST_DISCARDED],
        "failing_mailboxes": failing_mailboxes(),
        "in_quarantine": True,
    }
    return render(request, "agents/tray/quarantine.html", context)


@require_safe
def received(request: AgentRequest, pk: int) -> HttpResponse:
    """One of them: what it says, why it is here, and its header as it came."""
    return _show(request, get_object_or_404(SpooledMessage, pk=pk))


def _show(request: AgentRequest, found: SpooledMessage, problem: str = "", status: int = 200) -> HttpResponse:
    header = header_scan.head(bytes(found.raw)).decode("utf-8", "replace")
    context = {"received": found, "header": header, "reasons": REASONS, "problem": problem, "in_quarantine": True}
    return render(request, "agents/tray/received.html", context, status=status)


@require_safe
def raw(request: AgentRequest, pk: int) -> HttpResponse:
    """The bytes, as a download that nothing opens in our origin."""
    found = get_object_or_404(SpooledMessage, pk=pk)
    response = HttpResponse(bytes(found.raw), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="mensaje-{found.pk}.eml"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def retry(request: AgentRequest, pk: int) -> HttpResponse:
    process_again(get_object_or_404(SpooledMessage.objects.quarantined(), pk=pk), now=timezone.now())
    messages.success(request, "Lo intentamos de nuevo; si se puede leer, aparece en su solicitud en unos segundos.")
    return redirect("agents:quarantine")


@require_POST
def open_ticket(request: AgentRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(SpooledMessage, pk=pk)
    return _deliver(request, found, lambda now: tray.open_as_ticket(found, by=request.user, now=now))


@require_POST
def attach(request: AgentRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(SpooledMessage, pk=pk)
    folio = key_in(request.POST.get("folio", "").strip().removeprefix("#"))
    ticket = folio and Ticket.objects.select_related("requester").filter(pk=folio).first()
    if not ticket:
        return _show(request, found, "Escribe el número de una solicitud que exista.", status=422)
    return _deliver(request, found, lambda now: tray.attach(found, ticket, by=request.user, now=now))


def _deliver(request: AgentRequest, found: SpooledMessage, act: Callable[[datetime], Ticket]) -> HttpResponse:
    """To the ticket it went to, also for whoever asked second."""
    try:
        ticket = act(timezone.now())
    except Refusal as refusal:
        found.refresh_from_db()
        if found.ticket is None:
            return _show(request, found, str(refusal), status=409)
        ticket = found.ticket
    messages.success(request, f"Ya está en la solicitud #{ticket.pk}.")
    return redirect("agents:ticket", ticket.pk)


@require_POST
def dismiss(request: AgentRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(SpooledMessage.objects.undelivered(), pk=pk)
    why = request.POST.get("other", "").strip() or REASONS.get(request.POST.get("why", ""), NOT_NEEDED)
    if dismiss_message(found, by=request.user, now=timezone.now(), why=why):
        messages.success(request, "Descartado. Su original se conserva.")
    return redirect("agents:quarantine")
