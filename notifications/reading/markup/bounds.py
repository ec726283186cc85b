"""How much markup a tree is built of, and the plain words of what is beyond it."""

import html as entities
import re

MAX_DEPTH = 300  # open elements; browsers stop at 512, no mail program gets near
MAX_NODES = 200_000
MAX_CHARACTERS = 3_000_000

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_CLOSED_BY_THE_PARSER = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    "p", "li", "dd", "dt", "tr", "td", "th", "option", "thead", "tbody", "tfoot", "html", "head", "body", "colgroup",
}  # fmt: skip


def is_bounded(html: str) -> bool:
    """Whether a tree builder can take it: nesting costs quadratic time."""
    if len(html) > MAX_CHARACTERS:
        return False
    depth = tags = 0
    for closing, name in _TAG.findall(html):
        tags += 1
        if tags > MAX_NODES:
            return False
        if name.lower() in _CLOSED_BY_THE_PARSER:
            continue
        depth += -1 if closing else 1
        if depth > MAX_DEPTH:
            return False
        depth = max(depth, 0)
    return True


def flat_text(html: str) -> str:
    """Text of HTML that is too deep or too large for a tree: tags go, words stay. Linear in the length."""
    html = _without_silent(html[:MAX_CHARACTERS])
    html = re.sub(r"(?i)<(?:br|/p|/div|/li|/tr|/h[1-6]|/blockquote)\b[^<>]{0,200}>", "\n", html)
    return entities.unescape(re.sub(r"<[a-zA-Z/!][^<>]{0,20000}>", "", html)).replace("\x00", "")


def _without_silent(html: str) -> str:
    """Without scripts and styles; one that nobody closed loses only its tag."""
    lower = html.lower()
    kept: list[str] = []
    position, unclosed = 0, set()
    for opening in re.finditer(r"<(script|style|title)\b", lower):
        name = opening[1]
        if opening.start() < position or name in unclosed:
            continue
        end = lower.find("</" + name, opening.end())
        if end < 0:
            unclosed.add(name)
            continue
        kept.append(html[position : opening.start()])
        position = end
    return "".join(kept) + html[position:]
