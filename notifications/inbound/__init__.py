"""Reading inbound mail: bytes in, `InboundMessage` out. No ORM, no network, no settings."""

from .isolated import parse_isolated
from .limits import Unparseable
from .message import Bounce, InboundAttachment, InboundMessage
from .parse import parse
from .reply import visible_reply, visible_reply_of_text

__all__ = [
    "Bounce",
    "InboundAttachment",
    "InboundMessage",
    "Unparseable",
    "parse",
    "parse_isolated",
    "visible_reply",
    "visible_reply_of_text",
]
