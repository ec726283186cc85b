"""Own open tickets that say the same: offered to whom a signed identity names, before another is opened."""

from tickets.folding import fold
from tickets.models import Requester, Ticket
from tickets.stemming import words_of

LATEST = 20  # own open tickets looked at
OFFERED = 3
ALIKE = 0.5  # of the words of the shorter subject
EMPTY = set(words_of("a al con de del el en es esta la las lo los me mi no o para por que se su un una y ya"))


def own_open_tickets(email: str):
    """The live ones of that address that its present owner may see."""
    requester = Requester.objects.known_as(email)
    if requester is None:
        return Ticket.objects.none()
    return Ticket.objects.visible_to(requester).not_closed().select_related("requester").order_by("-pk")


def similar_to(subject: str, email: str) -> list[Ticket]:
    """Own open tickets whose subject is equal, or shares two telling words and half of the shorter one."""
    said = set(words_of(subject)) - EMPTY
    found = [(likeness(subject, said, ticket.subject), ticket) for ticket in own_open_tickets(email)[:LATEST]]
    alike = sorted((pair for pair in found if pair[0]), key=lambda pair: (-pair[0], -pair[1].pk))
    return [ticket for _, ticket in alike[:OFFERED]]


def likeness(subject: str, said: set[str], other: str) -> float:
    """1.0 for the same subject, 0.0 for one that is not alike."""
    if fold(subject) == fold(other):
        return 1.0
    words = set(words_of(other)) - EMPTY
    common = said & words
    if len(common) < 2:
        return 0.0
    share = len(common) / min(len(said), len(words))
    return share * 0.99 if share >= ALIKE else 0.0
