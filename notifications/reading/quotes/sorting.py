"""The lines of one message while it is being decided which are the person's own, and which the earlier message.

Cutting a person's words is worse than showing a quotation: whatever is in doubt stays.
"""

import re
from dataclasses import dataclass, field

from notifications.reading.markup.lines import Line
from notifications.reading.normalising import normalise
from notifications.reading.quotes.introductions import Intro
from notifications.reading.quotes.single_lines import is_rule, is_separator

LONGEST_LINE = 2_000  # characters of a line that the patterns see
SEARCHED = 500_000  # characters in which quotations are looked for; what lies below is shown
SEARCHED_LINES = 10_000
_BREAK = re.compile("\r\n|[\n\r\v\u2028\u2029]")  # Outlook also writes a vertical tab or the line separator of Unicode


def text_lines(text: str) -> list[Line]:
    return [Line(line) for line in _BREAK.split(text)]


def searched_part(text: str) -> tuple[str, str]:
    """(where quotations are looked for, the rest): a bound on time, far beyond what anybody writes."""
    end = min(len(text), SEARCHED)
    for number, newline in enumerate(_BREAK.finditer(text, 0, end), start=1):
        if number >= SEARCHED_LINES:
            end = newline.end()
            break
    return text[:end], text[end:]


@dataclass(slots=True)
class Sorting:
    """What is known of each line so far. The rules hide lines; what no rule hides is shown."""

    lines: list[Line]
    normal: list[str] = field(default_factory=list)  # each line as the patterns see it
    keep: list[bool] = field(default_factory=list)
    marked: list[bool] = field(default_factory=list)  # starts with a quotation mark
    intros: dict[int, Intro] = field(default_factory=dict)  # by the line on which each starts
    runs: list[tuple[int, int]] = field(default_factory=list)  # quotations met so far: (first line, line after)
    all_below: int | None = None  # a quotation begins here, and nothing of the person's own stands above
    is_forward: bool = False
    is_interleaved: bool = False  # the person answered between the quoted lines
    found: bool = False  # some quotation was recognised

    def __post_init__(self) -> None:
        self.normal = [normalise(line.text[:LONGEST_LINE]) for line in self.lines]
        self.keep = [True] * len(self.lines)
        above = False
        for line in self.lines:
            above = is_marked(line.text, above)
            self.marked.append(above)

    def is_blank(self, index: int) -> bool:
        return not self.normal[index].strip(" >|*_")

    def is_quoted(self, index: int) -> bool:
        return self.lines[index].quoted or self.marked[index]

    def next_words(self, index: int) -> int:
        """The next line with anything on it, a bare ">" included; the length when there is none."""
        while index < len(self.lines) and not self.normal[index].strip():
            index += 1
        return index

    def has_unquoted_words(self, until: int) -> bool:
        return any(not self.is_blank(index) and not self.is_quoted(index) for index in range(until))

    def has_own_words(self, until: int) -> bool:
        return any(
            self.keep[index] and not self.is_blank(index) and not is_rule(self.normal[index]) for index in range(until)
        )

    def truncate(self, index: int) -> None:
        """Drop all from here on, as if it had never been there."""
        del self.lines[index:], self.normal[index:], self.keep[index:], self.marked[index:]
        self.found = True

    def cut_from(self, index: int, intro: Intro | None = None) -> bool:
        """Hide all from here on, unless nothing of the person's own stands above."""
        if not (intro and intro.own_words) and not self.has_own_words(index):
            self.all_below = index if self.all_below is None else self.all_below
            return False
        self.hide(index, len(self.lines), intro)
        return True

    def hide(self, start: int, end: int, intro: Intro | None = None) -> None:
        """Hide these lines, but for the person's words in front of the introduction on the first."""
        self.keep[start:end] = [False] * (end - start)
        self.found = True
        if intro and intro.own_words:
            self.keep[start] = True
            self.lines[start].text = self.lines[start].text[: intro.own_words].rstrip(" -–—")
        self._hide_rules_above(start)

    def show_everything(self) -> None:
        """Their words mean nothing without what they answer."""
        self.is_interleaved = True
        self.keep = [True] * len(self.lines)
        self.found = False

    def _hide_rules_above(self, index: int) -> None:
        """The dashes or underscores that a mail program draws above the earlier message."""
        for above in range(index - 1, -1, -1):
            if is_rule(self.normal[above]) or is_separator(self.normal[above]):
                self.keep[above] = False
            elif not self.is_blank(above):
                return


def is_marked(text: str, below_marked: bool = False) -> bool:
    """Starts with ">", but is no Python prompt: that, at the third level, stands below other quoted lines."""
    text = text.lstrip(" \t\ufeff\u200b\u200e")
    if not text.startswith(">"):
        return False
    return below_marked or not (text.startswith((">>> ", ">>>\t")) and not text.startswith(">>> >"))
