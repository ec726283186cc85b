"""«El lun, 3 ago 2020 a las 10:11, Soporte (<a@b>) escribió:», in the ways mail programs write it.

Each way is a form: a function that looks at the line on which an introduction may end. The first that finds one decides.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from notifications.reading.quotes import introduction_patterns as pattern

_LONGEST = 500  # characters of an introduction, joined
_MOST_LINES = 5


class Intro(NamedTuple):
    start: int
    end: int  # last line, included
    own_words: int = 0  # characters of the first line that belong to the person


class _At(NamedTuple):
    """The line on which an introduction may end, and what follows it."""

    normal: list[str]
    last: int
    line: str
    ends_with_colon: bool
    quoted_next: bool
    speech_next: bool

    def joined(self, start: int) -> str:
        return _join(self.normal, start, self.last)

    def starts(self) -> Iterator[int]:
        """This line and up to two above it, as far as no empty one parts them."""
        for start in range(self.last, max(-1, self.last - 3), -1):
            if not self.normal[start].strip():
                return
            yield start


def find_intro(normal: list[str], last: int, *, quoted_next: bool, speech_next: bool = False) -> Intro | None:
    """The introduction that ends on line `last`, or None.

    `quoted_next`: the next line with words is quoted, which allows weaker forms.
    `speech_next`: it opens with a quotation mark, as people do when they report what somebody wrote.
    """
    line = normal[last]
    if len(line) > _LONGEST or not line.strip():
        return None
    at = _At(normal, last, line, bool(pattern.COLON_END.search(line)), quoted_next, speech_next)
    return _first_of(FIRST_FORMS, at) or _first_of(FORMS_WITH_VERB if _ends_with_verb(at) else FORMS_WITHOUT_VERB, at)


def _first_of(forms: "tuple[_Form, ...]", at: _At) -> Intro | None:
    for form in forms:
        if intro := form(at):
            return intro
    return None


def _ends_with_verb(at: _At) -> bool:
    if not at.ends_with_colon:
        return False
    text = at.joined(max(0, at.last - 2))
    return bool(pattern.END.search(text) or pattern.HAS_VERB_INSIDE.search(text))


# --- forms that need no verb where it is expected ----------------------------------------------------------------------
def _dashed(at: _At) -> Intro | None:
    """«---- El lun, 03 ago 2020 10:11:12 -0500 Mesa escribió ----»"""
    if pattern.DASHED.match(at.line):
        return Intro(at.last, at.last)
    if pattern.DASHED_END.search(at.line) and (start := _first_line(at, pattern.DASHED_START)) is not None:
        return Intro(start, at.last)
    return None


def _name_then_date(at: _At) -> Intro | None:
    """«Laura Pérez escribió el lun., 16 nov. 2026 a las 10:02:»"""
    return Intro(at.last, at.last) if pattern.NAME_FIRST.match(at.line) else None


def _quoting(at: _At) -> Intro | None:
    """«Citando a Mesa <a@b>:», on up to three lines."""
    for start in at.starts() if at.ends_with_colon else ():
        text = at.joined(start)
        if pattern.QUOTING_LINE.match(text) and (
            (at.quoted_next and "cita de" not in text)
            or pattern.EMAIL.search(text)
            or (pattern.YEAR.search(text) and pattern.TIME.search(text))
        ):
            return Intro(start, at.last)
    return None


# --- forms that end with a verb and a colon ----------------------------------------------------------------------------
def _dated(at: _At) -> Intro | None:
    """«El lun, 3 ago 2020 a las 10:11, Mesa (<a@b>) escribió:», wherever it was broken."""
    start = _first_line(at, pattern.START)
    if start is None:
        return None
    text = at.joined(start)
    if not pattern.EMAIL.search(text) and (named := _named_start(at)) is not None:
        return Intro(named, at.last)
    if _is_convincing(text, at.quoted_next) and (not at.speech_next or pattern.EMAIL.search(text)):
        return Intro(start, at.last)
    return None


def _behind_own_words(at: _At) -> Intro | None:
    """«Ya quedó, gracias. El lun, 3 ago …, Mesa (<a@b>) escribió:», on the line where the person's words end."""
    for start in at.starts():
        shared = pattern.MIDDLE.match(at.normal[start])
        if not shared or pattern.VERB_LAST.search(shared["own"]):
            continue
        if at.quoted_next or pattern.EMAIL.search(at.joined(start)):
            return Intro(start, at.last, own_words=len(shared["own"].rstrip(" -")))
    return None


def _named(at: _At) -> Intro | None:
    """«Mesa de Ayuda <a@b> escribió:»"""
    start = _named_start(at)
    return None if start is None else Intro(start, at.last)


def _name_and_numbers(at: _At) -> Intro | None:
    """«Mesa escribió el 03/08/2020 10:11:»"""
    if at.speech_next or pattern.TOLD_SOMEBODY.search(at.line):
        return None
    return Intro(at.last, at.last) if pattern.NAME_AND_MACHINE_DATE.match(at.line) else None


