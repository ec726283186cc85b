"""Who wrote the message that a mail passes on: what the forward says, which proves nothing."""

import re

from notifications.reading.mime.addresses import mailboxes
from notifications.reading.normalising import normalise
from notifications.reading.quotes.header_blocks import label_of
from notifications.reading.quotes.single_lines import is_forward, is_separator

MOST_LINES = 400  # of the mail, from its beginning
HEADER_LINES = 8  # after the first label, within which a second one must stand
_ADDRESS = re.compile(r"[^\s<>()\[\]\",;:\\@]{1,128}@[^\s<>()\[\]\",;:\\@]{1,255}")


def forwarded_sender(text: str, *, announced: bool) -> tuple[str, str]:
    """(name, address) of the first forwarded message's sender; ("", "") where none is said.

    `announced`: the subject says that it is a forward, so that a header block needs no line above it.
    """
    lines = text.split("\n")[:MOST_LINES]
    normal = [normalise(line[:400]) for line in lines]
    begun = announced
    for at, line in enumerate(normal):
        begun = begun or is_forward(line) or is_separator(line)
        label = label_of(line) if begun else None
        if label and label[0] == "from" and _has_another_label(normal, at):
            value = lines[at].partition(":")[2] + " " + _continued(lines, normal, at)
            return _mailbox(value)
    return "", ""


def _has_another_label(normal: list[str], at: int) -> bool:
    near = normal[max(0, at - 3) : at] + normal[at + 1 : at + HEADER_LINES]
    return any((label := label_of(line)) and label[0] in ("date", "subject", "to") for line in near)


def _continued(lines: list[str], normal: list[str], at: int) -> str:
    """The next line, where an address was wrapped onto it."""
    following = lines[at + 1] if at + 1 < len(lines) else ""
    return following if "@" not in lines[at] and following and not label_of(normal[at + 1]) else ""


def _mailbox(value: str) -> tuple[str, str]:
    value = value.replace("*", "").replace("mailto:", "").replace("[", "<").replace("]", ">")
    found = _ADDRESS.search(value)
    if found is None:
        return "", ""
    name = value[: found.start()].strip(" <(\t\"'")
    read = mailboxes(f'"{name}" <{found[0]}>' if name and '"' not in name else found[0])
    return read[0] if read else ("", "")
