"""Mail addresses out of header fields, in linear time.

The standard parser recurses on nested comments and raises on several malformed forms.
"""

import re

from notifications.reading.mime.decoding import decode
from notifications.reading.mime.headers import LONGEST_FIELD, decode_words, field_text, raw_bytes, unfolded

_LONGEST_MAILBOX = 4_000  # characters, an encoded name included
_ADDRESS = re.compile(
    r"[^\s<>()\[\]\",;:\\@]{1,128}@[^\s<>()\[\]\",;:\\@]{1,255}|\"[^\"\\]{1,64}\"@[^\s<>()\",;:\\@]{1,255}"
)


def mailboxes(value: str) -> list[tuple[str, str]]:
    """(name, address) of every mailbox in the field; the address as written, "" never."""
    if not value.isascii():
        value = decode(raw_bytes(value))
    value = value.replace("\r", "").replace("\n", " ")
    found = []
    surname = ""
    for piece, remark in _pieces(value[: LONGEST_FIELD * 8]):
        if surname and "<" in piece:  # «Pérez, Ana <ana@x.mx>», which should have been quoted
            piece = f"{surname},{piece}"
        elif surname and (mailbox := _mailbox(surname, "")):
            found.append(mailbox)
        surname = piece if piece.strip() and not re.search(r"[@<>:\"]", piece) and not remark else ""
        if not surname and (mailbox := _mailbox(piece, remark)):
            found.append(mailbox)
    if surname and (mailbox := _mailbox(surname, "")):
        found.append(mailbox)
    return found


def addresses(value: str) -> list[str]:
    return [address.lower() for _, address in mailboxes(value)]


def _pieces(value: str) -> list[tuple[str, str]]:
    """(text without comments, last comment) between commas and semicolons that stand outside quotes and <>."""
    pieces: list[tuple[str, str]] = []
    current: list[str] = []
    remark: list[str] = []
    last_remark = ""
    quoted, angle, depth, skip = False, False, 0, False
    for character in value:
        if skip or (character == "\\" and (quoted or depth)):
            skip = not skip
        elif quoted:
            quoted = character != '"'
        elif depth:
            depth += (character == "(") - (character == ")")
            if not depth:
                last_remark, remark = "".join(remark), []
                continue
        elif character == '"':
            quoted = True
        elif character == "(":
            depth = 1
            continue
        elif character in "<>":
            angle = character == "<"
        elif character in ",;" and not angle:
            pieces.append(("".join(current), last_remark))
            current, last_remark = [], ""
            continue
        (remark if depth else current).append(character)
    if (quoted or depth) and "@" in "".join(remark or current):  # something was never closed
        return pieces + [(one, "") for one in re.split(r"[,;]", "".join(current + remark))]
    pieces.append(("".join(current), last_remark))
    return pieces


def _mailbox(piece: str, remark: str) -> tuple[str, str] | None:
    piece = piece[-_LONGEST_MAILBOX:].strip()
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
        return (_name(name) or _name(remark), address) if address else None
    group, colon, rest = piece.partition(":")
    if colon and "@" not in group:
        piece = rest
    if found := _ADDRESS.search(piece):
        return _name(piece[: found.start()]) or _name(remark), _clean_address(found[0])
    if re.fullmatch(r"\s*[^\s@]{1,64}(?:\s*@\s*\S{1,255})?\s*", piece):
        return _name(remark), _clean_address(piece)
    return None


def _clean_address(text: str) -> str:
    text = re.sub(r"^mailto:", "", unfolded(decode_words(text)).strip("<>' \t"), flags=re.I)
    if not re.match(r'"[^"@]{1,64}"@', text):
        text = text.strip("<>\"' \t")
    if "@" in text and not text.startswith('"'):
        text = re.sub(r"\s+", "", text).rstrip(".,;")
    return text[:320]


def _name(text: str) -> str:
    text = field_text(text.strip())
    group, colon, rest = text.partition(":")
    if colon and '"' not in group and rest.strip() and "@" not in group:
        text = rest.strip()
    if text.startswith('"') and text.endswith('"') and len(text) > 1:
        text = text[1:-1]
    text = re.sub(r"\\(.)", r"\1", text)
    return unfolded(text).strip("\"' ")[:200]
