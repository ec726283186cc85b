"""What arrived and nobody could read, and the automatic mail that belongs to no ticket."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agents.requests import AgentRequest
from notifications.inbound.heard_until import failing_mailboxes
from notifications.inbound.quarantine import dismiss as dismiss_message
from notifications.inbound.quarantine import process_again
from notifications.models import SpooledMessage
from notifications.models.spool import SpooledMessageQuerySet
from notifications.reading import header_scan

MOST = 100  # of each list, the newest


def _unreadable() -> SpooledMessageQuerySet:
    return SpooledMessage.objects.quarantined().defer("raw").order_by("-pk")


@require_safe
def quarantine(request: AgentRequest) -> HttpResponse:
    context = {
        "unreadable": _unreadable()[:MOST],
        "of_no_ticket": SpooledMessage.objects.tray().defer("raw")[:MOST],
        "failing_mailboxes": failing_mailboxes(),
        "in_quarantine": True,
    }
    return render(request, "agents/tray/quarantine.html", context)


@require_safe
def received(request: AgentRequest, pk: int) -> HttpResponse:
    """One of them: why it is here, and its header as it came."""
    found = get_object_or_404(SpooledMessage, pk=pk)
    header = header_scan.head(bytes(found.raw)).decode("utf-8", "replace")
    return render(request, "agents/tray/received.html", {"received": found, "header": header, "in_quarantine": True})


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
    process_again(get_object_or_404(_unreadable(), pk=pk), now=timezone.now())
    messages.success(request, "Lo intentamos de nuevo; si se puede leer, aparece en su solicitud en unos segundos.")
    return redirect("agents:quarantine")


@require_POST
def dismiss(request: AgentRequest, pk: int) -> HttpResponse:
    dismiss_message(get_object_or_404(_unreadable(), pk=pk), by=request.user, now=timezone.now())
    messages.success(request, "Descartado. Su original se conserva.")
    return redirect("agents:quarantine")
