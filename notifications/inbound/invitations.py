"""An invitation in words: what it is about, when and where, for who reads the message."""

from datetime import date, datetime

from django.utils import timezone

from notifications.reading.message import InboundMessage, Invitation
from tickets.folding import fold
from tickets.moments import MONTHS, WEEKDAYS, in_full


def with_invitations(message: InboundMessage) -> InboundMessage:
    """The message with its invitations told below what was written; not what stands there already."""
    if not message.invitations:
        return message
    told = "\n\n".join(_told(one, message.text) for one in message.invitations)
    return message.with_words_below(told)


def _told(invitation: Invitation, written: str) -> str:
    lines = [
        f"{'Invitación cancelada' if invitation.cancelled else 'Invitación'}: {invitation.summary or 'sin título'}"
    ]
    if invitation.starts:
        lines.append(f"Cuándo: {_when(invitation)}")
    if invitation.place:
        lines.append(f"Dónde: {invitation.place}")
    if invitation.description and fold(invitation.description) not in fold(written):
        lines += ["", invitation.description]
    return "\n".join(lines)


def _when(invitation: Invitation) -> str:
    starts, ends = invitation.starts, invitation.ends
    if not isinstance(starts, datetime):
        return f"{_day(starts)}, todo el día"
    local = _local(starts)
    if not isinstance(ends, datetime):
        return in_full(local)
    until = _local(ends)
    same_day = until.date() == local.date()
    return f"{in_full(local)}, hasta las {until:%H:%M}" if same_day else f"{in_full(local)}, hasta el {in_full(until)}"


def _day(day: date | None) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day.day} de {MONTHS[day.month - 1]} de {day.year}" if day else ""


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment if moment.tzinfo else timezone.make_aware(moment))
