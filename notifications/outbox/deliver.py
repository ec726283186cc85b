"""Delivering: mails are handed to a server at least once, each leased by one worker, outside any transaction.

A duplicate is possible only where we died, or the line did, between the server's 250 and our note of it; and then
it has the same Message-ID.
"""

import logging
import time
from datetime import datetime, timedelta

from django.core.mail import EmailMessage, get_connection
from django.db import DatabaseError, transaction

from notifications.models import Email
from notifications.models.email import EmailState
from notifications.outbox.envelope import message_of
from notifications.outbox.faults import Fault, classify
from notifications.outbox.undelivered import act_on_failure
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


class CannotOpen(Exception):
    """No connection, and why: nothing else would leave now either."""

    def __init__(self, error: Exception) -> None:
        super().__init__(str(error))
        self.error = error


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
            raise CannotOpen(error) from error
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


class DeliveryRun:
    """Mails handed over one after the other, over one connection; its `now` moves on while it lasts."""

    def __init__(self, now: datetime) -> None:
        self.accepted = 0
        self.unfinished = False  # more is due: run again soon
        self._began, self._started = now, time.monotonic()
        self._connection = MailConnection()
        self._cuts = 0

    @property
    def now(self) -> datetime:
        return self._began + timedelta(seconds=self._seconds())

    def send_batch(self) -> bool:
        """Send what is due, in row order; whether it is worth looking again."""
        leased = 0
        for pk in list(Email.objects.due(self.now).values_list("pk", flat=True)[:BATCH]):
            if self._seconds() > LONGEST_RUN:
                self.unfinished = True
                return False
            email = Email.objects.lease(pk, self.now)
            if email is not None:
                leased += 1
                if not self._send(email):
                    return False
        return leased > 0

    def close(self) -> None:
        self._connection.close()

    def _seconds(self) -> float:
        return time.monotonic() - self._started

    def _send(self, email: Email) -> bool:
        """Whether others may follow: not over a connection that cannot be opened, or is cut again and again."""
        try:
            fault = self._attempt(email)
        except CannotOpen:
            return False
        self.accepted += fault is None
        self._cuts = self._cuts + 1 if fault is Fault.CONNECTION else 0
        return self._cuts < MOST_CUTS

    def _attempt(self, email: Email) -> Fault | None:
        """One attempt and the note of what became of it; None when the server took it. Raises CannotOpen."""
        if email.is_secret and self.now >= email.created_at + VALID_FOR:
            email.mark_suppressed("El enlace venció antes de poder salir.")
            return Fault.PERMANENT
        try:
            message = message_of(email)
        except OSError as error:  # the files' storage is away
            _put_off(email, GREYLISTED, f"No se pudo leer un archivo: {error}", self.now)
            return Fault.TEMPORARY
        except Exception as error:
            log.exception("mail %s cannot be composed", email.pk)
            _fail(email, f"No se pudo componer: {error}", self.now)
            return Fault.PERMANENT
        return self._hand_over(email, message)

    def _hand_over(self, email: Email, message: EmailMessage) -> Fault | None:
        try:
            provider_id = self._connection.send(message)
        except CannotOpen as unreachable:
            _, words = classify(unreachable.error)
            self._connection.reset()
            _put_off(email, UNREACHABLE, words, self.now)
            raise
        except DatabaseError:
            raise  # of the built-in mailbox; the lease runs out and it is tried again
        except Exception as error:
            return self._note_failure(email, error)
        email.mark_accepted(self.now, provider_id)
        return None

    def _note_failure(self, email: Email, error: Exception) -> Fault:
        fault, words = classify(error)
        if fault is Fault.PERMANENT:
            _fail(email, words, self.now)
        elif fault is Fault.TEMPORARY:
            _put_off(email, GREYLISTED, words, self.now)
        else:
            was_working = self._connection.sent > 0  # servers end a session after so many mails, or so much time
            self._connection.reset()
            if was_working:
                email.put_off(self.now, words)
                return Fault.TEMPORARY
            _put_off(email, UNREACHABLE, words, self.now)
        log.warning("mail %s did not leave: %s", email.pk, words)
        return fault


def deliver_due(now: datetime) -> DeliveryRun:
    """Send what is due until nothing is left, the server cannot be reached, or the time is up."""
    Email.objects.still_to_leave().count_from_now(now)
    run = DeliveryRun(now)
    try:
        while run.send_batch():
            pass
    finally:
        run.close()
    return run


def _fail(email: Email, why: str, now: datetime) -> None:
    """It will not leave: noted, with what follows from it."""
    with transaction.atomic():
        email.mark_failed(why)
        if email.state == EmailState.FAILED:  # and not another worker's by now
            act_on_failure(email, why, now)


def _put_off(email: Email, waits: tuple[timedelta, timedelta], why: str, now: datetime) -> None:
    """Twice as long as before, up to the longest; after a day it has failed."""
    if now >= email.created_at + RETRIED_FOR and email.attempts >= FEWEST_ATTEMPTS:
        _fail(email, why, now)
        return
    first, longest = waits
    email.put_off(now + min(first * 2 ** min(email.attempts - 1, 16), longest), why)
