"""Every link and reply token: an HMAC over what it opens; nothing is stored, a version revokes.

A token is lower-case base32 of the object's and the principal's numbers, an optional expiry, and the first
128 bits of HMAC-SHA256 under SECRET_KEY (or one of its fallbacks). It fits the 64 octets of a mail local part.
"""

import base64
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from django.conf import settings

TAG = 16  # bytes
LONGEST = 58  # characters; with "r-" it fits a local part


class Purpose(StrEnum):
    SEE = "ver"  # a requester's page of one ticket
    REPLY = "responder"  # the reply address
    SENT = "enviada"  # the confirmation page
    SURVEY = "encuesta"
    FILE = "archivo"
    KEPT = "adjunto"  # a file that its own form lists, until it is sent: never a link
    MAIL = "correo"  # our own Message-IDs


class InvalidToken(Exception):
    """Truncated, altered, revoked, expired, or never ours."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a token says of itself; worth nothing until `check` has passed."""

    purpose: Purpose
    object_id: int
    principal_id: int
    expires_at: datetime | None
    _payload: bytes
    _tag: bytes

    def check(self, version: str | int, now: datetime | None = None) -> None:
        """Raises InvalidToken unless the tag is right for `version` (compared in constant time) and not expired.

        A token that expires is good only at a `now`.
        """
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        tags = [_sign(key, self.purpose, self._payload, version) for key in keys]
        right = [hmac.compare_digest(self._tag, tag) for tag in tags]
        if not any(right):
            raise InvalidToken
        if self.expires_at and (now is None or now >= self.expires_at):
            raise InvalidToken


def make(
    purpose: Purpose, object_id: int, principal_id: int = 0, version: str | int = 0, expires_at: datetime | None = None
) -> str:
    """The token that opens one object to one principal until `version` changes or `expires_at` comes."""
    numbers = [object_id, principal_id] + ([int(expires_at.timestamp())] if expires_at else [])
    payload = b"".join(map(_varint, numbers))
    raw = payload + _sign(settings.SECRET_KEY, purpose, payload, version)
    return base64.b32encode(raw).decode().rstrip("=").lower()


def read(purpose: Purpose, token: str) -> Claim:
    """Take a token apart, compared whole: only the very text that `make` wrote. Raises InvalidToken."""
    if not isinstance(token, str) or not token.isascii() or not TAG < len(token) <= LONGEST:
        raise InvalidToken
    try:
        raw = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
    except ValueError as error:
        raise InvalidToken from error
    if base64.b32encode(raw).decode().rstrip("=").lower() != token:
        raise InvalidToken
    payload, tag = raw[:-TAG], raw[-TAG:]
    numbers = _numbers(payload)
    if len(numbers) not in (2, 3):
        raise InvalidToken
    try:
        expires_at = datetime.fromtimestamp(numbers[2], UTC) if len(numbers) == 3 else None
    except (ValueError, OverflowError) as error:  # beyond the year 9999: nobody checked the tag yet
        raise InvalidToken from error
    return Claim(purpose, numbers[0], numbers[1], expires_at, payload, tag)


def _sign(key: str, purpose: Purpose, payload: bytes, version: str | int) -> bytes:
    text = b"segusoporte\0" + purpose.encode() + b"\0" + payload + b"\0" + str(version).encode()
    return hmac.digest(key.encode(), text, "sha256")[:TAG]


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def _numbers(payload: bytes) -> list[int]:
    numbers, value, shift = [], 0, 0
    for byte in payload:
        value |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            numbers.append(value)
            value, shift = 0, 0
    if shift or any(number >= 2**40 for number in numbers):
        raise InvalidToken
    return numbers
