"""Files that old clients write into the text: begin 644 name … end."""

import binascii
import re

from notifications.reading.message import InboundAttachment

_BEGIN = re.compile(r"begin(?:-base64)? [0-7]{3,4} +(\S[^\n]{0,254})")
_END = re.compile(r"end[ \t]*")


def take_uuencoded(text: str) -> tuple[str, list[InboundAttachment]]:
    """The text without its uuencoded blocks, and those blocks as files. Linear: a line is looked at twice at most."""
    if "begin" not in text:
        return text, []
    lines = text.replace("\r\n", "\n").split("\n")
    kept: list[str] = []
    files: list[InboundAttachment] = []
    place = 0
    while place < len(lines):
        begin = _BEGIN.fullmatch(lines[place])
        content, end = _block(lines, place + 1) if begin else (None, place)
        if begin and content is not None:
            files.append(InboundAttachment(begin[1].strip(), "application/octet-stream", content))
            place = end + 1
            continue
        kept.append(lines[place])
        place += 1
    return "\n".join(kept), files


def _block(lines: list[str], start: int) -> tuple[bytes | None, int]:
    """What the lines from `start` up to an «end» carry, and where that stands.

    None when they are not uuencoded: then they are somebody's words. Another «begin» is no such line, and ends it.
    """
    out: list[bytes] = []
    for place in range(start, len(lines)):
        line = lines[place]
        if _END.fullmatch(line):
            return b"".join(out), place
        if not line.strip() or line == "`":
            continue
        try:
            out.append(_line(line.encode("ascii")))
        except (binascii.Error, UnicodeEncodeError, ValueError):
            return None, place
    return None, len(lines)


def _line(line: bytes) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:  # some encoders pad more than they should
        length = (((line[0] - 32) & 63) * 4 + 5) // 3
        return binascii.a2b_uu(line[:length])
