"""The days that a text names, in Spanish and English, and which dates they are. Over normalised text, one space wide."""

import datetime as dt
import re
from dataclasses import dataclass

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
_WEEKDAY = r"(?P<weekday>" + "|".join(_WEEKDAYS) + r")\b"
_ORDINAL = r"(?:st|nd|rd|th|ro|er|o|°)?\b\.?"
_YEAR = r"(?:\s?(?:de|del|,|-|/)?\s?(?P<year>20\d\d)\b)?"
_NO_DAY = r"(?!\s?(?:hrs?|horas|hours|a\.? ?m|p\.? ?m|:|h\b|%|dias|days|semanas|weeks|meses|months|de\s|of\s|[/.-]\d))"
_PATTERNS = (
    re.compile(rf"(?<![\d/])\b(?P<day>\d{{1,2}}|primero){_ORDINAL}\s?(?:de |of |-|/)?\s?{_MONTH}{_YEAR}"),
    re.compile(rf"\b{_MONTH} (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,? (?P<year>20\d\d)\b)?"),
    re.compile(r"\b(?P<year>20\d\d)-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b"),
    re.compile(r"(?<![\d/.-])(?P<day>\d{1,2})\s?[/.-]\s?(?P<month>\d{1,2})(?:\s?[/.-]\s?(?P<year>(?:20)?\d\d))?(?![\d/])"),
    re.compile(rf"\b(?:el|al|del|dia|the|on|lunes|martes|miercoles|jueves|viernes|sabado|domingo|regreso|proximo),? (?P<day>\d{{1,2}}){_ORDINAL}{_NO_DAY}"),
    re.compile(rf"\b{_WEEKDAY}(?!,? (?:el )?(?:dia )?(?:\d|{_MONTH.replace('?P<month>', '?:')}))(?P<later> de la (?:proxima|siguiente|otra) semana| next week)?"),
    re.compile(r"(?<!la )(?<!esta )\b(?P<ahead>(?:pasado )?manana|(?:the day after )?tomorrow)\b"),
)  # fmt: skip
STALE = 90  # days back that a date without its year is believed; further back it is next year's
FURTHEST = 400  # days ahead that are believed
LATE = dt.timedelta(days=3)  # an absence that ended so shortly before still tells what month is meant


@dataclass(frozen=True, slots=True)
class Day:
    """A day as somebody named it; `start` is where in the text."""

    start: int
    day: int = 0
    month: int = 0
    year: int = 0
    weekday: int = -1
    next_week: bool = False
    ahead: int = 0  # days from the one on which it was written

    def date(self, today: dt.date, base: dt.date) -> dt.date | None:
        """The date; what is left open is read as the first one from `base` on. None where it is no date."""
        if self.ahead:
            return today + dt.timedelta(days=self.ahead)
        if self.weekday >= 0:
            return self._next_weekday(today, base)
        if self.year or self.month:
            years = [self.year] if self.year else [today.year - 1, today.year, today.year + 1]
            dates = filter(None, (_date(year, self.month, self.day) for year in years))
            return next((one for one in dates if -STALE <= (one - today).days <= FURTHEST or self.year), None)
        months = ((base.year + (base.month - 1 + ahead) // 12, (base.month - 1 + ahead) % 12 + 1) for ahead in range(3))
        dates = filter(None, (_date(year, month, self.day) for year, month in months))
        return next((one for one in dates if one >= base), None)

    def _next_weekday(self, today: dt.date, base: dt.date) -> dt.date:
        if self.next_week:
            return today + dt.timedelta(days=7 - today.weekday() + self.weekday)
        return base + dt.timedelta(days=(self.weekday - base.weekday()) % 7 or 7)


def days_in(text: str) -> list[Day]:
    """In their order; of two readings of the same words the longer one."""
    found = [match for pattern in _PATTERNS for match in pattern.finditer(text)]
    kept: list[re.Match[str]] = []
    for match in sorted(found, key=lambda one: (_start(one), -one.end())):
        if not kept or _start(match) >= kept[-1].end():
            kept.append(match)
    return [_day(match) for match in kept]


def _start(match: re.Match[str]) -> int:
    named = match.groupdict()
    return match.start("day") if named.get("day") and not named.get("year") else match.start()


def _day(match: re.Match[str]) -> Day:
    named = match.groupdict()
    if ahead := named.get("ahead"):
        return Day(_start(match), ahead=2 if "pasado" in ahead or "after" in ahead else 1)
    if weekday := named.get("weekday"):
        return Day(_start(match), weekday=_WEEKDAYS[weekday], next_week=bool(named.get("later")))
    day, month, year = named["day"], named.get("month") or "0", named.get("year") or "0"
    number = _MONTHS.get(month) or int(month)
    date = 1 if day == "primero" else int(day)
    if number > 12 >= date:  # as in the United States
        number, date = date, number
    return Day(_start(match), day=date, month=number, year=int(year) + (2000 if 0 < int(year) < 100 else 0))


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
