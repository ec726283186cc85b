"""What can be told of a message that is too large or broken to be read: its header, and its first words where there are any."""

import dataclasses

from notifications.reading import header_scan
from notifications.reading.limits import Unparseable
from notifications.reading.message import InboundMessage
from notifications.reading.parse import parse

BEGINNING = 128 * 1024  # bytes that are looked at
LONGEST_FIELD = 2_000  # characters of one field, where the header alone is read
_TELLING = (
    "From", "Sender", "Reply-To", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Return-Path",
    "Auto-Submitted", "Precedence", "X-Auto-Response-Suppress", "List-Id", "List-Unsubscribe", "X-Failed-Recipients",
)  # fmt: skip


def glimpse(raw: bytes) -> InboundMessage:
    """The message as far as its beginning tells, without files. Of one that tells nothing, an empty one."""
    for readable in (raw[:BEGINNING], _telling_header(raw)):
        try:
            return dataclasses.replace(parse(readable), attachments=(), html="")
        except Unparseable:
            continue
    return InboundMessage()


def _telling_header(raw: bytes) -> bytes:
    header = header_scan.head(raw)
    lines = [f"{name}: {value[:LONGEST_FIELD]}" for name in _TELLING for value in header_scan.fields(header, name)[:3]]
    return "\r\n".join(lines).encode("utf-8", "replace") + b"\r\n\r\n"