def _any_verb_above_a_quotation(at: _At) -> Intro | None:
    """«Mesa escribió:», believed only where quoted lines follow."""
    if not at.quoted_next or pattern.TOLD_SOMEBODY.search(at.line):
        return None
    if len(at.line) < 120 or pattern.EMAIL.search(at.line) or pattern.YEAR.search(at.line):
        return Intro(_wrap_start(at.normal, at.last), at.last)
    return None


# --- forms without a verb at the end -----------------------------------------------------------------------------------
def _run_on(at: _At) -> Intro | None:
    """«El lun, 3 ago 2020 10:11, Mesa <a@b> escribió: Hola, Rosa», or the same without its colon."""
    if at.ends_with_colon or not pattern.START.match(at.line):
        return None
    form = pattern.RUN_ON if _is_dated_by_machine(at.line) else pattern.UNFINISHED
    return Intro(at.last, at.last) if form.match(at.line) else None


def _numbers_above_a_quotation(at: _At) -> Intro | None:
    """«03.08.2020, 10:11, "Mesa":»"""
    short = at.quoted_next and at.ends_with_colon and len(at.line) < 160
    return Intro(at.last, at.last) if short and pattern.MACHINE_DATE.search(at.line) else None


def _address_and_moment_above_a_quotation(at: _At) -> Intro | None:
    """«El jue., 23 sept. 2021 16:48, Mesa <a@b>», as Android has it."""
    if not at.quoted_next or len(at.line) >= 200:
        return None
    complete = all(one.search(at.line) for one in (pattern.EMAIL, pattern.TIME, pattern.YEAR))
    return Intro(at.last, at.last) if complete else None


def _address_last(at: _At) -> Intro | None:
    """«2020-08-03 10:11 GMT-05:00 Mesa <a@b>:», on up to three lines."""
    if "@" not in at.line and ">" not in at.line:
        return None
    return next((Intro(start, at.last) for start in at.starts() if _is_address_last(at, start)), None)


def _is_address_last(at: _At, start: int) -> bool:
    text = at.joined(start)
    timed = pattern.TIME.search(text)
    if at.ends_with_colon and pattern.BRACKETED_DATE.match(text):
        return True
    dated = timed and pattern.YEAR.search(text)
    if at.ends_with_colon and dated and pattern.OTHER_SCRIPT.search(text) and pattern.ENDS_WITH_ADDRESS.search(text):
        return True
    if not (at.ends_with_colon or at.quoted_next):
        return False
    if pattern.DATED_ADDRESS.match(text):
        return True
    return bool(timed and pattern.START.match(at.normal[start]) and pattern.OPENED_ADDRESS.match(text))


_Form = Callable[[_At], Intro | None]
FIRST_FORMS: tuple[_Form, ...] = (_dashed, _name_then_date, _quoting)
FORMS_WITH_VERB: tuple[_Form, ...] = (_dated, _behind_own_words, _named, _name_and_numbers, _any_verb_above_a_quotation)
FORMS_WITHOUT_VERB: tuple[_Form, ...] = (
    _run_on, _numbers_above_a_quotation, _address_and_moment_above_a_quotation, _address_last,
)  # fmt: skip


# --- what the forms share ----------------------------------------------------------------------------------------------
def _named_start(at: _At) -> int | None:
    """First line of «Mesa de Ayuda <a@b> escribió:», wherever it was broken."""
    for start in at.starts():
        text = at.joined(start)
        if pattern.NAMED.match(text) and not pattern.TOLD_SOMEBODY.search(text):
            return _wrap_start(at.normal, start)
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
    if pattern.TOLD_SOMEBODY.search(text):
        return False
    if pattern.EMAIL.search(text):
        return any(map(str.isdecimal, text))
    if _is_dated_by_machine(text):
        return not pattern.LOG_ENTRY.match(text)
    if not (pattern.YEAR.search(text) and pattern.TIME.search(text)):
        return False
    named_inside = pattern.HAS_VERB_INSIDE.search(text.split(",")[0])
    return bool(pattern.COMMA_NAME.search(text) or named_inside or text.count(",") > 1)


def _is_dated_by_machine(text: str) -> bool:
    return bool(pattern.MACHINE_DATE.search(text) or pattern.SHORT_WEEKDAY.search(text))


def _first_line(at: _At, opening: re.Pattern[str]) -> int | None:
    """The nearest line at or above the last where an introduction may start."""
    start, lines = at.last, 0
    while start >= 0 and lines < _MOST_LINES:
        if at.normal[start].strip():
            lines += 1
            if opening.match(at.normal[start]):
                return start
        elif not at.normal[start + 1].strip().startswith("<"):
            return None
        start -= 1
    return None


def _join(normal: list[str], start: int, last: int) -> str:
    return re.sub(r" {2,}", " ", " ".join(line.strip() for line in normal[start : last + 1] if line.strip()))
