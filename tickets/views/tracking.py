"""/solicitud/<token>/: the requester's page of one ticket. A mailed link only opens it; its buttons act, by POST."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from tickets.forms.reply import NewPersonForm, ReplyForm
from tickets.intake import Outcome
from tickets.models import Ticket
from tickets.models.message import Channel
from tickets.refusals import Refusal
from tickets.states import Action, CloseReason, State, TransitionNotAllowed
from tickets.templatetags.spanish import in_full, state_for_requester
from tickets.tokens import Purpose
from tickets.views.guards import NO_COOKIE, FormRequest, SeeOther, form_page, ticket_behind

RECEIVED = {
    Outcome.THANKS: "Gracias a ti. Tu solicitud queda como estaba.",
    Outcome.SPAM: "Recibimos tu mensaje.",
}


@form_page
def tracking(request: FormRequest, token: str) -> HttpResponse:
    now = timezone.now()
    ticket = ticket_behind(Purpose.SEE, token, now)
    if request.method != "POST":
        form = ReplyForm(ticket=ticket, still_fails=request.GET.get("accion") == "falla")
        return _page(request, ticket, now, form=form, asked=request.GET.get("accion", ""))
    action = ACTIONS.get(request.POST.get("accion", ""))
    if action is None:
        raise BadRequest("Unknown action")
    try:
        return action(request, ticket, now)
    except Refusal as refusal:
        return _not_possible(request, ticket, refusal, now)


def _reply(request: FormRequest, ticket: Ticket, now: datetime) -> HttpResponse:
    still_fails = request.POST["accion"] == "falla"
    form = ReplyForm(request.POST, request.FILES, ticket=ticket, still_fails=still_fails)
    form.keep_files(now)
    if form.is_valid() and request.csrf_failed:
        form.add_error(None, NO_COOKIE)
    if form.errors:
        return _page(request, ticket, now, form=form, asked=request.POST["accion"])
    was = ticket.state
    received = form.send(now=now, channel=Channel.TRACKING)
    ticket.prove_requester(now)
    reopened = was != State.ABIERTA and received.ticket.state == State.ABIERTA
    text = "Recibimos tu mensaje y reabrimos tu solicitud." if reopened else "Recibimos tu mensaje."
    messages.success(request, RECEIVED.get(received.outcome, text))
    return SeeOther(received.ticket.get_absolute_url())


def _approve(request: HttpRequest, ticket: Ticket, now: datetime) -> HttpResponse:
    """«Sí, quedó»: to the survey. Pressed twice, or after it closed alone as completa, it leads there as well."""
    ticket.prove_requester(now)
    try:
        ticket.approve(by=ticket.requester, now=now)
    except TransitionNotAllowed:
        ticket.refresh_from_db()
        if ticket.state != State.CERRADO:
            raise
        if ticket.close_reason != CloseReason.COMPLETA:
            messages.info(request, "Tu solicitud ya estaba cerrada: no tienes que hacer nada más.")
            return _page(request, ticket, now)
    return SeeOther(reverse("surveys:survey", args=[ticket.current_round.survey_token]))


def _more_time(request: HttpRequest, ticket: Ticket, now: datetime) -> HttpResponse:
    ticket.prove_requester(now)
    try:
        ticket.ask_for_time(by=ticket.requester, now=now)
    except TransitionNotAllowed:
        ticket.refresh_from_db()
        if not (ticket.state == State.EN_CLIENTE and ticket.postponed_by_requester):
            raise
    messages.success(request, f"Tienes más tiempo: hasta el {in_full(ticket.auto_close_at)}.")
    return SeeOther(ticket.get_absolute_url())


def _withdraw(request: HttpRequest, ticket: Ticket, now: datetime) -> HttpResponse:
    ticket.prove_requester(now)
    try:
        ticket.withdraw(by=ticket.requester, now=now)
    except TransitionNotAllowed:
        ticket.refresh_from_db()
        if ticket.close_reason != CloseReason.RETIRADA:
            raise
    messages.success(request, "Listo: la cerramos porque ya no es necesaria.")
    return SeeOther(ticket.get_absolute_url())


def _new_person(request: FormRequest, ticket: Ticket, now: datetime) -> HttpResponse:
    form = NewPersonForm(request.POST)
    if form.is_valid() and request.csrf_failed:
        form.add_error(None, NO_COOKIE)
    if form.errors:
        return _page(request, ticket, now, person_form=form)
    ticket.report_new_person(form.cleaned_data["new_person"], by=ticket.requester, now=now)
    ticket.prove_requester(now)
    messages.success(request, "Gracias por avisarnos: quien te atiende lo va a registrar.")
    return SeeOther(ticket.get_absolute_url())


def _needs_cookie(act: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A button with nothing typed: without the CSRF cookie the page is shown again and says so."""

    def checked(request: FormRequest, ticket: Ticket, now: datetime) -> HttpResponse:
        if request.csrf_failed:
            messages.error(request, "Tu navegador no guardó la cookie de seguridad. Oprime el botón otra vez.")
            return _page(request, ticket, now, asked=request.POST["accion"], status=403)
        return act(request, ticket, now)

    return checked


ACTIONS = {
    "responder": _reply,
    "falla": _reply,
    "quedo": _needs_cookie(_approve),
    "tiempo": _needs_cookie(_more_time),
    "retiro": _needs_cookie(_withdraw),
    "persona": _new_person,
}


def _not_possible(request: HttpRequest, ticket: Ticket, refusal: Refusal, now: datetime) -> HttpResponse:
    """What was asked does not fit the state it has by now: the page as it stands says which."""
    ticket.refresh_from_db()
    is_of_state = isinstance(refusal, TransitionNotAllowed)
    by_now = f"Eso ya no se puede: tu solicitud está en «{state_for_requester(ticket.state)}»."
    messages.warning(request, by_now if is_of_state else str(refusal))
    return _page(request, ticket, now, status=409)


def _page(
    request: HttpRequest,
    ticket: Ticket,
    now: datetime,
    *,
    form: ReplyForm | None = None,
    person_form: NewPersonForm | None = None,
    asked: str = "",
    status: int = 200,
) -> HttpResponse:
    conversation = list(ticket.public_messages().select_related("agent"))
    question = next((m for m in reversed(conversation) if m.action == Action.ASK), None)
    context = {
        "ticket": ticket,
        "conversation": conversation,
        "questions": question.questions if question and ticket.state == State.EN_CLIENTE else [],
        "may": _possible(ticket),
        "asked": asked,
        "form": form or ReplyForm(ticket=ticket),
        "person_form": person_form or NewPersonForm(),
        "merged": ticket.where_merged() if ticket.merged_into_id else None,
        "now": now,
    }
    return render(request, "tickets/tracking.html", context, status=status)


def _possible(ticket: Ticket) -> dict[str, bool]:
    """Which of the four buttons do something now."""
    return {
        "quedo": ticket.state == State.RESUELTO,
        "falla": ticket.may_reopen,
        "tiempo": ticket.may_ask_for_time,
        "retiro": ticket.may_withdraw,
    }
