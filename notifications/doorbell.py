"""A hint to the workers that there is something to do now. The tables say what; whoever hears no ring sweeps.

Ringing costs a web request nothing: a thread of its own publishes, one ring a task waiting at most, and gives up
on a broker that does not answer. Nothing is lost by that, only late by one sweep.
"""

import atexit
import logging
import os
import threading

from celery import current_app
from django.conf import settings

log = logging.getLogger(__name__)
LAST_RINGS = 1.5  # seconds a process that ends waits for what it still has to publish


class Doorbell:
    """One a process. Rings for a task that is already waiting to be published are one ring."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: dict[str, None] = {}  # an ordered set
        self._publishing = False
        self._thread: threading.Thread | None = None

    def ring(self, task: str) -> None:
        """Have `notifications.tasks.<task>` run soon. Returns at once and never raises."""
        with self._changed:
            self._waiting[f"notifications.tasks.{task}"] = None
            if self._thread is None:
                self._thread = threading.Thread(target=self._publish_for_ever, name="doorbell", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def flush(self, seconds: float) -> bool:
        """Wait until everything is published, at most so long; whether it was."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting and not self._publishing, timeout=seconds)

    def _publish_for_ever(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting)
                task = next(iter(self._waiting))
                del self._waiting[task]
                self._publishing = True
            try:
                publish(task)
            except Exception as error:  # noqa: BLE001 (whatever a broker's client raises; the sweep does the rest)
                log.warning("nobody heard the ring for %s: %s: %s", task, type(error).__name__, error)
            finally:
                with self._changed:
                    self._publishing = False
                    self._changed.notify_all()


def publish(task: str) -> None:
    """Put one message into the broker over a connection of its own, tried once."""
    app = current_app._get_current_object()
    options = app.conf.broker_transport_options | {"max_retries": 0}
    with app.connection_for_write(transport_options=options) as connection:
        # Worth nothing once the sweep has been round.
        app.send_task(task, connection=connection, retry=False, expires=settings.SWEEP_EVERY.total_seconds())


_bell = Doorbell()


def ring(task: str) -> None:
    _bell.ring(task)


def something_happened(sender=None, **_kwargs) -> None:
    """Receiver of tickets.signals.something_happened, sent after the commit."""
    ring("announce")


def _start_anew() -> None:
    """A forked child has no thread of its parent's, and perhaps a lock that nobody will release."""
    global _bell
    _bell = Doorbell()


@atexit.register
def _flush_at_exit() -> None:
    _bell.flush(LAST_RINGS)


os.register_at_fork(after_in_child=_start_anew)
