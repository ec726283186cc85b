"""spool → parse → route → intake, each message once and on its own.

A row is leased, read where it can do no harm, and delivered in the transaction that marks it: a crash at any line
leaves it pending, and the next worker begins again without a second ticket or message. What comes for the first time
is leased together with its neighbours; what was there when a worker stopped, alone, so that no innocent is blamed.
"""

import logging
import time
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.db.models.functions import Length

from notifications import wakeup
from notifications.inbound import deliver, spool
from notifications.inbound.channels.webhook_bodies import esp_of, messages_in
from notifications.inbound.quarantine import quarantine
from notifications.models.spool import InboundChannel, SpooledMessage, SpoolState
from notifications.reading.isolated import parse_isolated
from notifications.reading.limits import Unparseable
from notifications.reading.message import InboundMessage

log = logging.getLogger(__name__)
BATCH = 50  # rows of one run; then the task is woken again, so that a worker is free for others in between
LONGEST_RUN = 60.0  # seconds; well under the LEASE
TOGETHER, TOGETHER_BYTES = 10, 1_000_000  # rows leased by one statement, and how much they may weigh
MOST_ATTEMPTS = 3
AGAIN_AFTER = timedelta(seconds=10)  # and twice that the second time


class LeaseLost(Exception):
    """Our lease ran out and another worker has this message."""


def process_pending(now: datetime) -> int:
    """Understand what waits in the spool; returns how many rows were settled. `now` is when this run begins."""
    started, settled = time.monotonic(), 0
    waiting = list(SpooledMessage.objects.free(now).values_list("pk", "attempts", Length("raw"))[: BATCH + 1])
    for pks in _groups(waiting[:BATCH]):
        elapsed = time.monotonic() - started
        if elapsed > LONGEST_RUN:
            break
        for row in SpooledMessage.objects.lease(pks, now + timedelta(seconds=elapsed)):
            if time.monotonic() - started > LONGEST_RUN:
                _release(row, now, counted=False)
            else:
                settled += _process(row, now)
    if len(waiting) > BATCH or (waiting and time.monotonic() - started > LONGEST_RUN):
        wakeup.wake("process_spool")
    return settled


def _groups(waiting: Iterable[tuple[int, int, int]]) -> Iterator[list[int]]:
    """The (key, attempts, bytes) of rows, in order, as the keys that are leased together."""
    group: list[int] = []
    weight = 0
    for pk, attempts, size in waiting:
        if group and (attempts or len(group) == TOGETHER or weight + size > TOGETHER_BYTES):
            yield group
            group, weight = [], 0
        group.append(pk)
        weight += size if not attempts else TOGETHER_BYTES
    if group:
        yield group


def _process(row: SpooledMessage, now: datetime) -> bool:
    """Settle one row: processed or quarantined; False when it stays pending for another attempt."""
    try:
        if row.attempts > MOST_ATTEMPTS:
            quarantine(row, f"El lector se detuvo {MOST_ATTEMPTS} veces al leer este mensaje.", now)
        elif row.content_type:
            _unwrap(row, now)
        else:
            _deliver(row, deliver.read(row, parse_isolated), now)
    except Unparseable as refusal:
        quarantine(row, refusal.reason, now)
    except LeaseLost:
        _release(row, now, counted=False)
        return False
    except (OperationalError, InterfaceError):
        # The database, not the message: it does not count against it.
        log.exception("received message %s waits for the database", row.pk)
        _release(row, now, counted=False)
        return False
    except Exception as error:
        log.exception("received message %s could not be processed", row.pk)
        if row.attempts < MOST_ATTEMPTS:
            _release(row, now, counted=True)
            return False
        quarantine(row, f"Falló {row.attempts} veces al procesarlo ({type(error).__name__}).", now)
    return True


def _deliver(row: SpooledMessage, message: InboundMessage, now: datetime) -> None:
    """What arrived goes where it belongs, in the transaction that takes the row from the pending ones: all or nothing."""
    files = deliver.files_of(row, message, now)
    with transaction.atomic():
        delivered = deliver.deliver(row, message, files, now)
        mine = row.held().filter(state=SpoolState.PENDING)
        if not mine.update(state=SpoolState.PROCESSED, processed_at=now, leased_until=None, **delivered.columns()):
            raise LeaseLost
    if row.attempts > 1 or any(file.ticket_id is None for file in files):
        deliver.discard_unused(row)


def _unwrap(row: SpooledMessage, now: datetime) -> None:
    """A webhook's body: its messages become rows of their own, once each however often the service posts it."""
    inside = messages_in(bytes(row.raw), row.content_type, esp_of(row.mailbox))
    for raw in inside:
        spool.keep(raw, channel=InboundChannel.WEBHOOK, mailbox=row.mailbox, now=row.received_at)
    SpooledMessage.objects.filter(pk=row.pk, state=SpoolState.PENDING).update(
        state=SpoolState.PROCESSED, processed_at=now, leased_until=None,
        reason="Trajo un mensaje." if len(inside) == 1 else f"Trajo {len(inside)} mensajes.",
    )  # fmt: skip


def _release(row: SpooledMessage, now: datetime, *, counted: bool) -> None:
    row.held().filter(state=SpoolState.PENDING).update(
        leased_until=now + AGAIN_AFTER * max(1, row.attempts), attempts=row.attempts - (not counted)
    )
