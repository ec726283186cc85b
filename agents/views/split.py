"""Two problems in one message: the second becomes a ticket of its own, with the original arrival for its promise."""

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tickets.forms.fields import LineField, ProseField
from tickets.intake import split_message
from tickets.models import Message, Process
from tickets.models.message import CUSTOMER_KINDS, Review


class SplitForm(forms.Form):
    subject = LineField(
        label="Asunto de la nueva solicitud", longest=200, error_messages={"required": "Escribe el asunto."}
    )
    text = ProseField(
        label="Qué pide", help_text="Deja sólo lo que va en la nueva. El mensaje original se queda completo aquí.",
        error_messages={"required": "Deja lo que va en la nueva solicitud."},
    )  # fmt: skip
    process = forms.ModelChoiceField(
        Process.objects.filter(active=True), label="Proceso", required=False, empty_label="El mismo",
        error_messages={"invalid_choice": "Elige una opción de la lista."},
    )  # fmt: skip
    attempt = forms.UUIDField(widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, folio: int, pk: int) -> HttpResponse:
    from_requester = Message.objects.filter(kind__in=CUSTOMER_KINDS).exclude(review=Review.PENDING)
    message = get_object_or_404(from_requester.select_related("ticket"), pk=pk, ticket=folio)
    if request.method != "POST":
        form = SplitForm(initial={"text": message.body, "attempt": uuid.uuid4()})
        return render(request, "agents/split.html", {"form": form, "message": message})
    form = SplitForm(request.POST)
    if not form.is_valid():
        return render(request, "agents/split.html", {"form": form, "message": message}, status=422)
    chosen = form.cleaned_data
    new = split_message(
        message, subject=chosen["subject"], text=chosen["text"], process=chosen["process"],
        submission_id=chosen["attempt"], by=request.user, now=timezone.now(),
    )  # fmt: skip
    messages.success(request, f"Separada de #{folio}: esta es la nueva, con la llegada del mensaje original.")
    return redirect("agents:ticket", new.pk)
