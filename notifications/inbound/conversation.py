"""What was said on a ticket before: a quoted line that differs from it is the writer's own."""

from collections.abc import Iterator

from notifications.models import Email
from notifications.reading import InboundMessage, reply_in_conversation
from tickets.models import Ticket

MOST = 20  # mails and messages, the latest: nobody answers inside older ones


def reply_to(ticket: Ticket, message: InboundMessage) -> str:
    """The visible reply, with what its writer put between the lines of the mail they answer."""
    mails = Email.objects.filter(ticket=ticket).order_by("-pk")[:MOST]
    return reply_in_conversation(message, _texts(ticket, mails), mails.values_list("html", flat=True))


def _texts(ticket: Ticket, mails) -> Iterator[str]:
    """Asked for only when some quotation was hidden."""
    yield from mails.values_list("text", flat=True)
    for body, full_text in ticket.messages.order_by("-pk").values_list("body", "full_text")[:MOST]:
        yield full_text or body
