"""An agent's files: inside the mail up to a size that every server takes, otherwise as links."""

from typing import Any

from notifications.outbox import links
from tickets.models import Attachment, Message

MOST_ATTACHED = 10 * 1024 * 1024  # bytes, in total


def to_attach(message: Message | None) -> list[Attachment]:
    """The files that travel with the mail; the same at every retry, since a sent message's files never change."""
    kept = _of_an_agent(message)
    return kept if sum(file.size for file in kept) <= MOST_ATTACHED else []


def sent_with(message: Message | None, *, as_links: bool = False) -> dict[str, Any] | None:
    """What the mail says about them: `attached`, and each name with its link where they are too large, or refused so."""
    kept = _of_an_agent(message)
    if not kept:
        return None
    attached = not as_links and bool(to_attach(message))
    return {
        "attached": attached,
        "each": [{"name": file.name, "size": file.size, "link": links.to_file(file)} for file in kept],
    }


def _of_an_agent(message: Message | None) -> list[Attachment]:
    if message is None or message.from_requester or not message.shown_to_requester:
        return []
    return list(message.attachments.shown())
