"""Two problems in one message: the second becomes a ticket of its own, with the original arrival for its promise."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agents import unsent
from agents.requests import AgentFormRequest, AgentRequest
from agents.ticket.forms.split import SplitForm
from tickets.models import Message
from tickets.refusals import Refusal
from tickets.splitting import split_message


@unsent.checks_csrf_itself
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: AgentFormRequest, folio: int, pk: int) -> HttpResponse:
    message = get_object_or_404(Message.objects.may_be_split().select_related("ticket"), pk=pk, ticket=folio)
    if request.method != "POST":
        typed, why = unsent.kept(request)
        return _asked_again(request, message, typed, why)
    if request.csrf_failed:
        return _asked_again(request, message, request.POST.dict(), unsent.page_expired(request), status=403)
    form = SplitForm(request.POST)
    if not form.is_valid():
        return render(request, "agents/ticket/split.html", {"form": form, "message": message}, status=422)
    chosen = form.cleaned_data
    try:
        new = split_message(
            message, subject=chosen["subject"], text=chosen["text"], process=chosen["process"],
            attempt=chosen["attempt"], by=request.user, now=timezone.now(),
        )  # fmt: skip
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return render(request, "agents/ticket/split.html", {"form": form, "message": message}, status=422)
    unsent.forget(request)
    messages.success(request, f"Separada de #{folio}: esta es la nueva, con la llegada del mensaje original.")
    return redirect("agents:ticket", new.pk)


def _asked_again(request: AgentRequest, message: Message, typed: dict, why: str, status: int = 200) -> HttpResponse:
    form = SplitForm(initial={"text": message.body} | typed | {"attempt": uuid.uuid4()})
    return render(
        request, "agents/ticket/split.html", {"form": form, "message": message, "problem": why}, status=status
    )
