"""«El lun, 3 ago 2020 a las 10:11, Soporte (<a@b>) escribió:», in the ways mail programs write it.

All patterns run over normalised text (see `normalising`): lower case, no accents.
"""

import re
from typing import NamedTuple

from notifications.reading.quotes.introduction_words import OPENING, QUOTING, VERB, VERB_INSIDE, WEEKDAY

_LONGEST = 500  # characters of an introduction, joined
_MOST_LINES = 5

_ADDRESS = r"[^\s<>()\[\]\"',;:@]{1,128}@[^\s<>()\[\]\"',;:@]{1,255}"
_IN_BRACKETS = rf"[<(\[]\s*(?:<|mailto:)?\s*{_ADDRESS}[^\n]{{0,200}}?[>)\]]"

_END = re.compile(rf"(?:{VERB})\s?[*_\"»']{{0,2}}\s?:[\s*_]{{0,4}}$")
_VERB_LAST = re.compile(rf"(?:{VERB})$")
_VERB_INSIDE = re.compile(rf"\b{VERB_INSIDE}\b")
_COLON_END = re.compile(r":[\s*_]{0,4}$")
_START = re.compile(
    rf"^[\s>*_\"-]{{0,8}}(?:(?:{OPENING})\b[\s,*]{{0,3}}[^\n]{{0,45}}?\d|{WEEKDAY}\b[.,]?\s?[^\n]{{0,30}}?\d"
    rf"|\d{{1,4}}[-/.年 ][^\n]{{0,30}}|[^\n]{{1,80}}\shat am\s\d)"
)
_MIDDLE = re.compile(rf"^(?P<own>.{{1,400}}?)(?:\s|(?<!-)-{{2,}}(?!-)\s?)(?=(?:on|el|le|em)\s{WEEKDAY}[.,]\s?\w)")
_NAMED = re.compile(rf"^[\s>*_\"'-]{{0,8}}[^<>@\n]{{0,90}}{_IN_BRACKETS}[^\n]{{0,90}}$")
# «Mesa <a@b> [2020-08-03 10:11 -0500]:», as mutt's users like it.
_BRACKETED_DATE = re.compile(rf"^[\s>*_]{{0,6}}[^<>@\n]{{0,90}}{_IN_BRACKETS},?\s[\[(]\d[^\n\])]{{6,40}}[\])]\s?:\s*$")
# Scripts in which nobody here writes prose: an address, a date and a colon say enough, whatever the verb.
_OTHER_SCRIPT = re.compile("[\u0370-\u1eff\u2e80-\ud7ff]")
_ENDS_WITH_ADDRESS = re.compile(rf"{_IN_BRACKETS}[^\n]{{0,30}}:[\s*_]{{0,4}}$")
_UNFINISHED = re.compile(rf"^(?=[^\n]{{0,60}}\d:\d\d)[^\n]{{0,200}}{_IN_BRACKETS},?\s(?:{VERB})\s*$")
# The earlier message on the same line: «… <a@b> wrote: Hi Rosa».
_RUN_ON = re.compile(rf"^[^\n]{{0,200}}{_IN_BRACKETS},?\s(?:{VERB})(?:\s?:\s[^\n]*|\s*)$")
_EMAIL = re.compile(_ADDRESS)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}")
_TIME = re.compile(r"\d{1,2}\s?[:.h]\s?\d\d\b|\d\s?[ap]\.?\s?m\b")
# No person writes a date so: numbers with the time right behind them, or with seconds.
_MACHINE_DATE = re.compile(
    r"\d{1,4}[/.-]\s?\d{1,2}[/.-]\s?\d{1,4},?\s(?:(?:um|kl\.?|v|o|a|om|klo|at)\s)?\d{1,2}[:.]\d\d|\d\d?:\d\d:\d\d"
)
# Nor so, with the weekday cut short and the year: «On Mon, Aug 3, 2020, …».
_SHORT_WEEKDAY = re.compile(
    r"\b(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mie|jue|vie|sab|dom)[.,]{0,2} (?:[a-z]{3,4}\.? )?\d{1,2}[^\d\n][^\n]{0,12}\b20\d\d\b"
)
_QUOTING = re.compile(rf"^[\s>*_]{{0,4}}{QUOTING}\s[^\n]{{0,200}}:[\s*_]*$")
# «Laura Pérez escribió el lun., 16 nov. 2026 a las 10:02:»: the dot or comma behind the weekday is a program's.
_NAME_FIRST = re.compile(
    rf"^[\s>*_]{{0,6}}[^:@\n]{{1,80}}(?<!\bme)(?<!\ble)(?<!\bnos)(?<!\bte)(?<!\bque)(?<!\bno)\s{VERB}\s(?:el|on|em|le)\s{WEEKDAY}[.,]{{1,2}}\s"
    rf"[^:\n]{{0,30}}(?:19|20)\d\d[^:\n]{{0,12}}\d{{1,2}}:\d\d[^:\n]{{0,10}}:\s*$"
)
_NAME_AND_MACHINE_DATE = re.compile(
    rf"^[\s>*_]{{0,6}}[^:@\n]{{1,60}}\s(?:{VERB})\s(?:el |on |am |op |le |den |dia |no dia |il |kello |klo |\(){{0,2}}"
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}[/.-]\d{1,2}[/.-]\d{1,2})"
    r",?\s(?:(?:a las|at|um|om|alle|kl\.?|klo|kello) )?\d{1,2}[:.]\d\d[^\n]{0,12}:\s*$"
)
_TOLD_SOMEBODY = re.compile(rf"\b(?:me|le|les|nos|te|se|lo|la|que|no|ya|to me|me a)\s+{VERB}\s?:")
# «03/08/2020 10:11 Juan escribió:», an entry in a log of a person's own.
_LOG_ENTRY = re.compile(r"^[\s>*_]{0,6}\d[^\n,]*\b(?:escribio|ha escrito|wrote)\s?:")
_COMMA_NAME = re.compile(r"[,)]\s+[^,:]{1,60}\s(?:" + VERB + r")\s?[*_]?\s?:")
_DASHED = re.compile(rf"^[\s>]{{0,4}}-{{2,}}(?!-)\s?[^\n]{{0,300}}\b{VERB}\s?:?\s?-{{2,}}\s*$")
_DASHED_END = re.compile(rf"\b{VERB}\s?:?\s?-{{2,}}\s*$")
_DATED_ADDRESS = re.compile(
    rf"^[\s>*_]{{0,6}}\d{{4}}[-/.年][^\n]{{0,200}}{_IN_BRACKETS}[^\s:]{{0,8}}\s?:?[\s*_]{{0,4}}$"
)
_OPENED_ADDRESS = re.compile(rf"^[\s>*_]{{0,6}}(?:{OPENING}\s)?[^\n]{{0,200}}{_IN_BRACKETS}\s?:?[\s*_]{{0,4}}$")


