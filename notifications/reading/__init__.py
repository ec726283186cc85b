"""Reading a received mail: bytes in, `InboundMessage` out. No database, no settings, no network."""

from notifications.reading.isolated import judge_isolated, parse_isolated
from notifications.reading.limits import Unparseable
from notifications.reading.message import Bounce, InboundAttachment, InboundMessage
from notifications.reading.parse import parse
from notifications.reading.visible_reply import Conversation, visible_reply

__all__ = [
    "Bounce",
    "Conversation",
    "InboundAttachment",
    "InboundMessage",
    "Unparseable",
    "judge_isolated",
    "parse",
    "parse_isolated",
    "visible_reply",
]
