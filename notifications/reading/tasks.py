"""What the isolated reader can be asked, and how it does it."""

import dataclasses
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from notifications.reading.glimpse import glimpse
from notifications.reading.markup.clean import clean_html
from notifications.reading.message import InboundMessage
from notifications.reading.parse import parse
from notifications.reading.pictures import reencoded
from notifications.reading.visible_reply import judge


class Task(StrEnum):
    READ = "read"
    JUDGE = "judge"
    PICTURES = "pictures"
    GLIMPSE = "glimpse"


@dataclasses.dataclass(frozen=True, slots=True)
class Refused:
    """The answer to what is not done: why, in Spanish."""

    reason: str


def read(raw: bytes) -> InboundMessage:
    """The message, with its HTML fit to show. Raises `Unparseable`."""
    message = parse(raw)
    pictures = {file.content_id: f"cid:{n}" for n, file in enumerate(message.attachments) if file.content_id}
    return dataclasses.replace(message, shown_html=message.html and clean_html(message.html, pictures))


HANDLERS: dict[Task, Callable[..., Any]] = {
    Task.READ: read, Task.JUDGE: judge, Task.PICTURES: reencoded, Task.GLIMPSE: glimpse
}  # fmt: skip
