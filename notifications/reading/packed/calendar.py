"""Invitations: what a text/calendar part is about, when and where."""

import datetime as dt
import re
from typing import Any

from icalendar import Event

from notifications.reading.message import Invitation
from notifications.reading.mime.headers import unfolded
from tickets.folding import storable

MOST_CHARACTERS = 200_000
MOST_EVENTS = 3
_EVENT = re.compile(r"^BEGIN:VEVENT[ \t]*$.*?^END:VEVENT[ \t]*$", re.M | re.S | re.I)
# What costs time and says nothing here: alarms, repetitions, attached files, guests.
_NEEDED = re.compile(r"(?:SUMMARY|DTSTART|DTEND|DURATION|LOCATION|DESCRIPTION|STATUS|BEGIN|END)[;:]", re.I)


def invitations(text: str) -> tuple[Invitation, ...]:
    """The first events of a calendar; () for one that cannot be read."""
    text = text.replace("\r\n", "\n")[:MOST_CHARACTERS]
    cancelled = bool(re.search(r"^METHOD:CANCEL\b", text, re.M | re.I))
    found = []
    for block in _EVENT.findall(text)[:MOST_EVENTS]:
        try:
            found.append(_read(block, cancelled))
        except Exception:  # noqa: S112 - the library raises several kinds; the file itself is kept
            continue
    return tuple(found)


def _read(block: str, cancelled: bool) -> Invitation:
    lines = re.sub(r"\n[ \t]", "", block).split("\n")
    alarm, kept = False, []
    for line in lines:
        alarm = alarm or line.upper().startswith("BEGIN:VALARM")
        if not alarm and _NEEDED.match(line):
            kept.append(line)
        alarm = alarm and not line.upper().startswith("END:VALARM")
    event: Any = Event.from_ical("\r\n".join(kept))
    starts = _moment(event, "DTSTART")
    ends = _moment(event, "DTEND")
    if ends is None and starts is not None and "DURATION" in event:
        ends = starts + event.decoded("DURATION")
    return Invitation(
        summary=_words(event, "SUMMARY")[:300], starts=starts, ends=ends, place=_words(event, "LOCATION")[:300],
        description=storable(str(event.get("DESCRIPTION", ""))).strip(),
        cancelled=cancelled or _words(event, "STATUS").upper() == "CANCELLED",
    )  # fmt: skip


def _words(event: Any, name: str) -> str:
    return unfolded(str(event.get(name, "")).replace("\n", " "))


def _moment(event: Any, name: str) -> dt.datetime | dt.date | None:
    value = event.decoded(name) if name in event else None
    return value if isinstance(value, dt.date) and 1970 <= value.year <= 9000 else None
