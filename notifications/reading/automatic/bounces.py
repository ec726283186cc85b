"""Mail that came back: who did not get it, why, and which mail of ours it was.

RFC 3464 reports first; then what servers write that never adopted it.
"""

import re

from notifications.reading.automatic.away_words import ANNOUNCING, AWAY
from notifications.reading.automatic.bounce_words import FAILING_TEXT, MTA_SUBJECT, STILL_TRYING, SUBJECT
from notifications.reading.automatic.delivery_reports import ADDRESS, ENHANCED, LOOKED_AT, Report, gather, read_fields
from notifications.reading.automatic.reasons import has_null_return_path
from notifications.reading.message import Bounce
from notifications.reading.mime.addresses import addresses
from notifications.reading.mime.headers import field_text, message_ids, unfolded
from notifications.reading.mime.tree import Part
from notifications.reading.normalising import normalise

# The addresses and the name under which mail servers write. An office's admin@ or noreply@ is a person's.
_DAEMON = re.compile(r"(?:mailer|mail|bounce)[-_]?daemon.*|mdaemon|po+st[-_]?master|microsoftexchange[0-9a-f]{16,}")
_DAEMON_NAME = re.compile(r"mail delivery (?:sub)?system|mailer-?daemon|mail delivery service")
_SMTP_LINE = re.compile(
    r"^.{0,300}?(?:(?<![\d.])[45]\d\d[ -]-? ?(?:[45]\.\d{1,3}\.\d{1,3}\b|[<A-Za-z(#\[])|\b[45]\.\d\.\d{1,3}\b).{0,400}",
    re.M,
)
_MESSAGE_ID = re.compile(r"^[ \t>]*message-id:[ \t]*\n?[ \t>]*(<[^<>\n]{3,500}>|\S{3,500}@\S{1,300})", re.I | re.M)
_DONE = {"delivered", "relayed", "expanded"}


def find_bounce(root: Part, from_email: str, from_name: str, subject: str, text: str) -> Bounce | None:
    """The bounce this message reports, or None."""
    report = gather(root)
    words = text[:LOOKED_AT]
    if report.report_type in ("feedback-report", "disposition-notification") and not report.has_report:
        return None
    if report.actions and report.actions <= _DONE:
        return None
    if not _is_bounce(root, report, from_email, from_name, normalise(subject), words):
        return None
    if not report.status or not report.recipients:
        read_fields(text[:LOOKED_AT], report)
    if not report.recipients and "Final-Recipient" in report.returned:  # a report about a report
        read_fields(report.returned, report)
    diagnostic = report.diagnostic or _server_words(words)
    delayed = report.actions == {"delayed"} or (
        not report.actions and bool(STILL_TRYING.search(normalise(subject + "\n" + words[:1500])))
    )
    return Bounce(
        recipients=_recipients(root, report, words, from_email),
        status=report.status or next(iter(ENHANCED.findall(diagnostic)), ""),
        reason=unfolded(diagnostic)[:500] or _first_paragraph(words),
        original_message_id=_original_id(root, report, text),
        permanent=not delayed,
    )


def _is_bounce(root: Part, report: Report, from_email: str, from_name: str, subject: str, words: str) -> bool:
    """A report's structure, or its words from where only a mail server writes. Words of anybody else never."""
    if root.get_content_type() == "multipart/report" and (report.has_report or report.report_type == "delivery-status"):
        return True
    if any(root.fields("x-failed-recipients")):
        return True
    if not has_null_return_path(root) and not _is_daemon(from_email, from_name):
        return False
    if ANNOUNCING.match(subject) or AWAY.search(normalise(words[:800])):
        return False  # somebody's responder, which leaves no way back either
    return report.has_report or bool(MTA_SUBJECT.match(subject)) or _has_words_of_a_report(report, subject, words)


def is_like_a_report(root: Part, subject: str, text: str) -> bool:
    """A bounce's subject, a server's refusal and the header of the mail returned, from an address that is no server's."""
    words = text[:LOOKED_AT]
    if not (SUBJECT.match(normalise(subject)) and _SMTP_LINE.search(words[:20_000])):
        return False
    header = _MESSAGE_ID.search(words) and re.search(r"^[ \t>]*received:", words, re.I | re.M)
    return bool(header or gather(root).returned)


def _is_daemon(from_email: str, from_name: str) -> bool:
    """Nobody at all, or a mail server by its address or its name."""
    local = normalise(from_email.partition("@")[0])
    return not from_email or bool(_DAEMON.fullmatch(local) or _DAEMON_NAME.match(normalise(from_name)))


def _has_words_of_a_report(report: Report, subject: str, words: str) -> bool:
    failing = bool(FAILING_TEXT.search(normalise(words[:3000])))
    refused = bool(_SMTP_LINE.search(words[:20_000]))
    if SUBJECT.match(subject):
        return failing or refused or bool(report.returned or ADDRESS.search(words))
    return failing and (refused or bool(report.returned or _MESSAGE_ID.search(words) or ADDRESS.search(words)))


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


def _recipients(root: Part, report: Report, words: str, from_email: str) -> tuple[str, ...]:
    found = list(report.recipients)
    for value in root.fields("x-failed-recipients"):
        found += addresses(value)
    if not found:
        notice = re.split(
            r"(?im)^(?:[ \t>]*(?:received|return-path|from|message-id):|-{3,} ?(?:below|original|this is a copy|included))",
            words,
        )[0]
        found = [
            one.lower()
            for one in ADDRESS.findall(notice[:8000])
            if not re.match(r"(?i)postmaster@|mailer-daemon@|abuse@", one)
        ]
        ours = {from_email.lower(), *addresses(root.field("to"))}
        found = [one for one in found if one not in ours][:5]
    if not found and (returned := re.search(r"^to:(.*(?:\n[ \t].*)*)", report.returned or words, re.I | re.M)):
        found = addresses(returned[1])[:5]
    return tuple(dict.fromkeys(found))


def _original_id(root: Part, report: Report, text: str) -> str:
    """The mail that came back, as the report itself names it: what its header merely answers may have arrived."""
    for source in (report.returned, text[:LOOKED_AT]):
        if source and (found := _MESSAGE_ID.search(source)):
            return next(iter(message_ids(found[1])), "")
    return next(iter(message_ids(field_text(root.field("x-original-message-id")))), "")
