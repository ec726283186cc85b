"""From a kind and its facts to a subject, a text and an HTML part."""

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context, loader

from notifications.kinds import DELIMITER, MailKind
from tickets.folding import many_lines, one_line


@dataclass(frozen=True, slots=True)
class RenderedMail:
    subject: str
    text: str
    html: str


def render(kind: MailKind, facts: dict[str, Any]) -> RenderedMail:
    """Both parts say the same. What people wrote is escaped in the HTML part, verbatim in the text."""
    facts = {
        "delimiter": DELIMITER,
        "support_name": settings.SUPPORT_NAME,
        "privacy_url": settings.PRIVACY_URL,
        **facts,
    }
    return RenderedMail(
        subject=one_line(_plain(f"correo/{kind}.subject.txt", facts), 320),
        text=_tidy(_plain(f"correo/{kind}.txt", facts)),
        html=_storable(loader.render_to_string(f"correo/{kind}.html", facts)),
    )


def _plain(template: str, facts: dict[str, Any]) -> str:
    return loader.get_template(template).template.render(Context(facts, autoescape=False))


def _tidy(text: str) -> str:
    """At most one empty line in a row, none at the ends, no blanks before a line's end."""
    text = "\n".join(line.rstrip() for line in many_lines(text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _storable(html: str) -> str:
    return html.replace("\0", "").strip() + "\n"
