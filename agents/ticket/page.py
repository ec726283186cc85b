"""Everything the ticket's page shows, gathered in a number of queries that does not grow with the ticket."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from agents.deadlines import back_at, badge
from agents.models import Profile
from agents.queue.lists import BY_SLUG, SavedView
from agents.requests import AgentRequest
from agents.ticket.forms import decisions, details
from agents.ticket.forms.base import TicketForm
from agents.ticket.forms.composer import reply_buttons, typed_over
from agents.ticket.timeline import timeline
from surveys.models import Answer
from tickets.models import Draft, Ticket
from tickets.states import LIVE, Action, CloseReason, State, available
from tickets.team import shown_name

EARLIER = 6  # of the requester's other tickets

FORMS: dict[str, type[TicketForm]] = {
    "subject": details.SubjectForm,
    "details": details.DetailsForm,
    "postpone": details.PostponeForm,
    "merge": details.MergeForm,
    "person": details.PersonForm,
    "address": details.AddressForm,
    "open_for": details.OpenForForm,
    "accept": decisions.AcceptForm,
    "decide_link": decisions.DecideLinkForm,
}


def saved_view_of(request: HttpRequest) -> SavedView | None:
    """The view that the ticket was opened from, so that the next one is of it."""
    return BY_SLUG.get(request.POST.get("view") or request.GET.get("vista", ""))


def show_ticket(
    request: AgentRequest,
    ticket: Ticket,
    *,
    now: datetime,
    status: int = 200,
    problem: str = "",
    bound: dict[str, Any] | None = None,
    seen: int | None = None,
    typed: Mapping[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """The page. `problem` is why something was refused; `bound` are forms to show with their errors.

    `typed` is what the composer sent and nobody saved: it is shown instead of the draft.
    """
    entries = timeline(ticket, request.user, now, seen)
    draft = Draft.objects.filter(ticket=ticket, agent=request.user).prefetch_related("attachments").first()
    if typed and draft and draft.is_frozen:
        more |= {"unkept": typed.get("text", "")}
    elif typed:
        draft = typed_over(draft, typed)
    context = {
        "ticket": ticket,
        "saved_view": saved_view_of(request),
        "now": now,
        "badge": badge(ticket, now),
        "back_at": back_at(ticket),
        "entries": entries,
        "diagnostics": next((entry.message.diagnostics for entry in entries if entry.message and entry.is_request), {}),
        "new_entries": [entry for entry in entries if entry.is_new],
        "last_message": max((entry.message.pk for entry in entries if entry.message), default=0),
        "draft": draft,
        "problem": problem or (draft.returned_reason if draft and not draft.is_frozen else ""),
        "reply_buttons": reply_buttons(ticket),
        "may_log_contact": ticket.state in LIVE,
        "allowed": _allowed(ticket),
        "forms": {name: form(ticket=ticket, now=now) for name, form in FORMS.items()} | (bound or {}),
        "bound": set(bound or {}),
        "assignee": shown_name(ticket.assignee) if ticket.assignee else "",
        "profile": Profile.of(request.user),
    }
    return render(request, "agents/ticket/ticket.html", context | _people(ticket) | more, status=status)


def _allowed(ticket: Ticket) -> set[str]:
    reason = CloseReason(ticket.close_reason) if ticket.close_reason else None
    allowed = {action.value for action in available(State(ticket.state), reason=reason)}
    if ticket.reopening_to_undo() is None:
        allowed.discard(Action.RESTORE)
    if ticket.auto_close_at is None and ticket.state not in (State.EN_CLIENTE, State.RESUELTO):
        allowed.discard(Action.POSTPONE)
    return allowed


def _people(ticket: Ticket) -> dict[str, Any]:
    others = Ticket.objects.filter(requester=ticket.requester_id).exclude(pk=ticket.pk).order_by("-pk")
    earlier = list(others[: EARLIER + 1])
    return {
        "earlier": earlier[:EARLIER],
        "more_earlier": len(earlier) > EARLIER,
        "changes": list(ticket.requester.changes.select_related("recorded_by")[:3]),
        "participants": (participants := list(ticket.participants.all())),
        "forwarded_email": ticket.forwarded_from[1],
        "taking_part": {ticket.requester.email, *(person.email for person in participants)},
        "links": list(ticket.links.select_related("other")),
        "held_there": list(ticket.merged.exclude(held_for_review_at=None)) if ticket.held_for_review_at else [],
        "linked_from": list(ticket.linked_from.select_related("ticket")),
        "answers": list(Answer.objects.filter(invitation__ticket=ticket).order_by("-pk")[:2]),
    }
