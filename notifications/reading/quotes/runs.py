"""Runs of quoted lines: where one ends, and whether it is the earlier message or something that a person cites."""

from notifications.reading.quotes.header_blocks import block_end
from notifications.reading.quotes.single_lines import is_separator
from notifications.reading.quotes.sorting import Sorting

_LONG_LINE = 60  # characters; a program may have broken a line as long as this


def run_end(sorting: Sorting, start: int) -> int:
    """Index after the run of quoted lines, their broken tails and links included."""
    end = index = start
    while index < len(sorting.lines):
        if sorting.is_quoted(index):
            end = index = index + 1
        elif not sorting.normal[index].strip():
            if sorting.lines[start].quoted and not _goes_on(sorting, index):
                break
            index += 1
        elif (tail := _broken_tail(sorting, index)) > index:
            end = index = tail
        else:
            break
    return end


def _goes_on(sorting: Sorting, blank: int) -> bool:
    following = sorting.next_words(blank)
    return following < len(sorting.lines) and sorting.is_quoted(following)


def _broken_tail(sorting: Sorting, index: int) -> int:
    """Index after unmarked lines that only continue a quoted one; `index` when they do not."""
    if sorting.is_blank(index - 1) and not sorting.normal[index].lstrip().startswith(("(http", "<http")):
        return index
    above = sorting.lines[index - 1].text
    last = index
    while (
        last < len(sorting.lines) and last - index < 2 and sorting.normal[last].strip() and not sorting.is_quoted(last)
    ):
        last += 1
    if last >= len(sorting.lines) or not sorting.is_quoted(last):
        return index
    text = sorting.normal[index].strip()
    is_link = text.startswith(("(http", "<http", "http")) or ("http" in above and above.count("(") > above.count(")"))
    continues = len(above) >= _LONG_LINE and text[:1].islower() and last - index == 1
    return last if is_link or continues else index


def is_quotation(sorting: Sorting, start: int, end: int) -> bool:
    """A run that nothing introduced: only a long one at the foot or the head, or one of the markup's own."""
    size = len(sorting.lines)
    inside = [index for index in range(start, end) if not sorting.is_blank(index)]
    if not inside:
        return False
    if any(index in sorting.intros for index in inside[:4]) or block_end(sorting.normal, inside[0]):
        return True
    rest = sorting.next_words(end)
    if sorting.lines[start].cited and rest >= size:
        return True
    if end - start < 3:
        return False
    above = next(
        (sorting.normal[index].rstrip() for index in range(start - 1, -1, -1) if not sorting.is_blank(index)), ""
    )
    if not above:
        return rest < size
    # Glued below their words it is a list of theirs.
    is_apart = sorting.lines[start].quoted or sorting.is_blank(start - 1)
    return rest >= size and is_apart and not above.endswith(":")


def is_only_a_block(sorting: Sorting, start: int, end: int) -> bool:
    """Only the header of the earlier message is marked; its words follow unmarked."""
    inside = [index for index in range(start, end) if not sorting.is_blank(index)]
    if not inside or sorting.next_words(end) >= len(sorting.lines):
        return False
    first = inside[1] if len(inside) > 1 and is_separator(sorting.normal[inside[0]]) else inside[0]
    bare = [line.lstrip(" >|") for line in sorting.normal[first : inside[-1] + 1]]
    return block_end(bare, 0) == len(bare)


def are_interleaved(sorting: Sorting) -> bool:
    """The person answered between the quoted lines: their words mean nothing without them."""
    for (_, end), (start, _) in zip(sorting.runs, sorting.runs[1:], strict=False):
        if any(sorting.keep[index] and not sorting.is_blank(index) for index in range(end, start)):
            return True
    return False
