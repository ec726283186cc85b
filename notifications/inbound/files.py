"""The files of a message, stored before the message is: on a second attempt the same rows are used again."""

import hashlib
import io
from datetime import datetime

from PIL import Image

from notifications.models import SpooledMessage
from notifications.reading.message import InboundAttachment, InboundMessage
from tickets.models import Attachment
from tickets.models.attachment import AttachmentKind
from tickets.models.requester import normal_address
from tickets.pictures import NotAPicture, reencoded

MOST_FILES = 30  # of one message; with more, the whole message stands beside them as one file
SIGNATURE_AREA = 40_000  # pixels; a pasted screen is larger, the logo under a name is not


def store(row: SpooledMessage, message: InboundMessage, now: datetime) -> list[Attachment]:
    """Every file of the message as an unsent attachment that hangs on its row, in order."""
    waiting = list(row.waiting_files())
    files = list(message.attachments[:MOST_FILES])
    if len(message.attachments) > MOST_FILES:
        files.append(InboundAttachment("mensaje-completo.eml", "message/rfc822", bytes(row.raw)))
    return [_stored(row, file, message, waiting, now) for file in files]


def _stored(
    row: SpooledMessage, file: InboundAttachment, message: InboundMessage, waiting: list[Attachment], now: datetime
) -> Attachment:
    content, name, kind = file.content, file.filename, AttachmentKind.FILE
    if _is_shown_in_text(file, message):
        try:
            content, _, name = reencoded(content, name)
            kind = _kind_of_picture(file.content, content, message.from_email)
        except NotAPicture:
            content, name = file.content, file.filename
    sha256 = hashlib.sha256(content).hexdigest()
    for known in waiting:
        if (known.sha256, known.kind, known.content_id) == (sha256, kind, file.content_id[:200]):
            waiting.remove(known)
            return known
    return Attachment.objects.keep(content, name, kind=kind, now=now, spooled=row.pk, content_id=file.content_id[:200])


def _is_shown_in_text(file: InboundAttachment, message: InboundMessage) -> bool:
    return file.inline and f"cid:{file.content_id}".lower() in message.html.lower()


def _kind_of_picture(original: bytes, content: bytes, sender: str) -> AttachmentKind:
    """A small picture, or one that this sender has sent before, is part of a signature."""
    with Image.open(io.BytesIO(original)) as picture:
        small = picture.width * picture.height <= SIGNATURE_AREA
    if small or _came_before(content, sender):
        return AttachmentKind.SIGNATURE
    return AttachmentKind.INLINE


def _came_before(content: bytes, sender: str) -> bool:
    return Attachment.objects.filter(
        ticket__requester__email=normal_address(sender),
        kind__in=[AttachmentKind.INLINE, AttachmentKind.SIGNATURE],
        sha256=hashlib.sha256(content).hexdigest(),
    ).exists()
