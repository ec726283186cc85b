"""The MIME tree, also of messages whose header or encoding is broken."""

import binascii
import re
from email.feedparser import BytesFeedParser
from email.message import Message
from email.policy import compat32
from typing import Any

from notifications.reading.limits import HEADER_BYTES, PARTS, Unparseable
from notifications.reading.mime.headers import base64_bytes, field_text, parameters, raw_bytes
from notifications.reading.mime.uuencoded import take_uuencoded

_HEADER_LINE = re.compile(rb"[ \t]|[!-9;-~\x80-\xff]{1,200}:|$")
_KNOWN_FIELD = re.compile(
    rb"(?:from|to|cc|subject|date|message-id|received|mime-version|content-type|content-transfer-encoding|return-path"
    rb"|in-reply-to|references|delivered-to|reply-to|auto-submitted|x-[a-z-]{1,40})[ \t]*:",
    re.I,
)


class Part(Message):
    """A node whose type and boundary are read in linear time, and whose nested messages stay closed.

    A message inside a message is a file to us; left unopened it keeps its exact bytes and costs no recursion.
    """

    _parsed: tuple[str, dict[str, str]] | None = None
    _parsed_from: str | None = None
    _payload: Any  # of the standard class, whose published types leave it out

    def field(self, name: str) -> str:
        """The first field of that name as received (undecoded, its lines not joined); "" when there is none."""
        name = name.lower()
        for key, value in self.raw_items():
            if key.lower() == name:
                return str(value)
        return ""

    def fields(self, name: str) -> list[str]:
        name = name.lower()
        return [str(value) for key, value in self.raw_items() if key.lower() == name]

    def type_and_parameters(self) -> tuple[str, dict[str, str]]:
        value = self.field("content-type")
        if self._parsed is None or self._parsed_from != value:
            declared, found = parameters(value)
            if not re.fullmatch(r"[^/\s]+/[^/\s]+", declared):
                declared = (
                    "text/plain" if declared in ("", "text", "plain") else declared.partition("/")[0] + "/x-unknown"
                )
            self._parsed, self._parsed_from = (declared, found), value
        return self._parsed

    def get_content_type(self) -> str:
        return self.type_and_parameters()[0]

    def get_content_maintype(self) -> str:
        main = self.get_content_type().partition("/")[0]
        return "application" if main == "message" else main

    def get_boundary(self, failobj: Any = None) -> Any:
        boundary = self.type_and_parameters()[1].get("boundary", "").rstrip()
        return boundary or failobj

    def get(self, name: str, failobj: Any = None) -> Any:
        return self.field(name) or failobj

    def get_payload(self, i: int | None = None, decode: bool = False) -> Any:
        """As received: the standard method re-decodes 8-bit text by the declared charset, and raises on some."""
        return self._payload

    def disposition(self) -> tuple[str, dict[str, str]]:
        return parameters(self.field("content-disposition"))

    def filename(self) -> str:
        kind, found = self.disposition()
        name = found.get("filename") or self.type_and_parameters()[1].get("name", "")
        return field_text(name)[:255]

    def charset(self) -> str:
        return self.type_and_parameters()[1].get("charset", "")

    def content(self) -> bytes:
        """The decoded bytes, as many as the transfer encoding lets through."""
        payload = self.get_payload()
        if not isinstance(payload, str):
            return b""
        data = raw_bytes(payload)
        encoding = parameters(self.field("content-transfer-encoding"))[0]
        if encoding == "base64":
            return _base64(data)
        if encoding == "quoted-printable":
            return binascii.a2b_qp(re.sub(rb"=[ \t]+(?=\r?\n|$)", b"=", data))
        if encoding in ("x-uuencode", "uuencode", "uue", "x-uue"):
            rest, files = take_uuencoded(payload)
            return files[0].content if files else raw_bytes(rest)
        return data


def _base64(data: bytes) -> bytes:
    try:
        decoded = binascii.a2b_base64(data, strict_mode=False)
        # Some relays glue several encoded pieces together: each ends with its own padding.
        for piece in re.split(rb"=+\s*", data)[1:200] if b"=" in data.rstrip(b"=\r\n\t ") else ():
            if len(re.sub(rb"\s", b"", piece)) < 4 or not re.fullmatch(rb"[A-Za-z0-9+/\r\n]+", piece):
                break
            decoded += base64_bytes(piece)
        return decoded
    except (binascii.Error, ValueError):
        pass
    decoded = base64_bytes(data)
    looks_encoded = len(re.sub(rb"[A-Za-z0-9+/=\s]", b"", data[:4000])) * 20 < len(data[:4000])
    return decoded if looks_encoded else data  # plain words under a false label


def parse_tree(raw: bytes) -> Part:
    """The tree of parts. Raises `Unparseable` past the number of parts."""
    raw = _mended(raw)
    made = 0

    def make(policy: Any = compat32) -> Part:
        nonlocal made
        made += 1
        if made > PARTS + 1:
            raise Unparseable(f"El mensaje tiene más de {PARTS} partes.")
        return Part(policy=policy)

    parser = BytesFeedParser(make, policy=compat32)
    try:
        parser.feed(raw)
        root = parser.close()
    except RecursionError:
        raise Unparseable("El mensaje tiene demasiados niveles anidados.") from None
    assert isinstance(root, Part)
    return root


def _mended(raw: bytes) -> bytes:
    """Header lines that would end the header too early, made harmless: «To   : x», a stray line above «Subject:»."""
    end = re.search(rb"\r?\n\r?\n|\r\r", raw[: HEADER_BYTES + 4])
    header = raw[: end.start()] if end else raw[:HEADER_BYTES]
    if all(_HEADER_LINE.match(line) for line in header.splitlines()):
        return raw
    lines = header.splitlines(keepends=True)
    last = max((number for number, line in enumerate(lines) if _KNOWN_FIELD.match(line)), default=-1)
    for number in range(last + 1):
        if not _HEADER_LINE.match(lines[number]):
            named = re.match(rb"([A-Za-z][A-Za-z0-9-]{1,60})[ \t]+(:.*)", lines[number], re.S)
            lines[number] = named[1] + named[2] if named else b"X-Malformed: " + lines[number]
    return b"".join(lines) + raw[len(header) :]
