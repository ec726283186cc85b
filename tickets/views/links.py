"""From a token to what it opens. Everything wrong with a token is the same InvalidToken."""

from datetime import datetime

from tickets.models import Ticket
from tickets.tokens import InvalidToken, Purpose, read


def ticket_behind(purpose: Purpose, token: str, now: datetime) -> Ticket:
    """The ticket that this token opens, with its requester. Raises InvalidToken."""
    claim = read(purpose, token)
    tickets = Ticket.objects.select_related("requester", "insurer", "process")
    ticket = tickets.filter(pk=claim.object_id, requester=claim.principal_id).first()
    if ticket is None:
        raise InvalidToken
    claim.check(ticket.token_version(), now)
    if not ticket.requester.sees(ticket):
        raise InvalidToken  # of the person who used the address before
    return ticket
