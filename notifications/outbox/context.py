"""What a mail may say, taken from its event: frozen then, whatever the ticket became since.

Links are made when the mail is written, since a link revoked in between would open nothing.
"""

from typing import Any

from notifications.outbox import files, links
from tickets.event_kinds import EventKind
from tickets.models import Message, Ticket, TicketEvent
from tickets.models.message import PUBLIC_KINDS, Review
from tickets.models.verbs.base import moment
from tickets.questions import LIST_MARK
from tickets.states import Action

LONGEST_QUOTE = 1500  # characters
MOMENTS = ("due_at", "auto_close_at", "next_update_at", "asked_at")


def facts_of(event: TicketEvent, *, ticket: Ticket, to_requester: bool) -> dict[str, Any]:
    """The context of the event's templates. A participant's copy has no links: they would act as the requester."""
    data = event.data
    repeats = event.action in (
        Action.EXPIRE,
        EventKind.REMIND,
    )  # the questions once more, without the words around them
    facts = data | {name: moment(data.get(name)) for name in MOMENTS}
    facts |= {
        "event": event,
        "folio": event.ticket_id,
        "ticket_folio": ticket.pk,
        "first_name": data["requester_name"].split(" ")[0] if to_requester and data["requester_name"] else "",
        "at": event.at,
        "blocks": numbered("" if repeats else data["text"], data["questions"]),
        "quote": last_exchange(event),
        "files": files.sent_with(event.message),
        "is_copy": not to_requester,
    }
    if to_requester:
        facts |= {"link": links.to_ticket(ticket)} | links.buttons_of(ticket)
    return facts


def numbered(text: str, questions: list[str]) -> list[dict[str, Any]]:
    """The agent's words in their order, the questions among them taken out and counted."""
    blocks: list[dict[str, Any]] = []
    count = 0
    for line in text.splitlines():
        bare = LIST_MARK.sub("", line).strip()
        if count < len(questions) and bare == questions[count]:
            count += 1
            blocks.append({"number": count, "text": bare})
        elif blocks and "number" not in blocks[-1]:
            blocks[-1]["text"] += "\n" + line
        else:
            blocks.append({"text": line})
    if count < len(questions):  # a text without any question mark is one question, whole
        return [{"number": n, "text": question} for n, question in enumerate(questions, 1)]
    return [block | {"text": block["text"].strip()} for block in blocks if block["text"].strip()]


def last_exchange(event: TicketEvent) -> dict[str, Any] | None:
    """The last thing the requester had written by then, cut where it grows long."""
    written = Message.objects.filter(ticket=event.ticket_id, kind__in=("solicitud", "solicitante"), at__lte=event.at)
    written = written.public().filter(automatic_reason="")
    if visible_from := event.ticket.requester.visible_from:
        written = written.filter(at__gte=visible_from)
    message = event.message if _is_theirs(event.message) else written.order_by("-pk").first()
    if message is None or not message.body.strip():
        return None
    body = message.body if len(message.body) <= LONGEST_QUOTE else message.body[:LONGEST_QUOTE].rstrip() + " […]"
    return {"author": message.author_name or message.author_email, "at": message.at, "text": body}


def _is_theirs(message: Message | None) -> bool:
    return message is not None and message.kind in PUBLIC_KINDS and message.from_requester and message.review in (
        Review.NONE, Review.ACCEPTED,
    )  # fmt: skip
