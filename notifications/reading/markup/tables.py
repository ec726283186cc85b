"""Tables that compare: which ones they are, and their rows with every cell in its column, the empty ones too.

Mail is laid out with tables as well. One that compares has several short cells a row, and no table inside.
"""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from notifications.reading.markup.marks import mark_of
from notifications.reading.normalising import normalise
from notifications.reading.quotes.header_blocks import label_of

MOST_CELLS = 20_000  # of one table; a larger one is written as any other markup
MOST_COLUMNS, MOST_ROWS_SPANNED = 60, 500
LONGEST_CELL = 300  # characters; longer ones are paragraphs that a table places side by side
_DIGIT = re.compile(r"\d")
_PARTS = {"tbody", "thead", "tfoot"}
_CELLS = {"td", "th"}


def rows_to_compare(table: LexborNode) -> list[list[LexborNode]]:
    """The cells of each row; [] for a table that only places things."""
    if any(node.tag == "table" or mark_of(node) for node in _inside(table)):
        return []
    rows = [cells for row in _rows(table) if (cells := [cell for cell in _children(row) if cell.tag in _CELLS])]
    if sum(map(len, rows)) > MOST_CELLS or any(len(cell.text()) > 4 * LONGEST_CELL for row in rows for cell in row):
        return []
    wide, widest = sum(len(row) > 1 for row in rows), max(map(len, rows), default=0)
    if widest == 2 and sum(bool(label_of(f"{normalise(row[0].text())}:")) for row in rows) > 1:
        return []  # «Para», «cc», «Asunto»: the header of an earlier message
    return rows if wide > 1 or widest > 2 else []


def in_columns(rows: list[list[tuple[LexborNode, str]]]) -> list[str]:
    """A line a row, its cells set apart by bars; a label and its only value need none.

    [] where a cell turns out to hold paragraphs.
    """
    if any(len(text) > LONGEST_CELL for row in rows for _, text in row):
        return []
    grid = _aligned(rows)
    width = max(map(len, grid))
    labelled = width == 2 and all(row[0] and (row[1:] > [""] or not _DIGIT.search(row[0])) for row in grid)
    return [(" " if labelled else " | ").join(row + [""] * (width - len(row))) for row in grid if any(row)]


def _aligned(rows: list[list[tuple[LexborNode, str]]]) -> list[list[str]]:
    """The texts, with an empty one wherever a cell reaches over from the left or from above."""
    grid: list[list[str]] = []
    reaching: dict[int, int] = {}  # column → rows below that a cell still covers
    for row in rows:
        line: list[str] = []
        below: dict[int, int] = {}
        for cell, text in row:
            while reaching.get(len(line), 0):
                line.append("")
            columns, covered = _span(cell, "colspan", MOST_COLUMNS), _span(cell, "rowspan", MOST_ROWS_SPANNED)
            below |= {len(line) + at: covered - 1 for at in range(columns)}
            line += [text] + [""] * (columns - 1)
            if len(line) > MOST_COLUMNS:
                break
        reaching = {at: left - 1 for at, left in reaching.items() if left > 1} | {a: n for a, n in below.items() if n}
        grid.append(line)
    return grid


def _span(cell: LexborNode, name: str, most: int) -> int:
    value = (cell.attributes.get(name) or "").strip()
    return min(max(int(value), 1), most) if value.isascii() and value.isdigit() and len(value) < 5 else 1


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    for child in _children(table):
        if child.tag == "tr":
            yield child
        elif child.tag in _PARTS:
            yield from (row for row in _children(child) if row.tag == "tr")


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.child
    while child is not None:
        yield child
        child = child.next


def _inside(top: LexborNode) -> Iterator[LexborNode]:
    """Every element below, in order, without recursion."""
    above: list[LexborNode] = []
    node = top.child
    while node is not None:
        if node.tag and not node.tag.startswith(("-", "_", "!")):
            yield node
        if (child := node.child) is not None:
            above.append(node)
            node = child
            continue
        following = node.next
        while following is None and above:
            following = above.pop().next
        node = following
