"""What a mail's templates may name, taken from its event: frozen then, whatever the ticket became since.

The snapshot's fields stand under their own names, what the action remembers under `facts`. Links are made when the mail is
written, since a link revoked in between would open nothing.
"""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from notifications.outbox import files, links
from tickets.facts import AskedAgain, Facts, Snapshot, Submitted
from tickets.models import Message, Ticket, TicketEvent
from tickets.models.message import CUSTOMER_KINDS, PUBLIC_KINDS, Review
from tickets.questions import LIST_MARK

LONGEST_QUOTE = 1500  # characters


def context_of(
    event: TicketEvent, *, ticket: Ticket, to_requester: bool, files_as_links: bool = False
) -> dict[str, Any]:
    """The context of the event's templates. A participant's copy has no links: they would act as the requester."""
    snapshot, facts = event.snapshot, event.facts
    named = {field.name: getattr(snapshot, field.name) for field in fields(Snapshot)}
    own = {
        "facts": facts,
        "state": event.to_state,
        "folio": event.ticket_id,
        "first_name": snapshot.requester_name.split(" ")[0] if to_requester else "",
        "proven": all(one.submission_proven_at for one in (event.ticket, ticket)) and not _is_suspected(facts),
        "blocks": _blocks(snapshot, facts),
        "quote": last_exchange(event),
        "files": files.sent_with(event.message, as_links=files_as_links),
    }
    return named | own | _links(ticket if to_requester else None)


def without_what_was_typed(facts: Facts) -> dict[str, Any]:
    """What replaces it in an automatic mail about a submission that anybody may have sent in this address's name."""
    subjects = {field.name: "" for field in fields(facts) if field.name in ("subject", "split_from_subject")}
    return {"subject": "", "requester_name": "", "first_name": "", "quote": None, "facts": replace(facts, **subjects)}


def _is_suspected(facts: Facts) -> bool:
    """Of a first mail with a machine's words nothing is repeated, whoever its address belongs to."""
    return isinstance(facts, Submitted) and facts.suspected


def _links(ticket: Ticket | None) -> dict[str, str]:
    """To the ticket's page and to its four buttons; all empty where there is none to lead to."""
    if ticket is None:
        return dict.fromkeys(("link", *links.BUTTONS), "")
    return {"link": links.to_ticket(ticket)} | links.buttons_of(ticket)


def _blocks(snapshot: Snapshot, facts: Facts) -> list[dict[str, Any]]:
    """What was asked; asked again, the questions alone, without the words around them."""
    if isinstance(facts, AskedAgain):
        return numbered("", facts.questions)
    return numbered(snapshot.text, snapshot.questions)


def numbered(text: str, questions: Sequence[str]) -> list[dict[str, Any]]:
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
    written = Message.objects.filter(ticket=event.ticket_id, kind__in=CUSTOMER_KINDS, at__lte=event.at)
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
