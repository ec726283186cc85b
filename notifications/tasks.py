"""What workers run: each task only says the time and calls one function, harmless twice."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from notifications.inbound.heard_until import heard_until
from notifications.inbound.pipeline import process_pending
from notifications.outbox import deliver, digests, invitations, publish
from notifications.wakeup import wake
from tickets.models import Attachment, Ticket

UNSENT_FILES_KEPT = timedelta(days=1)  # of forms that nobody sent


@shared_task
def publish_events() -> None:
    """Write the mails of what happened, then have them sent."""
    if publish.publish_pending(timezone.now()):
        wake("deliver_mail")


@shared_task
def deliver_mail() -> None:
    """Send what is due."""
    if deliver.deliver_due(timezone.now()).unfinished:
        wake("deliver_mail")


@shared_task
def process_spool() -> None:
    """Understand what arrived."""
    process_pending(timezone.now())


@shared_task
def run_clocks() -> None:
    """Remind first, so that nothing closes whose reminder is still owed; then close what was surely not answered."""
    now = timezone.now()
    heard = heard_until(now)
    Ticket.objects.remind_due(heard_until=heard, now=now)
    Ticket.objects.close_due(heard_until=heard, now=now)
    Attachment.objects.discard_abandoned(now - UNSENT_FILES_KEPT)


@shared_task
def publish_invitations() -> None:
    """Write the survey mails that are due."""
    if invitations.publish_due(timezone.now()):
        wake("deliver_mail")


@shared_task
def publish_digests() -> None:
    """Write to the team what is about to be late, and what is."""
    if digests.publish_due(timezone.now()):
        wake("deliver_mail")
