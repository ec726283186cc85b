"""Mail addresses out of header fields, in linear time.

The standard parser recurses on nested comments and raises on several malformed forms.
"""

import re

from .decoding import decode
from .headers import LONGEST_FIELD, decode_words, field_text, one_line, raw_bytes

_ADDRESS = re.compile(r"[^\s<>()\[\]\",;:\\@]+@[^\s<>()\[\]\",;:\\@]+|\"[^\"\\]{1,64}\"@[^\s<>()\",;:\\@]+")


def mailboxes(value: str) -> list[tuple[str, str]]:
    """(name, address) of every mailbox in the field; the address as written, "" never."""
    if not value.isascii():
        value = decode(raw_bytes(value))
    value = value.replace("\r", "").replace("\n", " ")
    found = []
    for piece in _pieces(value[: LONGEST_FIELD * 8]):
        if mailbox := _mailbox(piece):
            found.append(mailbox)
    return found


def addresses(value: str) -> list[str]:
    return [address.lower() for _, address in mailboxes(value)]


def _pieces(value: str) -> list[str]:
    """Cut at commas and semicolons outside quotes, comments and <>."""
    pieces, current = [], []
    quoted, angle, comment, skip = False, False, 0, False
    for character in value:
        if skip:
            skip = False
        elif character == "\\" and (quoted or comment):
            skip = True
        elif quoted:
            quoted = character != '"'
        elif comment:
            comment += (character == "(") - (character == ")")
        elif character == '"':
            quoted = True
        elif character == "(":
            comment += 1
        elif character == "<":
            angle = True
        elif character == ">":
            angle = False
        elif character in ",;" and not angle:
            pieces.append("".join(current))
            current = []
            continue
        current.append(character)
    pieces.append("".join(current))
    if len(pieces) == 1 and (quoted or comment) and value.count("@") > 1:  # something was never closed
        return re.split(r"[,;]", value)
    return pieces


def _mailbox(piece: str) -> tuple[str, str] | None:
    piece = piece.strip()
    if not piece:
        return None
    start, end = piece.rfind("<"), piece.rfind(">")
    if start >= 0:
        inside = piece[start + 1 : end if end > start else len(piece)].strip()
        if inside.startswith("@") and ":" in inside:  # a source route
            inside = inside.partition(":")[2]
        name = piece[:start]
        if "@" not in inside and (found := _ADDRESS.search(name)):
            inside, name = found[0], name[: found.start()]
        address = _clean_address(inside)
        if address:
            return _name(name) or _comment(piece[end + 1 :] if end > start else ""), address
        return None
    without_comments = re.sub(r"\([^()]*\)", " ", piece)
    group, colon, rest = without_comments.partition(":")
    if colon and "@" not in group:
        without_comments = rest
    found = _ADDRESS.search(without_comments)
    if found:
        before = without_comments[: found.start()].strip()
        return _name(before) or _comment(piece), _clean_address(found[0])
    if re.fullmatch(r"\S{1,254}@?\S*", without_comments.strip()) and "(" not in piece:
        return "", _clean_address(without_comments)
    return None


def _clean_address(text: str) -> str:
    text = one_line(decode_words(text)).strip("<>\"' \t")
    if "@" in text and not text.startswith('"'):
        text = re.sub(r"\s+", "", text)
    return text[:320]


def _name(text: str) -> str:
    text = field_text(text.strip())
    group, colon, rest = text.partition(":")
    if colon and '"' not in group and rest.strip() and "@" not in group:
        text = rest.strip()
    if text.startswith('"') and text.endswith('"') and len(text) > 1:
        text = text[1:-1]
    text = re.sub(r"\\(.)", r"\1", text)
    return one_line(text).strip("\"' ")[:200]


def _comment(text: str) -> str:
    found = re.search(r"\(([^()]*)\)", text)
    return _name(found[1]) if found else ""
