"""What every page of the workspace carries: the side with its views, and what the agent's own drafts are up to."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils import timezone

from agents.deadlines import Badge, badge
from agents.queue import lists
from notifications.inbound.heard_until import failing_mailboxes
from notifications.models import SpooledMessage
from tickets.models import Draft, Ticket
from tickets.team import can_see_catalogues, can_supervise, can_work

register = template.Library()
MOST_DRAFTS = 8  # lines above a page; each draft also stands on its ticket's


@register.inclusion_tag("agents/_side.html", takes_context=True)
def workspace_side(context: Context) -> dict[str, Any]:
    """The saved views with their counts; nothing for who may not work here."""
    request = context["request"]
    if not can_work(request.user):
        return {"allowed": False}
    counts = lists.counts(request.user, timezone.now())
    quarantined = SpooledMessage.objects.quarantined().values("pk")[: lists.MOST_COUNTED + 1].count()
    entries: list[dict[str, Any]] = [{"view": view, "count": counts.get(view.slug, "")} for view in lists.VIEWS]
    return {
        "allowed": True,
        "user": request.user,
        "csrf_token": context.get("csrf_token"),
        "current": getattr(context.get("saved_view"), "slug", ""),
        "in_quarantine": context.get("in_quarantine", False),
        "main": [entry for entry in entries if entry["view"].main],
        "more": [entry for entry in entries if not entry["view"].main],
        "quarantined": f"{lists.MOST_COUNTED}+" if quarantined > lists.MOST_COUNTED else quarantined,
        "may_see_catalogues": can_see_catalogues(request.user),
    }


@register.inclusion_tag("agents/_own_drafts.html", takes_context=True)
def own_drafts(context: Context) -> dict[str, Any]:
    """What this agent has on its way and can still undo, and what came back instead of being sent."""
    request, now = context["request"], timezone.now()
    mine = list(Draft.objects.to_show(request.user)[: MOST_DRAFTS + 1])
    shown = mine[:MOST_DRAFTS]
    return {
        "now": now,
        "csrf_token": context.get("csrf_token"),
        "leaving": [draft for draft in shown if draft.is_frozen],
        "returned": [draft for draft in shown if not draft.is_frozen],
        "has_more": len(mine) > MOST_DRAFTS,
    }


@register.inclusion_tag("agents/_unread_mailboxes.html", takes_context=True)
def unread_mailboxes(context: Context) -> dict[str, Any]:
    """The mailboxes that cannot be read, on every page of who may have it mended."""
    return {"failing": failing_mailboxes() if can_supervise(context["request"].user) else []}


@register.filter
def deadline(ticket: Ticket) -> Badge | None:
    """The ticket's badge, computed now."""
    return badge(ticket, timezone.now())
