"""Who wrote what nobody could read is told so, once: silence is no answer."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from notifications import wakeup
from notifications.kinds import MailKind
from notifications.models import Email
from notifications.outbox.email_rows import create_email
from notifications.outbox.limits import why_no_word
from notifications.outbox.render import render


def tell_sender(received: int, address: str, *, is_too_large: bool, now: datetime) -> Email | None:
    """The mail about the received message of that number; None where it was written before.

    It repeats nothing of what came: nobody has proven whose address that is.
    """
    facts = {"is_too_large": is_too_large, "form": f"{settings.SITE_URL}/soporte/"}
    try:
        with transaction.atomic():
            email = create_email(
                key=f"sin-leer:{received}", kind=MailKind.UNREAD, to=address, now=now,
                rendered=render(MailKind.UNREAD, facts), why_not=why_no_word(address, now),
            )  # fmt: skip
    except IntegrityError:  # it was tried again, and put aside again
        return None
    transaction.on_commit(lambda: wakeup.wake("deliver_mail"))
    return email
