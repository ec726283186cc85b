"""Keys of rows as addresses and forms carry them: read without trusting them, and what pages go on from."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import register_converter
from django.urls.converters import IntConverter

LONGEST = 18  # digits: any such number fits a 64-bit column


def key_in(text: str) -> int | None:
    """The number that `text` spells in ASCII digits; None for anything else, also for one that no column holds."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else None


class KeyConverter(IntConverter):
    """`<key:pk>` of an address: a number that a column can hold. A longer one leads nowhere instead of to the database."""

    regex = rf"[0-9]{{1,{LONGEST}}}"


register_converter(KeyConverter, "key")


@dataclass(frozen=True, slots=True)
class KeyPage:
    """A page of rows in the order of a key: the next goes on after `last`, whatever came or went meanwhile."""

    rows: list[Any]
    last: Any | None  # None: nothing follows

    @classmethod
    def first_of(cls, ordered: QuerySet, size: int) -> "KeyPage":
        found = list(ordered[: size + 1])
        return cls(found[:size], found[size - 1] if len(found) > size else None)

    @classmethod
    def older_than(cls, before: str, rows: QuerySet, size: int) -> "KeyPage":
        """The newest rows first, of those older than the key that the address gives; all of them if it gives none."""
        key = key_in(before)
        return cls.first_of((rows if key is None else rows.filter(pk__lt=key)).order_by("-pk"), size)
