"""What each event remembers besides its state and its moment: one frozen dataclass an action.

`Ticket.record` and `Ticket.transition` take one of these, and `event.facts` reads it back. `Snapshot` is the ticket as
it stood, for the mails; `Before` is where a transition came from, for UNMERGE and RESTORE. A field that is added later
needs a default: earlier events lack it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from tickets.event_kinds import EventKind
from tickets.frozen import Frozen
from tickets.states import Action


@dataclass(frozen=True)
class Snapshot(Frozen):
    """The ticket, the message and the actor as they were: mails are rendered from it, never from a later state."""

    subject: str
    requester_id: int
    requester_name: str
    email: str  # of the requester
    round_number: int
    close_reason: str
    due_at: datetime | None  # of the first response
    auto_close_at: datetime | None
    next_update_at: datetime | None
    waiting_on: str
    external_folio: str
    insurer: str
    text: str  # of the event's message
    questions: tuple[str, ...]  # of an ASK, those in its text
    actor_name: str  # in full; "" where nobody acted
    agent_name: str  # as an agent signs to requesters


@dataclass(frozen=True)
class Before(Frozen):
    """Where the ticket stood before a transition; its state is the event's `from_state`."""

    close_reason: str
    round_number: int
    due_at: datetime | None
    auto_close_at: datetime | None
    next_update_at: datetime | None


class Facts(Frozen):
    """The base of them all. `action` is the Action or the EventKind that a class belongs to."""

    action: ClassVar[Action | EventKind]


# --- transitions ----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Submitted(Facts):
    action = Action.SUBMIT
    split_from: int | None = None  # the folio whose message had two problems
    split_from_subject: str = ""
    no_answer: bool = False  # its mail asked for no automatic answer
    forwarded_email: str = ""  # an agent passed on a mail of this person, as the forward says
    forwarded_name: str = ""
    suspected: bool = False  # its words are like a machine's: nothing of it is repeated to anybody


@dataclass(frozen=True)
class Taken(Facts):
    action = Action.TAKE


@dataclass(frozen=True)
class Replied(Facts):
    action = Action.REPLY


@dataclass(frozen=True)
class Asked(Facts):
    action = Action.ASK


@dataclass(frozen=True)
class ContactLogged(Facts):
    action = Action.LOG_CONTACT
    notify: bool  # whether the requester gets the summary


@dataclass(frozen=True)
class Resolved(Facts):
    action = Action.RESOLVE


@dataclass(frozen=True)
class Closed(Facts):
    action = Action.CLOSE


@dataclass(frozen=True)
class Merged(Facts):
    """This ticket became part of another."""

    action = Action.MERGE
    folio: int
    subject: str
    was_counted: bool  # whether its round stood in the figures


@dataclass(frozen=True)
class Unmerged(Facts):
    action = Action.UNMERGE
    undone_event: int


@dataclass(frozen=True)
class CustomerReplied(Facts):
    action = Action.CUSTOMER_REPLY
    asks_detail: bool = False  # it said too little to work on
    no_answer: bool = False
    accepted_by: str = ""  # the agent who let it in, of one that was held
    accepted_at: datetime | None = None
    was_suspected: bool = False  # of having been written by a machine, until that agent said otherwise
    merged_folio: int | None = None  # the reply was a ticket of its own


@dataclass(frozen=True)
class Approved(Facts):
    action = Action.APPROVE


@dataclass(frozen=True)
class Withdrawn(Facts):
    action = Action.WITHDRAW


@dataclass(frozen=True)
class Postponed(Facts):
    action = Action.POSTPONE


@dataclass(frozen=True)
class Bounced(Facts):
    action = Action.BOUNCE
    why: str
    email_id: int | None


@dataclass(frozen=True)
class AskedAgain(Facts):
    """The question that stands unanswered; the mail repeats it."""

    questions: tuple[str, ...]
    asked_at: datetime | None


class Expired(AskedAgain):
    action = Action.EXPIRE


@dataclass(frozen=True)
class Completed(Facts):
    action = Action.COMPLETE


@dataclass(frozen=True)
class Reopened(Facts):
    action = Action.REOPEN
    asks_detail: bool = False


@dataclass(frozen=True)
class Restored(Facts):
    action = Action.RESTORE
    undone_event: int


# --- what moves nothing ---------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Noted(Facts):
    action = EventKind.NOTE


