"""What the parts of a possible bounce hold: the fields of a delivery report, and the header of the mail returned."""

import re
from dataclasses import dataclass, field

from notifications.reading.mime.decoding import decode
from notifications.reading.mime.headers import raw_bytes, unfolded
from notifications.reading.mime.tree import Part

_REPORT_TYPES = {"message/delivery-status", "message/global-delivery-status"}
_RETURNED_TYPES = {
    "message/rfc822",
    "text/rfc822-headers",
    "message/global",
    "message/global-headers",
    "message/rfc822-headers",
}
_FIELD = re.compile(
    r"^[ \t>]*(final-recipient|original-recipient|action|status|diagnostic-code|x-original-message-id)\s*:\s*(.*(?:\n[ \t]+\S.*)*)",
    re.I | re.M,
)
ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
ADDRESS = re.compile(r"[\w.+=/'-]{1,80}@[\w-]{1,60}(?:\.[\w-]{1,60})+")
LOOKED_AT = 200_000  # characters of the report and of the returned message


@dataclass(slots=True)
class Report:
    """What the parts of a possible bounce say."""

    recipients: list[str] = field(default_factory=list)
    actions: set[str] = field(default_factory=set)
    status: str = ""
    diagnostic: str = ""
    returned: str = ""  # header of the mail that came back
    has_report: bool = False
    report_type: str = ""


def gather(root: Part) -> Report:
    """What the parts of this message report; an empty Report for an ordinary one."""
    found = Report()
    if root.get_content_type() == "multipart/report":
        found.report_type = root.type_and_parameters()[1].get("report-type", "").lower()
    for part in root.walk():
        kind = part.get_content_type()
        if kind in _REPORT_TYPES:
            found.has_report = True
            read_fields(_text(part), found)
        elif kind in _RETURNED_TYPES and not found.returned and part is not root:
            found.returned = _text(part)
    return found


def _text(part: Part) -> str:
    payload = part.get_payload()
    if isinstance(payload, list):  # the parser opens delivery reports into one header block a recipient
        fields = ("\n".join(f"{name}: {value}" for name, value in block.raw_items()) for block in payload[:50])
        return decode(raw_bytes("\n\n".join(fields))[:LOOKED_AT], part.charset()).replace("\r\n", "\n")
    return decode(part.content()[:LOOKED_AT], part.charset()).replace("\r\n", "\n").replace("\r", "\n")


def read_fields(text: str, found: Report) -> None:
    """Add what the fields of RFC 3464 in a text say, wherever it came from; the first of each stands."""
    for name, value in _FIELD.findall(text):
        name, value = name.lower(), unfolded(value)
        if name.endswith("recipient"):
            for address in ADDRESS.findall(value.rpartition(";")[2])[:1]:
                if address.lower() not in found.recipients:
                    found.recipients.append(address.lower())
        elif name == "action":
            found.actions.update(re.findall(r"^[a-z]+", value.lower()))
        elif name == "status" and not found.status:
            found.status = next(iter(ENHANCED.findall(value)), "")
        elif name == "diagnostic-code" and not found.diagnostic:
            found.diagnostic = re.sub(r"^\s*(?:smtp|x-[\w-]+|lmtp)\s*;\s*", "", value, flags=re.I)
