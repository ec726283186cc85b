"""The same message twice: by two doors, by two ways through the mail, or sent again by a door that was not sure."""

import hashlib

from django.db import connection

from notifications.models.spool import SpooledMessage, SpoolState

from .isolated import parse_isolated
from .limits import Unparseable
from .message import InboundMessage

MOST_READ = 10  # of the first and of the last namesakes: who sends a thousand under one Message-ID slows nobody down


class WaitForEarlier(Exception):
    """A message of the same Message-ID came before and has not been read yet."""


def earlier_copy(row: SpooledMessage, message: InboundMessage) -> SpooledMessage | None:
    """The row that already brought this very message: same Message-ID, sender and content.

    The same Message-ID with another content is no copy: both are kept as messages. Inside the transaction that
    settles the row. Raises WaitForEarlier.
    """
    _one_at_a_time(row.message_id)
    namesakes = SpooledMessage.objects.filter(message_id=row.message_id).values_list("pk", "state")
    found = sorted((pk, state) for pk, state in namesakes if pk != row.pk)  # almost always none
    if any(state == SpoolState.PENDING and pk < row.pk for pk, state in found):
        raise WaitForEarlier
    settled = [pk for pk, state in found if state == SpoolState.PROCESSED]  # also later ones: rows commit in any order
    looked_at = settled[:MOST_READ] + settled[MOST_READ:][-MOST_READ:]
    others = SpooledMessage.objects.filter(pk__in=looked_at).order_by("pk") if looked_at else []
    return next((other for other in others if _says_the_same(bytes(other.raw), message)), None)


def _one_at_a_time(message_id: str) -> None:
    """Two workers never settle two rows of one Message-ID together; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [message_id])


def _says_the_same(raw: bytes, message: InboundMessage) -> bool:
    try:
        return _content(parse_isolated(raw)) == _content(message)
    except Unparseable:
        return False


def _content(message: InboundMessage) -> tuple:
    files = [hashlib.sha256(file.content).digest() for file in message.attachments]
    return message.from_email.lower(), message.subject, message.text, message.html, message.is_automatic, files
