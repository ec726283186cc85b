"""The day on which an out-of-office says its writer is back. Spanish first, then English."""

import datetime as dt
import re

from notifications.reading.normalising import normalise

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "enero january ene jan", "febrero february feb", "marzo march mar", "abril april abr apr", "mayo may",
            "junio june jun", "julio july jul", "agosto august ago aug", "septiembre setiembre september sept sep",
            "octubre october oct", "noviembre november nov", "diciembre december dic dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "lunes monday", "martes tuesday", "miercoles wednesday", "jueves thursday", "viernes friday",
            "sabado saturday", "domingo sunday",
        )
    )
    for name in names.split()
}  # fmt: skip
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_WEEKDAY = r"(?:" + "|".join(_WEEKDAYS) + r")"
_LEAD = rf"(?:\s*(?:el|del|al|the|on|dia|proximo|next|pasado|this|:|,|{_WEEKDAY})\b,?){{0,5}}\s*"
_DATES = (
    re.compile(
        rf"{_LEAD}(?P<day>\d{{1,2}})(?:st|nd|rd|th|o)?\s*(?:de\s+|of\s+|-|/|\s)\s*{_MONTH}(?:\s*(?:de|del|,|-|/)?\s*(?P<year>20\d\d))?"
    ),
    re.compile(rf"{_LEAD}{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s*(?P<year>20\d\d))?"),
    re.compile(rf"{_LEAD}(?P<year>20\d\d)-(?P<month>\d{{1,2}})-(?P<day>\d{{1,2}})"),
    re.compile(rf"{_LEAD}(?P<day>\d{{1,2}})[/.-](?P<month>\d{{1,2}})(?:[/.-](?P<year>(?:20)?\d\d))?\b"),
    re.compile(rf"{_LEAD}(?P<day>\d{{1,2}})\b(?!\s*(?:hrs?|horas|am|pm|:|h\b|%|dias|de\s|of\s))"),
)
_NEXT_WEEKDAY = re.compile(
    r"\s*(?:(?:el|the|on|proximo|next|this|dia)\s+){0,3}(?P<weekday>" + "|".join(_WEEKDAYS) + r")\b"
)

# Says the first day back.
_BACK = re.compile(
    r"\b(?:regres(?:o|are|ando|amos|aremos|ar)|de regreso|mi regreso (?:es|sera)|vuelv[oe]|volvere(?:mos)?|de vuelta|reincorpor\w*|retorn(?:o|are|ar|ando)|estare de (?:regreso|vuelta)"
    r"|disponible (?:nuevamente |de nuevo )?a partir|a partir|i(?:'ll| will)? ?(?:be )?(?:back|return(?:ing)?)|return(?:ing)? to (?:the|my) office|be back|back (?:in the office|at work)|returning|will return)\b"
)
# Says the last day away: the day itself is what we can be sure of.
_UNTIL = re.compile(r"\b(?:hasta|until|till|through|al|to)\b")
_AWAY = re.compile(
    r"fuera|ausen|vacacion|permiso|incapacidad|licencia|no estare|sin acceso|out of|away|leave|absent|holiday|del? |from|regres"
)
_FURTHEST = 400  # days ahead that are believed


def returns_on(text: str, sent: dt.datetime | None) -> dt.date | None:
    """The date, or None when none can be read. `sent` tells the year and the week that were meant."""
    today = sent.date() if sent else None
    if today is None:
        return None
    normal = re.sub(r"\s+", " ", normalise(text[:4000]))
    for pattern in (_BACK, _UNTIL):
        for found in pattern.finditer(normal):
            if pattern is _UNTIL and not _AWAY.search(normal[max(0, found.start() - 160) : found.start()]):
                continue
            if day := _date_after(normal[found.end() : found.end() + 80], today, last_day=pattern is _UNTIL):
                return day
    return None


def _date_after(words: str, today: dt.date, *, last_day: bool) -> dt.date | None:
    words = re.sub(
        r"^(?: (?:a|al|a mis|mis|labores|actividades|la|mi|oficina|to|the|office|in|at|work|del|de|nuevamente|hasta|inclusive))+\b",
        "",
        words,
    )
    for pattern in _DATES:
        if (found := pattern.match(words)) and (day := _built(found.groupdict(), today)):
            return day
    if found := _NEXT_WEEKDAY.match(words):
        ahead = (_WEEKDAYS[found["weekday"]] - today.weekday()) % 7 or 7
        return today + dt.timedelta(days=ahead)
    return None


def _built(found: dict[str, str | None], today: dt.date) -> dt.date | None:
    day, month, year = int(found["day"] or 0), found.get("month"), found.get("year")
    number = _MONTHS.get(month, 0) if month and not month.isdigit() else int(month or 0)
    years = [int(year) + (2000 if int(year) < 100 else 0)] if year else [today.year, today.year + 1]
    months = [number] if number else [today.month, today.month % 12 + 1]
    candidates = []
    for one_year in years:
        for one_month in months:
            try:
                candidates.append(dt.date(one_year, one_month, day))
            except ValueError:
                continue
    believed = [one for one in candidates if today <= one <= today + dt.timedelta(days=_FURTHEST)]
    return min(believed, default=None)
