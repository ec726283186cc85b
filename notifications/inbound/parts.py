"""The MIME tree: which parts are the words, and which are files."""

import binascii
import re
from dataclasses import dataclass, field
from email.feedparser import BytesFeedParser
from email.message import Message
from email.policy import compat32

from .decoding import decode, decode_html
from .headers import base64_bytes, field_text, message_ids, parameters, raw_bytes
from .html_text import flat_text
from .limits import HEADER_BYTES, PARTS, Unparseable
from .message import InboundAttachment
from .uuencoded import take_uuencoded

_HEADER_LINE = re.compile(rb"[ \t]|[!-9;-~\x80-\xff]{1,200}:|$")
_KNOWN_FIELD = re.compile(
    rb"(?:from|to|cc|subject|date|message-id|received|mime-version|content-type|content-transfer-encoding|return-path"
    rb"|in-reply-to|references|delivered-to|reply-to|auto-submitted|x-[a-z-]{1,40})[ \t]*:",
    re.I,
)
# Alternatives of the same words that nobody reads apart from text/plain and text/html.
_REDUNDANT = {"text/x-amp-html", "text/watch-html", "text/enriched", "text/richtext"}
_EXTENSION = {
    "message/rfc822": "mensaje.eml",
    "message/delivery-status": "estado-de-entrega.txt",
    "message/global-delivery-status": "estado-de-entrega.txt",
    "message/disposition-notification": "acuse.txt",
    "text/rfc822-headers": "encabezados.txt",
    "message/feedback-report": "reporte.txt",
    "text/calendar": "invitación.ics",
    "application/pgp-signature": "firma.asc",
    "application/ms-tnef": "winmail.dat",
    "image/jpeg": "imagen.jpg",
    "image/png": "imagen.png",
    "image/gif": "imagen.gif",
    "application/pdf": "documento.pdf",
    "text/html": "adjunto.html",
    "text/plain": "adjunto.txt",
    "text/x-vcard": "contacto.vcf",
    "text/vcard": "contacto.vcf",
}


class Part(Message):
    """A node whose type and boundary are read in linear time, and whose nested messages stay closed.

    A message inside a message is a file to us; left unopened it keeps its exact bytes and costs no recursion.
    """

    _parsed: tuple[str, dict[str, str]] | None = None
    _parsed_from: str | None = None

    def field(self, name: str) -> str:
        """The first field of that name as received (undecoded, folded); "" when there is none."""
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

    def get_boundary(self, failobj=None):
        boundary = self.type_and_parameters()[1].get("boundary", "").rstrip()
        return boundary or failobj

    def get(self, name, failobj=None):
        return self.field(name) or failobj

    def get_payload(self, i=None, decode=False):
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

    def make(policy=compat32) -> Part:
        nonlocal made
        made += 1
        if made > PARTS + 1:
            raise Unparseable(f"El mensaje tiene más de {PARTS} partes.")
        return Part(policy=policy)

    parser = BytesFeedParser(make, policy=compat32)
    try:
        parser.feed(raw)
        return parser.close()
    except RecursionError:
        raise Unparseable("El mensaje tiene demasiados niveles anidados.") from None


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


@dataclass(slots=True)
class Body:
    """What the parts say: the words as plain text and as HTML, and the files."""

    plain: str = ""
    html: str = ""
    attachments: list[InboundAttachment] = field(default_factory=list)
    spare: str = ""  # an alternative that is read only when there is no other


def read_body(root: Part) -> Body:
    body = Body()
    groups = _groups(root, body, is_root=True)
    body.plain = "\n\n".join(plain.strip("\n") for plain, _ in groups if plain.strip())
    if any(html for _, html in groups):
        body.html = "\n".join(html or _as_html(plain) for plain, html in groups if html or plain.strip())
        if any(html and not plain.strip() for plain, html in groups):
            body.plain = ""  # some words exist only as HTML: the text is made from it
    if not body.plain and not body.html:
        body.plain = body.spare
    return body


