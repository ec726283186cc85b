"""/soporte/enviada/<token>/: folio, promise, and for half an hour in the same browser the correction of the address."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from tickets import tokens
from tickets.forms.address import WithAddress
from tickets.models import Ticket
from tickets.throttle import CORRECTIONS_PER_NETWORK, too_often
from tickets.views.guards import NO_COOKIE, FormRequest, SeeOther, form_page, ticket_behind
from tickets.views.known import is_known

SHOWN_FOR = timedelta(hours=24)
CORRECTABLE_FOR = timedelta(minutes=30)
MOST_REMEMBERED = 20  # tickets sent from one browser
REMEMBERED = "sent"  # session: {folio: until when, seconds of the epoch}


def sent_url(ticket: Ticket, now: datetime) -> str:
    token = tokens.make(
        tokens.Purpose.SENT, ticket.pk, ticket.requester_id, ticket.token_version(), expires_at=now + SHOWN_FOR
    )
    return reverse("tickets:sent", args=[token])


def remember_sent(request: HttpRequest, ticket: Ticket, now: datetime) -> None:
    """This browser sent it: it may correct the address for a while."""
    remembered = request.session.get(REMEMBERED, {})
    remembered.setdefault(str(ticket.pk), (now + CORRECTABLE_FOR).timestamp())
    request.session[REMEMBERED] = dict(list(remembered.items())[-MOST_REMEMBERED:])


@form_page
def sent(request: FormRequest, token: str) -> HttpResponse:
    now = timezone.now()
    ticket = ticket_behind(tokens.Purpose.SENT, token, now)
    correctable = request.session.get(REMEMBERED, {}).get(str(ticket.pk), 0) > now.timestamp()
    form = WithAddress(
        request.POST if request.method == "POST" else None, is_known=lambda email: is_known(request, email)
    )
    status = _correct(request, ticket, form, correctable, now) if form.is_bound else 200
    if status == SeeOther.status_code:
        return SeeOther(sent_url(ticket, now))
    context = {"ticket": ticket, "due_at": ticket.rounds.get(number=1).due_at, "form": form, "correctable": correctable}
    return render(request, "tickets/sent.html", context, status=status)


def _correct(request: FormRequest, ticket: Ticket, form: WithAddress, correctable: bool, now: datetime) -> int:
    """Correct the address; the status to answer with."""
    if not correctable:
        return 403
    if too_often(request, "correction", CORRECTIONS_PER_NETWORK):
        form.add_error(None, "Ya corregiste varias veces. Espera un rato e inténtalo de nuevo.")
        return 429
    if request.csrf_failed:
        form.add_error(None, NO_COOKIE)
        return 403
    if not form.is_valid():
        return 200
    ticket.correct_address(form.cleaned_data["email"], name=form.cleaned_data["name"], by=ticket.requester, now=now)
    messages.success(request, "Listo: corregimos tu correo y te escribimos ahí.")
    return SeeOther.status_code
