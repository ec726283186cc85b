"""What nobody could read waits here for a person; nothing in it is lost, and no silence counts against its sender."""

from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from notifications import wakeup
from notifications.inbound import evidence
from notifications.models import Email
from notifications.models.spool import SpooledMessage, SpoolState
from notifications.reading import header_scan
from tickets.models import Ticket
from tickets.models.hold import HoldKind
from tickets.states import State


def quarantine(row: SpooledMessage, reason: str, now: datetime) -> None:
    """Put a message aside with the reason in words, and hold the closing of the tickets its header points to."""
    with transaction.atomic():
        waiting = SpooledMessage.objects.filter(pk=row.pk, state=SpoolState.PENDING)
        if not waiting.update(state=SpoolState.QUARANTINED, reason=reason[:500], processed_at=now, leased_until=None):
            return
        for ticket in tickets_pointed_to(bytes(row.raw)):
            ticket.hold_for_unread_mail(now=now, spooled=row.pk, why=reason)
    row.refresh_from_db(fields=["state", "reason", "processed_at", "leased_until"])


def process_again(row: SpooledMessage, *, now: datetime) -> None:
    """Let the pipeline try once more: after a repair of ours, or because a person thinks it is worth it."""
    with transaction.atomic():
        aside = SpooledMessage.objects.filter(pk=row.pk, state=SpoolState.QUARANTINED)
        if not aside.update(state=SpoolState.PENDING, attempts=0, reason="", processed_at=None):
            return
        _release_holds(row, by=None, now=now)
    wakeup.wake("process_spool")


def dismiss(row: SpooledMessage, *, by: User, now: datetime) -> None:
    """A person looked: nothing of it is needed. The bytes stay; the tickets it held go on."""
    with transaction.atomic():
        aside = SpooledMessage.objects.filter(pk=row.pk, state=SpoolState.QUARANTINED)
        if aside.update(state=SpoolState.DISMISSED, processed_at=now):
            _release_holds(row, by=by, now=now)


def _release_holds(row: SpooledMessage, *, by: User | None, now: datetime) -> None:
    for ticket in Ticket.objects.held_for(HoldKind.UNREAD_MAIL, row.pk).order_by("pk"):
        ticket.settle_unread_mail(by=by, now=now, spooled=row.pk)


def tickets_pointed_to(raw: bytes) -> Iterator[Ticket]:
    """The tickets not yet closed that the raw header names: by reply token, by our Message-IDs, by received ones."""
    header = header_scan.head(raw)
    found: dict[int, Ticket] = {}
    if by_token := evidence.token_among(header_scan.addresses(header)):
        found[by_token.pk] = by_token
    named = header_scan.threads(header)
    for message_id in named:
        if (email := Email.objects.by_message_id(message_id)) and email.ticket:
            found[email.ticket.pk] = email.ticket
    if by_received := evidence.ticket_of_received(named):
        found[by_received.pk] = by_received
    last = {ticket.pk: ticket for ticket in (one.where_merged() for one in found.values())}
    yield from (last[pk] for pk in sorted(last) if last[pk].state != State.CERRADO)
