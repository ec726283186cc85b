"""The nouns of the domain, one a file."""

from tickets.models.attachment import Attachment
from tickets.models.catalogue import Insurer, InsurerAlias, Process
from tickets.models.draft import Draft
from tickets.models.event import TicketEvent
from tickets.models.hold import Hold
from tickets.models.holiday import Holiday
from tickets.models.link_request import LinkRequest
from tickets.models.message import Message
from tickets.models.requester import Participant, PersonChange, Requester
from tickets.models.round import Round
from tickets.models.search_document import SearchDocument
from tickets.models.site import Site, SiteSecret
from tickets.models.ticket import Ticket
from tickets.models.ticket_link import TicketLink

__all__ = [
    "Attachment", "Draft", "Hold", "Holiday", "Insurer", "InsurerAlias", "LinkRequest", "Message", "Participant",
    "PersonChange", "Process", "Requester", "Round", "SearchDocument", "Site", "SiteSecret", "Ticket",
    "TicketEvent", "TicketLink",
]  # fmt: skip
