"""What is about to be late, what is, and which news were promised and not given: one mail per person and slot."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from notifications.kinds import MailKind
from notifications.models import Email
from notifications.outbox import links
from notifications.outbox.recipients import Team
from notifications.outbox.rendering import render
from notifications.outbox.unread_mail import UnreadMail, unread_mails
from notifications.outbox.writing import write
from tickets.models import Round, Ticket
from tickets.moments import in_full, span

MOST_AT_ONCE = 200  # tickets whose rows one digest may hold


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing to tell of one ticket."""

    section: str
    ticket: Ticket
    due_at: datetime
    told_to: list[User]
    mark: Callable  # the ticket's verb that notes it, once

    def tell(self, now: datetime) -> bool:
        """Note that it is told; False when it is no longer true, or was told."""
        return self.mark(self.ticket, now=now) is not None

    def row(self, now: datetime) -> dict:
        ticket = self.ticket
        words = {"warn": "Vence en {}", "breach": "Venció hace {}", "news": "Prometida hace {}"}[self.section]
        return {
            "folio": ticket.pk,
            "subject": ticket.subject,
            "requester": ticket.requester_name or ticket.requester.email,
            "insurer": ticket.insurer.name if ticket.insurer else "",
            "assignee": (ticket.assignee.get_full_name() or ticket.assignee.username) if ticket.assignee else "",
            "time": f"{words.format(span(self.due_at - now))}: {in_full(self.due_at)}",
            "link": links.for_agents(ticket.pk),
        }


@dataclass(slots=True)
class Digest:
    user: User
    matters: list[Matter | UnreadMail] = field(default_factory=list)


SECTIONS = {
    "warn": ("por vencer", "por vencer"),
    "breach": ("vencida", "vencidas"),
    "news": ("sin noticia", "sin noticia"),
    "unread": ("correo sin leer", "correos sin leer"),
}
TITLES = {
    "warn": "Por vencer",
    "breach": "Vencidas",
    "news": "Próxima noticia que no se dio",
    "unread": "Correos que no pudimos leer",
}


def digest(now: datetime) -> int:
    """Write the digests of this slot; returns how many.

    Somebody who got theirs in this slot waits for the next one, and so does every matter that concerns them. Marks
    and mails are one transaction: two sweeps at once tell each matter once.
    """
    slot = slot_of(now)
    served = _served(slot)
    matters = [m for m in _matters(now) if not served.intersection(user.pk for user in m.told_to)]
    if not matters:
        return 0
    try:
        with transaction.atomic():
            digests = _mark(matters, now)
            for one in digests.values():
                write_digest(one, slot, now)
    except IntegrityError:  # another sweep served one of them first; the marks are undone, the next slot tells
        return 0
    return len(digests)


def slot_of(now: datetime) -> int:
    """The number of the DIGEST_EVERY that `now` lies in."""
    return int(now.timestamp() // settings.DIGEST_EVERY.total_seconds())


def _served(slot: int) -> set[int]:
    keys = Email.objects.filter(key__startswith=f"digest:{slot}:").values_list("key", flat=True)
    return {int(key.rpartition(":")[2]) for key in keys}


def _matters(now: datetime) -> list[Matter | UnreadMail]:
    """By ticket number, which is the order in which their rows are claimed; last, the mails that nobody could read."""
    team = Team()
    people = ("ticket__requester", "ticket__assignee", "ticket__insurer")
    breached = Round.objects.to_tell_breach(now).select_related(*people).order_by("due_at")[:MOST_AT_ONCE]
    warned = (
        Round.objects.to_warn(now + settings.FIRST_RESPONSE_WARNING)
        .filter(due_at__gt=now)
        .select_related(*people)
        .order_by("due_at")[:MOST_AT_ONCE]
    )
    silent = Ticket.objects.due_for_update(now).with_people().order_by("next_update_at")[:MOST_AT_ONCE]
    matters = [
        Matter("breach", r.ticket, r.due_at, team.for_breach(r.ticket.assignee_id), Ticket.tell_breach)
        for r in breached
    ]
    matters += [Matter("warn", r.ticket, r.due_at, team.for_warning(r.ticket.assignee_id), Ticket.warn) for r in warned]
    matters += [
        Matter("news", t, t.next_update_at, team.for_warning(t.assignee_id), Ticket.miss_update) for t in silent
    ]
    in_order = sorted(matters, key=lambda matter: matter.ticket.pk)[:MOST_AT_ONCE]
    return [*in_order, *unread_mails(team.for_warning(None))]


def _mark(matters: list[Matter | UnreadMail], now: datetime) -> dict[int, Digest]:
    """Each matter that is still true and untold, given to its people."""
    digests: dict[int, Digest] = {}
    for matter in matters:
        if matter.tell(now):
            for user in matter.told_to:
                digests.setdefault(user.pk, Digest(user)).matters.append(matter)
    return digests


def write_digest(one: Digest, slot: int, now: datetime) -> Email:
    return write(
        key=f"digest:{slot}:{one.user.pk}", kind=MailKind.DIGEST, to=one.user.email, now=now,
        letter=render(MailKind.DIGEST, {"summary": summary(one.matters), "sections": _sections(one.matters, now)}),
    )  # fmt: skip


def summary(matters: list[Matter | UnreadMail]) -> str:
    """«3 por vencer, 1 vencida»."""
    counts = {section: sum(m.section == section for m in matters) for section in SECTIONS}
    return ", ".join(f"{n} {SECTIONS[section][n != 1]}" for section, n in counts.items() if n)


def _sections(matters: list[Matter | UnreadMail], now: datetime) -> list[dict]:
    return [
        {"title": title, "rows": [m.row(now) for m in sorted(chosen, key=lambda m: m.due_at)]}
        for section, title in TITLES.items()
        if (chosen := [m for m in matters if m.section == section])
    ]
