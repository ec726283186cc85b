"""Header fields: encoded words, parameters and identifiers, also where they are malformed."""

import base64
import binascii
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import unquote_to_bytes

from notifications.reading.mime.decoding import decode, python_charset
from tickets.folding import storable

LONGEST_FIELD = 64 * 1024  # characters of one field that are looked at
# A "?" inside is no standard, but programs write it: «=?utf-8?Q?=C2=BFQu=C3=A9??=».
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*(?:(?<!=)\?(?!=)[^?]{0,300}){0,6})\?=")
_GAP = re.compile(r"(\?=)\s+(?==\?[^?\s]{1,60}\?[bBqQ]\?)")
_CONTROLS = re.compile("[\x00-\x08\x0a-\x1f\x7f\u2028\u2029]+")
_ID = re.compile(r"<\s*([^<>]{1,998}?)\s*>")


def raw_bytes(value: str) -> bytes:
    """The bytes of a field as the parser kept them: ASCII, the rest as surrogates."""
    return value.encode("utf-8", "surrogateescape")


def field_text(value: str) -> str:
    """A field for people to read: decoded, on one line."""
    value = value[:LONGEST_FIELD]
    text = value if value.isascii() and "\x1b" not in value else decode(raw_bytes(value))
    return unfolded(decode_words(text))


def unfolded(text: str) -> str:
    """A field of several lines (RFC 5322 calls them folded) on one; inner blanks stay, controls become one."""
    return storable(_CONTROLS.sub(" ", text.replace("\r\n", "").replace("\n", ""))).strip()


def decode_words(text: str) -> str:
    """RFC 2047, also inside quotes and glued to other text, where it should not be."""
    if "=?" not in text:
        return text
    text = _GAP.sub(r"\1", text)
    out: list[str] = []
    pending, charset, end = b"", "", 0
    for word in _WORD.finditer(text):
        if pending and (word.start() != end or word[1].lower() != charset):
            out.append(decode(pending, charset))
            pending = b""
        out.append(text[end : word.start()])
        data = _word_bytes(word[2], word[3])
        pending, charset, end = pending + data, word[1].lower(), word.end()
    out.append(decode(pending, charset))
    out.append(text[end:])
    return "".join(out)


def _word_bytes(encoding: str, payload: str) -> bytes:
    if encoding in "qQ":
        return binascii.a2b_qp(raw_bytes(payload), header=True)
    return base64_bytes(raw_bytes(payload))


def base64_bytes(data: bytes) -> bytes:
    """As many bytes as can be read from broken base64."""
    clean = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    if len(clean) % 4 == 1:
        clean = clean[:-1]
    return base64.b64decode(clean + b"=" * (-len(clean) % 4))


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """`text/plain; charset=x` → ("text/plain", {"charset": "x"}), RFC 2231 continuations joined.

    Linear in the length: the standard parser is quadratic in the number of ";".
    """
    main, *pieces = _split_parameters(value[:LONGEST_FIELD])
    plain: dict[str, str] = {}
    extended: dict[str, dict[int, tuple[bool, str]]] = {}
    for piece in pieces[:500]:
        name, separator, content = piece.partition("=")
        name = name.strip().lower()
        if not separator or not name:
            continue
        content = _unquoted(content.strip())
        base, star, rest = name.partition("*")
        if star:
            number, encoded = rest.rstrip("*"), rest.endswith("*") or rest == ""
            order = int(number) if number.isascii() and number.isdigit() and len(number) < 5 else 0
            extended.setdefault(base, {}).setdefault(order, (encoded, content))
        else:
            plain.setdefault(name, content)
    for base, numbered in extended.items():
        plain[base] = _joined_2231([numbered[key] for key in sorted(numbered)])
    return re.sub(r"\s", "", main).lower(), plain


def _split_parameters(value: str) -> list[str]:
    pieces, start, quoted, position = [], 0, False, 0
    while position < len(value):
        character = value[position]
        if character == "\\" and quoted:
            position += 1
        elif character == '"':
            quoted = not quoted
        elif character == ";" and not quoted:
            pieces.append(value[start:position])
            start = position + 1
        position += 1
    rest = value[start:]
    if quoted and ";" in rest:  # a quote that nobody closed
        return pieces + rest.split(";")
    return pieces + [rest]


def _unquoted(content: str) -> str:
    if content.startswith('"'):
        content = content[1:]
        end = re.search(r'(?<!\\)"', content)
        content = content[: end.start()] if end else content
        return re.sub(r"\\(.)", r"\1", content)
    return content


def _joined_2231(segments: list[tuple[bool, str]]) -> str:
    charset, data = "", b""
    for index, (encoded, content) in enumerate(segments):
        if index == 0 and encoded and content.count("'") >= 2:
            charset, _, content = content.split("'", 2)
        data += unquote_to_bytes(raw_bytes(content)) if encoded else raw_bytes(content)
    return decode(data, charset if python_charset(charset) else "")


def message_ids(value: str) -> tuple[str, ...]:
    """Every Message-ID of the field, in order, without <>."""
    value = unfolded(value[: LONGEST_FIELD * 4])
    found = [re.sub(r"\s", "", one) for one in _ID.findall(value)]
    if not found:
        found = [word.strip("<>,;\"'") for word in value.split()]
    return tuple(storable(one)[:998] for one in found if one)


def sent_at(value: str) -> datetime | None:
    """The Date field, aware; None when it cannot be read."""
    try:
        moment = parsedate_to_datetime(re.sub(r"=2C", ",", unfolded(value[:200])))
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        moment.astimezone(UTC)
    except Exception:  # the standard parser raises half a dozen kinds on hostile dates
        return None
    return moment if 1970 <= moment.year <= 9000 else None