class Intro(NamedTuple):
    start: int
    end: int  # last line, included
    own_words: int = 0  # characters of the first line that belong to the person


def find_intro(normal: list[str], last: int, *, quoted_next: bool, speech_next: bool = False) -> Intro | None:
    """The introduction that ends on line `last`, or None.

    `quoted_next`: the next line with words is quoted, which allows weaker forms.
    `speech_next`: it opens with a quotation mark, as people do when they tell what somebody wrote.
    """
    line = normal[last]
    if len(line) > _LONGEST or not line.strip():
        return None
    if _DASHED.match(line):
        return Intro(last, last)
    if _DASHED_END.search(line) and (start := _first_line(normal, last, re.compile(r"^[\s>]*-{2,}\s?\S"))) is not None:
        return Intro(start, last)
    if _NAME_FIRST.match(line):
        return Intro(last, last)
    if (quoting := _quoting(normal, last, quoted_next)) is not None:
        return quoting
    if _COLON_END.search(line):
        joined = _joined_back(normal, last)
        if _END.search(joined) or _VERB_INSIDE.search(joined):
            return _with_verb(normal, last, quoted_next, speech_next)
    elif _START.match(line) and (_RUN_ON if _dated_by_machine(line) else _UNFINISHED).match(line):
        return Intro(last, last)
    return _without_verb(normal, last, quoted_next)


def _quoting(normal: list[str], last: int, quoted_next: bool) -> Intro | None:
    """«Citando a Mesa <a@b>:», on up to three lines."""
    if not _COLON_END.search(normal[last]):
        return None
    for start in range(last, max(-1, last - 3), -1):
        if not normal[start].strip():
            return None
        text = _join(normal, start, last)
        if _QUOTING.match(text) and (
            (quoted_next and "cita de" not in text)
            or _EMAIL.search(text)
            or (_YEAR.search(text) and _TIME.search(text))
        ):
            return Intro(start, last)
    return None


