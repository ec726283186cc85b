"""The day on which an out-of-office says its writer is back. Spanish first, then English."""

import datetime as dt
import re

from notifications.reading.automatic.days import FURTHEST, LATE, Day, days_in
from notifications.reading.normalising import normalise

# Says the first day back. «A partir de» does only where somebody is there again: «fuera a partir del 16» is the first day away.
_BACK = re.compile(
    r"\b(?:regres(?:o|a|are|ara|ando|amos|aremos|ar)|vuelv[oe]|volve(?:re|ra|mos|remos)|de vuelta|(?:re)?incorpor\w*|retorn(?:o|a|are|ar|ando|amos)|reanud\w*|retom\w*"
    r"|(?:(?<!no estare )disponibles?|atend\w+|contest\w+|respond\w+|nuevamente)\b[^.;\n]{0,60}?\ba partir"
    r"|i(?:'ll| will)? ?(?:be )?(?:back|return(?:ing)?)|be back|back (?:in the office|at work|on)|returning|will return)\b"
)
# Says the last day away: the day itself is what we can be sure of.
_UNTIL = re.compile(r"\b(?:hasta|until|till|through|al|to)\b")
_AWAY = re.compile(
    r"fuera|ausen|vacacion|permiso|incapacidad|licencia|no estare|sin acceso|\bout\b|away|leave|absent|holiday|del? |from|regres"
)
_OTHER_SENTENCE = re.compile(r"[;!?\n]|\.\s|\b(?:a las|desde las)\b")
_CLOSE, _RIGHT_AFTER = 70, 25  # characters between the words and their day


def returns_on(text: str, sent: dt.datetime | None) -> dt.date | None:
    """The date, or None when none can be read. `sent` tells the year, the month and the week that were meant."""
    if sent is None:
        return None
    normal = re.sub(r"[^\S\n]+|(?<!\n)\n(?!\n)", " ", normalise(text[:4000]))
    days, today = days_in(normal), sent.date()
    for pattern, reach in ((_BACK, _CLOSE), (_UNTIL, _RIGHT_AFTER)):
        for found in pattern.finditer(normal):
            if pattern is _UNTIL and not _AWAY.search(normal[max(0, found.start() - 160) : found.start()]):
                continue
            day = _day_after(normal, days, found.end(), reach)
            date = day and day.date(today, _base(normal, days, day, today))
            if date and today <= date <= today + dt.timedelta(days=FURTHEST):
                return date
    return None


def _day_after(text: str, days: list[Day], end: int, reach: int) -> Day | None:
    """The first day named after `end`, in the same sentence."""
    day = next((one for one in days if one.start >= end), None)
    if day is None or day.start - end > reach or _OTHER_SENTENCE.search(text, end, day.start):
        return None
    return day


def _base(text: str, days: list[Day], day: Day, today: dt.date) -> dt.date:
    """From when on a bare day is counted: the last day away that is named, before it or else anywhere."""
    ends = [one for one in days if one is not day and (one.month or _is_end(text, one))]
    before = [one for one in ends if one.start < day.start]
    for end in reversed(before or ends):
        date = end.date(today, today - LATE)
        if date and today - LATE <= date <= today + dt.timedelta(days=FURTHEST):
            return max(date, today)
    return today


def _is_end(text: str, day: Day) -> bool:
    return bool(re.search(r"\b(?:al|hasta(?: el)?) (?:\w+ )?$", text[max(0, day.start - 20) : day.start]))
