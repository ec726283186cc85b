"""Two problems in one message: the second becomes a ticket of its own."""

import uuid
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from tickets.facts import SplitOff
from tickets.folding import many_lines, one_line
from tickets.intake import Outcome, open_ticket
from tickets.models import Insurer, Message, Process, Ticket, TicketLink
from tickets.models.message import UNDECIDED, Channel
from tickets.models.ticket_link import LinkKind
from tickets.refusals import InvalidInput
from tickets.submission import Identity, Submission


def split_message(
    message: Message,
    *,
    subject: str,
    text: str,
    by: User,
    now: datetime,
    attempt: uuid.UUID | None = None,
    process: Process | None = None,
    insurer: Insurer | None = None,
) -> Ticket:
    """The second problem, in `text`, opened as its own ticket.

    Its promise counts from the original arrival. Its SUBMIT says which ticket it comes from, for the one mail that
    names both folios. The same words of the same `attempt` answer the ticket they made before. InvalidInput unless the
    requester wrote the message and something is left of `subject` and `text`.
    """
    if not message.from_requester or message.review in UNDECIDED:
        raise InvalidInput("Sólo se separan mensajes del solicitante.")
    if not one_line(subject) or not many_lines(text):
        raise InvalidInput("Escribe el asunto y el detalle de la nueva solicitud.")
    with transaction.atomic():
        old = Ticket.objects.select_related("requester").get(pk=message.ticket_id)
        second = Submission(
            email=old.requester.email, name=old.requester_name, subject=subject, body=text,
            channel=Channel(message.channel), process=process or old.process, insurer=insurer, site=old.site,
            identity=Identity(old.login_claimed, old.login_verified, old.requester.email if old.identity_verified else ""),
            arrived_at=message.at, diagnostics=message.diagnostics, attempt=f"{message.pk}:{attempt or uuid.uuid4()}",
        )  # fmt: skip
        received = open_ticket(second, now=now, by=by, split_from=old)
        new = received.ticket
        if received.outcome == Outcome.OPENED:
            TicketLink.objects.create(
                ticket=new, other=old, kind=LinkKind.SPLIT, made_at=now, decided_at=now, decided_by=by
            )
            with old.claimed():
                old.record(SplitOff(new.pk, new.subject, message.pk), by=by, now=now)
    return new
