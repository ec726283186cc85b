"""What was said on a ticket before: a quoted line that differs from it is the writer's own."""

from notifications.models import Email
from tickets.models import Ticket

from .html_text import html_to_text
from .inline_answers import may_have_answers, with_inline_answers
from .message import InboundMessage

MOST = 20  # mails and messages, the latest: nobody answers inside older ones


def reply_to(ticket: Ticket, message: InboundMessage) -> str:
    """The visible reply, with what its writer put between the lines of the mail they answer.

    Most replies quote us untouched, and the texts we sent tell; the HTML of our mails is read only for the others.
    """
    visible, everything = message.reply_text, message.text
    if message.is_forward or visible.strip() == everything.strip():
        return visible  # everything is shown already
    mails = Email.objects.filter(ticket=ticket).order_by("-pk")[:MOST]
    received = ticket.messages.order_by("-pk").values_list("body", "full_text")[:MOST]
    said = [*mails.values_list("text", flat=True), *(full_text or body for body, full_text in received)]
    if not may_have_answers(visible, everything, said):
        return visible
    drawn = map(html_to_text, mails.values_list("html", flat=True))
    return with_inline_answers(visible, everything, [*said, *drawn])
