"""What agents read of a message that no ticket has: who wrote it, about what, and how it begins."""

from notifications.reading.message import InboundMessage
from tickets.folding import fold, one_line

BEGINNING = 2_000  # characters in which the first words are looked for


def summary_of(message: InboundMessage) -> dict[str, str]:
    """The columns of its row in the spool."""
    name, sender = one_line(message.from_name, 160), one_line(message.from_email, 254)
    subject = one_line(message.subject, 300)
    opening = one_line((message.reply_text or message.text)[:BEGINNING], 300)
    searched = fold(f"{name} {sender} {subject}")[:800]
    return {"sender_name": name, "sender": sender, "subject": subject, "opening": opening, "searched": searched}
