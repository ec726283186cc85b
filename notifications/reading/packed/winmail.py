"""winmail.dat, in which Outlook packs words and files (TNEF)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from tnefparse import TNEF
from tnefparse import properties as names
from tnefparse.codepage import Codepage
from tnefparse.mapi import IMESSAGE_SIG, decode_mapi
from tnefparse.tnef import TNEFAttachment, TNEFObject

from notifications.reading.message import InboundAttachment
from notifications.reading.mime.decoding import decode, decode_html

KIND = "application/ms-tnef"
MOST_OBJECTS, MOST_FILES = 2_000, 100
_HEAD = struct.Struct("<BHHI")  # level, name, type, length; two bytes of checksum follow the content
_BODIES = {names.MAPI_BODY, names.MAPI_UNCOMPRESSED_BODY}


@dataclass(slots=True)
class Packed:
    plain: str = ""
    html: str = ""
    files: list[InboundAttachment] = field(default_factory=list)


def unpacked(content: bytes) -> Packed:
    """What it holds; nothing of one that is damaged, or larger than any person's."""
    packed = Packed()
    try:
        _unpack(content, packed)
    except Exception:  # the library raises a dozen kinds on hostile bytes
        return Packed()
    return packed


def _unpack(content: bytes, packed: Packed) -> None:
    codepage, attachments = "cp1252", []
    for packed_object in _objects(content):
        if packed_object.name == TNEF.ATTOEMCODEPAGE:
            codepage = Codepage(struct.unpack_from("<I", packed_object.data)[0]).codepage() or codepage
        elif packed_object.name == TNEF.ATTATTACHRENDDATA:
            attachments.append(TNEFAttachment(codepage))
        elif packed_object.level == TNEF.LVL_ATTACHMENT and attachments:
            if _is_readable(packed_object):
                attachments[-1].add_attr(packed_object)
        elif packed_object.name == TNEF.ATTBODY:
            packed.plain = packed.plain or decode(packed_object.data.rstrip(b"\0"), codepage)
        elif packed_object.name == TNEF.ATTMAPIPROPS and _is_readable(packed_object):
            _read_words(decode_mapi(packed_object.data, codepage), codepage, packed)
    for packed_file in attachments[:MOST_FILES]:
        if packed_file.data:
            name = str(packed_file.long_filename()).strip("\0 ")[:255] or "adjunto"
            packed.files.append(InboundAttachment(name, "application/octet-stream", bytes(packed_file.data)))


def _read_words(properties: list[object], codepage: str, packed: Packed) -> None:
    for one in properties:
        name, data = getattr(one, "name", None), getattr(one, "data", None)
        if name in _BODIES:
            packed.plain = data.rstrip("\0") if isinstance(data, str) else decode(data or b"", codepage)
        elif name == names.MAPI_BODY_HTML:
            packed.html = data if isinstance(data, str) else decode_html(data or b"")


def _objects(content: bytes) -> Iterator[TNEFObject]:
    """Its objects, in order. Raises ValueError for what is no such file, or has too many."""
    if content[:4] != struct.pack("<I", TNEF.TNEF_SIGNATURE):
        raise ValueError("no winmail.dat")
    offset = 6
    for _ in range(MOST_OBJECTS):
        if offset + _HEAD.size > len(content):
            return
        length = _HEAD.unpack_from(content, offset)[3] + 11
        yield TNEFObject(content[offset : offset + length])
        offset += length
    raise ValueError("too many objects")


def _is_readable(packed_object: TNEFObject) -> bool:
    """False where the decoder would count to what the bytes cannot hold, or open a message inside a message."""
    if packed_object.name not in (TNEF.ATTMAPIPROPS, TNEF.ATTATTACHMENT):
        return packed_object.name in (TNEF.ATTATTACHTITLE, TNEF.ATTATTACHDATA)
    count: int = struct.unpack_from("<I", packed_object.data)[0]
    return count * 4 <= len(packed_object.data) and count < MOST_OBJECTS and IMESSAGE_SIG not in packed_object.data
