"""Claiming rows that several workers look for at once: each is handled once, in order, in a transaction of its own."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Model, QuerySet

log = logging.getLogger(__name__)
Row = TypeVar("Row", bound=Model)


def claim(rows: QuerySet[Row], pk: int, **mark: datetime) -> Row | None:
    """One of `rows`, locked and marked inside the caller's transaction.

    `mark` is the column that says it was claimed and the moment to write there; without one, the caller's own change
    must take it from `rows`. None when it no longer is among them, or another worker holds it.
    """
    row = rows.filter(pk=pk).select_for_update(skip_locked=True, of=("self",)).first()
    if row is None or (mark and not _mark(row, mark)):
        return None
    return row


def _mark(row: Model, mark: dict[str, datetime]) -> int:
    # Conditional, since SQLite ignores select_for_update.
    return type(row)._default_manager.filter(pk=row.pk, **dict.fromkeys(mark)).update(**mark)


def claim_each(
    pending: QuerySet[Row], handle: Callable[[Row], object], *, ready: QuerySet[Row] | None = None, **mark: datetime
) -> int:
    """Claim and handle `pending` one after the other, in its order, until none can be claimed; returns how many were.

    `ready` are those of them that may be handled by now, asked again for each. One that fails is rolled back, logged
    and left for the next sweep; it stops no other. Raises what the database itself raises: nothing else would work
    either. Costs 40 bytes of memory a pending row: their keys are read at once.
    """
    ready = pending if ready is None else ready
    total, failed = 0, set()
    while True:
        claimed = 0
        for pk in [key for key in pending.values_list("pk", flat=True) if key not in failed]:
            try:
                with transaction.atomic():
                    row = claim(ready, pk, **mark)
                    if row is not None:
                        handle(row)
                        claimed += 1
            except (OperationalError, InterfaceError):
                raise
            except Exception:
                log.exception("%s %s failed; the next sweep tries again", pending.model.__name__, pk)
                failed.add(pk)
        if not claimed:
            return total
        total += claimed
