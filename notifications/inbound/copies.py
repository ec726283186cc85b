"""The same message twice: by two doors, by two ways through the mail, or sent again by a door that was not sure."""

import hashlib

from notifications.models.spool import SpooledMessage, SpoolState

from .isolated import parse_isolated
from .limits import Unparseable
from .message import InboundMessage


class WaitForEarlier(Exception):
    """A message of the same Message-ID came before and has not been read yet."""


def earlier_copy(row: SpooledMessage, message: InboundMessage) -> SpooledMessage | None:
    """The row that already brought this very message: same Message-ID, sender and content.

    The same Message-ID with another content is no copy: both are kept as messages. Raises WaitForEarlier.
    """
    earlier = SpooledMessage.objects.filter(message_id=row.message_id, pk__lt=row.pk).order_by("pk")
    for other in earlier.filter(state__in=[SpoolState.PENDING, SpoolState.PROCESSED]):
        if other.state == SpoolState.PENDING:
            raise WaitForEarlier
        if _says_the_same(bytes(other.raw), message):
            return other
    return None


def _says_the_same(raw: bytes, message: InboundMessage) -> bool:
    try:
        return _content(parse_isolated(raw)) == _content(message)
    except Unparseable:
        return False


def _content(message: InboundMessage) -> tuple:
    files = [hashlib.sha256(file.content).digest() for file in message.attachments]
    return message.from_email.lower(), message.subject, message.text, message.html, message.is_automatic, files
