"""From what happened to the mails that tell it: each event is claimed once, and its mails are written with the claim."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Exists, OuterRef

from notifications import rules
from notifications.inbound.returned import never_arrived
from notifications.models import Email
from notifications.models.email import EmailState
from notifications.outbox import links
from notifications.outbox.rendering import render
from notifications.outbox.writing import ANOTHER_PERSON, CORRECTED, write, write_copies, write_requesters
from surveys.models import Invitation
from tickets.facts import AddressCorrected
from tickets.models import LinkRequest, Requester, Round, TicketEvent

log = logging.getLogger(__name__)


def announce(now: datetime) -> int:
    """Write the mails of all that happened and was not told; returns how many events and requests it claimed.

    Any number of workers may do it at once. One that cannot be told holds up only its own ticket: it is logged,
    and tried again by the next sweep.
    """
    return _each(_next_event, tell, now) + _each(_next_link_request, send_link, now)


def _each(find: Callable, say: Callable, now: datetime) -> int:
    """Claim and tell one after the other, each in its own transaction, so that a crash loses none of the earlier."""
    told, last, row = 0, 0, None
    while True:
        try:
            with transaction.atomic():
                row = find(last)
                if row is None:
                    return told
                if type(row).objects.filter(pk=row.pk, announced_at=None).update(announced_at=now):
                    say(row, now)
                    told += 1
        except (OperationalError, InterfaceError):  # of the database itself: nothing else could be told either
            raise
        except Exception:
            if row is None or row.pk == last:
                raise
            log.exception("%s %s could not be told", type(row).__name__, row.pk)
        last = row.pk


def _next_event(last: int) -> TicketEvent | None:
    """The next one after `last` that nobody holds and before which nothing of its ticket is still to be told.

    So the mails of one ticket are written in the order in which things happened, by however many workers.
    """
    untold = TicketEvent.objects.unannounced()
    before = untold.filter(ticket=OuterRef("ticket"), pk__lt=OuterRef("pk")).order_by()
    rows = untold.filter(~Exists(before), pk__gt=last).select_for_update(skip_locked=True, of=("self",))
    return rows.select_related("ticket__requester", "message", "agent").first()


def tell(event: TicketEvent, now: datetime) -> None:
    """Write every mail that this event owes. Inside the transaction that claims it."""
    if why := rules.replaces_taking(event):
        held = Email.objects.pending().filter(ticket=event.ticket_id, kind="atendiendo")
        held.update(state=EmailState.SUPPRESSED, reason=why)
    facts = event.facts
    if isinstance(facts, AddressCorrected):
        wrong = Email.objects.pending().to_person(event.ticket_id, facts.old_email)
        wrong.update(state=EmailState.SUPPRESSED, reason=CORRECTED)
    if mail_at := rules.starts_survey(event):
        round_ = Round.objects.get(ticket=event.ticket_id, number=event.snapshot.round_number)
        Invitation.objects.for_round(round_, now=now, mail_at=mail_at)
    if notice := rules.notice_for(event):
        email = write_requesters(event, notice, now)
        if email.reason == ANOTHER_PERSON:
            never_arrived(email, email.reason, now)
        write_copies(event, notice, now)


def _next_link_request(last: int) -> LinkRequest | None:
    return LinkRequest.objects.unannounced().filter(pk__gt=last).select_for_update(skip_locked=True).first()


def send_link(request: LinkRequest, now: datetime) -> None:
    """To a known address its link; to an unknown one nothing, which from outside looks the same."""
    requester = Requester.objects.known_as(request.email)
    if requester is None:
        return
    facts = {"first_name": requester.first_name, "link": links.to_own_tickets(request.mint(now))}
    write(
        key=f"enlace:{request.pk}", kind="enlace", to=requester.email, letter=render("enlace", facts),
        automatic=rules.AUTO_REPLIED, now=now,
    )  # fmt: skip
