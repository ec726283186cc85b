"""Waking the workers: a hint through the broker that a task has something to do now.

The tables say what there is to do, so a lost hint costs one sweep and nothing else. Sending it costs a web request
nothing: a thread of its own sends, at most one hint a task waits, and a broker that does not answer is given up on.
"""

import atexit
import logging
import os
import threading

from celery import current_app
from django.conf import settings

log = logging.getLogger(__name__)
FLUSH_AT_EXIT = 1.5  # seconds a process that ends waits for what it still has to send


class WakeUps:
    """One a process. A second wake-up for a task whose first still waits to be sent is the same."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: dict[str, None] = {}  # an ordered set
        self._sending = False
        self._thread: threading.Thread | None = None

    def wake(self, task: str) -> None:
        """Have `notifications.tasks.<task>` run soon. Returns at once and never raises."""
        with self._changed:
            self._waiting[f"notifications.tasks.{task}"] = None
            if self._thread is None:
                self._thread = threading.Thread(target=self._send_for_ever, name="wakeup", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def flush(self, seconds: float) -> bool:
        """Wait until everything is sent, at most so long; whether it was."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting and not self._sending, timeout=seconds)

    def _send_for_ever(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting)
                task = next(iter(self._waiting))
                del self._waiting[task]
                self._sending = True
            try:
                send_to_broker(task)
            except Exception as error:  # noqa: BLE001 (whatever a broker's client raises; the sweep does the rest)
                log.warning("the broker did not take the wake-up of %s: %s: %s", task, type(error).__name__, error)
            finally:
                with self._changed:
                    self._sending = False
                    self._changed.notify_all()


def send_to_broker(task: str) -> None:
    """Put one message into the broker over a connection of its own, tried once. Raises what its client raises."""
    app = current_app._get_current_object()
    options = app.conf.broker_transport_options | {"max_retries": 0}
    with app.connection_for_write(transport_options=options) as connection:
        # Worth nothing once the sweep has been round.
        app.send_task(task, connection=connection, retry=False, expires=settings.SWEEP_EVERY.total_seconds())


_wakeups = WakeUps()


def wake(task: str) -> None:
    """Have `notifications.tasks.<task>` run soon. Returns at once and never raises."""
    _wakeups.wake(task)


def flush(seconds: float) -> bool:
    """Wait until this process has sent what it still has to, at most so long; whether it has."""
    return _wakeups.flush(seconds)


def wake_publisher(sender=None, **_kwargs) -> None:
    """Receiver of tickets.signals.something_happened, sent after the commit."""
    wake("publish_events")


def _start_anew() -> None:
    """A forked child has no thread of its parent's, and perhaps a lock that nobody will release."""
    global _wakeups
    _wakeups = WakeUps()


@atexit.register
def _flush_at_exit() -> None:
    flush(FLUSH_AT_EXIT)


os.register_at_fork(after_in_child=_start_anew)
