"""The visible reply: what this person wrote this time.

Two calls decide it. The first knows the message alone; the second, once its ticket is known, also what was said there.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from notifications.reading.markup.lines import Line, html_to_lines, html_to_text
from notifications.reading.message import InboundMessage
from notifications.reading.quotes.inline_answers import may_have_answers, with_inline_answers
from notifications.reading.quotes.rules import sort_lines
from notifications.reading.quotes.signatures import without_signature
from notifications.reading.quotes.sorting import SEARCHED_LINES, Sorting, searched_part, text_lines
from tickets.folding import storable


@dataclass(frozen=True, slots=True)
class VisibleReply:
    text: str
    is_forward: bool  # the person passes a message on: what it says is what they want us to read


def visible_reply(text: str, html: str = "") -> VisibleReply:
    """The reply without what it quotes; everything when nothing else would remain.

    The markup decides where it announces the quotation, the lines of the text where it does not.
    """
    has_text = bool(text.strip())
    if html.strip() and (reply := _of_markup(html_to_lines(html), must_decide=not has_text)):
        return reply
    searched, rest = searched_part(text)
    lines = text_lines(searched)
    sorting = sort_lines(list(lines))
    reply_text = _written(sorting, lines)
    return VisibleReply(reply_text if sorting.found else reply_text + rest, sorting.is_forward)


def reply_in_conversation(message: InboundMessage, texts: Iterable[str], markup: Iterable[str]) -> str:
    """The visible reply once the conversation is known: with what its writer put between the lines of the mail they answer.

    `texts` and `markup`: the mails we sent and the messages received, latest first. Most replies quote us untouched,
    and the texts tell; the HTML of our mails is asked for only where some quoted line stands in none of them.
    """
    visible, everything = message.reply_text, message.text
    if message.is_forward or visible.strip() == everything.strip():
        return visible  # everything is shown already
    said = list(texts)
    if not may_have_answers(visible, everything, said):
        return visible
    return with_inline_answers(visible, everything, [*said, *map(html_to_text, markup)])


def _of_markup(lines: list[Line], *, must_decide: bool) -> VisibleReply | None:
    """What the markup says, or None where the text is to be asked."""
    searched, rest = lines[:SEARCHED_LINES], lines[SEARCHED_LINES:]
    if not must_decide and not any(line.cut or line.quoted or line.header for line in searched):
        return None
    sorting = sort_lines(list(searched))
    if not must_decide and not sorting.found:
        return None
    unsearched = "" if sorting.found else "".join(f"\n{line.text}" for line in rest)
    return VisibleReply(_written(sorting, searched) + unsearched, sorting.is_forward)


def _written(sorting: Sorting, everything: list[Line]) -> str:
    kept = [line for line, keep in zip(sorting.lines, sorting.keep, strict=True) if keep]
    shown = _joined(without_signature(kept))
    return shown or _joined(everything)


def _joined(lines: list[Line]) -> str:
    text = "\n".join(line.text.rstrip() for line in lines)
    return storable(re.sub(r"\n{3,}", "\n\n", text)).strip("\n ")
