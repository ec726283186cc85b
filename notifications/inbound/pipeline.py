"""spool → parse → route → intake, each message once and on its own.

A row is leased, read where it can do no harm, and delivered in the transaction that marks it: a crash at any line
leaves it pending, and the next worker begins again without a second ticket or message.
"""

import logging
import time
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F

from notifications import doorbell
from notifications.models.spool import LEASE, Door, SpooledMessage, SpoolState

from . import deliver, spool
from .copies import WaitForEarlier
from .isolated import parse_isolated
from .limits import Unparseable
from .message import InboundMessage
from .quarantine import quarantine
from .webhook_bodies import esp_of, messages_in

log = logging.getLogger(__name__)
BATCH = 50  # rows of one run; then the bell is rung again, so that a worker is free for others in between
LONGEST_RUN = 60.0  # seconds
MOST_ATTEMPTS = 3
AGAIN_AFTER = timedelta(seconds=10)  # and twice that the second time


class TakenMeanwhile(Exception):
    """Our lease ran out and another worker has this message."""


def process_pending(now: datetime) -> int:
    """Understand what waits in the spool; returns how many rows were settled. `now` is when this run begins."""
    started, settled = time.monotonic(), 0
    waiting = list(SpooledMessage.objects.free(now).values_list("pk", flat=True)[: BATCH + 1])
    for pk in waiting[:BATCH]:
        elapsed = time.monotonic() - started
        if elapsed > LONGEST_RUN:
            break
        if row := _lease(pk, now + timedelta(seconds=elapsed)):
            settled += _process(row, now)
    if len(waiting) > BATCH or (waiting and time.monotonic() - started > LONGEST_RUN):
        doorbell.ring("process_spool")
    return settled


def _lease(pk: int, now: datetime) -> SpooledMessage | None:
    free = SpooledMessage.objects.free(now).filter(pk=pk)
    if not free.update(leased_until=now + LEASE, attempts=F("attempts") + 1):
        return None
    return SpooledMessage.objects.get(pk=pk)


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
    except (TakenMeanwhile, WaitForEarlier):
        _give_back(row, now, counted=False)
        return False
    except (OperationalError, InterfaceError):
        # The database, not the message: it does not count against it.
        log.exception("received message %s waits for the database", row.pk)
        _give_back(row, now, counted=False)
        return False
    except Exception as error:
        log.exception("received message %s could not be processed", row.pk)
        if row.attempts < MOST_ATTEMPTS:
            _give_back(row, now, counted=True)
            return False
        quarantine(row, f"Falló {row.attempts} veces al procesarlo ({type(error).__name__}).", now)
    return True


def _deliver(row: SpooledMessage, message: InboundMessage, now: datetime) -> None:
    """What arrived goes where it belongs, in the transaction that takes the row from the pending ones."""
    files = deliver.files_of(row, message, now)
    with transaction.atomic():
        mine = SpooledMessage.objects.filter(pk=row.pk, state=SpoolState.PENDING, attempts=row.attempts)
        if not mine.update(state=SpoolState.PROCESSED, processed_at=now, leased_until=None):
            raise TakenMeanwhile
        deliver.deliver(row, message, files, now)
    if files or row.attempts > 1:
        deliver.discard_unused(row)


def _unwrap(row: SpooledMessage, now: datetime) -> None:
    """A webhook's body: its messages become rows of their own, once each however often the service posts it."""
    inside = messages_in(bytes(row.raw), row.content_type, esp_of(row.mailbox))
    for raw in inside:
        spool.keep(raw, door=Door.WEBHOOK, mailbox=row.mailbox, now=row.received_at)
    SpooledMessage.objects.filter(pk=row.pk, state=SpoolState.PENDING).update(
        state=SpoolState.PROCESSED, processed_at=now, leased_until=None,
        reason="Trajo un mensaje." if len(inside) == 1 else f"Trajo {len(inside)} mensajes.",
    )  # fmt: skip


def _give_back(row: SpooledMessage, now: datetime, *, counted: bool) -> None:
    SpooledMessage.objects.filter(pk=row.pk, state=SpoolState.PENDING, attempts=row.attempts).update(
        leased_until=now + AGAIN_AFTER * max(1, row.attempts), attempts=row.attempts - (not counted)
    )
