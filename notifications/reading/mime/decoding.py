"""Bytes to text that PostgreSQL accepts, whatever the declared charset says."""

import codecs
import re

from tickets.folding import storable

# Senders declare the small set and write the large one.
SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "hz-gb-2312": "hz",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "big5": "big5hkscs",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "l1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "ansi": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "iso-8859-8-i": "iso-8859-8",
    "unicode-1-1-utf-7": "utf-7",
    "x-unicode-2-0-utf-7": "utf-7",
    "utf8": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "x-user-defined": "cp1252",
    "macintosh": "mac-roman",
    "x-mac-roman": "mac-roman",
    "x-macroman": "mac-roman",
    "iso-2022-jp": "iso2022_jp_ext",
    "cp-850": "cp850",
}
# Written in ASCII bytes, so "valid UTF-8" proves nothing about them.
SEVEN_BIT = ("iso-2022", "iso2022", "utf-7", "hz", "utf-16", "utf16", "utf-32", "utf32", "csiso2022", "ucs-2")
# Python codecs that are no charsets: they would unpack, rotate or run text.
NOT_A_CHARSET = {
    "idna", "punycode", "raw_unicode_escape", "unicode_escape", "undefined", "mbcs", "oem", "palmos",
    "base64_codec", "bz2_codec", "hex_codec", "quopri_codec", "rot_13", "uu_codec", "zlib_codec",
}  # fmt: skip
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)


def python_charset(declared: str) -> str:
    """The Python codec for a declared charset, widened to its superset; "" when unknown."""
    name = declared.strip().strip("\"'").split("*")[0].lower().replace(" ", "")
    name = SUPERSETS.get(name, name)
    if name.startswith("windows-") and name[8:].isdigit():
        name = "cp" + name[8:]
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    return "" if found.replace("-", "_") in NOT_A_CHARSET else found


def decode(data: bytes, declared: str = "") -> str:
    """Text of a body or header. Never raises; NUL and lone surrogates are gone."""
    return storable(_decode(data, declared))


def decode_html(data: bytes, declared: str = "") -> str:
    if not declared and (found := _META_CHARSET.search(data[:4096])):
        declared = found[1].decode("ascii", "replace")
    return decode(data, declared)


def _decode(data: bytes, declared: str) -> str:
    if not data:
        return ""
    charset = python_charset(declared) if declared else ""
    if charset.startswith(SEVEN_BIT) or (wide := data.startswith((b"\xff\xfe", b"\xfe\xff"))):
        if (text := _decode_seven_bit(data, charset if charset else "utf-16")) is not None:
            return text
    elif not wide and b"\x1b$" in data and (text := _try(data, "iso2022_jp_ext")) is not None:
        return text
    if (text := _try(data, "utf-8-sig")) is not None:
        return text
    if charset and not charset.startswith(("utf", "cp1252")) and (text := _try(data, charset)) is not None:
        return text
    if _is_damaged_utf8(data):
        return data.decode("utf-8", "replace")
    if charset and not charset.startswith(SEVEN_BIT + ("utf",)):
        return data.decode(charset, "replace")
    return data.decode("cp1252", "replace")


def _decode_seven_bit(data: bytes, charset: str) -> str | None:
    if charset.startswith(("utf-16", "utf-32")) and b"\x00" not in data and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return None  # declared wide, written narrow
    if (text := _try(data, charset)) is not None:
        return text
    return None if any(byte > 127 for byte in data[:2000]) else data.decode(charset, "replace")


def _try(data: bytes, charset: str) -> str | None:
    try:
        text = data.decode(charset)
    except (UnicodeError, LookupError, ValueError):
        return None
    return text if isinstance(text, str) else None


def _is_damaged_utf8(data: bytes) -> bool:
    """Cut in the middle of a letter, or a few bytes broken on the way: most of it is UTF-8 all the same."""
    sample = data[:200_000].decode("utf-8", "replace")
    broken = sample.count("\ufffd")
    letters = sum(1 for _ in re.finditer("[\u0080-\uffef]", sample))
    return letters > broken
