"""The ticket: one row that says where a request stands. Every change goes through the verbs it inherits."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from tickets import tokens
from tickets.models.attachment import Attachment
from tickets.models.message import Channel, MessageQuerySet
from tickets.models.round import Round
from tickets.models.verbs.agent import AgentVerbs
from tickets.models.verbs.clock import ClockVerbs
from tickets.models.verbs.requester import RequesterVerbs
from tickets.models.verbs.suspicion import SuspicionVerbs
from tickets.querysets import TicketQuerySet
from tickets.states import CloseReason, State, WaitingOn
from tickets.team import PERMISSIONS


class Ticket(AgentVerbs, RequesterVerbs, ClockVerbs, SuspicionVerbs, models.Model):
    # Who and where from
    channel = models.CharField(max_length=12, choices=Channel)
    site = models.ForeignKey("tickets.Site", models.PROTECT, null=True, blank=True)
    # Of the attempt that opened it: sent twice, it is one ticket.
    sending_key = models.CharField(max_length=64, unique=True)
    requester = models.ForeignKey("tickets.Requester", models.PROTECT, related_name="tickets", db_index=False)
    requester_name = models.CharField(max_length=120, blank=True)  # as it was then
    login_claimed = models.CharField(max_length=120, blank=True)
    login_verified = models.BooleanField(default=False)
    identity_verified = models.BooleanField(default=False)
    link_version = models.PositiveIntegerField(default=0)  # a corrected address revokes the old links

    # Since when what was typed in it is known to be its requester's: until then no automatic mail repeats it.
    submission_proven_at = models.DateTimeField(null=True, blank=True)

    # What about
    process = models.ForeignKey("tickets.Process", models.PROTECT, null=True, blank=True)
    insurer = models.ForeignKey("tickets.Insurer", models.PROTECT, null=True, blank=True)
    subject = models.CharField(max_length=200)
    original_subject = models.CharField(max_length=200)

    # Where it stands
    assignee = models.ForeignKey(
        "auth.User", models.SET_NULL, null=True, blank=True, related_name="assigned_tickets", db_index=False
    )
    state = models.CharField(max_length=12, choices=State)
    state_since = models.DateTimeField()
    close_reason = models.CharField(max_length=16, choices=CloseReason, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)  # counts changes: the conditional UPDATE's condition

    # The current round's mirror, and the clocks
    round_number = models.PositiveSmallIntegerField(default=1)
    first_response_due_at = models.DateTimeField(null=True, blank=True)
    auto_close_at = models.DateTimeField(null=True, blank=True)
    reminder_due_at = models.DateTimeField(null=True, blank=True)
    held_for_review_at = models.DateTimeField(null=True, blank=True)
    waiting_on = models.CharField(max_length=12, choices=WaitingOn, default=WaitingOn.US)
    external_folio = models.CharField(max_length=60, blank=True)
    next_update_at = models.DateTimeField(null=True, blank=True)
    next_update_missed_at = models.DateTimeField(null=True, blank=True)  # noted once
    risk_at = models.DateTimeField(null=True, blank=True)  # the nearest clock: what the queue sorts by
    postponed_by_requester = models.BooleanField(default=False)  # «Necesito más tiempo», once a round

    # What the agent should notice
    customer_wrote_at = models.DateTimeField(null=True, blank=True)  # and no agent has answered since
    contact_lost_at = models.DateTimeField(null=True, blank=True)  # since when a mail to the requester did not arrive
    contact_lost_told_at = models.DateTimeField(null=True, blank=True)  # a digest has told of the last such mail
    out_of_office_at = models.DateTimeField(null=True, blank=True)  # since when an out-of-office stands unanswered
    out_of_office_until = models.DateField(null=True, blank=True)

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = "solicitud"
        verbose_name_plural = "solicitudes"
        permissions = list(PERMISSIONS)
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="known_state"),
            models.CheckConstraint(
                condition=(Q(state="cerrado") & Q(close_reason__in=CloseReason.values))
                | (~Q(state="cerrado") & Q(close_reason="")),
                name="closed_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(close_reason="duplicada", merged_into__isnull=False)
                | (~Q(close_reason="duplicada") & Q(merged_into=None)),
                name="duplicate_says_of_what",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="not_merged_into_itself"),
            models.CheckConstraint(
                condition=Q(state="abierta", first_response_due_at__isnull=False)
                | (~Q(state="abierta") & Q(first_response_due_at=None)),
                name="open_owes_an_answer",
            ),
            models.CheckConstraint(
                condition=Q(auto_close_at=None) | Q(state__in=["en_cliente", "resuelto"]),
                name="only_waiting_tickets_close_alone",
            ),
            # A comparison with NULL would pass: that there is a closing is asked for by itself.
            models.CheckConstraint(
                condition=Q(reminder_due_at=None)
                | Q(state="en_cliente", auto_close_at__isnull=False, reminder_due_at__lt=F("auto_close_at")),
                name="reminder_before_closing",
            ),
            models.CheckConstraint(
                condition=Q(next_update_at=None) | Q(state="en_espera"), name="next_update_only_while_waiting"
            ),
        ]
        # A foreign key without an index of its own is the first column of one of these.
        indexes = [
            models.Index(fields=["first_response_due_at"], condition=Q(state="abierta"), name="owed_answers"),
            models.Index(fields=["auto_close_at"], condition=Q(auto_close_at__isnull=False), name="coming_closings"),
            models.Index(fields=["reminder_due_at"], condition=Q(reminder_due_at__isnull=False), name="reminders"),
            models.Index(fields=["next_update_at"], condition=Q(next_update_at__isnull=False), name="next_updates"),
            models.Index(fields=["state", "risk_at", "id"], name="queue_by_state"),
            models.Index(fields=["assignee", "state", "risk_at", "id"], name="queue_by_assignee"),
            models.Index(fields=["requester", "-id"], name="tickets_of_requester"),
            models.Index(
                fields=["customer_wrote_at"], condition=Q(customer_wrote_at__isnull=False), name="customer_wrote"
            ),
            models.Index(fields=["state", "risk_at", "id"], condition=Q(round_number__gt=1), name="reopened"),
            models.Index(fields=["contact_lost_at"], condition=Q(contact_lost_at__isnull=False), name="contact_lost"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.subject}"

    @property
    def folio(self) -> int:
        return self.pk

    def token_version(self) -> str:
        """What revokes this ticket's links: a corrected address, or a new person behind it."""
        return f"{self.link_version}.{self.requester.link_version}"

    @property
    def tracking_token(self) -> str:
        return tokens.make(tokens.Purpose.SEE, self.pk, self.requester_id, self.token_version())

    @property
    def reply_token(self) -> str:
        return tokens.make(tokens.Purpose.REPLY, self.pk, self.requester_id, self.token_version())

    def get_absolute_url(self) -> str:
        """The requester's page of this ticket."""
        return reverse("tickets:tracking", args=[self.tracking_token])

    @property
    def current_round(self) -> Round:
        return self.rounds.get(number=self.round_number)

    def public_messages(self) -> MessageQuerySet:
        """The conversation as the requester reads it; its files know their ticket, so that links cost no query."""
        return self.messages.public().prefetch_related(
            models.Prefetch("attachments", queryset=Attachment.objects.shown()), "attachments__ticket__requester"
        )
