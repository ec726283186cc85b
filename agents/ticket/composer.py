"""Writing on a ticket: drafts that save themselves, sending that can be undone, answers that may not be stale."""

from contextlib import suppress
from datetime import datetime
from operator import itemgetter

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from agents import unsent
from agents.requests import AgentFormRequest, AgentRequest
from agents.tasks import send_soon
from agents.ticket.acting import address_of, move_on, on_ticket
from agents.ticket.forms.composer import LABELS, ComposerForm, identity_of, keep_files
from agents.ticket.page import show_ticket
from tickets.models import Draft, Ticket
from tickets.models.draft import NOTE, was_said
from tickets.refusals import DraftFrozen, InvalidInput, Refusal
from tickets.states import TRANSITIONS, Action


@unsent.checks_csrf_itself
@require_POST
def send(request: AgentFormRequest, folio: int) -> HttpResponse:
    """Keep what was written, then send it: at once, or UNDO_SEND from now. A refusal gives it back with the reason."""
    now = timezone.now()
    ticket = get_object_or_404(Ticket.objects.with_people(), pk=folio)
    form = ComposerForm(request.POST)
    fits = form.is_valid()
    seen = form.cleaned_data.get("seen")
    if request.csrf_failed:
        return show_ticket(
            request, ticket, now=now, problem=unsent.page_expired(request), typed=request.POST, status=403
        )
    try:
        with transaction.atomic():
            draft = form.keep(ticket, request.user, now)
            refused = keep_files(draft, request.FILES.getlist("attachments"), request.POST.getlist("remove"), now)
    except DraftFrozen as refusal:
        return _already_leaving(request, ticket, form, refusal)
    unsent.forget(request)
    if not fits or refused:
        errors = [str(error) for field in form.errors.values() for error in field]
        return show_ticket(request, ticket, now=now, problem=" ".join(errors + refused), status=422)
    if form.only_saves:
        messages.success(request, "Borrador guardado.")
        return redirect(f"{address_of(request, ticket)}#redactar")
    if form.asks_something() and ticket.state in TRANSITIONS[Action.ASK]:
        return show_ticket(request, ticket, now=now, asks_whether_ask=True)
    return _send(request, ticket, draft, form, seen, now)


def _send(
    request: AgentFormRequest, ticket: Ticket, draft: Draft, form: ComposerForm, seen: int | None, now: datetime
) -> HttpResponse:
    if draft.was_said_since(seen):  # the same form, sent twice
        with suppress(DraftFrozen):  # the other one was faster
            draft.discard()
        return move_on(request, ticket)
    try:
        draft.freeze(expected_last_message=seen or 0, expected_state=form.cleaned_data["state"], now=now)
    except InvalidInput as refusal:
        return show_ticket(request, ticket, now=now, problem=str(refusal), status=422)
    except DraftFrozen as refusal:
        return _already_leaving(request, ticket, form, refusal)
    except Refusal as refusal:
        if not draft.body.strip() and not draft.attachments.exists():  # a closing without a word: nothing to keep
            draft.discard()
        return _came_back(request, ticket, seen, str(refusal))
    assert draft.send_at is not None  # it is frozen
    if draft.send_at > now:
        send_soon()
    elif draft.send(now):
        messages.success(request, f"{LABELS[form.chosen_verb]}: listo, #{ticket.pk}.")
    elif Draft.objects.filter(pk=draft.pk).exists():
        return _came_back(request, ticket, seen)
    # After a note one goes on with the same ticket.
    return redirect(address_of(request, ticket)) if form.chosen_verb == NOTE else move_on(request, ticket)


def _came_back(request: AgentRequest, ticket: Ticket, seen: int | None, why: str = "") -> HttpResponse:
    """The page as it is now, what is new on it marked, the text kept; without `why` the draft itself says it."""
    changed = Ticket.objects.with_people().get(pk=ticket.pk)
    return show_ticket(request, changed, now=timezone.now(), problem=why, seen=seen, status=409)


def _already_leaving(
    request: AgentFormRequest, ticket: Ticket, form: ComposerForm, refusal: DraftFrozen
) -> HttpResponse:
    """A second click on the same text is one message; what else it brings is shown, since it could not be kept."""
    text, seen = form.cleaned_data.get("text", ""), form.cleaned_data.get("seen")
    brought = {identity_of(upload) for upload in request.FILES.getlist("attachments")}
    leaving = request.user.drafts.filter(ticket=ticket).first()
    if leaving is None:
        if was_said(ticket, request.user, verb=form.chosen_verb, body=text, files=brought, seen=seen):
            return move_on(request, ticket)
        return show_ticket(request, ticket, now=timezone.now(), problem=str(refusal), typed=request.POST, status=409)
    left_behind = brought - {file.identity for file in leaving.attachments.all()}
    same = leaving.body == text
    if same and not left_behind:
        return move_on(request, ticket)
    names = ", ".join(f"«{name}»" for _digest, name in sorted(left_behind, key=itemgetter(1)))
    problem = f"{refusal} No lleva {names}: adjúntalo de nuevo después de deshacer." if names else str(refusal)
    unkept = "" if same else text
    return show_ticket(request, ticket, now=timezone.now(), problem=problem, unkept=unkept, status=409)


@require_POST
def autosave(request: AgentRequest, folio: int) -> JsonResponse:
    """What the page saves by itself while the agent writes."""
    now = timezone.now()
    ticket = get_object_or_404(Ticket, pk=folio)
    form = ComposerForm(request.POST)
    form.is_valid()
    try:
        form.keep(ticket, request.user, now)
    except DraftFrozen as refusal:
        return JsonResponse({"problem": str(refusal)}, status=409)
    unsent.forget(request)
    return JsonResponse({"saved": f"Borrador guardado {timezone.localtime(now):%H:%M}"})


@on_ticket()
def undo(request: AgentRequest, ticket: Ticket, form: None, now: datetime) -> HttpResponse:
    """Before it leaves: the text is back in the composer."""
    draft = request.user.drafts.filter(ticket=ticket).first()
    if draft is None or not draft.undo():
        messages.error(request, "Ese mensaje ya había salido.")
    return redirect(f"{address_of(request, ticket)}#redactar")


@on_ticket()
def discard(request: AgentRequest, ticket: Ticket, form: None, now: datetime) -> None:
    unsent.forget(request)
    if draft := request.user.drafts.filter(ticket=ticket).first():
        draft.discard()
