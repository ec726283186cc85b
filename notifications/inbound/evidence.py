"""What a message says of where it belongs, checked: reply tokens, Message-IDs we minted, Message-IDs we received.

None of it looks at who the message says it is from.
"""

from collections.abc import Iterable

from notifications.addresses import token_in
from notifications.models import Email, SpooledMessage
from notifications.reading.header_scan import stored_id
from tickets import tokens
from tickets.models import PersonChange, Ticket
from tickets.querysets import TicketQuerySet


def ticket_of_token(token: str) -> Ticket | None:
    """The ticket of a reply token; None for one that was altered, revoked, or never ours."""
    try:
        claim = tokens.read(tokens.Purpose.REPLY, token)
        ticket = _tickets().filter(pk=claim.object_id).first()
        if ticket is None:
            return None
        claim.check(ticket.token_version())
    except tokens.InvalidToken:
        return None
    return ticket


def token_among(addresses: Iterable[str]) -> Ticket | None:
    """The ticket of the first valid reply token among these addresses."""
    tokens_found = dict.fromkeys(filter(None, map(token_in, addresses)))
    return next(filter(None, map(ticket_of_token, tokens_found)), None)


def is_revoked(email: Email) -> bool:
    """Whether the links of this mail, which is of a ticket, died: its ticket's address was corrected, or its account passed to another."""
    ticket = email.ticket
    assert ticket is not None
    if email.to.lower() != ticket.requester.email:
        return not ticket.participants.filter(email=email.to.lower()).exists()
    return PersonChange.objects.filter(requester=ticket.requester, recorded_at__gt=email.created_at).exists()


def ticket_of_received(message_ids: list[str]) -> Ticket | None:
    """The ticket that one of these messages, received before, was put on; the first named wins."""
    if not message_ids:
        return None
    names = [stored_id(name) for name in message_ids]
    found = SpooledMessage.objects.filter(message_id__in=names, ticket__isnull=False)
    places = {row.message_id: row.ticket_id for row in found.only("message_id", "ticket_id").order_by("-pk")}
    pk = next((places[name] for name in names if name in places), None)
    return _tickets().filter(pk=pk).first() if pk else None


def is_still_theirs(ticket: Ticket) -> bool:
    """False for a ticket from before its address passed to another person, unless an agent opened it to them."""
    since = ticket.requester.visible_from
    return since is None or ticket.opened_at >= since


def _tickets() -> TicketQuerySet:
    return Ticket.objects.select_related("requester")
