"""A mail that nobody could read, as a line of the agents' digest: it may point to no ticket, and then only this tells."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from notifications.models import SpooledMessage
from notifications.outbox import links
from tickets.moments import in_full, span

MOST_AT_ONCE = 50  # of one digest; the rest in the next


@dataclass(frozen=True, slots=True)
class UnreadMail:
    received: SpooledMessage
    told_to: list[User]
    section: str = "unread"

    @property
    def due_at(self) -> datetime:
        return self.received.received_at

    def tell(self, now: datetime) -> bool:
        return self.received.mark_reported(now)

    def row(self, now: datetime) -> dict:
        return {
            "subject": f"Llegó a {self.received.mailbox}",
            "requester": self.received.reason,
            "time": f"Hace {span(now - self.due_at)}: {in_full(self.due_at)}",
            "link": links.to_received(self.received.pk),
        }


def unread_mails(told_to: list[User]) -> list[UnreadMail]:
    """What is still to be told; nothing while there is nobody to tell."""
    if not told_to:
        return []
    return [UnreadMail(one, told_to) for one in SpooledMessage.objects.unreported().defer("raw")[:MOST_AT_ONCE]]
