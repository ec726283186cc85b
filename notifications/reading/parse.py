"""One parser for every channel: raw bytes in, an `InboundMessage` out."""

import re

from notifications.kinds import LOOP_HEADER
from notifications.reading.automatic.bounces import find_bounce, is_like_a_report
from notifications.reading.automatic.reasons import automatic_reason, forbids_answer, says_a_person_sent_it
from notifications.reading.automatic.return_date import returns_on
from notifications.reading.automatic.suspicion import says_away, suspected_reason
from notifications.reading.limits import HEADER_BYTES, check, measure
from notifications.reading.markup.lines import html_to_text
from notifications.reading.message import InboundMessage
from notifications.reading.mime.addresses import addresses, mailboxes
from notifications.reading.mime.body import read_body
from notifications.reading.mime.headers import field_text, message_ids, sent_at
from notifications.reading.mime.senders import is_ambiguous, list_addresses, named_writers, sender
from notifications.reading.mime.tree import Part, parse_tree
from notifications.reading.normalising import normalise
from notifications.reading.quotes.forwarded import forwarded_sender
from notifications.reading.reactions import of_outlook
from notifications.reading.visible_reply import visible_reply
from tickets.folding import storable

_RECIPIENT_FIELDS = (
    "to", "cc", "bcc", "delivered-to", "x-original-to", "x-delivered-to", "envelope-to", "x-envelope-to", "x-forwarded-to",
    "apparently-to", "x-rcpt-to", "x-real-to", "x-gm-original-to", "original-recipient", "resent-to", "resent-cc",
    "x-mailgun-recipient", "x-postmark-recipient", "x-resolved-to", "x-received-for",
)  # fmt: skip
_RECEIVED_FOR = re.compile(r"\bfor\s+<([^<>\s@]{1,200}@[^<>\s]{1,255})>")
_FORWARD_SUBJECT = re.compile(r"^\s*(?:rv|fw|fwd|enc|tr|wg|reenv|reenviado|i)\s?:")


def parse(raw: bytes) -> InboundMessage:
    """Read one message. Raises `Unparseable` past the limits, and nothing else."""
    raw = _without_mbox_line(raw)
    check(measure(raw))
    root = parse_tree(raw)
    body = read_body(root)
    subject = field_text(root.field("subject"))
    from_name, from_email = sender(root)
    text = storable(body.plain) or html_to_text(body.html)
    if reaction := body.reaction or of_outlook(text, from_name):
        text, body.plain, body.html = reaction, reaction, ""
    bounce = find_bounce(root, from_email, from_name, subject, text)
    reason = automatic_reason(root) or ("aviso de entrega fallida" if bounce else "")
    moment = sent_at(root.field("date"))
    reply = visible_reply(body.plain, body.html)
    said = reply.text or text  # a quotation asks and names days of its own
    suspicion = "" if reason or says_a_person_sent_it(root) else _suspicion(root, from_email, subject, said, text)
    may_be_away = bool(reason or suspicion) and not bounce
    back = returns_on(said, moment) or returns_on(subject, moment) if may_be_away else None
    is_forward = reply.is_forward or bool(_FORWARD_SUBJECT.match(normalise(subject)))
    in_reply_to = next(iter(message_ids(root.field("in-reply-to"))), "")
    return InboundMessage(
        message_id=next(iter(message_ids(root.field("message-id"))), ""),
        resent_of=next(iter(message_ids(root.field("x-ms-exchange-parent-message-id"))), ""),
        in_reply_to=in_reply_to,
        references=tuple(dict.fromkeys(message_ids(" ".join(root.fields("references"))))),
        subject=subject,
        from_name=from_name,
        from_email=from_email,
        is_of_nobody=is_ambiguous(root.fields("from")),
        writers=named_writers(root),
        list_addresses=list_addresses(root),
        authentication_results=tuple(field_text(one) for one in root.fields("authentication-results")[:10]),
        reply_to=next(iter(addresses(root.field("reply-to"))), ""),
        recipients=_recipients(root),
        copied=_copied(root),
        date=moment,
        text=text,
        html=body.html,
        reply_text=text.strip() if is_forward else reply.text,
        parts=reply.parts,
        attachments=tuple(body.attachments),
        invitations=tuple(body.invitations),
        automatic_reason=reason,
        suspected_reason=suspicion,
        bounce=bounce,
        own_loop=bool(root.fields(LOOP_HEADER)),
        no_answer=bool(reason) or forbids_answer(root),
        only_its_list_forbids=not reason and forbids_answer(root) and not forbids_answer(root, but_for_lists=True),
        is_away=may_be_away and (back is not None or says_away(subject, said)),
        returns_on=back,
        is_forward=is_forward,
        forwarded_from=_forwarded_from(root, text, announced=bool(_FORWARD_SUBJECT.match(normalise(subject)))),
    )


def _suspicion(root: Part, from_email: str, subject: str, said: str, text: str) -> str:
    return suspected_reason(from_email, subject, said, is_like_a_report=is_like_a_report(root, subject, text))


def _without_mbox_line(raw: bytes) -> bytes:
    """Pipes and old exports put «From user date», blank lines or a byte order mark above the first header."""
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    raw = raw.lstrip(b"\r\n") if raw[:1] in (b"\r", b"\n") and re.match(rb"[\r\n]{1,20}[\w-]{1,60}:", raw) else raw
    if raw.startswith((b"From ", b">From ")) and not re.match(rb">?From\s*:", raw):
        return raw[raw.find(b"\n") + 1 :] if b"\n" in raw else raw
    return raw


def _forwarded_from(root: Part, text: str, *, announced: bool) -> tuple[str, str]:
    """As the text says, or a message that is attached."""
    if (said := forwarded_sender(text, announced=announced))[1]:
        return said
    for part in root.walk():
        if isinstance(part, Part) and part.get_content_type() == "message/rfc822":
            header = re.split(rb"\r?\n\r?\n", part.content()[:HEADER_BYTES].lstrip(b"\r\n"), maxsplit=1)[0]
            return sender(parse_tree(header + b"\r\n\r\n"))
    return "", ""


def _copied(root: Part) -> tuple[tuple[str, str], ...]:
    found = {address.lower(): name for name, address in mailboxes(", ".join(root.fields("cc")))}
    return tuple((name, storable(address)) for address, name in found.items())


def _recipients(root: Part) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for name in _RECIPIENT_FIELDS:
        for value in root.fields(name):
            found.update(dict.fromkeys(addresses(value)))
    for value in root.fields("received")[:30]:
        if for_whom := _RECEIVED_FOR.search(value[:4000]):
            found.setdefault(for_whom[1].lower())
    return tuple(storable(address) for address in found)
