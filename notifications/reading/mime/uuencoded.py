"""Files that old clients write into the text: begin 644 name … end."""

import binascii
import re

from notifications.reading.message import InboundAttachment

_BEGIN = re.compile(r"^begin(?:-base64)? [0-7]{3,4} +(\S[^\n]{0,254})\n", re.M)


def take_uuencoded(text: str) -> tuple[str, list[InboundAttachment]]:
    """The text without its uuencoded blocks, and those blocks as files."""
    if "begin" not in text:
        return text, []
    text = text.replace("\r\n", "\n")
    kept: list[str] = []
    files: list[InboundAttachment] = []
    position = 0
    while (begin := _BEGIN.search(text, position)) is not None:
        end = re.compile(r"^end[ \t]*$", re.M).search(text, begin.end())
        if end is None:
            break
        content = _decoded(text[begin.end() : end.start()])
        if content is None:
            kept.append(text[position : begin.end()])
            position = begin.end()
            continue
        kept.append(text[position : begin.start()])
        files.append(InboundAttachment(begin[1].strip(), "application/octet-stream", content))
        position = end.end()
    kept.append(text[position:])
    return "".join(kept), files


def _decoded(block: str) -> bytes | None:
    """None when the block is not uuencoded: then it is somebody's words."""
    out = []
    for line in block.split("\n"):
        if not line.strip() or line == "`":
            continue
        try:
            out.append(_line(line.encode("ascii")))
        except (binascii.Error, UnicodeEncodeError, ValueError):
            return None
    return b"".join(out)


def _line(line: bytes) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:  # some encoders pad more than they should
        length = (((line[0] - 32) & 63) * 4 + 5) // 3
        return binascii.a2b_uu(line[:length])
