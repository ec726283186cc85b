"""What an e-mail service says became of a mail, noted on that mail.

Services repeat events, mix their order and post them at once. Each note is one conditional UPDATE and they only climb:
accepted, delivered, bounced. A bounce after a delivery is the truth (the mailbox took it and gave it back), a delivery
after a bounce is late news.
"""

from datetime import datetime
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType
from django.db import transaction

from notifications.models import Email
from notifications.models.email import EmailState
from notifications.outbox.undelivered import record_bounce
from tickets.folding import one_line

CAME_BACK = (EventType.BOUNCED, EventType.REJECTED, EventType.FAILED)
ARRIVED = (EventType.DELIVERED, EventType.COMPLAINED)
NOT_YET = "Aún no llega: {}"
COMPLAINT = "Llegó, y quien lo recibió lo marcó como correo no deseado."
UNEXPLAINED = "El servicio de correo no dijo por qué."
LEFT_OR_LEAVING = (EmailState.PENDING, EmailState.SENDING, EmailState.ACCEPTED, EmailState.FAILED)


class NotYetOurs(Exception):
    """A mail to that address is leaving right now: its name at the service is about to be noted. Ask again."""


def record(event: AnymailTrackingEvent, now: datetime) -> Email | None:
    """Note it on its mail; None for a mail that is not ours. Harmless any number of times, in any order.

    Raises NotYetOurs.
    """
    with transaction.atomic():
        email = mail_of(event)
        if email is None:
            if _is_leaving(event.recipient or ""):
                raise NotYetOurs
            return None
        if event.event_type in CAME_BACK and not is_temporary(event):
            record_bounce(email, words(event), now)
        elif event.event_type in ARRIVED:
            _arrived(email, event, now)
        elif event.event_type in (EventType.DEFERRED, *CAME_BACK):
            waiting = Email.objects.filter(pk=email.pk, state=EmailState.ACCEPTED)
            waiting.update(reason=NOT_YET.format(words(event))[:500])
    return email


def mail_of(event: AnymailTrackingEvent) -> Email | None:
    """By our own Message-ID, which is signed, where the service gives it back; by the service's name for the mail."""
    if not event.message_id:
        return None
    name = str(event.message_id).strip("<> ")[:190]
    if email := Email.objects.by_message_id(name):
        return email
    mails = Email.objects.select_related("ticket__requester", "event")
    return mails.filter(provider_id__in=[name, f"<{name}>"]).order_by("-pk").first()


def is_temporary(event: AnymailTrackingEvent) -> bool:
    """Soft bounces that anymail cannot tell from the others."""
    raw: Any = event.esp_event
    if not isinstance(raw, dict):
        return False
    bounce = raw.get("bounce")
    transient = isinstance(bounce, dict) and bounce.get("bounceType") == "Transient"  # Amazon SES
    return transient or raw.get("event") == "soft_bounce" or raw.get("Type") == "SoftBounce"  # Mandrill, Postmark


def words(event: AnymailTrackingEvent) -> str:
    """Why, as the receiving server or the service said it."""
    reasons = [event.mta_response, event.description, event.reject_reason]
    return one_line(next((str(one) for one in reasons if one), UNEXPLAINED), 450)


def _arrived(email: Email, event: AnymailTrackingEvent, now: datetime) -> None:
    complained = event.event_type == EventType.COMPLAINED
    Email.objects.filter(pk=email.pk, delivered_at=None).update(delivered_at=event.timestamp or now)
    Email.objects.filter(pk=email.pk, state__in=LEFT_OR_LEAVING).update(
        state=EmailState.DELIVERED, leased_until=None, reason=""
    )
    if complained:
        Email.objects.filter(pk=email.pk, state=EmailState.DELIVERED).update(reason=COMPLAINT)


def _is_leaving(recipient: str) -> bool:
    return Email.objects.filter(state=EmailState.SENDING, to=recipient.strip().lower()).exists()
