"""The pictures in a message's words, written anew within one budget for all of them."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from tickets.raster import Unreadable, promised_pixels, reencode

PIXELS = 60_000_000  # of all the pictures of one message together
CPU_SECONDS = 5.0  # after which what is left stays as it came


@dataclass(frozen=True, slots=True)
class Picture:
    content: bytes  # WebP
    pixels: int  # of what came


def reencoded(contents: Sequence[bytes], left: int = PIXELS) -> list[Picture | None]:
    """Each picture, in order; None for one that stays as it came: no picture, or beyond what the message may cost."""
    until = time.process_time() + CPU_SECONDS
    pictures: list[Picture | None] = []
    for content in contents:
        picture = _picture(content, left) if time.process_time() < until else None
        pictures.append(picture)
        left -= picture.pixels if picture else 0
    return pictures


def _picture(content: bytes, most_pixels: int) -> Picture | None:
    try:
        pixels = promised_pixels(content)
        return Picture(reencode(content, most_pixels), pixels)
    except (Unreadable, MemoryError):
        return None
