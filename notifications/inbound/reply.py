"""The visible reply: what this person wrote this time."""

import re

from .decoding import storable
from .html_text import Line, html_to_lines
from .quotes_text import BREAK, Reading, sort_lines, text_lines
from .signatures import without_signature

SEARCHED = 500_000  # characters in which quotations are looked for; what lies below is shown
SEARCHED_LINES = 10_000


def visible_reply(text: str, html: str = "") -> str:
    """The reply without what it quotes; everything when nothing else would remain.

    The markup decides where it announces the quotation, the lines of the text where it does not.
    """
    return read_reply(text, html)[0]


def visible_reply_of_text(text: str) -> str:
    return read_reply(text)[0]


def read_reply(text: str, html: str = "") -> tuple[str, bool]:
    """(the visible reply, whether the person passes a message on)."""
    if html.strip():
        lines = html_to_lines(html)
        searched, rest = lines[:SEARCHED_LINES], lines[SEARCHED_LINES:]
        announced = any(line.cut or line.quoted or line.header for line in searched)
        if announced or not text.strip():
            reading = sort_lines(list(searched))
            if reading.found:
                return _written(reading, searched), reading.forward
            if not text.strip():
                return _written(reading, searched) + "".join(f"\n{line.text}" for line in rest), reading.forward
    searched_text, rest_of_text = searched_part(text)
    lines = text_lines(searched_text)
    reading = sort_lines(list(lines))
    reply = _written(reading, lines)
    return (reply if reading.found else reply + rest_of_text), reading.forward


def searched_part(text: str) -> tuple[str, str]:
    """(where quotations are looked for, the rest): a bound on time, far beyond what anybody writes."""
    end = min(len(text), SEARCHED)
    for number, newline in enumerate(BREAK.finditer(text, 0, end), start=1):
        if number >= SEARCHED_LINES:
            end = newline.end()
            break
    return text[:end], text[end:]


def _written(reading: Reading, everything: list[Line]) -> str:
    kept = [line for line, keep in zip(reading.lines, reading.keep, strict=True) if keep]
    shown = _joined(without_signature(kept))
    return shown or _joined(everything)


def _joined(lines: list[Line]) -> str:
    text = "\n".join(line.text.rstrip() for line in lines)
    return storable(re.sub(r"\n{3,}", "\n\n", text)).strip("\n ")
