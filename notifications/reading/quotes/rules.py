"""Where the earlier message begins: an ordered table of rules, asked line by line from the top.

Before the table: our delimiter line, bare or quoted, ends the message wherever it stands; and the introductions are
looked for from below, since what follows one decides how weak a form is believed.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from notifications.reading.markup.lines import Line
from notifications.reading.quotes.header_blocks import block_end, label_of
from notifications.reading.quotes.introductions import Intro, find_intro
from notifications.reading.quotes.runs import are_interleaved, is_only_a_block, is_quotation, run_end
from notifications.reading.quotes.single_lines import is_delimiter, is_forward, is_separator, may_be_delimiter
from notifications.reading.quotes.sorting import Sorting


def sort_lines(lines: list[Line]) -> Sorting:
    """Decide for every line whether it is shown."""
    sorting = prepared(lines)
    index: int | None = 0
    while index is not None and index < len(sorting.lines):
        index = next(rules_at(sorting, index)).apply(sorting, index)
    if index is not None and are_interleaved(sorting):
        sorting.show_everything()
    return sorting


def prepared(lines: list[Line]) -> Sorting:
    """The lines above our delimiter, their introductions known; every one still shown."""
    sorting = Sorting(lines)
    _cut_at_delimiter(sorting)
    find_intros(sorting)
    return sorting


class Rule(NamedTuple):
    name: str
    claims: Callable[[Sorting, int], bool]
    apply: Callable[[Sorting, int], int | None]  # the line to go on with; None when all the rest is decided
    example: str  # some line of it is decided by this rule; markup where it starts with "<"


def rules_at(sorting: Sorting, index: int) -> Iterator[Rule]:
    """Every rule that claims this line, in order: the first one decides, the others are overlaps."""
    return (rule for rule in RULES if rule.claims(sorting, index))


def _cut_at_delimiter(sorting: Sorting) -> None:
    for index, line in enumerate(sorting.normal):
        if not may_be_delimiter(line):
            continue
        wrapped = line + " " + sorting.normal[index + 1].lstrip(" >|") if index + 1 < len(sorting.normal) else line
        if not (is_delimiter(line) or is_delimiter(wrapped)):
            continue
        if sorting.has_unquoted_words(index):
            sorting.truncate(index)
            return
        sorting.all_below = index if sorting.all_below is None else sorting.all_below


def find_intros(sorting: Sorting) -> None:
    """Every introduction, from below: what follows one decides how weak a form is believed."""
    following = len(sorting.lines)
    quoted_next = sorting.found  # a delimiter stood here: what followed was our mail
    for index in range(len(sorting.lines) - 1, -1, -1):
        if not sorting.normal[index].strip():
            continue
        if sorting.lines[index].header:
            start = _header_start(sorting, index)
            if not any(map(is_forward, sorting.normal[start : index + 1])):
                sorting.intros[start] = Intro(start, index)
        elif intro := _intro_ending_at(sorting, index, following, quoted_next):
            sorting.intros.setdefault(intro.start, intro)
        following, quoted_next = index, sorting.is_quoted(index)


def _intro_ending_at(sorting: Sorting, index: int, following: int, quoted_next: bool) -> Intro | None:
    if _is_deep_in_a_run(sorting, index):
        return None  # what was already quoted there is nobody's business
    line = sorting.normal[index]
    if not (line.rstrip(" *_").endswith((":", "-", ">", ")", "]")) or ("@" in line and (quoted_next or "<" in line))):
        return None
    is_near = following - index <= 4
    speech_next = is_near and following < len(sorting.lines) and sorting.normal[following].lstrip().startswith('"')
    return find_intro(sorting.normal, index, quoted_next=quoted_next and is_near, speech_next=speech_next)


def _is_deep_in_a_run(sorting: Sorting, index: int) -> bool:
    return index >= 5 and all(sorting.is_quoted(above) for above in range(index - 5, index + 1))


def _header_start(sorting: Sorting, index: int) -> int:
    while index and sorting.lines[index - 1].header:
        index -= 1
    return index


# --- what each rule claims, and what it does ------------------------------------------------------------------------
def _next_line(sorting: Sorting, index: int) -> int:
    return index + 1


def _is_marked_cut(sorting: Sorting, index: int) -> bool:
    return sorting.lines[index].cut


def _cut_here(sorting: Sorting, index: int) -> int | None:
    return None if sorting.cut_from(index) else index + 1


def _is_empty(sorting: Sorting, index: int) -> bool:
    return not sorting.normal[index].strip()


def _is_introduction(sorting: Sorting, index: int) -> bool:
    return index in sorting.intros


def _hide_what_is_introduced(sorting: Sorting, index: int) -> int | None:
    """The run of quoted lines that follows, or all the rest where none does."""
    intro = sorting.intros[index]
    after = sorting.next_words(intro.end + 1)
    if after >= len(sorting.lines) or not sorting.is_quoted(after):
        return None if sorting.cut_from(index, intro) else intro.end + 1
    end = run_end(sorting, after)
    if is_only_a_block(sorting, after, end) and sorting.cut_from(index, intro):
        return None
    sorting.hide(index, end, intro)
    sorting.runs.append((index, end))
    return end


def _is_forward_here(sorting: Sorting, index: int) -> bool:
    return is_forward(sorting.normal[index]) and not (sorting.runs and sorting.is_quoted(index))


def _show_what_is_forwarded(sorting: Sorting, index: int) -> int | None:
    sorting.is_forward = True
    return index + 1 if sorting.runs else None


def _is_quoted(sorting: Sorting, index: int) -> bool:
    return sorting.is_quoted(index)


def _hide_a_quotation(sorting: Sorting, index: int) -> int | None:
    end = run_end(sorting, index)
    if is_only_a_block(sorting, index, end) and sorting.cut_from(index):
        return None
    is_earlier_message = is_quotation(sorting, index, end)
    if is_earlier_message:
        sorting.hide(index, end)
    if is_earlier_message or sorting.runs:
        sorting.runs.append((index, end))
    return end


def _is_separator(sorting: Sorting, index: int) -> bool:
    return is_separator(sorting.normal[index])


def _is_header_block(sorting: Sorting, index: int) -> bool:
    line = sorting.normal[index]
    return bool(label_of(line) or len(line) < 120) and block_end(sorting.normal, index) is not None


def _cut_or_step_over_block(sorting: Sorting, index: int) -> int | None:
    return None if sorting.cut_from(index) else block_end(sorting.normal, index) or index + 1


def _always(sorting: Sorting, index: int) -> bool:
    return True


_EXAMPLE_BLOCK = (
    "De: Mesa <mesa@segu.example>\nEnviado el: lunes, 3 de agosto de 2020 10:11\nPara: Rosa\nAsunto: RE: No"
)
RULES = (
    Rule("markup of a mail program", _is_marked_cut, _cut_here, '<p>Ya quedó.</p><div id="divRplyFwdMsg"></div><p>Hola</p>'),
    Rule("empty line", _is_empty, _next_line, "Ya quedó.\n\nGracias."),
    Rule(
        "introduction", _is_introduction, _hide_what_is_introduced,
        "Ya quedó.\n\nEl lun, 3 ago 2020 a las 10:11, Mesa (<mesa@segu.example>) escribió:\n> Prueba de nuevo.",
    ),
    Rule(
        "forward", _is_forward_here, _show_what_is_forwarded,
        "Les paso esto.\n---------- Mensaje reenviado ---------\nDe: Ana <ana@x.example>\n\nNo abre.",
    ),
    Rule("quoted run", _is_quoted, _hide_a_quotation, "Ya quedó.\n\n> Hola, Rosa:\n> Prueba de nuevo.\n> Mesa"),
    Rule("separator", _is_separator, _cut_or_step_over_block, "Ya quedó.\n\n-----Mensaje original-----\nPrueba de nuevo."),
    Rule("header block", _is_header_block, _cut_or_step_over_block, f"Ya quedó.\n\n{_EXAMPLE_BLOCK}\n\nPrueba de nuevo."),
    Rule("own words", _always, _next_line, "Ya quedó."),
)  # fmt: skip
