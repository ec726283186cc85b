"""What runs behind the workspace: messages leave when they can no longer be undone."""

import logging
import threading

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from notifications.wakeup import send_to_broker
from tickets.models import Draft

log = logging.getLogger(__name__)
SEND_DUE_DRAFTS = "agents.tasks.send_due_drafts"


@shared_task(name=SEND_DUE_DRAFTS)
def send_due_drafts() -> None:
    """Run the verb of every draft whose time to be undone has passed."""
    Draft.objects.send_due(timezone.now())


def send_soon() -> threading.Timer:
    """Have them sent UNDO_SEND from now. A hint, from a thread of its own: the sweep finds what it misses."""
    timer = threading.Timer(settings.UNDO_SEND.total_seconds() + 0.2, _hint)
    timer.daemon = True
    timer.start()
    return timer


def _hint() -> None:
    try:
        send_to_broker(SEND_DUE_DRAFTS)
    except Exception as error:  # noqa: BLE001 (whatever a broker's client raises; the sweep does the rest)
        log.warning("the broker did not take that a draft is due: %s: %s", type(error).__name__, error)
