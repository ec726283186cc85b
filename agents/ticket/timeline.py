"""A ticket's timeline: messages and events in order, each mail's fate on what it was written for."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import OuterRef, Subquery

from agents.ticket.delivery import Delivery, delivery_of
from agents.ticket.wording import in_words
from notifications.models import SpooledMessage
from tickets.event_kinds import EventKind
from tickets.models import Attachment, Message, Ticket, TicketEvent
from tickets.models.attachment import AttachmentKind
from tickets.models.message import UNDECIDED, Kind, Review

# Said by the message itself; a line of their own would only repeat it.
UNSAID = {EventKind.NOTE}
Mails = dict[tuple[str, int | None], list[Delivery]]  # under ("message" or "event", key)


@dataclass(slots=True)
class Entry:
    at: datetime
    message: Message | None = None
    words: list[str] = field(default_factory=list)
    mails: list[Delivery] = field(default_factory=list)
    is_new: bool = False  # came while the agent was writing

    @property
    def css_class(self) -> str:
        """The class that gives a message its look."""
        if self.message is None:
            return "event"
        if self.message.kind == Kind.NOTE:
            return EventKind.NOTE
        return "agent" if self.message.kind in (Kind.AGENT, Kind.CONTACT) else ""

    @property
    def is_request(self) -> bool:
        """The ticket's first message: its page's diagnostics stand beside the ticket, not here."""
        return bool(self.message and self.message.kind == Kind.REQUEST)

    @property
    def is_collapsed(self) -> bool:
        """What a machine wrote, or an agent dismissed: one click away."""
        return bool(self.message and (self.message.automatic_reason or self.message.review == Review.DISMISSED))

    @property
    def files(self) -> list[Attachment]:
        return [file for file in self._attached if file.kind != AttachmentKind.SIGNATURE]

    @property
    def signature(self) -> list[Attachment]:
        """The pictures under its writer's name: one click away, and no attachments."""
        return [file for file in self._attached if file.kind == AttachmentKind.SIGNATURE]

    @property
    def _attached(self) -> list[Attachment]:
        return list(self.message.attachments.all()) if self.message else []

    @property
    def is_held(self) -> bool:
        return bool(self.message and self.message.review == Review.PENDING)

    @property
    def is_suspected(self) -> bool:
        """A reply with a machine's words, which an agent must decide on."""
        return bool(self.message and self.message.review == Review.SUSPECTED)

    @property
    def may_be_a_person(self) -> bool:
        """An agent called it a machine's, and may still change their mind."""
        return bool(self.message and self.message.suspected_reason and self.message.automatic_reason)

    @property
    def may_be_split(self) -> bool:
        """Whether its requester may have put two problems into it."""
        return bool(
            self.message
            and self.message.from_requester
            and not self.is_collapsed
            and self.message.review not in UNDECIDED
        )

    @property
    def has_full_text(self) -> bool:
        """Whether the mail said more than what is shown."""
        said_more = self.message and self.message.full_text and self.message.full_text != self.message.body
        return bool(said_more or (self.message and self.message.has_html))


def timeline(ticket: Ticket, reader: User, now: datetime, seen: int | None = None) -> list[Entry]:
    """In order of their moments. `seen` is the last message the reader knew: later ones of others are marked."""
    received = SpooledMessage.objects.filter(became=OuterRef("pk")).order_by("pk").values("pk")[:1]
    messages = list(ticket.messages.prefetch_related("attachments").without_html().annotate(raw=Subquery(received)))
    events = list(ticket.events.all())
    mails = _mails(ticket, events, now)
    by_message: dict[int | None, list[TicketEvent]] = defaultdict(list)
    for event in events:
        by_message[event.message_id].append(event)
    entries = [_of_message(message, by_message[message.pk], mails, reader, now, seen) for message in messages]
    entries += [_of_event(event, mails, now) for event in by_message[None] if event.action not in UNSAID]
    # Mails of no event, such as the survey's invitation.
    entries += [Entry(mail.email.created_at, None, [], [mail]) for mail in mails[("event", None)]]
    return sorted(entries, key=lambda entry: (entry.at, entry.message is None))


def _mails(ticket: Ticket, events: list[TicketEvent], now: datetime) -> Mails:
    """Every mail of the ticket, under the message or the event that it was written for."""
    message_of = {event.pk: event.message_id for event in events}
    found: Mails = defaultdict(list)
    for email in ticket.emails.defer("text", "html", "references", "in_reply_to"):
        message = email.message_id or (email.event_id and message_of.get(email.event_id))
        where = ("message", message) if message else ("event", email.event_id)
        found[where].append(delivery_of(email, now))
    return found


def _of_message(
    message: Message, events: list[TicketEvent], mails: Mails, reader: User, now: datetime, seen: int | None
) -> Entry:
    words = [said for event in events if event.action not in UNSAID and (said := in_words(event, now))]
    is_new = seen is not None and message.pk > seen and message.agent_id != reader.pk
    return Entry(message.at, message, words, mails[("message", message.pk)], is_new)


def _of_event(event: TicketEvent, mails: Mails, now: datetime) -> Entry:
    return Entry(event.at, None, [in_words(event, now)], mails[("event", event.pk)])
