"""What was said on a ticket before: the proof of what a message quotes of it."""

from collections.abc import Iterator

from notifications.addresses import reply_address, support_address
from notifications.models import Email
from notifications.reading import Conversation, InboundMessage, judge_isolated
from notifications.reading.visible_reply import Judgement, all_shown, is_all_own, needs_evidence
from tickets.models import Ticket

MOST = 60  # mails and messages, the latest: what is quoted of older ones is shown


def judged_first(message: InboundMessage) -> Judgement:
    """What opens a ticket can quote nothing of ours: it is never cut."""
    return _judged(message, None)


def judged_reply(ticket: Ticket, message: InboundMessage) -> Judgement:
    """What the message says in its own order, compared with what was said on the ticket.

    Most replies quote the text of our mails untouched; their HTML is asked for only where some line stands in no text.
    """
    ours = (support_address(), reply_address(ticket.reply_token))
    if not needs_evidence(message.parts):
        return _judged(message, Conversation((), ours=ours))
    mails = Email.objects.filter(ticket=ticket).order_by("-pk")[:MOST]
    texts = tuple(_texts(ticket, mails))
    judgement = _judged(message, Conversation(texts, ours=ours))
    if judgement.is_proven:
        return judgement
    return _judged(message, Conversation(texts, tuple(mails.values_list("html", flat=True)), ours))


def _judged(message: InboundMessage, before: Conversation | None) -> Judgement:
    if is_all_own(message.parts):
        return all_shown(message.parts)
    return judge_isolated(message.parts, message.is_forward, before)


def _texts(ticket: Ticket, mails) -> Iterator[str]:
    yield from mails.values_list("text", flat=True)
    for body, full_text in ticket.messages.order_by("-pk").values_list("body", "full_text")[:MOST]:
        yield full_text or body
