"""What workers run: each task only says the time and calls one function, harmless twice."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from notifications import doorbell
from notifications.inbound.heard_until import heard_until
from notifications.inbound.pipeline import process_pending
from notifications.outbox import announcing, delivery, digests, invitations
from tickets.models import Attachment, Ticket

UNSENT_FILES_KEPT = timedelta(days=1)  # of forms that nobody sent


@shared_task
def announce() -> None:
    """Write the mails of what happened, then have them sent."""
    if announcing.announce(timezone.now()):
        doorbell.ring("deliver")


@shared_task
def deliver() -> None:
    """Send what is due."""
    if delivery.deliver(timezone.now()).unfinished:
        doorbell.ring("deliver")


@shared_task
def process_spool() -> None:
    """Understand what arrived."""
    process_pending(timezone.now())


@shared_task
def run_clocks() -> None:
    """Remind first, so that nothing closes whose reminder is still owed; then close what was surely not answered."""
    now = timezone.now()
    Ticket.objects.remind_due(now)
    Ticket.objects.close_due(heard_until=heard_until(now), now=now)
    Attachment.objects.discard_abandoned(now - UNSENT_FILES_KEPT)


@shared_task
def invite() -> None:
    """Write the survey mails that are due."""
    if invitations.invite(timezone.now()):
        doorbell.ring("deliver")


@shared_task
def digest() -> None:
    """Tell the team what is about to be late, and what is."""
    if digests.digest(timezone.now()):
        doorbell.ring("deliver")
