"""What is about to be late, what is, which news were not given and which mails did not arrive: one mail per person and slot."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from notifications.kinds import MailKind
from notifications.models import Email
from notifications.outbox.alerts import Alert, Section, alerts_due
from notifications.outbox.email_rows import create_email
from notifications.outbox.render import render

# In the order in which a mail shows them: one, and several.
COUNTED = {
    Section.WARNING: ("por vencer", "por vencer"),
    Section.BREACH: ("vencida", "vencidas"),
    Section.NEWS: ("sin noticia", "sin noticia"),
    Section.CONTACT: ("sin contacto", "sin contacto"),
    Section.UNREAD: ("correo sin leer", "correos sin leer"),
    Section.TRAY: ("correo automático sin revisar", "correos automáticos sin revisar"),
}
TITLES = {
    Section.WARNING: "Por vencer",
    Section.BREACH: "Vencidas",
    Section.NEWS: "Próxima noticia que no se dio",
    Section.CONTACT: "Correos nuestros que no llegaron",
    Section.UNREAD: "Correos que no pudimos leer",
    Section.TRAY: "Correo automático, de ninguna solicitud",
}


@dataclass(slots=True)
class Digest:
    user: User
    alerts: list[Alert] = field(default_factory=list)


def publish_due(now: datetime) -> int:
    """Write the digests of this slot; returns how many.

    Somebody who got theirs in this slot waits for the next one, and so does every alert that concerns them. Marks
    and mails are one transaction: two sweeps at once report each alert once.
    """
    slot = slot_of(now)
    alerts = _not_served(alerts_due(now), slot)
    if not alerts:
        return 0
    try:
        with transaction.atomic():
            digests = _mark(alerts, now)
            for one in digests.values():
                create_digest(one, slot, now)
    except IntegrityError:  # another sweep served one of them first; the marks are undone, the next slot reports
        return 0
    return len(digests)


def slot_of(now: datetime) -> int:
    """The number of the DIGEST_EVERY that `now` lies in."""
    return int(now.timestamp() // settings.DIGEST_EVERY.total_seconds())


def key_of(slot: int, user_id: int) -> str:
    return f"digest:{slot}:{user_id}"


def _not_served(alerts: list[Alert], slot: int) -> list[Alert]:
    """Those that concern nobody who has had a digest in this slot."""
    keys = {key_of(slot, user.pk) for alert in alerts for user in alert.recipients}
    served = Email.objects.keys_among(keys)
    return [alert for alert in alerts if not any(key_of(slot, user.pk) in served for user in alert.recipients)]


def _mark(alerts: Iterable[Alert], now: datetime) -> dict[int, Digest]:
    """Each alert that is still true and unreported, given to its people."""
    digests: dict[int, Digest] = {}
    for alert in alerts:
        if alert.mark_reported(now):
            for user in alert.recipients:
                digests.setdefault(user.pk, Digest(user)).alerts.append(alert)
    return digests


def create_digest(one: Digest, slot: int, now: datetime) -> Email:
    facts = {"summary": summary(one.alerts), "sections": _sections(one.alerts, now)}
    return create_email(
        key=key_of(slot, one.user.pk), kind=MailKind.DIGEST, to=one.user.email, now=now,
        rendered=render(MailKind.DIGEST, facts),
    )  # fmt: skip


def summary(alerts: list[Alert]) -> str:
    """«3 por vencer, 1 vencida»."""
    counts = {section: sum(alert.section == section for alert in alerts) for section in COUNTED}
    return ", ".join(f"{n} {COUNTED[section][n != 1]}" for section, n in counts.items() if n)


def _sections(alerts: list[Alert], now: datetime) -> list[dict]:
    return [
        {"title": title, "rows": [alert.row(now) for alert in sorted(chosen, key=lambda alert: alert.due_at)]}
        for section, title in TITLES.items()
        if (chosen := [alert for alert in alerts if alert.section == section])
    ]