def _groups(part: Part, body: Body, *, is_root: bool = False) -> list[tuple[str, str]]:
    """(plain, html) of every stretch of words below this part, in order; files go to the body."""
    payload = part.get_payload()
    if isinstance(payload, list):
        kind = part.get_content_type()
        found = [group for child in payload for group in _groups(child, body)]
        if part.preamble and not payload and part.preamble.strip():
            found.append((_text_of(raw_bytes(part.preamble), ""), ""))
        return _merged_alternative(found) if kind == "multipart/alternative" else found
    return _leaf(part, body, is_root)


def _merged_alternative(groups: list[tuple[str, str]]) -> list[tuple[str, str]]:
    plains = [plain for plain, html in groups if plain.strip() and not html]
    plains = plains or [plain for plain, _ in groups if plain.strip()]
    htmls = [html for _, html in groups if html.strip()]
    if not plains and not htmls:
        return []
    return [("\n\n".join(dict.fromkeys(plains)), "\n".join(dict.fromkeys(htmls)))]


def _leaf(part: Part, body: Body, is_root: bool) -> list[tuple[str, str]]:
    kind = part.get_content_type()
    disposition, _ = part.disposition()
    name = part.filename()
    if kind.startswith("multipart/"):  # declared multipart, but no boundary was ever found
        kind = "text/plain"
    words = kind in ("text/plain", "text/html") or kind in _REDUNDANT
    if kind.startswith("text/") and not words and not name and disposition != "attachment":
        words = kind not in _EXTENSION
    if not words or disposition == "attachment" or (name and not is_root):
        _keep_file(part, kind, name, disposition, body)
        return []
    content = part.content()
    if kind in _REDUNDANT:
        body.spare = body.spare or flat_text(_text_of(content, part.charset()))
        return []
    if kind == "text/html":
        return [("", decode_html(content, part.charset()).replace("\r\n", "\n"))]
    text = _text_of(content, part.charset(), flowed=part.type_and_parameters()[1])
    text, files = take_uuencoded(text)
    body.attachments.extend(files)
    if _is_html_in_disguise(text):
        return [("", text)]
    return [(text, "")]


def _text_of(content: bytes, charset: str, flowed: dict[str, str] | None = None) -> str:
    text = decode(content, charset).replace("\r\n", "\n").replace("\r", "\n")
    if flowed and flowed.get("format", "").lower() == "flowed":
        text = _unstuffed(text)
        if flowed.get("delsp", "").lower() == "yes":  # the break may stand inside a word or a link
            text = re.sub(r"^(?!-- $)([^>\s][^\n]*) \n(?=[^>\s])", r"\1", text, flags=re.M)
    return text


def _unstuffed(text: str) -> str:
    """RFC 3676: a leading space protects lines that start with ">", "From " or a space."""
    return re.sub(r"^ (?=>|From |  )", "", text, flags=re.M)


def _is_html_in_disguise(text: str) -> bool:
    start = text.lstrip()[:200].lower()
    return start.startswith(("<!doctype html", "<html")) and "</html" in text.lower()


def _as_html(plain: str) -> str:
    escaped = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "<div>" + escaped.strip("\n").replace("\n", "<br>\n") + "</div>"


def _keep_file(part: Part, kind: str, name: str, disposition: str, body: Body) -> None:
    if isinstance(part.get_payload(), list):
        return
    content_id = next(iter(message_ids(part.field("content-id"))), "")
    if not name and kind == "message/rfc822":
        name = _subject_name(part) or _EXTENSION[kind]
    name = name or field_text(part.field("content-location")).rpartition("/")[2] or _EXTENSION.get(kind, "adjunto")
    inline = disposition != "attachment" and bool(content_id) and kind.startswith("image/")
    body.attachments.append(InboundAttachment(name, kind, part.content(), content_id, inline))


def _subject_name(part: Part) -> str:
    found = re.search(rb"^subject:[ \t]*([^\r\n]{1,120})", part.content()[:20_000], re.I | re.M)
    words = re.sub(r"[^\w .,()-]+", " ", field_text(found[1].decode("utf-8", "surrogateescape"))) if found else ""
    return f"{words.strip()[:80]}.eml" if words.strip() else ""