def _with_verb(normal: list[str], last: int, quoted_next: bool, speech_next: bool) -> Intro | None:
    start = _first_line(normal, last, _START)
    if start is not None:
        text = _join(normal, start, last)
        if not _EMAIL.search(text) and (named := _named_start(normal, last)) is not None:
            return Intro(named, last)
        if _is_convincing(text, quoted_next) and (not speech_next or _EMAIL.search(text)):
            return Intro(start, last)
    for start in range(last, max(-1, last - 3), -1):
        if not normal[start].strip():
            break
        shared = _MIDDLE.match(normal[start])
        text = _join(normal, start, last)
        if shared and not _VERB_LAST.search(shared["own"]) and (quoted_next or _EMAIL.search(text)):
            return Intro(start, last, own_words=len(shared["own"].rstrip(" -")))
    if (start := _named_start(normal, last)) is not None:
        return Intro(start, last)
    line = normal[last]
    if _TOLD_SOMEBODY.search(line):
        return None
    if _NAME_AND_MACHINE_DATE.match(line) and not speech_next:
        return Intro(last, last)
    if quoted_next and (len(line) < 120 or _EMAIL.search(line) or _YEAR.search(line)):
        return Intro(_wrap_start(normal, last), last)
    return None


def _named_start(normal: list[str], last: int) -> int | None:
    """First line of «Mesa de Ayuda <a@b> escribió:», wherever it was broken."""
    for start in range(last, max(-1, last - 3), -1):
        if not normal[start].strip():
            return None
        if _NAMED.match(text := _join(normal, start, last)) and not _TOLD_SOMEBODY.search(text):
            return _wrap_start(normal, start)
    return None


def _wrap_start(normal: list[str], first: int) -> int:
    """Up to the line on which a sender's name began that a break parted from its address."""
    above = normal[first - 1].strip() if first else ""
    parted = normal[first].lstrip(" >*_").startswith(("<", "(", "[")) or above.endswith(("<", "("))
    return first - 1 if above and parted and len(above) < 90 else first


def _is_convincing(text: str, quoted_next: bool) -> bool:
    """A person's own «El lunes el proveedor escribió:» must not pass."""
    if len(text) > _LONGEST:
        return False
    if quoted_next:
        return True
    if _TOLD_SOMEBODY.search(text):
        return False
    if _EMAIL.search(text):
        return bool(_YEAR.search(text) or _TIME.search(text) or re.search(r"\d", text))
    if _dated_by_machine(text):
        return not _LOG_ENTRY.match(text)
    if not (_YEAR.search(text) and _TIME.search(text)):
        return False
    return bool(_COMMA_NAME.search(text) or _VERB_INSIDE.search(text.split(",")[0]) or text.count(",") > 1)


def _dated_by_machine(text: str) -> bool:
    return bool(_MACHINE_DATE.search(text) or _SHORT_WEEKDAY.search(text))


def _without_verb(normal: list[str], last: int, quoted_next: bool) -> Intro | None:
    line = normal[last]
    introduces = _COLON_END.search(line)
    if quoted_next and len(line) < 160 and introduces and _MACHINE_DATE.search(line):
        return Intro(last, last)
    if "@" not in line and ">" not in line:
        return None
    if quoted_next and len(line) < 200 and _EMAIL.search(line) and _TIME.search(line) and _YEAR.search(line):
        return Intro(last, last)
    for start in range(last, max(-1, last - 3), -1):
        if not normal[start].strip():
            return None
        text = _join(normal, start, last)
        timed = _TIME.search(text)
        if introduces and _BRACKETED_DATE.match(text):
            return Intro(start, last)
        if (
            introduces
            and timed
            and _YEAR.search(text)
            and _OTHER_SCRIPT.search(text)
            and _ENDS_WITH_ADDRESS.search(text)
        ):
            return Intro(start, last)
        if (introduces or quoted_next) and _DATED_ADDRESS.match(text):
            return Intro(start, last)
        if (introduces or quoted_next) and timed and _START.match(normal[start]) and _OPENED_ADDRESS.match(text):
            return Intro(start, last)
    return None


def _first_line(normal: list[str], last: int, pattern: re.Pattern[str]) -> int | None:
    """The nearest line at or above `last` where an introduction may start."""
    start, lines = last, 0
    while start >= 0 and lines < _MOST_LINES:
        text = normal[start].strip()
        if not text:
            if not normal[start + 1].strip().startswith("<"):
                return None
        else:
            lines += 1
            if pattern.match(normal[start]):
                return start
        start -= 1
    return None


def _join(normal: list[str], start: int, last: int) -> str:
    return re.sub(r" {2,}", " ", " ".join(line.strip() for line in normal[start : last + 1] if line.strip()))


def _joined_back(normal: list[str], last: int) -> str:
    return _join(normal, max(0, last - 2), last)
