"""What the verbs read and write of a ticket, declared for the type checker; the columns themselves are in Ticket.

At run time this is an empty class: Django adds the columns to Ticket alone.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db import models

    from tickets.models.catalogue import Insurer, Process
    from tickets.models.event import TicketEventQuerySet
    from tickets.models.hold import HoldQuerySet
    from tickets.models.message import MessageQuerySet
    from tickets.models.requester import Participant, Requester
    from tickets.models.round import RoundQuerySet
    from tickets.models.ticket import Ticket
    from tickets.models.ticket_link import TicketLinkQuerySet

    Text = models.Field[Any, str]
    Number = models.Field[Any, int]
    Truth = models.Field[Any, bool]
    Moment = models.Field[Any, datetime]
    MomentOrNone = models.Field[Any, datetime | None]

    class TicketColumns(models.Model):
        class Meta:
            abstract = True

        channel: Text
        requester: models.ForeignKey[Any, Requester]
        requester_id: int
        requester_name: Text
        link_version: Number
        submission_proven_at: MomentOrNone
        process: models.ForeignKey[Any, Process | None]
        insurer: models.ForeignKey[Any, Insurer | None]
        insurer_id: int | None
        subject: Text
        assignee: models.ForeignKey[Any, User | None]
        assignee_id: int | None
        state: Text
        state_since: Moment
        close_reason: Text
        merged_into: models.ForeignKey[Any, Ticket | None]
        merged_into_id: int | None
        opened_at: Moment
        changed_at: Moment
        revision: Number
        round_number: Number
        first_response_due_at: MomentOrNone
        auto_close_at: MomentOrNone
        reminder_due_at: MomentOrNone
        held_for_review_at: MomentOrNone
        waiting_on: Text
        external_folio: Text
        next_update_at: MomentOrNone
        next_update_missed_at: MomentOrNone
        risk_at: MomentOrNone
        postponed_by_requester: Truth
        customer_wrote_at: MomentOrNone
        contact_lost_at: MomentOrNone
        contact_lost_told_at: MomentOrNone
        out_of_office_at: MomentOrNone
        out_of_office_until: models.Field[Any, date | None]

        # Related managers, with the named queries of what they hold.
        events: TicketEventQuerySet
        messages: MessageQuerySet
        rounds: RoundQuerySet
        holds: HoldQuerySet
        participants: models.QuerySet[Participant]
        links: TicketLinkQuerySet
        linked_from: TicketLinkQuerySet

else:

    class TicketColumns:
        pass
