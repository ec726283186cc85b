"""Which parts of a message are its words, and which are files."""

import re
from dataclasses import dataclass, field

from notifications.reading import reactions
from notifications.reading.limits import Unparseable, check, measure
from notifications.reading.markup.bounds import flat_text
from notifications.reading.message import InboundAttachment, Invitation
from notifications.reading.mime.decoding import decode, decode_html
from notifications.reading.mime.headers import field_text, message_ids, raw_bytes
from notifications.reading.mime.placeholders import is_placeholder, is_replaced
from notifications.reading.mime.tree import Part, parse_tree
from notifications.reading.mime.uuencoded import take_uuencoded
from notifications.reading.packed import signed, winmail
from notifications.reading.packed.calendar import invitations

MOST_UNWRAPPED = 3  # opaque signatures of one message that are opened
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


@dataclass(slots=True)
class Body:
    """What the parts say: the words as plain text and as HTML, and the files."""

    plain: str = ""
    html: str = ""
    attachments: list[InboundAttachment] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    packed: winmail.Packed = field(default_factory=winmail.Packed)  # words that are read only where there are no others
    unwrapped: int = 0  # signatures opened, one inside the other or side by side
    reaction: str = ""  # the emoji that this mail is, by Gmail's own part
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
        body.plain, body.html = body.packed.plain or body.spare, body.packed.html
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
    groups = _without_placeholder(groups)
    plains = [plain for plain, html in groups if plain.strip() and not html]
    plains = plains or [plain for plain, _ in groups if plain.strip()]
    htmls = [html for _, html in groups if html.strip()]
    if not plains and not htmls:
        return []
    return [("\n\n".join(dict.fromkeys(plains)), "\n".join(dict.fromkeys(htmls)))]


def _without_placeholder(groups: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Without a text part that only says that this mail is HTML, where the HTML says more and nothing of that."""
    short = {plain for plain, html in groups if not html and plain.strip() and is_placeholder(plain)}
    if not short:
        return groups
    shown = " ".join(flat_text(html) for _, html in groups)
    return [group for group in groups if group[0] not in short or not is_replaced(group[0], shown)]


def _leaf(part: Part, body: Body, is_root: bool) -> list[tuple[str, str]]:
    kind = part.get_content_type()
    disposition, _ = part.disposition()
    name = part.filename()
    if kind.startswith("multipart/"):  # declared multipart, but no boundary was ever found
        kind = "text/plain"
    if kind in signed.KINDS and (found := _unwrapped(part, body)) is not None:
        return found
    if kind == reactions.GMAIL:
        body.reaction = reactions.of_gmail(part.content())
        return []
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
    if _is_mislabelled_html(text):
        return [("", text)]
    return [(text, "")]


def _unwrapped(part: Part, body: Body) -> list[tuple[str, str]] | None:
    """What stands inside an opaque signature; None where it stays a file."""
    inside = signed.message_inside(part.content()) if body.unwrapped < MOST_UNWRAPPED else None
    if inside is None:
        return None
    body.unwrapped += 1
    try:
        check(measure(inside))
        return _groups(parse_tree(inside), body, is_root=True)
    except Unparseable:
        return None


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


def _is_mislabelled_html(text: str) -> bool:
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
    if kind == "text/calendar":
        body.invitations.extend(invitations(_text_of(part.content(), part.charset())))
    inline = disposition != "attachment" and bool(content_id) and kind.startswith("image/")
    body.attachments.append(InboundAttachment(name, kind, part.content(), content_id, inline))
    if kind == winmail.KIND or name.lower() == "winmail.dat":
        body.packed = winmail.unpacked(part.content())
        body.attachments.extend(body.packed.files)


def _subject_name(part: Part) -> str:
    found = re.search(rb"^subject:[ \t]*([^\r\n]{1,120})", part.content()[:20_000], re.I | re.M)
    words = re.sub(r"[^\w .,()-]+", " ", field_text(found[1].decode("utf-8", "surrogateescape"))) if found else ""
    return f"{words.strip()[:80]}.eml" if words.strip() else ""