@dataclass(frozen=True)
class Assigned(Facts):
    action = EventKind.ASSIGN
    was: str
    to: str
    assignee_id: int | None


@dataclass(frozen=True)
class Changed(Facts):
    """One detail: what stood there and what stands there now."""

    was: str
    to: str


class ProcessSet(Changed):
    action = EventKind.SET_PROCESS


class InsurerSet(Changed):
    action = EventKind.SET_INSURER


class SubjectSet(Changed):
    action = EventKind.SET_SUBJECT


@dataclass(frozen=True)
class AddressCorrected(Facts):
    action = EventKind.CORRECT_ADDRESS
    old_email: str
    old_requester_id: int


@dataclass(frozen=True)
class PersonChanged(Facts):
    action = EventKind.PERSON_CHANGED
    name: str


class Reminded(AskedAgain):
    action = EventKind.REMIND


@dataclass(frozen=True)
class Warned(Facts):
    action = EventKind.WARN


@dataclass(frozen=True)
class Breached(Facts):
    action = EventKind.BREACH


@dataclass(frozen=True)
class AutomaticReceived(Facts):
    action = EventKind.AUTOMATIC
    why: str


@dataclass(frozen=True)
class OutOfOffice(Facts):
    action = EventKind.OUT_OF_OFFICE
    why: str


@dataclass(frozen=True)
class MachineSuspected(Facts):
    """A reply with a machine's words: nothing moves until an agent has decided."""

    action = EventKind.SUSPECTED
    why: str
    is_away: bool
    no_answer: bool
    wrote_before: datetime | None  # the ticket's `customer_wrote_at` until then


@dataclass(frozen=True)
class ConfirmedAutomatic(Facts):
    action = EventKind.CONFIRM_AUTOMATIC
    message_id: int


@dataclass(frozen=True)
class Thanked(Facts):
    action = EventKind.THANKS


@dataclass(frozen=True)
class Held(Facts):
    action = EventKind.HELD
    sender: str
    why: str = ""  # beside its being another address


@dataclass(frozen=True)
class ParticipantAdded(Facts):
    action = EventKind.ADD_PARTICIPANT
    address: str


@dataclass(frozen=True)
class Dismissed(Facts):
    action = EventKind.DISMISS
    message_id: int


@dataclass(frozen=True)
class SpamReplied(Facts):
    action = EventKind.SPAM_REPLY


@dataclass(frozen=True)
class ReplySuspected(Facts):
    """A new ticket may be the reply that this one waits for."""

    action = EventKind.POSSIBLE_REPLY
    folio: int
    subject: str


@dataclass(frozen=True)
class LinkDecided(Facts):
    action = EventKind.DECIDE_LINK
    folio: int
    same: bool


@dataclass(frozen=True)
class MergedIn(Facts):
    """Another ticket became part of this one."""

    action = EventKind.MERGED_IN
    folio: int
    subject: str


@dataclass(frozen=True)
class SplitOff(Facts):
    """Part of a message of this ticket became one of its own."""

    action = EventKind.SPLIT
    folio: int
    subject: str
    message_id: int


@dataclass(frozen=True)
class UnreadMail(Facts):
    action = EventKind.UNREAD_MAIL
    spooled_id: int
    why: str


@dataclass(frozen=True)
class UnreadMailSettled(Facts):
    action = EventKind.UNREAD_MAIL_SETTLED
    spooled_id: int


@dataclass(frozen=True)
class FurtherInformation(Facts):
    action = EventKind.FURTHER_INFORMATION


@dataclass(frozen=True)
class WaitSet(Facts):
    """Whom the ticket waits for: the snapshot says it."""

    action = EventKind.WAIT_ON


@dataclass(frozen=True)
class NewsPromised(Facts):
    action = EventKind.NEXT_UPDATE


@dataclass(frozen=True)
class NewsMissed(Facts):
    action = EventKind.MISSED_UPDATE


@dataclass(frozen=True)
class ContactLost(Facts):
    action = EventKind.CONTACT_LOST
    why: str
    mail: str = ""  # the label of its kind


@dataclass(frozen=True)
class ContactRestored(Facts):
    action = EventKind.CONTACT_RESTORED


def _kinds(base: type[Facts]) -> dict[str, type[Facts]]:
    found: dict[str, type[Facts]] = {}
    for kind in base.__subclasses__():
        found |= {kind.action: kind} if hasattr(kind, "action") else _kinds(kind)
    return found


BY_ACTION = _kinds(Facts)
