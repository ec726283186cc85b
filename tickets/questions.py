"""The questions in an agent's text: what the mail numbers, and what a reminder repeats."""

import re

LIST_MARK = re.compile(r"^\s*(?:\d{1,2}\s*[.)-]|[-*•])\s*")


def questions_in(text: str) -> list[str]:
    """Lines that ask something, without their list marks; a text with none is one question, whole."""
    asked = [LIST_MARK.sub("", line).strip() for line in text.splitlines() if "?" in line]
    return asked or ([text.strip()] if text.strip() else [])
