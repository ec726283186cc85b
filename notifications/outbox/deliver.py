"""Delivering: mails are handed to a server at least once, each leased by one worker, outside any transaction.

A duplicate is possible only where we died, or the line did, between the server's 250 and our note of it; and then
it has the same Message-ID.
"""

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.mail import EmailMessage, get_connection
from django.db import DatabaseError, transaction

from notifications.models import Email
from notifications.models.email import EmailState
from notifications.outbox.envelope import message_of
from notifications.outbox.faults import Fault, classify
from notifications.outbox.undelivered import stop_waiting
from tickets.models.link_request import VALID_FOR

log = logging.getLogger(__name__)

BATCH = 200  # rows looked at before looking again
LONGEST_RUN = 30.0  # seconds after which another task may have the worker
MOST_CUTS = 3  # in a row, of connections that had opened, before the rest waits for the next sweep
RETRIED_FOR = timedelta(days=1)
FEWEST_ATTEMPTS = 5  # before giving up, however long a worker was away
GREYLISTED = timedelta(minutes=1), timedelta(hours=2)  # the first wait of a mail put off, and the longest
# Of one whose connection failed. That ends the run, so waiting longer would spare nothing and keep mails back
# after the server has returned.
UNREACHABLE = timedelta(seconds=5), timedelta(seconds=60)


@dataclass(slots=True)
class DeliveryRun:
    accepted: int = 0
    unfinished: bool = False  # more is due: run again soon


class CannotOpen(Exception):
    """No connection: nothing else would leave now either."""


class MailConnection:
    """One connection for many mails, opened anew when it breaks."""

    def __init__(self) -> None:
        self._connection = get_connection()
        self.sent = 0  # mails, over the present connection

    def send(self, message: EmailMessage) -> str:
        """Hand it over; answers the provider's name for it, if it gives one. Raises what the backend raises."""
        try:
            self._connection.open()
        except Exception as error:
            raise CannotOpen from error
        self._connection.send_messages([message])
        self.sent += 1
        return getattr(getattr(message, "anymail_status", None), "message_id", None) or ""

    def reset(self) -> None:
        """Forget a broken connection without a QUIT, which could wait for its answer as long again."""
        self._connection, self.sent = get_connection(), 0

    def close(self) -> None:
        try:
            self._connection.close()
        except Exception:  # only the QUIT failed: what became of every mail is noted
            log.info("the mail server did not answer QUIT", exc_info=True)


def deliver_due(now: datetime) -> DeliveryRun:
    """Send what is due, in row order, until nothing is left, the server cannot be reached, or the time is up."""
    started = time.monotonic()
    run, connection, cuts = DeliveryRun(), MailConnection(), 0
    try:
        while True:
            taken = 0
            for pk in list(Email.objects.due(_later(now, started)).values_list("pk", flat=True)[:BATCH]):
                if time.monotonic() - started > LONGEST_RUN:
                    run.unfinished = True
                    return run
                email = Email.objects.lease(pk, _later(now, started))
                if email is None:
                    continue
                taken += 1
                try:
                    fault = _attempt(email, connection, now, started)
                except CannotOpen:
                    return run
                run.accepted += fault is None
                cuts = cuts + 1 if fault is Fault.CONNECTION else 0
                if cuts == MOST_CUTS:
                    return run
            if not taken:
                return run
    finally:
        connection.close()


def _later(now: datetime, started: float) -> datetime:
    return now + timedelta(seconds=time.monotonic() - started)


def _attempt(email: Email, connection: MailConnection, now: datetime, started: float) -> Fault | None:
    """One attempt and the note of what became of it; None when the server took it. Raises CannotOpen."""
    if email.is_secret and _later(now, started) >= email.created_at + VALID_FOR:
        email.mark_suppressed("El enlace venció antes de poder salir.")
        return Fault.PERMANENT
    try:
        message = message_of(email)
    except OSError as error:  # the files' storage is away
        _put_off(email, GREYLISTED, f"No se pudo leer un archivo: {error}", _later(now, started))
        return Fault.TEMPORARY
    except Exception as error:
        log.exception("mail %s cannot be composed", email.pk)
        _fail(email, f"No se pudo componer: {error}", _later(now, started))
        return Fault.PERMANENT
    try:
        provider_id = connection.send(message)
    except CannotOpen as unreachable:
        _, words = classify(unreachable.__cause__)
        connection.reset()
        _put_off(email, UNREACHABLE, words, _later(now, started))
        raise
    except DatabaseError:
        raise  # of the built-in mailbox; the lease runs out and it is tried again
    except Exception as error:
        return _note_failure(email, connection, error, _later(now, started))
    email.mark_accepted(_later(now, started), provider_id)
    return None


def _note_failure(email: Email, connection: MailConnection, error: Exception, now: datetime) -> Fault:
    fault, words = classify(error)
    if fault is Fault.PERMANENT:
        _fail(email, words, now)
    elif fault is Fault.TEMPORARY:
        _put_off(email, GREYLISTED, words, now)
    else:
        was_working = connection.sent > 0  # servers end a session after so many mails, or so much time
        connection.reset()
        if was_working:
            email.put_off(now, words)
            return Fault.TEMPORARY
        _put_off(email, UNREACHABLE, words, now)
    log.warning("mail %s did not leave: %s", email.pk, words)
    return fault


def _fail(email: Email, why: str, now: datetime) -> None:
    """It will not leave: noted, and the clock of what it asked stops."""
    with transaction.atomic():
        email.mark_failed(why)
        if email.state == EmailState.FAILED:  # and not another worker's by now
            stop_waiting(email, why, now)


def _put_off(email: Email, waits: tuple[timedelta, timedelta], why: str, now: datetime) -> None:
    """Twice as long as before, up to the longest; after a day it has failed."""
    if now >= email.created_at + RETRIED_FOR and email.attempts >= FEWEST_ATTEMPTS:
        _fail(email, why, now)
        return
    first, longest = waits
    email.put_off(now + min(first * 2 ** min(email.attempts - 1, 16), longest), why)
