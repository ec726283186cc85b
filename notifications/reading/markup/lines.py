"""HTML to lines of text, with the quotations that the markup itself announces."""

import re
from dataclasses import dataclass
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from notifications.reading.markup.bounds import flat_text, is_bounded
from notifications.reading.markup.marks import Mark, mark_of

_BLOCKS = {
    "address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody",
    "tfoot", "thead", "tr", "ul", "caption", "body", "details", "summary",
}  # fmt: skip
_SILENT = {
    "script",
    "style",
    "title",
    "head",
    "meta",
    "link",
    "template",
    "noscript",
    "svg",
    "math",
    "object",
    "iframe",
}
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BLANKS = re.compile(" {2,}")
_HIDDEN = re.compile(r"(?:^|[;\s])display\s*:\s*none", re.I)
_SPACED = {"h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "pre", "blockquote"}


@dataclass(slots=True)
class Line:
    text: str
    quoted: bool = False  # the markup says that somebody else wrote it
    cited: bool = False  # and says so beyond doubt
    header: bool = False  # the markup says that it introduces a quotation
    cut: bool = False  # the markup says that all from here on is the earlier message
    signature: bool = False


def html_to_text(html: str) -> str:
    return "\n".join(line.text for line in _written(html)).strip("\n")


def html_to_lines(html: str) -> list[Line]:
    """The caller's own lines, which it may change."""
    return [
        Line(one.text, one.quoted, one.cited, one.header, one.cut, one.signature) for one in _written(html)
    ]  # dataclasses.replace takes ten times as long


@lru_cache(maxsize=1)  # of one message, both its text and its quotations are asked for
def _written(html: str) -> tuple[Line, ...]:
    if not html.strip():
        return ()
    if not is_bounded(html):
        return tuple(Line(text) for text in flat_text(html).split("\n"))
    writer = _Writer()
    lines = writer.write(html)
    # What nobody sees is not what they wrote; where nothing is seen it is all there is.
    if writer.left_out and not any(line.text for line in lines):
        return tuple(_Writer(hidden=True).write(html))
    return tuple(lines)


class _Writer:
    """Walks the tree without recursion and writes what a reader would see."""

    def __init__(self, *, hidden: bool = False) -> None:
        self.hidden = hidden  # whether to write what the markup hides
        self.left_out = False  # something was hidden, and not written
        self.lines: list[Line] = []
        self.pieces: list[str] = []
        self.open_marks: list[Mark] = []
        self.plain = True  # no mark is open
        self.pre = 0

    def write(self, html: str) -> list[Line]:
        root = LexborHTMLParser(html).body
        if root is None:
            return []
        inside: list[tuple[LexborNode, Mark | None]] = []  # the elements around this node
        node = root.child
        while node is not None:
            tag = node.tag or ""
            if tag == "-text":
                self._text(node.text_content or "")
            elif tag not in _SILENT and not tag.startswith(("-", "_", "!")):
                mark = mark_of(node)
                if mark or self.hidden or not _is_hidden(node):
                    self._open(tag, mark)
                    if (child := node.child) is not None:
                        inside.append((node, mark))
                        node = child
                        continue
                    self._close(tag, mark)
                else:
                    self.left_out = True
            following = node.next
            while following is None and inside:
                node, mark = inside.pop()
                self._close(node.tag or "", mark)
                following = node.next
            node = following
        self._end_line()
        return _without_blank_runs(self.lines)

    def _text(self, text: str) -> None:
        if self.pre:
            first, *rest = text.replace("\r\n", "\n").split("\n")
            self.pieces.append(first)
            for line in rest:
                self._end_line(force=True)
                self.pieces.append(line)
            return
        self.pieces.append(_SPACES.sub(" ", text))

    def _open(self, tag: str, mark: Mark | None) -> None:
        if tag == "br":
            self._end_line(force=True)
        elif tag in ("td", "th"):
            if self.pieces and not self.pieces[-1].endswith((" ", "\t")):
                self.pieces.append(" ")
        elif tag in _BLOCKS:
            self._end_line()
            if tag in _SPACED:
                self._blank()
        if tag == "pre":
            self.pre += 1
        if mark is None:
            return
        self._end_line()
        self.open_marks.append(mark)
        self.plain = False
        if mark is Mark.CUT:
            self.lines.append(Line("", cut=True))

    def _close(self, tag: str, mark: Mark | None) -> None:
        if tag in _BLOCKS:
            self._end_line()
            if tag == "p" or tag in _SPACED:
                self._blank()
        if tag == "pre":
            self.pre -= 1
        if mark is not None:
            self._end_line()
            self.open_marks.pop()
            self.plain = not self.open_marks

    def _blank(self) -> None:
        if self.lines and self.lines[-1].text:
            self._append("")

    def _end_line(self, *, force: bool = False) -> None:
        if not self.pieces:
            if force:
                self._append("")
            return
        text = "".join(self.pieces)
        self.pieces.clear()
        if not self.pre:
            text = _BLANKS.sub(" ", text.replace("\u00a0", " ")).strip()
        if text or force:
            self._append(text)

    def _append(self, text: str) -> None:
        if self.plain:
            self.lines.append(Line(text))
            return
        marks = self.open_marks
        self.lines.append(
            Line(
                text,
                quoted=Mark.QUOTED in marks or Mark.CITED in marks,
                cited=Mark.CITED in marks,
                header=Mark.HEADER in marks,
                signature=Mark.SIGNATURE in marks,
            )
        )


def _is_hidden(node: LexborNode) -> bool:
    """The preview text of a newsletter, the notes of a program to itself."""
    style = node.attributes.get("style")
    return bool(style and "none" in style and _HIDDEN.search(style))


def _without_blank_runs(lines: list[Line]) -> list[Line]:
    kept: list[Line] = []
    for line in lines:
        if (
            not line.text
            and not line.cut
            and kept
            and not kept[-1].text
            and kept[-1].quoted == line.quoted
            and not kept[-1].cut
        ):
            continue
        kept.append(line)
    return kept
