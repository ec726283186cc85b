"""Mail that came back: who did not get it, why, and which mail of ours it was.

RFC 3464 reports first; then what servers write that never adopted it.
"""

import re
from dataclasses import dataclass, field

from notifications.reading.automatic.bounce_words import FAILING_TEXT, MTA_SUBJECT, STILL_TRYING, SUBJECT
from notifications.reading.automatic.reasons import has_null_return_path
from notifications.reading.message import Bounce
from notifications.reading.mime.addresses import addresses
from notifications.reading.mime.decoding import decode
from notifications.reading.mime.headers import field_text, message_ids, raw_bytes, unfolded
from notifications.reading.mime.tree import Part
from notifications.reading.normalising import normalise

_REPORT_TYPES = {"message/delivery-status", "message/global-delivery-status"}
_RETURNED_TYPES = {
    "message/rfc822",
    "text/rfc822-headers",
    "message/global",
    "message/global-headers",
    "message/rfc822-headers",
}
_DAEMON = re.compile(r"^(?:mailer-?daemon|mail-?daemon|mdaemon|mailerdaemon|bounce-?daemon)\b")
_SYSTEM_SENDER = re.compile(
    r"mailer-?daemon|po+st[-_]?master|mail delivery|mail deliver system|mailer daemon|mdaemon|mail administrator|mail admin"
    r"|system administrator|administrador del sistema|internet mail|microsoft exchange|microsoft outlook|mail system|mail router"
    r"|delivery subsystem|interscan|mailgateway|mail gateway|mimecast|bounce|no-?reply|admin\b|^$"
)
_FIELD = re.compile(
    r"^[ \t>]*(final-recipient|original-recipient|action|status|diagnostic-code|x-original-message-id)\s*:\s*(.*(?:\n[ \t]+\S.*)*)",
    re.I | re.M,
)
_ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_SMTP_LINE = re.compile(
    r"^.{0,300}?(?:(?<![\d.])[45]\d\d[ -]-? ?(?:[45]\.\d{1,3}\.\d{1,3}\b|[<A-Za-z(#\[])|\b[45]\.\d\.\d{1,3}\b).{0,400}",
    re.M,
)
_ADDRESS = re.compile(r"[\w.+=/'-]{1,80}@[\w-]{1,60}(?:\.[\w-]{1,60})+")
_MESSAGE_ID = re.compile(r"^[ \t>]*message-id:[ \t]*\n?[ \t>]*(<[^<>\n]{3,500}>|\S{3,500}@\S{1,300})", re.I | re.M)
_DONE = {"delivered", "relayed", "expanded"}
_LOOKED_AT = 200_000  # characters of the report and of the returned message


@dataclass(slots=True)
class _Evidence:
    """What the parts of a possible bounce say."""

    recipients: list[str] = field(default_factory=list)
    actions: set[str] = field(default_factory=set)
    status: str = ""
    diagnostic: str = ""
    returned: str = ""  # header of the mail that came back
    has_report: bool = False
    report_type: str = ""


def find_bounce(root: Part, from_email: str, from_name: str, subject: str, text: str) -> Bounce | None:
    """The bounce this message reports, or None."""
    evidence = _gather(root)
    words = text[:_LOOKED_AT]
    if evidence.report_type in ("feedback-report", "disposition-notification") and not evidence.has_report:
        return None
    if evidence.actions and evidence.actions <= _DONE:
        return None
    if not _is_bounce(root, evidence, from_email, from_name, normalise(subject), words):
        return None
    if not evidence.status or not evidence.recipients:
        _read_fields(text[:_LOOKED_AT], evidence)
    if not evidence.recipients and "Final-Recipient" in evidence.returned:  # a report about a report
        _read_fields(evidence.returned, evidence)
    diagnostic = evidence.diagnostic or _server_words(words)
    delayed = evidence.actions == {"delayed"} or (
        not evidence.actions and bool(STILL_TRYING.search(normalise(subject + "\n" + words[:1500])))
    )
    return Bounce(
        recipients=_recipients(root, evidence, words, from_email),
        status=evidence.status or next(iter(_ENHANCED.findall(diagnostic)), ""),
        reason=unfolded(diagnostic)[:500] or _first_paragraph(words),
        original_message_id=_original_id(root, evidence, text),
        permanent=not delayed,
    )


