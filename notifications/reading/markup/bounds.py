"""How much markup a tree is built of, and the plain words of what is beyond it."""

import html as entities
import re

MAX_DEPTH = 300  # open elements; browsers stop at 512, no mail program gets near
MAX_NODES = 200_000
MAX_CHARACTERS = 3_000_000
MAX_PAIRS = 200_000_000  # of attributes of one tag, which the tree builder compares, or of words up to the next one
SHORT_TAG = 500  # characters; shorter ones cost too little to be counted

_SEPARATOR = re.compile(r"[\s/\"']")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_INSTRUCTION = re.compile(r"<\?[^<>]{0,4000}>")
_CLOSED_BY_THE_PARSER = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    "p", "li", "dd", "dt", "tr", "td", "th", "option", "thead", "tbody", "tfoot", "html", "head", "body", "colgroup",
}  # fmt: skip


def without_instructions(html: str) -> str:
    """Without «<?xml …?>», «<?php …» and what old programs leave there; a «<?» that nothing ends is somebody's words.

    The tree builders disagree on them: one takes all that follows for the instruction.
    """
    return _INSTRUCTION.sub("", html).replace("<?", "&lt;?") if "<?" in html else html


def is_bounded(html: str) -> bool:
    """Whether a tree builder can take it: nesting costs quadratic time, and so do the attributes of one tag."""
    if len(html) > MAX_CHARACTERS:
        return False
    depth = tags = pairs = begun = 0
    for tag in _TAG.finditer(html):
        closing, name = tag.groups()
        tags += 1
        if tag.start() - begun > SHORT_TAG:
            pairs += len(_SEPARATOR.findall(html, begun, tag.start())) ** 2
        begun = tag.start()
        if tags > MAX_NODES or pairs > MAX_PAIRS:
            return False
        if name.lower() in _CLOSED_BY_THE_PARSER:
            continue
        depth += -1 if closing else 1
        if depth > MAX_DEPTH:
            return False
        depth = max(depth, 0)
    return pairs + len(_SEPARATOR.findall(html, begun)) ** 2 <= MAX_PAIRS


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
