"""The files of a message, stored before the message is: on a second attempt the same rows are used again."""

import hashlib
from dataclasses import replace
from datetime import datetime

from notifications.models import SpooledMessage
from notifications.reading.isolated import pictures_isolated
from notifications.reading.message import InboundAttachment, InboundMessage
from notifications.reading.pictures import Picture
from tickets.models import Attachment
from tickets.models.attachment import AttachmentKind
from tickets.models.requester import normal_address
from tickets.pictures import webp_name
from tickets.uploads import clean_name, is_forbidden, sniff

MOST_FILES = 30  # of one message; with more, the whole message stands beside them as one file
LONGEST_CONTENT_ID = 200  # characters that the attachment's column holds
SIGNATURE_AREA = 40_000  # pixels; a pasted screen is larger, the logo under a name is not


def without_programs(message: InboundMessage) -> InboundMessage:
    """The message without the files that nobody may send us; its words name them, and the raw mail keeps them."""
    kinds = [(file, clean_name(file.filename), sniff(file.content)) for file in message.attachments]
    removed = [(name, kind) for file, name, kind in kinds if is_forbidden(name, kind)]
    if not removed:
        return message
    note = "\n".join(f"(archivo retirado: {name}, {kind})" for name, kind in removed)
    kept = tuple(file for file, name, kind in kinds if not is_forbidden(name, kind))
    return replace(message.with_words_below(note), attachments=kept)


def store(row: SpooledMessage, message: InboundMessage, now: datetime) -> list[Attachment]:
    """Every file of the message as an unsent attachment that hangs on its row, in order."""
    waiting = list(row.waiting_files())
    files = list(message.attachments[:MOST_FILES])
    pictures = _pictures(files, message)
    if len(message.attachments) > MOST_FILES:
        files.append(InboundAttachment("mensaje-completo.eml", "message/rfc822", bytes(row.raw)))
    return [
        _stored(row, file, pictures.get(place), message.from_email, waiting, now) for place, file in enumerate(files)
    ]


def _pictures(files: list[InboundAttachment], message: InboundMessage) -> dict[int, Picture]:
    """Those of the files that stand in the words, written anew; what is none stays as it came."""
    markup = message.html.lower()
    places = [n for n, file in enumerate(files) if file.inline and f"cid:{file.content_id}".lower() in markup]
    written = pictures_isolated([files[n].content for n in places])
    return {place: picture for place, picture in zip(places, written, strict=True) if picture}


def _stored(
    row: SpooledMessage, file: InboundAttachment, picture: Picture | None, sender: str, waiting: list[Attachment],
    now: datetime,
) -> Attachment:  # fmt: skip
    content, name, kind = file.content, file.filename, AttachmentKind.FILE
    if picture:
        content, name, kind = picture.content, webp_name(name), _kind_of_picture(picture, sender)
    sha256, content_id = hashlib.sha256(content).hexdigest(), file.content_id[:LONGEST_CONTENT_ID]
    for known in waiting:
        if (known.sha256, known.kind, known.content_id) == (sha256, kind, content_id):
            waiting.remove(known)
            return known
    return Attachment.objects.keep(content, name, kind=kind, now=now, spooled=row.pk, content_id=content_id)


def _kind_of_picture(picture: Picture, sender: str) -> AttachmentKind:
    """A small picture, or one that this sender has sent before, is part of a signature."""
    if picture.pixels <= SIGNATURE_AREA or _came_before(picture.content, sender):
        return AttachmentKind.SIGNATURE
    return AttachmentKind.INLINE


def _came_before(content: bytes, sender: str) -> bool:
    return Attachment.objects.filter(
        ticket__requester__email=normal_address(sender),
        kind__in=[AttachmentKind.INLINE, AttachmentKind.SIGNATURE],
        sha256=hashlib.sha256(content).hexdigest(),
    ).exists()
