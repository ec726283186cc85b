"""The thread a mail continues: what that person has of the ticket in their own mailbox, oldest first."""

from notifications.models import Email, SpooledMessage
from tickets.models.message import Review

MOST = 40  # Message-IDs in References: the first, and the latest of the rest


def known_thread(ticket_id: int, address: str) -> list[str]:
    """Message-IDs, in <>, of our mails to that address on that ticket and of theirs that we accepted."""
    ours = Email.objects.to_person(ticket_id, address).written().order_by("pk")
    theirs = SpooledMessage.objects.filter(
        ticket=ticket_id, became__author_email=address, became__review__in=[Review.NONE, Review.ACCEPTED]
    ).values_list("received_at", "message_id")
    ids = [(mail.created_at, mail.mail_id) for mail in ours.only("pk", "created_at")]
    ids += [(at, f"<{name}>") for at, name in theirs if _travels(name)]
    ids.sort(key=lambda one: one[0])
    thread = list(dict.fromkeys(name for _, name in ids))
    return thread if len(thread) <= MOST else [thread[0], *thread[1 - MOST :]]


def _travels(name: str) -> bool:
    """A Message-ID that may stand in a header: a hash in its place, or one with blanks, may not."""
    return "@" in name and name.isascii() and name.isprintable() and not set(name) & set(" <>") and len(name) < 300
