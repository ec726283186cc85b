"""The raw messages inside what e-mail services post: each in its own field, form or JSON."""

import json
import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from email.message import Message as Part
from email.parser import BytesParser
from email.policy import compat32
from typing import cast
from urllib.parse import parse_qsl

from notifications.reading.limits import Unparseable
from notifications.reading.mime.headers import parameters

NO_MESSAGE = "El cuerpo del webhook no trae un mensaje MIME completo. Pide al servicio que lo mande crudo."
Message = tuple[bytes, str]  # raw bytes, and the envelope's recipient, "" when not given


def mailbox_of(esp: str) -> str:
    """The name under which a service's messages stand in the spool."""
    return f"webhook:{esp}"


def esp_of(mailbox: str) -> str:
    return mailbox.removeprefix("webhook:")


def messages_in(body: bytes, content_type: str, esp: str) -> list[bytes]:
    """Every raw message of one body; the envelope's recipient, which may carry our token, as its first header.

    Raises Unparseable when there is none.
    """
    try:
        found = [_with_recipient(raw, to) for raw, to in SERVICES[esp](body, content_type) if raw.strip()]
    except (KeyError, IndexError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise Unparseable(NO_MESSAGE) from error
    if not found:
        raise Unparseable(NO_MESSAGE)
    return found


def _with_recipient(raw: bytes, recipient: str) -> bytes:
    if not re.fullmatch(r"[!-~]{1,300}", recipient):
        return raw
    return b"X-Original-To: " + recipient.encode() + b"\r\n" + raw.lstrip(b"\r\n")


def _mailgun(body: bytes, content_type: str) -> Iterator[Message]:
    fields = _form(body, content_type)
    yield fields["body-mime"], fields.get("recipient", b"").decode("ascii", "replace")


def _sendgrid(body: bytes, content_type: str) -> Iterator[Message]:
    fields = _form(body, content_type)
    to = json.loads(fields.get("envelope", b"{}")).get("to", [""])
    yield fields["email"], to[0]


def _postmark(body: bytes, content_type: str) -> Iterator[Message]:
    event = json.loads(body)
    yield event["RawEmail"].encode("utf-8", "surrogateescape"), event.get("OriginalRecipient", "")


def _sparkpost(body: bytes, content_type: str) -> Iterator[Message]:
    for event in json.loads(body):
        if relayed := event["msys"].get("relay_message"):  # a ping brings none
            content = relayed["content"]
            raw = content["email_rfc822"].encode("utf-8", "surrogateescape")
            yield b64decode(raw) if content.get("email_rfc822_is_base64") else raw, relayed.get("rcpt_to", "")


def _mandrill(body: bytes, content_type: str) -> Iterator[Message]:
    for event in json.loads(_form(body, content_type)["mandrill_events"]):
        if event.get("event") == "inbound":
            yield event["msg"]["raw_msg"].encode("utf-8", "surrogateescape"), event["msg"].get("email", "")


def _form(body: bytes, content_type: str) -> dict[str, bytes]:
    """The fields of a posted form, byte for byte; the first of each name."""
    kind, _ = parameters(content_type)
    if kind == "application/x-www-form-urlencoded":
        pairs = parse_qsl(body.decode("latin-1"), keep_blank_values=True, encoding="latin-1", max_num_fields=500)
        return {name: value.encode("latin-1") for name, value in reversed(pairs)}
    whole = BytesParser(policy=compat32).parsebytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
    fields: dict[str, bytes] = {}
    parts = cast("list[Part]", whole.get_payload()) if whole.is_multipart() else []
    for part in parts:
        name = parameters(str(part.get("Content-Disposition", "")))[1].get("name", "")
        content = part.get_payload(decode=True)
        fields.setdefault(name, content if isinstance(content, bytes) else b"")
    return fields


SERVICES: dict[str, Callable[[bytes, str], Iterator[Message]]] = {
    "mailgun": _mailgun,
    "mandrill": _mandrill,
    "postmark": _postmark,
    "sendgrid": _sendgrid,
    "sparkpost": _sparkpost,
}
