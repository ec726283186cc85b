"""`manage.py watch_mail`: every MAILBOX_URL for ever, by IDLE, with polling beneath."""

import logging
import signal
import threading

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections, connections
from django.utils import timezone
from imapclient import IMAPClient

from notifications.inbound.channels.imap import Mailbox, MailboxUnreachable, fetch, note_failure

log = logging.getLogger(__name__)
LONGEST_PAUSE = 60.0  # seconds between two attempts at a mailbox that fails
SLICE = 1.0  # seconds of IDLE after which a stop is noticed


class Command(BaseCommand):
    help = "Vigila cada buzón de MAILBOX_URL: lo nuevo se guarda al llegar."

    def handle(self, *args, **options) -> None:
        if not settings.MAILBOX_URLS:
            raise CommandError("Falta MAILBOX_URL. Escribe, por ejemplo, imaps://usuario:clave@imap.ejemplo.mx/INBOX.")
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        watchers = [threading.Thread(target=watch, args=(Mailbox(url), stop)) for url in settings.MAILBOX_URLS]
        for watcher in watchers:
            watcher.start()
        for watcher in watchers:
            watcher.join()


def watch(mailbox: Mailbox, stop: threading.Event) -> None:
    """Until `stop`: connect, fetch, wait for news; after a fault wait longer each time, then begin again."""
    pause = 1.0
    while not stop.is_set():
        try:
            with mailbox.connected() as client:
                while not stop.is_set():
                    fetch(mailbox, client, timezone.now())
                    pause = 1.0
                    _wait_for_news(client, stop)
        except Exception as fault:  # a watcher never ends: whatever broke, the next round begins anew
            _note(mailbox, fault)
            stop.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
    connections.close_all()


def _note(mailbox: Mailbox, fault: Exception) -> None:
    why = str(fault) if isinstance(fault, MailboxUnreachable) else f"{mailbox.name}: {type(fault).__name__}"
    log.warning("this mailbox is not being heard: %s", why, exc_info=not isinstance(fault, MailboxUnreachable))
    try:
        close_old_connections()
        note_failure(mailbox, why, timezone.now())
    except Exception:
        log.exception("nor could that be noted")


def _wait_for_news(client: IMAPClient, stop: threading.Event) -> None:
    """Return when the server tells of something, or after SWEEP_EVERY: the heartbeat must not grow old."""
    left = settings.SWEEP_EVERY.total_seconds()
    if not client.has_capability("IDLE"):
        stop.wait(left)
        return
    client.idle()
    try:
        news: list[object] = []
        while left > 0 and not news and not stop.is_set():
            news = client.idle_check(timeout=min(SLICE, left))
            left -= SLICE
    finally:
        client.idle_done()
