"""Which lines of a message are the person's own, and which the earlier message.

Cutting a person's words is worse than showing a quotation: whatever is in doubt stays.
"""

import re
from dataclasses import dataclass, field

from .folding import fold
from .header_block import block_end, label_of
from .html_text import Line
from .quote_intro import Intro, find_intro
from .quote_lines import is_delimiter, is_forward, is_rule, is_separator, may_be_delimiter

LONGEST_LINE = 2_000  # characters of a line that the patterns see
BREAK = re.compile("\r\n|[\n\r\v\u2028\u2029]")  # Outlook also writes a vertical tab or the line separator of Unicode


@dataclass(slots=True)
class Reading:
    """The lines of one message while they are being sorted."""

    lines: list[Line]
    folded: list[str] = field(default_factory=list)
    keep: list[bool] = field(default_factory=list)
    marked: list[bool] = field(default_factory=list)  # starts with a quotation mark
    intros: dict[int, Intro] = field(default_factory=dict)
    forward: bool = False
    found: bool = False  # some quotation was recognised

    def __post_init__(self) -> None:
        self.folded = [fold(line.text[:LONGEST_LINE]) for line in self.lines]
        self.keep = [True] * len(self.lines)
        above = False
        for line in self.lines:
            above = is_marked(line.text, above)
            self.marked.append(above)

    def blank(self, index: int) -> bool:
        return not self.folded[index].strip(" >|*_")

    def quoted(self, index: int) -> bool:
        return self.lines[index].quoted or self.marked[index]

    def next_words(self, index: int) -> int:
        """The next line with anything on it, a bare ">" included; the length when there is none."""
        while index < len(self.lines) and not self.folded[index].strip():
            index += 1
        return index

    def has_unquoted_words(self, until: int) -> bool:
        return any(not self.blank(index) and not self.quoted(index) for index in range(until))

    def has_own_words(self, until: int) -> bool:
        return any(
            self.keep[index] and not self.blank(index) and not is_rule(self.folded[index]) for index in range(until)
        )


def is_marked(text: str, below_marked: bool = False) -> bool:
    """Starts with ">", but is no Python prompt: that, at the third level, stands below other quoted lines."""
    text = text.lstrip(" \t\ufeff\u200b\u200e")
    if not text.startswith(">"):
        return False
    return below_marked or not (text.startswith((">>> ", ">>>\t")) and not text.startswith(">>> >"))


def text_lines(text: str) -> list[Line]:
    return [Line(line) for line in BREAK.split(text)]


def sort_lines(lines: list[Line]) -> Reading:
    """Decide for every line whether it is shown."""
    reading = Reading(lines)
    _cut_at_delimiter(reading)
    _find_intros(reading)
    _walk(reading)
    return reading


def _cut_at_delimiter(reading: Reading) -> None:
    for index, line in enumerate(reading.folded):
        if not may_be_delimiter(line):
            continue
        wrapped = line + " " + reading.folded[index + 1].lstrip(" >|") if index + 1 < len(reading.folded) else line
        if (is_delimiter(line) or is_delimiter(wrapped)) and reading.has_unquoted_words(index):
            del reading.lines[index:], reading.folded[index:], reading.keep[index:]
            reading.found = True
            return


def _find_intros(reading: Reading) -> None:
    following = len(reading.lines)
    quoted_next = reading.found  # a delimiter stood here: what followed was our mail
    for index in range(len(reading.lines) - 1, -1, -1):
        line = reading.folded[index]
        if not line.strip():
            continue
        if reading.lines[index].header:
            start = _header_start(reading, index)
            if not any(is_forward(reading.folded[one]) for one in range(start, index + 1)):
                reading.intros[start] = Intro(start, index)
        elif _deep_in_a_run(reading, index):
            pass  # what was already quoted there is nobody's business
        elif line.rstrip(" *_").endswith((":", "-", ">", ")", "]")) or ("@" in line and (quoted_next or "<" in line)):
            near = following - index <= 4
            speech = near and following < len(reading.lines) and reading.folded[following].lstrip().startswith('"')
            intro = find_intro(reading.folded, index, quoted_next=quoted_next and near, speech_next=speech)
            if intro:
                reading.intros.setdefault(intro.start, intro)
        following, quoted_next = index, reading.quoted(index)


def _deep_in_a_run(reading: Reading, index: int) -> bool:
    return index >= 5 and all(reading.quoted(above) for above in range(index - 5, index + 1))


def _header_start(reading: Reading, index: int) -> int:
    while index and reading.lines[index - 1].header:
        index -= 1
    return index


