"""The survey's mail: written when its time comes, if asking still means something."""

from datetime import datetime

from django.db import transaction

from notifications.kinds import MailKind
from notifications.models import Email
from notifications.outbox import links
from notifications.outbox.rendering import render
from notifications.outbox.writing import why_not_to_requester, write
from surveys.models import SCORES, Invitation


def invite(now: datetime) -> int:
    """Write the survey mails that are due; returns how many. Harmless twice: each invitation is decided once."""
    due = list(Invitation.objects.to_mail(now).order_by("pk").values_list("pk", flat=True)[:500])
    return sum(invite_to(pk, now) is not None for pk in due)


def invite_to(pk: int, now: datetime) -> Email | None:
    """The mail of one invitation; None when asking means nothing any more, or another worker decided first."""
    with transaction.atomic():
        # Asked again under the claim: answered or reopened meanwhile, it stays silent.
        rows = Invitation.objects.to_mail(now).filter(pk=pk)
        if not Invitation.objects.filter(pk__in=rows.values("pk"), decided_at=None).update(decided_at=now):
            return None
        invitation = Invitation.objects.select_related("round", "ticket__requester").get(pk=pk)
        ticket = invitation.ticket
        page = links.to_survey(invitation.round)
        facts = {
            "folio": ticket.pk,
            "subject": ticket.subject,
            "first_name": ticket.requester.first_name,
            "scores": [{"number": n, "label": label, "link": f"{page}?n={n}"} for n, label in SCORES],
        }
        return write(
            key=f"encuesta:{invitation.pk}", kind=MailKind.SURVEY, to=ticket.requester.email, ticket=ticket,
            letter=render(MailKind.SURVEY, facts), now=now,
            why_not=why_not_to_requester(ticket),
        )  # fmt: skip
