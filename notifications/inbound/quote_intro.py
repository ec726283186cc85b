"""«El lun, 3 ago 2020 a las 10:11, Soporte (<a@b>) escribió:», in the ways mail programs write it.

All patterns run over folded text (see `folding`): lower case, no accents.
"""

import re
from typing import NamedTuple

_LONGEST = 500  # characters of an introduction, joined
_MOST_LINES = 5

_WEEKDAYS = (
    r"(?:lun(?:es)?|mar(?:tes)?|mie(?:r(?:coles)?)?|jue(?:ves)?|vie(?:rnes)?|sab(?:ado)?|dom(?:ingo)?"
    r"|mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
    r"|seg(?:unda)?(?:-feira)?|ter(?:ca)?(?:-feira)?|qua(?:rta)?(?:-feira)?|qui(?:nta)?(?:-feira)?|sex(?:ta)?(?:-feira)?"
    r"|mo(?:ntag)?|di(?:enstag)?|mi(?:ttwoch)?|do(?:nnerstag)?|fr(?:eitag)?|sa(?:mstag)?|so(?:nntag)?"
    r"|lundi|mardi|mer(?:credi)?|jeu(?:di)?|ven(?:dredi)?|sam(?:edi)?|dim(?:anche)?"
    r"|lunedi|martedi|mercoledi|gio(?:vedi)?|venerdi|sabato|domenica"
    r"|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|ma|wo|vr|za|zo"
    r"|man(?:dag)?|tir(?:sdag)?|tis(?:dag)?|ons(?:dag)?|tor(?:s(?:dag)?)?|fre(?:dag)?|lor(?:dag)?|lør(?:dag)?|son(?:dag)?|søn(?:dag)?"
    r"|pon(?:iedziałek)?|wt(?:orek)?|sr(?:oda)?|środa|czw(?:artek)?|pt|piatek|sob(?:ota)?|niedz(?:iela)?|po|ut|st|ct|pa|ne"
    r"|пн|вт|ср|чт|пт|сб|вс|понедельник|вторник|среда|среду|четверг|пятница|пятницу|суббота|субботу|воскресенье)"
)
_VERB = (
    r"(?:escribio|escribia|ha escrito|escribe|wrote|writes|sent|schrieb|hat geschrieben|a ecrit|ha scritto|scrive|scrisse"
    r"|schreef|het volgende geschreven|geschreven|skrev|napisał(?:\(a\)|a)?|napisal(?:\(a\)|a)?|napsal(?:\(a\)|a)?|pise|pisze"
    r"|kirjoitti|escreveu|a scris|irta|ezt irta|yazdı|sunu yazdı|sunları yazdı|написал(?:\(а\)|а)?|пишет|писал(?:\(а\)|а)?"
    r"|написав|пише|đa viet|da viet|va escriure|ha escrit|εγραψε|menulis|写道|寫道|写到|님이 작성|작성|wrote the following"
    r"|escribiu|idatzi du|a repondu|respondio|kirjutas|rase|je napisao|je napisala)"
)
_OPENING = (
    r"(?:el dia|el|on|le|am|il giorno|il|in data|op|em|no dia|den|pa|på|w dniu|dnia|dne|dna|vao|в|во|pada|pe|a|en|con fecha(?: de)?|date:|fecha:|"
    r"at|um|el passat|al|tarihinde|kl|quoting|citando a|el pasado|la|ha|il di)"
)
_ADDRESS = r"[^\s<>()\[\]\"',;:@]{1,128}@[^\s<>()\[\]\"',;:@]{1,255}"
_IN_BRACKETS = rf"[<(\[]\s*(?:<|mailto:)?\s*{_ADDRESS}[^\n]{{0,200}}?[>)\]]"

