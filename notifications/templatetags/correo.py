"""Filters of the mail templates: text as paragraphs, text as a quotation."""

import re

from django import template
from django.utils.html import format_html, format_html_join, urlize
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
EMPTY_LINES = re.compile(r"\n\s*\n")


def _lines(text: str, *, links: bool) -> SafeString:
    """One paragraph: escaped, its line breaks kept; addresses become links only in what an agent wrote."""
    # urlize escapes the line before it marks the addresses in it.
    lines = [mark_safe(urlize(line, autoescape=True)) if links else line for line in text.split("\n")]  # noqa: S308
    return format_html_join(mark_safe("<br>\n"), "{}", ((line,) for line in lines))  # noqa: S308 (a constant)


@register.filter
def paragraphs(text: str) -> SafeString:
    """An agent's words in the HTML part."""
    parts = [part.strip() for part in EMPTY_LINES.split(text) if part.strip()]
    return format_html_join("\n", '<p style="margin:0 0 14px">{}</p>', ((_lines(part, links=True),) for part in parts))


@register.filter
def lines(text: str) -> SafeString:
    """Somebody's words in the HTML part, escaped, nothing in them a link."""
    return _lines(text, links=False)


@register.filter
def quoted(text: str) -> str:
    """Somebody's words in the text part, each line behind «>»."""
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


@register.simple_tag
def button(url: str, label: str, primary: bool = True) -> SafeString:
    """A link that looks like a button and stays a legible link, apart from its neighbour, where styles are taken away.

    Its ink and its ground stand on the same element: no program can take one and leave the other.
    """
    kind, ground, ink = ("primary", "#0b5f6b", "#ffffff") if primary else ("secondary", "#ffffff", "#0b5f6b")
    return format_html(
        '<table role="presentation" class="button" cellpadding="0" cellspacing="6" border="0" align="left" '
        'style="margin:0 10px 12px 0;border-spacing:0"><tr><td class="{}" style="background-color:{};'
        'border:1px solid #0b5f6b;border-radius:8px;mso-padding-alt:12px 18px"><a href="{}" style="display:inline-block;'
        'padding:12px 18px;background-color:{};border-radius:7px;color:{};font-size:16px;line-height:22px;font-weight:600;'
        'text-decoration:none">{}</a></td></tr></table>',
        kind, ground, url, ground, ink, label,
    )  # fmt: skip
