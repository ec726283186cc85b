"""What the spool and the quarantine read of a raw message: the header's lines, by a linear scan that never fails.

The parser proper runs later, isolated; this is enough to name a message and to see where it points.
"""

import hashlib
import re

from notifications.reading.limits import HEADER_BYTES
from notifications.reading.mime.headers import message_ids
from tickets.folding import storable

LONGEST_ID = 255  # characters that the spool's column holds
_END = re.compile(rb"\r?\n\r?\n|\r\r")
_CONTINUATION = re.compile(rb"\r?\n[ \t]+")
MOST_IDS = 200  # of one message's References that are looked up


def head(raw: bytes) -> bytes:
    """The header block, unfolded; of a message without an end to it, the first 256 KB."""
    block = raw[:HEADER_BYTES].lstrip(b"\r\n")
    end = _END.search(block)
    return _CONTINUATION.sub(b" ", block[: end.start()] if end else block)


def fields(header: bytes, name: str) -> list[str]:
    """The values of every field of that name, undecoded."""
    found = re.findall(rb"(?im)^" + re.escape(name.encode()) + rb"[ \t]*:([^\r\n]*)", header)
    return [value.decode("utf-8", "replace").strip() for value in found]


def message_id(raw: bytes) -> str:
    """The Message-ID without <>, as the spool stores it; "" when there is none."""
    ids = message_ids(" ".join(fields(head(raw), "message-id")[:1]))
    return stored_id(ids[0]) if ids else ""


def stored_id(identifier: str) -> str:
    """A Message-ID as the spool's column holds it: one too long is named by its hash."""
    identifier = storable(identifier).strip()
    if len(identifier) <= LONGEST_ID:
        return identifier
    return "sha256:" + hashlib.sha256(identifier.encode()).hexdigest()


def addresses(header: bytes) -> list[str]:
    """Every address in the header, whatever its field, as it was written: upper case stays upper."""
    found = re.findall(rb"[^\s<>()\[\]\",;:\\@]{1,200}@[^\s<>()\[\]\",;:\\@]{1,255}", header)
    return list(dict.fromkeys(address.decode("utf-8", "replace") for address in found))


def threads(header: bytes) -> list[str]:
    """The Message-IDs that this one answers: In-Reply-To, then References from the right."""
    answered = [i for value in fields(header, "in-reply-to") for i in message_ids(value)]
    known = [i for value in fields(header, "references") for i in message_ids(value)]
    return list(dict.fromkeys([*answered, *reversed(known)]))[:MOST_IDS]
