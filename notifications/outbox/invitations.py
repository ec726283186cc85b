"""The survey's mail: written when its time comes, if asking still means something."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from notifications.kinds import MailKind
from notifications.models import Email
from notifications.models.email import EmailState
from notifications.outbox import links
from notifications.outbox.email_rows import create_email, why_not_to_requester
from notifications.outbox.render import render
from surveys.models import SCORES, Invitation, InvitationQuerySet
from tickets.claims import claim_each

TAKEN = (EmailState.ACCEPTED, EmailState.DELIVERED)
DID_NOT_ARRIVE = (EmailState.BOUNCED, EmailState.FAILED)


def publish_due(now: datetime) -> int:
    """Write the survey mails that are due; returns how many. Harmless twice: each invitation is decided once.

    Asked again under the claim: one answered or reopened meanwhile gets no mail. None follows a solution or a closing
    whose own mail did not arrive, nor leaves sooner than SURVEY_DELAY after a server took that one.
    """
    due = _with_their_notices(Invitation.objects.to_mail(now))
    claim_each(due.filter(notice_state__in=DID_NOT_ARRIVE), lambda _invitation: None, decided_at=now)
    taken = Q(notice_state__in=TAKEN, notice_taken_at__lte=now - settings.SURVEY_DELAY)
    unsent = Q(notice_state=None) | Q(notice_state=EmailState.SUPPRESSED)  # then this one must not leave either
    ready = due.filter(taken | unsent).select_related("round", "ticket__requester")
    return claim_each(ready, lambda invitation: create_invitation_email(invitation, now), decided_at=now)


def _with_their_notices(invitations: InvitationQuerySet) -> QuerySet[Any]:
    """Each with what became of the last solution or closing that was mailed to its requester."""
    notices = Email.objects.endings_mailed(OuterRef("ticket"), OuterRef("ticket__requester__email")).order_by("-pk")
    return invitations.annotate(
        notice_state=Subquery(notices.values("state")[:1]),
        notice_taken_at=Subquery(notices.annotate(at=Coalesce("accepted_at", "delivered_at")).values("at")[:1]),
    ).order_by("pk")


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
