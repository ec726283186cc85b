"""Publishing: each event and each link request is claimed once, and its Email rows are written with the claim."""

from datetime import datetime

from notifications import rules
from notifications.kinds import MailKind
from notifications.models import Email
from notifications.outbox import links
from notifications.outbox.email_rows import (
    ANOTHER_PERSON,
    CORRECTED,
    create_copies,
    create_email,
    create_requester_email,
)
from notifications.outbox.render import render
from notifications.outbox.undelivered import act_on_failure
from surveys.models import Invitation
from tickets.claims import claim_each
from tickets.facts import AddressCorrected
from tickets.models import LinkRequest, Requester, Round, TicketEvent


def publish_pending(now: datetime) -> int:
    """Write the mails of every event and link request not yet published; returns how many it claimed.

    Any number of workers may do it at once. One that fails holds up only its own ticket: it is logged, and tried
    again by the next sweep.
    """
    events = TicketEvent.objects.select_related("ticket__requester", "message", "agent")
    published = claim_each(
        events.unpublished(), lambda event: publish_event(event, now),
        ready=events.next_of_their_ticket(), announced_at=now,
    )  # fmt: skip
    requests = LinkRequest.objects.unpublished()
    return published + claim_each(requests, lambda request: publish_link(request, now), announced_at=now)


def publish_event(event: TicketEvent, now: datetime) -> None:
    """Write every mail that `rules` owes for this event. Inside the transaction that claims it."""
    if why := rules.replaces_taking(event):
        held = Email.objects.pending().filter(ticket=event.ticket_id, kind=MailKind.TAKEN)
        held.suppress(why)
    facts = event.facts
    if isinstance(facts, AddressCorrected):
        wrong = Email.objects.pending().to_person(event.ticket_id, facts.old_email)
        wrong.suppress(CORRECTED)
    if mail_at := rules.starts_survey(event):
        round_ = Round.objects.get(ticket=event.ticket_id, number=event.snapshot.round_number)
        Invitation.objects.for_round(round_, now=now, mail_at=mail_at)
    if notice := rules.notice_for(event):
        email = create_requester_email(event, notice, now)
        if email.reason == ANOTHER_PERSON:
            act_on_failure(email, email.reason, now)
        create_copies(event, notice, now)


def publish_link(request: LinkRequest, now: datetime) -> None:
    """To a known address its link; to an unknown one nothing, which from outside looks the same."""
    requester = Requester.objects.known_as(request.email)
    if requester is None:
        return
    context = {
        "first_name": requester.first_name if requester.proven_at else "",
        "link": links.to_own_tickets(request.mint(now)),
    }
    create_email(
        key=f"enlace:{request.pk}", kind=MailKind.OWN_TICKETS_LINK, to=requester.email,
        rendered=render(MailKind.OWN_TICKETS_LINK, context), now=now,
    )  # fmt: skip
