"""The queue, its rows that refresh themselves, and what is done to several tickets at once."""

import hashlib

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_POST, require_safe

from agents.models import Profile
from agents.queue import bulk
from agents.queue.filters import QueueFilter
from agents.queue.lists import Place, after, in_order
from agents.queue.rows import rows_of
from agents.requests import AgentRequest
from tickets.keys import KeyPage
from tickets.models import Process
from tickets.refusals import Refusal

PAGE = 50  # rows


@require_safe
def queue(request: AgentRequest) -> HttpResponse:
    """The tickets of a view, the nearest clock first. For htmx only the rows, or 304 when none changed."""
    now = timezone.now()
    filters = QueueFilter(request.GET, request.user)
    place = Place.read(request.GET.get("despues", ""))
    ordered = in_order(filters.tickets(now).with_people(), filters.view)
    shown = KeyPage.first_of(after(ordered, filters.view, place), PAGE)
    context = {
        "filters": filters,
        "saved_view": filters.view,
        "address": filters.address(place),
        "first_page": f"?{filters.address()}" if place else "",
        "next_page": f"?{filters.address(Place.of(shown.last))}" if shown.last else "",
        "rows": rows_of(shown.rows, request.user, now),
    }
    if request.htmx:
        return _unless_same(request, render(request, "agents/queue/_rows.html", context))
    context |= {
        "processes": Process.objects.active(),
        "shortcuts": Profile.of(request.user).keyboard_shortcuts,
    }
    return render(request, "agents/queue/queue.html", context)


def _unless_same(request: AgentRequest, response: HttpResponse) -> HttpResponse:
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    answer = get_conditional_response(request, etag=etag, response=response)
    assert answer is not None  # the 304, or the response it was given
    return answer


@require_POST
def bulk_action(request: AgentRequest) -> HttpResponse:
    """Assign, or set the process of, all chosen tickets; of a mixture that may not all be changed, none is."""
    back = f"{reverse('agents:queue')}?{QueueFilter(request.GET, request.user).address()}"
    form = bulk.BulkForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect(back)
    try:
        changed = form.apply(by=request.user, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "1 solicitud cambió." if changed == 1 else f"{changed} solicitudes cambiaron.")
    return redirect(back)
