"""One change of one ticket by POST: find it, judge the form, call the verb, answer."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from agents.models import Profile
from agents.queue.lists import next_in
from agents.requests import AgentRequest
from agents.ticket.forms.base import TicketForm
from agents.ticket.page import FORMS, saved_view_of, show_ticket
from tickets.models import Ticket
from tickets.moments import in_short
from tickets.refusals import InvalidInput, Refusal
from tickets.states import Action, TransitionNotAllowed


def on_ticket(form_name: str = "", *, done: str = "", moves_on: bool = False) -> Callable:
    """Make a view of `act(request, ticket, form, now)`. What a verb refuses is shown on the page: with 422 what was
    typed wrong, with 409 what the ticket does not allow.

    `done` is shown afterwards. With `moves_on` the next ticket opens, as the agent prefers.
    """

    def decorate(act: Callable) -> Callable:
        @require_POST
        @wraps(act)
        def view(request: AgentRequest, folio: int, **keys) -> HttpResponse:
            now = timezone.now()
            ticket = get_object_or_404(Ticket.objects.with_people(), pk=folio)
            form = FORMS[form_name](request.POST, ticket=ticket, now=now) if form_name else None
            if form and not form.is_valid():
                bound = {form_name: form}
                return show_ticket(request, ticket, now=now, bound=bound, problem=form.problem, status=422)
            try:
                answer = act(request, ticket, form, now, **keys)
            except InvalidInput as refusal:
                return _typed_wrong(request, folio, form_name, form, refusal, now)
            except Refusal as refusal:
                ticket = Ticket.objects.with_people().get(pk=folio)
                return show_ticket(request, ticket, now=now, problem=_why(refusal, ticket, now), status=409)
            if done:
                messages.success(request, done.format(folio=folio))
            return answer or (move_on(request, ticket) if moves_on else redirect(address_of(request, ticket)))

        return view

    return decorate


def _typed_wrong(
    request: AgentRequest, folio: int, form_name: str, form: TicketForm | None, refusal: InvalidInput, now: datetime
) -> HttpResponse:
    """What the form let pass and the verb refused, shown with what was typed; without a form, above the page."""
    ticket = Ticket.objects.with_people().get(pk=folio)
    if form is None:
        return show_ticket(request, ticket, now=now, problem=str(refusal), status=422)
    form.add_error(None, str(refusal))
    return show_ticket(request, ticket, now=now, bound={form_name: form}, problem=form.problem, status=422)


def _why(refusal: Refusal, ticket: Ticket, now: datetime) -> str:
    """What was refused; where the ticket moved meanwhile, also what moved it."""
    last = ticket.events.transitions().order_by("-pk").first()
    if not isinstance(refusal, TransitionNotAllowed) or last is None or last.action == Action.SUBMIT:
        return str(refusal)
    who = f", por {last.actor_name}" if last.actor_name else ""
    return f"{refusal} Lo último fue «{last.label}»{who}, {in_short(last.at, now)}."


def address_of(request: AgentRequest, ticket: Ticket) -> str:
    view = saved_view_of(request)
    return reverse("agents:ticket", args=[ticket.pk]) + (f"?vista={view.slug}" if view else "")


def move_on(request: AgentRequest, ticket: Ticket) -> HttpResponse:
    """To the next ticket of the view it was opened from; to the view itself once nothing is left in it."""
    view = saved_view_of(request)
    if view is None or not Profile.of(request.user).next_after_action:
        return redirect(address_of(request, ticket))
    following = next_in(view, ticket, request.user, timezone.now())
    if following is None:
        return redirect(f"{reverse('agents:queue')}?vista={view.slug}")
    return redirect(address_of(request, following))