def _is_bounce(root: Part, evidence: _Evidence, from_email: str, from_name: str, subject: str, words: str) -> bool:
    if evidence.has_report or evidence.report_type == "delivery-status" or root.field("x-failed-recipients"):
        return True
    sender = normalise(from_email.partition("@")[0])
    if _DAEMON.match(sender) or MTA_SUBJECT.match(subject):
        return True
    system = (
        bool(_SYSTEM_SENDER.search(sender) or _SYSTEM_SENDER.search(normalise(from_name)[:80])) if from_email else True
    )
    failing = bool(FAILING_TEXT.search(normalise(words[:3000])))
    refused = bool(_SMTP_LINE.search(words[:20_000]))
    announced = bool(SUBJECT.match(subject))
    if has_null_return_path(root):
        return announced or failing or refused
    if system:
        return (announced and (failing or refused or bool(_ADDRESS.search(words)))) or (
            failing and (refused or bool(evidence.returned))
        )
    returned = bool(evidence.returned or _MESSAGE_ID.search(words) or re.search(r"^received:", words, re.I | re.M))
    opens = bool(FAILING_TEXT.search(normalise(words[:400])))
    return (announced and opens and (refused or returned)) or (opens and refused and returned)


def _gather(root: Part) -> _Evidence:
    evidence = _Evidence()
    if root.get_content_type() == "multipart/report":
        evidence.report_type = root.type_and_parameters()[1].get("report-type", "").lower()
    for part in root.walk():
        kind = part.get_content_type()
        if kind in _REPORT_TYPES:
            evidence.has_report = True
            _read_fields(_text(part), evidence)
        elif kind in _RETURNED_TYPES and not evidence.returned and part is not root:
            evidence.returned = _text(part)
    return evidence


def _text(part: Part) -> str:
    payload = part.get_payload()
    if isinstance(payload, list):  # the parser opens delivery reports into one header block a recipient
        fields = ("\n".join(f"{name}: {value}" for name, value in block.raw_items()) for block in payload[:50])
        return decode(raw_bytes("\n\n".join(fields))[:_LOOKED_AT], part.charset()).replace("\r\n", "\n")
    return decode(part.content()[:_LOOKED_AT], part.charset()).replace("\r\n", "\n").replace("\r", "\n")


def _read_fields(report: str, evidence: _Evidence) -> None:
    for name, value in _FIELD.findall(report):
        name, value = name.lower(), unfolded(value)
        if name.endswith("recipient"):
            for address in _ADDRESS.findall(value.rpartition(";")[2])[:1]:
                if address.lower() not in evidence.recipients:
                    evidence.recipients.append(address.lower())
        elif name == "action":
            evidence.actions.update(re.findall(r"^[a-z]+", value.lower()))
        elif name == "status" and not evidence.status:
            evidence.status = next(iter(_ENHANCED.findall(value)), "")
        elif name == "diagnostic-code" and not evidence.diagnostic:
            evidence.diagnostic = re.sub(r"^\s*(?:smtp|x-[\w-]+|lmtp)\s*;\s*", "", value, flags=re.I)


def _server_words(words: str) -> str:
    found = _SMTP_LINE.search(words[:20_000])
    if not found:
        return ""
    rest = words[found.end() :].split("\n")[1:3]
    following = [line for line in rest if line.startswith((" ", "\t")) and line.strip()]
    return " ".join([found[0].strip(), *(line.strip() for line in following)])


def _first_paragraph(words: str) -> str:
    for paragraph in re.split(r"\n\s*\n|\n-{4,}", words.strip()[:4000]):
        if len(paragraph.split()) > 4:
            return unfolded(paragraph.replace("\n", " "))[:300]
    return ""


def _recipients(root: Part, evidence: _Evidence, words: str, from_email: str) -> tuple[str, ...]:
    found = list(evidence.recipients)
    for value in root.fields("x-failed-recipients"):
        found += addresses(value)
    if not found:
        notice = re.split(
            r"(?im)^(?:[ \t>]*(?:received|return-path|from|message-id):|-{3,} ?(?:below|original|this is a copy|included))",
            words,
        )[0]
        found = [
            one.lower()
            for one in _ADDRESS.findall(notice[:8000])
            if not re.match(r"(?i)postmaster@|mailer-daemon@|abuse@", one)
        ]
        ours = {from_email.lower(), *addresses(root.field("to"))}
        found = [one for one in found if one not in ours][:5]
    if not found and (returned := re.search(r"^to:(.*(?:\n[ \t].*)*)", evidence.returned or words, re.I | re.M)):
        found = addresses(returned[1])[:5]
    return tuple(dict.fromkeys(found))


def _original_id(root: Part, evidence: _Evidence, text: str) -> str:
    for source in (evidence.returned, text[:_LOOKED_AT]):
        if source and (found := _MESSAGE_ID.search(source)):
            return next(iter(message_ids(found[1])), "")
    for name in ("x-original-message-id", "in-reply-to", "references"):
        if ids := message_ids(field_text(root.field(name))):
            return ids[-1]
    return ""