def _walk(reading: Reading) -> None:
    index, size = 0, len(reading.lines)
    runs: list[tuple[int, int]] = []
    while index < size:
        line = reading.folded[index]
        if reading.lines[index].cut:
            if _cut_from(reading, index):
                return
        elif not line.strip():
            pass
        elif (intro := reading.intros.get(index)) and intro.end >= index:
            after = reading.next_words(intro.end + 1)
            if after < size and reading.quoted(after) and not (reading.quoted(index) and not reading.quoted(after)):
                end = _run_end(reading, after)
                if _only_a_block(reading, after, end) and _cut_from(reading, index, intro):
                    return
                _hide(reading, index, end, intro)
                runs.append((index, end))
                index = end
                continue
            if _cut_from(reading, index, intro):
                return
            index = intro.end
        elif reading.quoted(index):
            end = _run_end(reading, index)
            if not runs and is_forward(line):
                reading.forward = True
                return
            if _only_a_block(reading, index, end) and _cut_from(reading, index):
                return
            if _is_quotation(reading, index, end):
                _hide(reading, index, end)
                runs.append((index, end))
            elif runs:
                runs.append((index, end))
            index = end
            continue
        elif is_forward(line):
            reading.forward = True
            if not runs:
                return
        elif is_separator(line) or _block_starts(reading, index):
            if _cut_from(reading, index):
                return
            index = max(index, (block_end(reading.folded, index) or index + 1) - 1)
        index += 1
    if _is_interleaved(reading, runs):
        reading.keep = [True] * size
        reading.found = False


def _block_starts(reading: Reading, index: int) -> bool:
    if label_of(reading.folded[index]) or len(reading.folded[index]) < 120:
        return block_end(reading.folded, index) is not None
    return False


def _cut_from(reading: Reading, index: int, intro: Intro | None = None) -> bool:
    """Hide all from here on, unless nothing of the person's own stands above."""
    own_start = bool(intro and intro.own_words)
    if not own_start and not reading.has_own_words(index):
        return False
    for hidden in range(index, len(reading.lines)):
        reading.keep[hidden] = False
    reading.found = True
    if intro and own_start:
        _keep_own_words(reading, index, intro)
    _drop_rules_above(reading, index)
    return True


def _hide(reading: Reading, start: int, end: int, intro: Intro | None = None) -> None:
    for index in range(start, end):
        reading.keep[index] = False
    reading.found = True
    if intro and intro.own_words:
        _keep_own_words(reading, start, intro)
    _drop_rules_above(reading, start)


def _keep_own_words(reading: Reading, index: int, intro: Intro) -> None:
    reading.keep[index] = True
    reading.lines[index].text = reading.lines[index].text[: intro.own_words].rstrip(" -–—")


def _drop_rules_above(reading: Reading, index: int) -> None:
    """The dashes or underscores that a mail program draws above the earlier message."""
    index -= 1
    while index >= 0:
        drawn = is_rule(reading.folded[index]) or is_separator(reading.folded[index])
        if drawn:
            reading.keep[index] = False
        elif not reading.blank(index):
            return
        index -= 1


def _run_end(reading: Reading, start: int) -> int:
    """Index after the run of quoted lines, their broken tails and links included."""
    end = index = start
    while index < len(reading.lines):
        if reading.quoted(index):
            end = index = index + 1
        elif not reading.folded[index].strip():
            if reading.lines[start].quoted:
                break_at = reading.next_words(index)
                if break_at >= len(reading.lines) or not reading.quoted(break_at):
                    break
            index += 1
        elif (tail := _broken_tail(reading, index)) > index:
            end = index = tail
        else:
            break
    return end


def _broken_tail(reading: Reading, index: int) -> int:
    """Index after unmarked lines that only continue a quoted one; `index` when they do not."""
    if reading.blank(index - 1) and not reading.folded[index].lstrip().startswith(("(http", "<http")):
        return index
    above = reading.lines[index - 1].text
    last = index
    while last < len(reading.lines) and last - index < 2 and reading.folded[last].strip() and not reading.quoted(last):
        last += 1
    if last >= len(reading.lines) or not reading.quoted(last):
        return index
    text = reading.folded[index].strip()
    linked = text.startswith(("(http", "<http", "http")) or ("http" in above and above.count("(") > above.count(")"))
    return last if linked or (len(above) >= 60 and text[:1].islower() and last - index == 1) else index


def _is_quotation(reading: Reading, start: int, end: int) -> bool:
    """A run that nothing introduced: only a long one at the foot or the head, or one of the markup's own."""
    size = len(reading.lines)
    inside = [index for index in range(start, end) if not reading.blank(index)]
    if not inside:
        return False
    if any(index in reading.intros for index in inside[:4]) or block_end(reading.folded, inside[0]):
        return True
    rest = reading.next_words(end)
    if reading.lines[start].cited and rest >= size:
        return True
    if end - start < 3:
        return False
    above = next((reading.folded[index].rstrip() for index in range(start - 1, -1, -1) if not reading.blank(index)), "")
    if not above:
        return rest < size
    parted = reading.lines[start].quoted or reading.blank(start - 1)  # glued below their words it is a list of theirs
    return rest >= size and parted and not above.endswith(":")


def _only_a_block(reading: Reading, start: int, end: int) -> bool:
    """Only the header of the earlier message is marked; its words follow unmarked."""
    inside = [index for index in range(start, end) if not reading.blank(index)]
    if not inside or reading.next_words(end) >= len(reading.lines):
        return False
    first = inside[1] if len(inside) > 1 and is_separator(reading.folded[inside[0]]) else inside[0]
    bare = [line.lstrip(" >|") for line in reading.folded[first : inside[-1] + 1]]
    return block_end(bare, 0) == len(bare)


def _is_interleaved(reading: Reading, runs: list[tuple[int, int]]) -> bool:
    """The person answered between the quoted lines: their words mean nothing without them."""
    for (_, end), (start, _) in zip(runs, runs[1:], strict=False):
        if any(reading.keep[index] and not reading.blank(index) for index in range(end, start)):
            return True
    return False
