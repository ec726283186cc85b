"""What became of a mail, in words: aceptado, rebotó and why, or when it leaves."""

from dataclasses import dataclass
from datetime import datetime

from notifications.kinds import MailKind
from notifications.models import Email
from notifications.models.email import EmailState
from tickets.moments import in_short

GONE_WRONG = (EmailState.BOUNCED, EmailState.FAILED)


@dataclass(frozen=True, slots=True)
class Delivery:
    email: Email
    text: str

    @property
    def went_wrong(self) -> bool:
        return self.email.state in GONE_WRONG


def delivery_of(email: Email, now: datetime) -> Delivery:
    return Delivery(email, f"{MailKind(email.kind).label} a {email.to}: {_became(email, now)}")


def _became(email: Email, now: datetime) -> str:
    why = f" ({email.reason})" if email.reason else ""
    if email.state == EmailState.PENDING:
        return f"sale {in_short(email.not_before, now)}{why}" if email.not_before > now else f"pendiente{why}"
    if email.state == EmailState.ACCEPTED and email.accepted_at:
        return f"aceptado {in_short(email.accepted_at, now)}{why}"
    if email.state == EmailState.DELIVERED and email.delivered_at:
        return f"entregado {in_short(email.delivered_at, now)}{why}"
    words = {EmailState.BOUNCED: "rebotó", EmailState.FAILED: "no salió", EmailState.SUPPRESSED: "no se envió"}
    return words.get(EmailState(email.state), email.get_state_display().lower()) + why
