"""Answers that a person wrote inside our own mail («te contesto abajo en rojo»)."""

import re
from collections.abc import Iterable

from notifications.reading.markup.lines import Line
from notifications.reading.normalising import normalise
from notifications.reading.quotes.header_blocks import block_end, label_of
from notifications.reading.quotes.phone_lines import is_mobile_signature
from notifications.reading.quotes.rules import sort_lines
from notifications.reading.quotes.signatures import without_signature
from notifications.reading.quotes.single_lines import is_delimiter, is_disclaimer, is_rule, is_separator
from notifications.reading.quotes.sorting import Sorting, searched_part, text_lines

_OURS_AT_LEAST = 0.5  # of the quoted lines, or the quotation is of some other mail
_SENTENCE_ENDS = ("?", ".", ":", "!", "…", ")", "»")
_NOT_A_WORD = re.compile(r"[\W_]+")
# What clients make of links and pictures: no two alike, and no words of anybody.
_LINK = re.compile(
    r"[<(\[]?\b(?:https?|mailto|cid):[^\s<>)\]]*[>)\]]?|\[(?:image|imagen|cid|inline image)\b[^\]\n]{0,200}\]", re.I
)


def may_have_answers(visible: str, text: str, said_before: Iterable[str]) -> bool:
    """Whether some quoted line of `text` is in none of these: a cheap look, before every form of every mail is read."""
    return bool(_answers(text_lines(searched_part(text)[0]), visible, f" {_joined(said_before)} ", ours_at_least=0))


def with_inline_answers(visible: str, text: str, said_before: Iterable[str]) -> str:
    """The visible reply, and below it the quoted lines of `text` that nothing said before contains.

    `said_before`: the mails and messages of this conversation. Nothing is added when the quotation is mostly of
    something else.
    """
    sent = _joined(said_before)
    if not sent.strip():
        return visible
    answers = _answers(text_lines(searched_part(text)[0]), visible, f" {sent} ")
    return "\n\n".join(part for part in (visible, answers) if part)


def _joined(texts: Iterable[str]) -> str:
    return " ".join(_words(one) for one in texts)


def _answers(lines: list[Line], visible: str, sent: str, ours_at_least: float = _OURS_AT_LEAST) -> str:
    sorting = sort_lines(list(lines))
    hidden = _hidden(sorting, lines)
    if not hidden or all(sorting.keep) and len(sorting.lines) == len(lines):
        return ""
    shown = {_words(line) for line in visible.split("\n")}
    by_programs = _lines_of_programs(sorting, lines)
    ours = theirs = 0
    found: list[str] = []
    for index in hidden:
        text = re.sub(r"^[\s>|]+", "", lines[index].text).rstrip()
        words = _words(text)
        if not words or index in by_programs:
            if found and found[-1] and not text:
                found.append("")
            continue
        if f" {words} " in sent:
            ours += 1
        elif words not in shown:
            theirs += 1
            found.append(_without_ours(text, sent))
    if ours < (ours + theirs) * ours_at_least:
        return ""
    return "\n".join(line.text for line in without_signature([Line(one) for one in found])).strip()


def _hidden(sorting: Sorting, lines: list[Line]) -> list[int]:
    """The lines that the visible reply leaves out, those below a delimiter included."""
    hidden = [index for index, keep in enumerate(sorting.keep) if not keep]
    return hidden + list(range(len(sorting.lines), len(lines)))


def _lines_of_programs(sorting: Sorting, lines: list[Line]) -> set[int]:
    """Lines that mail programs wrote: introductions, header blocks, rules, mobile signatures."""
    normal = [normalise(line.text[:2000]) for line in lines]
    everything = sort_lines([Line(re.sub(r"^[\s>|]+", "", line.text)) for line in lines])
    found: set[int] = set()
    for intro in [*sorting.intros.values(), *everything.intros.values()]:
        found.update(range(intro.start, intro.end + 1))
    for index, line in enumerate(normal):
        if index in found:
            continue
        bare = re.sub(r"^[\s>|]+", "", line)
        if (
            is_rule(line)
            or is_separator(line)
            or is_delimiter(line)
            or is_mobile_signature(bare)
            or is_disclaimer(bare)
        ):
            found.add(index)
        elif label_of(line) and (end := block_end(normal, index)):
            found.update(range(index, end))
    return found


def _without_ours(text: str, sent: str) -> str:
    """«¿Ya reiniciaste? SÍ, DOS VECES» → what follows our own question on the same line.

    Only where our sentence ends: their first word may be one that follows in our mail too.
    """
    words = text.split()
    for cut in range(len(words) - 1, 1, -1):
        if words[cut - 1].endswith(_SENTENCE_ENDS) and f" {_words(' '.join(words[:cut]))} " in sent:
            return " ".join(words[cut:])
    return text


def _words(text: str) -> str:
    return _NOT_A_WORD.sub(" ", normalise(_LINK.sub(" ", text))).strip()