_END = re.compile(rf"(?:{_VERB})\s?[*_\"»']{{0,2}}\s?:[\s*_]{{0,4}}$")
_VERB_INSIDE = re.compile(r"\b(?:schrieb|skrev|schreef|heeft|wrote|geschrieben|kirjoitti|napisał|escribio|pise|irta)\b")
_COLON_END = re.compile(r":[\s*_]{0,4}$")
_START = re.compile(
    rf"^[\s>*_\"-]{{0,8}}(?:(?:{_OPENING})\b[\s,*]{{0,3}}[^\n]{{0,45}}?\d|{_WEEKDAYS}\b[.,]?\s?[^\n]{{0,30}}?\d"
    rf"|\d{{1,4}}[-/.年 ][^\n]{{0,30}}|[^\n]{{1,80}}\shat am\s\d)"
)
_MIDDLE = re.compile(rf"^(?P<own>.{{1,400}}?)(?:\s|-{{2,}}\s?)(?=(?:on|el|le|em)\s{_WEEKDAYS}[.,]\s?\w)")
_NAMED = re.compile(rf"^[\s>*_\"'-]{{0,8}}[^<>@\n]{{0,90}}{_IN_BRACKETS}[^\n]{{0,60}}$")
_BARE_NAMED = re.compile(rf"^[\s>*_]{{0,6}}{_ADDRESS}\s[^\n]{{0,60}}$")
_EMAIL = re.compile(_ADDRESS)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}")
_TIME = re.compile(r"\d{1,2}\s?[:.h]\s?\d\d\b|\d\s?[ap]\.?\s?m\b")
# No person writes a date so: numbers with the time right behind them, or with seconds.
_MACHINE_DATE = re.compile(
    r"\d{1,4}[/.-]\s?\d{1,2}[/.-]\s?\d{1,4},?\s(?:(?:um|kl\.?|v|o|a|om|klo|at)\s)?\d{1,2}[:.]\d\d|\d\d?:\d\d:\d\d"
)
_QUOTING = re.compile(
    r"^[\s>]{0,4}(?:quoting|citando(?: a)?|zitat von|mensaje citado por|cita de|citat)\s[^\n]{0,200}:\s*$"
)
# «Laura Pérez escribió el lun., 16 nov. 2026 a las 10:02:»: the dot or comma behind the weekday is a program's.
_NAME_FIRST = re.compile(
    rf"^[\s>*_]{{0,6}}[^:@\n]{{1,80}}(?<!\bme)(?<!\ble)(?<!\bnos)(?<!\bte)(?<!\bque)(?<!\bno)\s{_VERB}\s(?:el|on|em|le)\s{_WEEKDAYS}[.,]{{1,2}}\s"
    rf"[^:\n]{{0,30}}(?:19|20)\d\d[^:\n]{{0,12}}\d{{1,2}}:\d\d[^:\n]{{0,10}}:\s*$"
)
_TOLD_SOMEBODY = re.compile(rf"\b(?:me|le|les|nos|te|se|lo|la|que|no|ya|to me|me a)\s+{_VERB}\s?:")
_COMMA_NAME = re.compile(r"[,)]\s+[^,:]{1,60}\s(?:" + _VERB + r")\s?[*_]?\s?:")
_DASHED = re.compile(rf"^[\s>]{{0,4}}-{{2,}}\s?[^\n]{{0,300}}\b{_VERB}\s?:?\s?-{{2,}}\s*$")
_DASHED_END = re.compile(rf"\b{_VERB}\s?:?\s?-{{2,}}\s*$")
_DATED_ADDRESS = re.compile(
    rf"^[\s>*_]{{0,6}}\d{{4}}[-/.年][^\n]{{0,200}}{_IN_BRACKETS}[^\s:]{{0,8}}\s?(?P<colon>:?)[\s*_]{{0,4}}$"
)
_OPENED_ADDRESS = re.compile(
    rf"^[\s>*_]{{0,6}}(?:{_OPENING}\s)?[^\n]{{0,200}}{_IN_BRACKETS}\s?(?P<colon>:?)[\s*_]{{0,4}}$"
)


