"""Where a message belongs, by strength of evidence.

A valid reply token, then a Message-ID that we minted, then one that we received before, then the folio in the subject
if its ticket's own requester wrote. `From` proves nothing: it only says whether intake must hold the message.
"""

from dataclasses import dataclass
from enum import StrEnum

from notifications.addresses import token_in
from notifications.inbound import evidence
from notifications.models import Email
from notifications.reading import header_scan
from notifications.reading.message import InboundMessage
from notifications.reading.subjects import folios_in, is_related
from tickets.models import Ticket
from tickets.models.requester import normal_address

MOST_SUBJECTS = 20  # mails of one ticket whose subjects are compared


class Evidence(StrEnum):
    TOKEN = "la dirección de respuesta"  # noqa: S105 - words for people
    MINTED = "un correo nuestro al que responde"
    RECEIVED = "un mensaje recibido antes"
    TAG = "el folio del asunto"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Route:
    """The ticket whose conversation this message continues, or None: a new one; then `related` is its neighbour."""

    ticket: Ticket | None = None
    evidence: Evidence = Evidence.NONE
    related: Ticket | None = None
    proves_sender: bool = False  # only who reads the requester's mail could have answered so


def find(message: InboundMessage, raw: bytes) -> Route:
    threads = [name for name in (message.in_reply_to, *reversed(message.references)) if name][: header_scan.MOST_IDS]
    addresses = _written_recipients(message, raw)
    if found := evidence.token_among(addresses):
        return _by_token(message, found, threads)
    minted, revoked = _minted(threads)
    if minted and minted.ticket:
        proves = _is_requester(message, minted.ticket) and minted.to.lower() == minted.ticket.requester.email
        return Route(minted.ticket, Evidence.MINTED, proves_sender=proves)
    ticket = evidence.ticket_of_received(threads)
    if ticket and evidence.is_still_theirs(ticket):
        return Route(ticket, Evidence.RECEIVED)
    dead_link = revoked is not None or any(map(token_in, message.recipients))
    if not dead_link and (ticket := _tagged(message)):
        return Route(ticket, Evidence.TAG)
    return Route(related=revoked.ticket if revoked else None)


def _by_token(message: InboundMessage, ticket: Ticket, threads: list[str]) -> Route:
    if not threads and not message.may_be_automatic and not _is_about(message, ticket):
        return Route(related=ticket)  # an address that the client completed by itself
    return Route(ticket, Evidence.TOKEN, proves_sender=_is_requester(message, ticket))


def _minted(threads: list[str]) -> tuple[Email | None, Email | None]:
    """(the nearest mail of ours that this one answers, one whose links died meanwhile)."""
    revoked = None
    for email in filter(None, map(Email.objects.by_message_id, threads)):
        if email.ticket is None:
            continue
        if not evidence.is_revoked(email):
            return email, revoked
        revoked = revoked or email
    return None, revoked


def _written_recipients(message: InboundMessage, raw: bytes) -> list[str]:
    """The recipients whose local part stands in the header letter by letter: a token in upper case is not ours."""
    header = header_scan.head(raw)
    locals_at = ((address, address.rpartition("@")[0] + "@") for address in message.recipients)
    return [address for address, local in locals_at if local.encode("utf-8", "replace") in header]


def _is_requester(message: InboundMessage, ticket: Ticket) -> bool:
    return normal_address(message.from_email) == ticket.requester.email


def _is_about(message: InboundMessage, ticket: Ticket) -> bool:
    mails = Email.objects.filter(ticket=ticket).order_by("-pk").values_list("subject", flat=True)[:MOST_SUBJECTS]
    return is_related(message.subject, [ticket.subject, ticket.original_subject, *mails], ticket.pk)


def _tagged(message: InboundMessage) -> Ticket | None:
    sender = normal_address(message.from_email)
    for folio in folios_in(message.subject)[:5]:
        ticket = Ticket.objects.select_related("requester").filter(pk=folio, requester__email=sender).first()
        if sender and ticket and evidence.is_still_theirs(ticket):
            return ticket
    return None
