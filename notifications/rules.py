"""Which mail each event sends, and to whom: a table. The words are in templates/correo/<kind>.*.

Every action and every other event stands either in RULES or in SILENT; a test holds that.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from notifications.kinds import AutoSubmitted, MailKind
from tickets.event_kinds import EventKind
from tickets.facts import ContactLogged, Submitted
from tickets.models import Round, TicketEvent
from tickets.states import SETTLED, Action, CloseReason, State


def _always(_event: TicketEvent) -> bool:
    return True


def _at_once(event: TicketEvent) -> datetime:
    return event.at


@dataclass(frozen=True, slots=True)
class Notice:
    """One kind of mail to the requester; kinds that are copied go to the ticket's participants too."""

    kind: MailKind
    applies: Callable[[TicketEvent], bool] = _always
    not_before: Callable[[TicketEvent], datetime] = _at_once
    automatic: AutoSubmitted | None = None  # where it is not the kind's own

    @property
    def auto_submitted(self) -> AutoSubmitted:
        return self.kind.traits.automatic if self.automatic is None else self.automatic


def _notice_of_taking(event: TicketEvent) -> datetime:
    """TAKE_NOTICE_AFTER, so that a real answer may replace it, but never past the promise."""
    held = event.at + settings.TAKE_NOTICE_AFTER
    due_at = Round.objects.filter(ticket=event.ticket_id, number=event.snapshot.round_number).values_list(
        "due_at", flat=True
    )
    return min([held, *due_at])


def _reopened(event: TicketEvent) -> bool:
    return event.from_state in SETTLED and event.to_state == State.ABIERTA


def _notifies(event: TicketEvent) -> bool:
    facts = event.facts
    return not isinstance(facts, ContactLogged) or facts.notify


def _not_spam(event: TicketEvent) -> bool:
    return event.snapshot.close_reason != CloseReason.SPAM


def _split_off(event: TicketEvent) -> bool:
    facts = event.facts
    return isinstance(facts, Submitted) and facts.split_from is not None


# Of several the first that applies.
RULES: dict[str, list[Notice]] = {
    Action.SUBMIT: [Notice(MailKind.SPLIT, applies=_split_off), Notice(MailKind.ACKNOWLEDGEMENT)],
    Action.TAKE: [Notice(MailKind.TAKEN, not_before=_notice_of_taking)],
    Action.REPLY: [Notice(MailKind.REPLY)],
    Action.ASK: [Notice(MailKind.QUESTION)],
    Action.LOG_CONTACT: [Notice(MailKind.CALL, applies=_notifies)],
    Action.RESOLVE: [Notice(MailKind.SOLUTION)],
    Action.CLOSE: [Notice(MailKind.CLOSED, applies=_not_spam)],
    Action.MERGE: [Notice(MailKind.MERGED)],
    Action.CUSTOMER_REPLY: [Notice(MailKind.REOPENED, automatic=AutoSubmitted.REPLIED, applies=_reopened)],
    Action.REOPEN: [Notice(MailKind.REOPENED)],
    Action.POSTPONE: [Notice(MailKind.NEW_DATE)],
    Action.EXPIRE: [Notice(MailKind.NO_FOLLOW_UP)],
    EventKind.REMIND: [Notice(MailKind.REMINDER)],
    EventKind.CORRECT_ADDRESS: [Notice(MailKind.ACKNOWLEDGEMENT)],
}

# Of these the requester hears nothing; what the team must know stands on their screens and in the digest.
SILENT = frozenset(
    {Action.UNMERGE, Action.APPROVE, Action.WITHDRAW, Action.BOUNCE, Action.COMPLETE, Action.RESTORE}
    | {
        EventKind.NOTE, EventKind.SPLIT, EventKind.ASSIGN, EventKind.SET_PROCESS, EventKind.SET_INSURER, EventKind.SET_SUBJECT, EventKind.PERSON_CHANGED, EventKind.WARN,
        EventKind.BREACH, EventKind.AUTOMATIC, EventKind.OUT_OF_OFFICE, EventKind.SUSPECTED, EventKind.CONFIRM_AUTOMATIC, EventKind.THANKS, EventKind.HELD, EventKind.ADD_PARTICIPANT,
        EventKind.DISMISS,
        EventKind.SPAM_REPLY, EventKind.POSSIBLE_REPLY, EventKind.DECIDE_LINK, EventKind.MERGED_IN, EventKind.FURTHER_INFORMATION, EventKind.WAIT_ON, EventKind.NEXT_UPDATE,
        EventKind.MISSED_UPDATE, EventKind.CONTACT_LOST, EventKind.CONTACT_RESTORED, EventKind.UNREAD_MAIL, EventKind.UNREAD_MAIL_SETTLED,
    }
)  # fmt: skip

# What makes a held «ya la estamos atendiendo» pointless, and the words for it.
REPLACES_TAKING: dict[str, str] = {
    Action.REPLY: "Salió la respuesta en su lugar.",
    Action.ASK: "Salió la petición de información en su lugar.",
    Action.LOG_CONTACT: "Salió el resumen de la llamada en su lugar.",
    Action.RESOLVE: "Salió la solución en su lugar.",
    Action.CLOSE: "La solicitud se cerró antes.",
    Action.MERGE: "La solicitud se unió a otra antes.",
    Action.WITHDRAW: "El solicitante la retiró antes.",
    EventKind.CORRECT_ADDRESS: "La dirección se corrigió antes.",
}


def notice_for(event: TicketEvent) -> Notice | None:
    """The mail that this event writes; None for one of which nobody outside hears."""
    return next((notice for notice in RULES.get(event.action, []) if notice.applies(event)), None)


def replaces_taking(event: TicketEvent) -> str:
    """Why a held notice of taking will not leave after this event; "" while it still may."""
    silent_call = event.action == Action.LOG_CONTACT and not _notifies(event)
    return "" if silent_call else REPLACES_TAKING.get(event.action, "")


def starts_survey(event: TicketEvent) -> datetime | None:
    """When the survey's mail is due after this event, if its own was taken by then; None where it brings no survey."""
    ends = event.action == Action.RESOLVE or (
        event.action == Action.CLOSE and event.snapshot.close_reason == CloseReason.TERMINADA
    )
    return event.at + settings.SURVEY_DELAY if ends else None