class Intro(NamedTuple):
    start: int
    end: int  # last line, included
    own_words: int = 0  # characters of the first line that belong to the person


def find_intro(folded: list[str], last: int, *, quoted_next: bool) -> Intro | None:
    """The introduction that ends on line `last`, or None.

    `quoted_next`: the next line with words is quoted, which allows weaker forms.
    """
    line = folded[last]
    if len(line) > _LONGEST or not line.strip():
        return None
    if _DASHED.match(line):
        return Intro(last, last)
    if _DASHED_END.search(line) and (start := _first_line(folded, last, re.compile(r"^[\s>]*-{2,}\s?\S"))) is not None:
        return Intro(start, last)
    if _QUOTING.match(line) and (quoted_next or _EMAIL.search(line)):
        return Intro(last, last)
    if _NAME_FIRST.match(line):
        return Intro(last, last)
    if _COLON_END.search(line):
        joined = _joined_back(folded, last)
        if _END.search(joined) or _VERB_INSIDE.search(joined):
            return _with_verb(folded, last, quoted_next)
    return _without_verb(folded, last, quoted_next)


def _with_verb(folded: list[str], last: int, quoted_next: bool) -> Intro | None:
    start = _first_line(folded, last, _START)
    if start is not None:
        text = _join(folded, start, last)
        if _is_convincing(text, quoted_next):
            return Intro(start, last)
    for start in range(last, max(-1, last - 3), -1):
        if not folded[start].strip():
            break
        shared = _MIDDLE.match(folded[start])
        text = _join(folded, start, last)
        if shared and (quoted_next or _EMAIL.search(text)):
            return Intro(start, last, own_words=len(shared["own"].rstrip(" -")))
    line = folded[last]
    if _NAMED.match(line) and not _TOLD_SOMEBODY.search(line):
        return Intro(last, last)
    if last and re.match(rf"^\s*{_IN_BRACKETS}", line) and 0 < len(folded[last - 1].strip()) < 60:
        return Intro(last - 1, last)
    if quoted_next and len(line) < 120 and (_BARE_NAMED.match(line) or not _TOLD_SOMEBODY.search(line)):
        return Intro(last, last)
    return None


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
    if _MACHINE_DATE.search(text):
        return True
    if not (_YEAR.search(text) and _TIME.search(text)):
        return False
    return bool(_COMMA_NAME.search(text) or _VERB_INSIDE.search(text.split(",")[0]) or text.count(",") > 1)


def _without_verb(folded: list[str], last: int, quoted_next: bool) -> Intro | None:
    line = folded[last]
    if "@" not in line and ">" not in line:
        return None
    if quoted_next and len(line) < 200 and _EMAIL.search(line) and _TIME.search(line) and _YEAR.search(line):
        return Intro(last, last)
    for start in range(last, max(-1, last - 3), -1):
        if not folded[start].strip():
            return None
        text = _join(folded, start, last)
        dated = _DATED_ADDRESS.match(text)
        if dated and (dated["colon"] or quoted_next) and (_TIME.search(text) or quoted_next):
            return Intro(start, last)
        opened = _OPENED_ADDRESS.match(text)
        if opened and _START.match(folded[start]) and (opened["colon"] or quoted_next) and _TIME.search(text):
            return Intro(start, last)
    return None


def _first_line(folded: list[str], last: int, pattern: re.Pattern) -> int | None:
    """The nearest line at or above `last` where an introduction may start."""
    start, lines = last, 0
    while start >= 0 and lines < _MOST_LINES:
        text = folded[start].strip()
        if not text:
            if not folded[start + 1].strip().startswith("<"):
                return None
        else:
            lines += 1
            if pattern.match(folded[start]):
                return start
        start -= 1
    return None


def _join(folded: list[str], start: int, last: int) -> str:
    return re.sub(r" {2,}", " ", " ".join(line.strip() for line in folded[start : last + 1] if line.strip()))


def _joined_back(folded: list[str], last: int) -> str:
    return _join(folded, max(0, last - 2), last)
