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
# What servers add on the way, and the line that an old mailbox puts above.
_TRACE = re.compile(
    rb"(?:>?From |(?:received|return-path|delivered-to|envelope-to|apparently-to|authentication-results|dkim-signature"
    rb"|domainkey-signature|received-spf|arc-[a-z-]+|list-[a-z-]+|resent-[a-z-]+|precedence|mailing-list|x-[^:\s]+|status)[ \t]*:)",
    re.I,
)
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


def name_without_id(raw: bytes) -> str:
    """What names a message that has no Message-ID: the hash of what its writer sent, whichever way it came.

    "" without a date of the writer's: the same words on two days are two messages.
    """
    block, body = _halves(raw)
    written = [line for line in block.split(b"\n") if line.strip() and not _TRACE.match(line)]
    if not any(line.lower().startswith(b"date:") for line in written):
        return ""
    return hashlib.sha256(b"\n".join([*sorted(written), b"", body])).hexdigest()


def _halves(raw: bytes) -> tuple[bytes, bytes]:
    """The header, unfolded, and the body, both with plain line ends and none at the end."""
    plain = raw.replace(b"\r\n", b"\n").lstrip(b"\n")
    block, _, body = plain.partition(b"\n\n")
    return _CONTINUATION.sub(b" ", block), body.rstrip(b"\n")


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
