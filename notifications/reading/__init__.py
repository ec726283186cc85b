"""Reading a received mail: bytes in, `InboundMessage` out. No database, no settings, no network."""

from notifications.reading.isolated import parse_isolated
from notifications.reading.limits import Unparseable
from notifications.reading.message import Bounce, InboundAttachment, InboundMessage
from notifications.reading.parse import parse
from notifications.reading.visible_reply import reply_in_conversation, visible_reply

__all__ = [
    "Bounce",
    "InboundAttachment",
    "InboundMessage",
    "Unparseable",
    "parse",
    "parse_isolated",
    "reply_in_conversation",
    "visible_reply",
]
