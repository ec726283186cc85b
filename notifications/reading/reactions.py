"""Reactions: a mail that is only «👍», in the words of the program that sent it."""

import json
import re
import unicodedata

from notifications.reading.normalising import normalise
from tickets.folding import storable

GMAIL = "text/vnd.google.email-reaction+json"
LONGEST = 16  # characters of one emoji: families are joined of seven
MOST_LINES = 4  # of Outlook's notice
_SENTENCE = re.compile(
    r"^.{1,120} (?:ha )?(?:reacciono|reaccionado|reacted|reagiu)\b.{0,20}"
    r"\b(?:(?:tu|su|un|este|your|this|a|sua|seu) (?:mensaje|correo|message|e-?mail|mensagem)|(?:con|with|com))\b.{0,40}$"
)
_FOOTER = re.compile(
    r"(?:abrir|ver|open|view|abra|get) (?:.{0,20} )?(?:en|in|no|on|for) outlook\b.{0,80}|<?https?://\S{1,500}>?"
)


def of_gmail(content: bytes) -> str:
    """The emoji of Gmail's own part; "" for what is no such thing."""
    try:
        said = json.loads(content[:2_000])
    except (ValueError, RecursionError):
        return ""
    emoji = said.get("emoji") if isinstance(said, dict) else None
    return storable(emoji) if isinstance(emoji, str) and is_emoji(emoji) else ""


def of_outlook(text: str, sender: str) -> str:
    """The emoji of «Hugo reaccionó a tu mensaje: 👍», where the mail says nothing else and names who sent it."""
    lines = [line.strip() for line in text[:2_000].split("\n") if line.strip()]
    if not lines or len(lines) > MOST_LINES or len(text) > 2_000:
        return ""
    emoji = "".join(character for character in lines[0] if is_emoji(character)).strip()
    named = normalise(lines[0]).startswith(normalise(sender)) and sender
    notice = named and _SENTENCE.match(normalise(lines[0])) and all(map(_FOOTER.fullmatch, map(normalise, lines[1:])))
    return emoji if notice and is_emoji(emoji) else ""


def is_emoji(text: str) -> bool:
    """One or a few pictures, with what joins and colours them."""
    joined = "\u200d\ufe0f\ufe0e\u20e3"
    return 0 < len(text) <= LONGEST and all(one in joined or unicodedata.category(one) in ("So", "Sk") for one in text)
