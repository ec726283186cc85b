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
    """A link that looks like a button and stays a link where styles are taken away."""
    box = "background:#0b5f6b;border:1px solid #0b5f6b" if primary else "border:1px solid #0b5f6b"
    ink = "#ffffff" if primary else "#0b5f6b"
    kind = "primary" if primary else "secondary"
    return format_html(
        '<table role="presentation" cellpadding="0" cellspacing="0" border="0" align="left" style="margin:0 12px 12px 0">'
        '<tr><td class="{}" style="{};border-radius:8px"><a href="{}" style="display:inline-block;padding:12px 20px;'
        'color:{};font-size:16px;line-height:22px;font-weight:600;text-decoration:none">{}</a></td></tr></table>',
        kind, box, url, ink, label,
    )  # fmt: skip
