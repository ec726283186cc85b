"""The survey's mail: written when its time comes, if asking still means something."""

from datetime import datetime

from notifications.kinds import MailKind
from notifications.models import Email
from notifications.outbox import links
from notifications.outbox.email_rows import create_email, why_not_to_requester
from notifications.outbox.render import render
from surveys.models import SCORES, Invitation
from tickets.claims import claim_each


def publish_due(now: datetime) -> int:
    """Write the survey mails that are due; returns how many. Harmless twice: each invitation is decided once.

    Asked again under the claim: one answered or reopened meanwhile gets no mail.
    """
    due = Invitation.objects.to_mail(now).select_related("round", "ticket__requester").order_by("pk")
    return claim_each(due, lambda invitation: create_invitation_email(invitation, now), decided_at=now)


def create_invitation_email(invitation: Invitation, now: datetime) -> Email:
    ticket = invitation.ticket
    page = links.to_survey(invitation.round)
    facts = {
        "folio": ticket.pk,
        "subject": ticket.subject if ticket.submission_proven_at else "",
        "first_name": ticket.requester.first_name if ticket.submission_proven_at else "",
        "scores": [{"number": n, "label": label, "link": f"{page}?n={n}"} for n, label in SCORES],
    }
    return create_email(
        key=f"encuesta:{invitation.pk}", kind=MailKind.SURVEY, to=ticket.requester.email, ticket=ticket,
        rendered=render(MailKind.SURVEY, facts), now=now, why_not=why_not_to_requester(ticket),
    )  # fmt: skip
