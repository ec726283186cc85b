"""From a kind and its context to a subject, a text and an HTML part."""

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context, Engine, loader

from notifications.kinds import DELIMITER, MailKind
from tickets.folding import many_lines, one_line, storable


@dataclass(frozen=True, slots=True)
class RenderedMail:
    subject: str
    text: str
    html: str


def render(kind: MailKind, context: dict[str, Any]) -> RenderedMail:
    """Both parts say the same. What people wrote is escaped in the HTML part, verbatim in the text."""
    context = {
        "delimiter": DELIMITER,
        "support_name": settings.SUPPORT_NAME,
        "privacy_url": settings.PRIVACY_URL,
        **dict.fromkeys(("link", "files", "quote")),  # what not every mail has
        **context,
    }
    return RenderedMail(
        subject=one_line(_plain(f"correo/{kind}.subject.txt", context), 320),
        text=_tidy(_plain(f"correo/{kind}.txt", context)),
        html=storable(loader.render_to_string(f"correo/{kind}.html", context)).strip() + "\n",
    )


def _plain(template: str, context: dict[str, Any]) -> str:
    return Engine.get_default().get_template(template).render(Context(context, autoescape=False))


def _tidy(text: str) -> str:
    """At most one empty line in a row, none at the ends, no blanks before a line's end."""
    text = "\n".join(line.rstrip() for line in many_lines(text).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
