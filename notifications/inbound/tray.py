"""What an agent does with a received message that no ticket has: opens it as a request or attaches it.

Each takes the row in the transaction that does it: twice at once, it happens once.
"""

from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from notifications.inbound import deliver, quarantine
from notifications.inbound.deliver import Delivered
from notifications.models.spool import SpooledMessage, SpoolState
from notifications.reading.isolated import glimpse_isolated, parse_isolated
from notifications.reading.limits import Unparseable
from notifications.reading.message import InboundMessage
from tickets.models import Attachment, Ticket
from tickets.refusals import Refusal
from tickets.team import shown_name

TAKEN = "Alguien ya decidió sobre este mensaje."
NO_WORDS = "(No se pudo leer su texto. El original se guardó completo.)"
NO_MAIL = "Eso no es un correo: no hay qué abrir ni adjuntar."


def open_as_ticket(row: SpooledMessage, *, by: User, now: datetime) -> Ticket:
    """A request of who wrote it, with what could be read. Raises Refusal where that names nobody."""

    def act(message: InboundMessage, files: list[Attachment]) -> Delivered:
        try:
            return deliver.open_by_agent(row, message, files, by, now)
        except Unparseable as refusal:
            raise Refusal(refusal.reason) from refusal

    return _take(row, act, f"Abierto como solicitud por {shown_name(by)}.", by, now)


def attach(row: SpooledMessage, ticket: Ticket, *, by: User, now: datetime) -> Ticket:
    """Onto that ticket, as if it had found its way: its requester's words move it, another's wait for review."""

    def act(message: InboundMessage, files: list[Attachment]) -> Delivered:
        return deliver.attach_by_agent(row, message, ticket, files, now)

    return _take(row, act, f"Adjuntado a #{ticket.pk} por {shown_name(by)}.", by, now)


def _take(
    row: SpooledMessage, act: Callable[[InboundMessage, list[Attachment]], Delivered], decision: str, by: User,
    now: datetime,
) -> Ticket:  # fmt: skip
    if row.content_type:
        raise Refusal(NO_MAIL)
    message = _as_far_as_readable(bytes(row.raw))
    files = deliver.files_of(row, message, now)
    with transaction.atomic():
        values = {"state": SpoolState.PROCESSED, "processed_at": now, "leased_until": None, "decision": decision}
        if not SpooledMessage.objects.undelivered().filter(pk=row.pk).update(**values, content_type=""):
            raise Refusal(TAKEN)
        delivered = act(message, files)
        SpooledMessage.objects.filter(pk=row.pk).update(ticket=delivered.ticket, became=delivered.message)
        quarantine.release_holds(row, by=by, now=now)
    deliver.discard_unused(row)
    assert delivered.ticket is not None
    return delivered.ticket


def _as_far_as_readable(raw: bytes) -> InboundMessage:
    try:
        return parse_isolated(raw)
    except Unparseable:
        message = glimpse_isolated(raw)
    return message if message.text.strip() else message.with_words_below(NO_WORDS)
