"""An agent's message with its verb, before it happens. The ticket does not change until it is sent."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, models, transaction

from tickets.claims import claim, claim_each
from tickets.event_kinds import EventKind
from tickets.folding import many_lines
from tickets.models.event import TicketEvent
from tickets.refusals import DraftFrozen, InvalidInput, Refusal
from tickets.states import Action, CloseReason, State, target

if TYPE_CHECKING:
    from tickets.models.ticket import Ticket

NOTE = EventKind.NOTE  # a note is no transition, but it is drafted and undone the same way
SPOKEN = (Action.REPLY, Action.ASK, Action.LOG_CONTACT, Action.RESOLVE, Action.CLOSE)
VERBS = (NOTE, *SPOKEN)


class DraftQuerySet(models.QuerySet["Draft"]):
    def due(self, now: datetime) -> Self:
        """Frozen drafts whose time to be undone has passed: also those frozen before the clock went back."""
        passed = models.Q(send_at__lte=now) | models.Q(send_at__gt=now + settings.UNDO_SEND)
        return self.filter(passed).order_by("send_at", "pk")

    def to_show(self, agent: User) -> Self:
        """What `agent` can still undo, the next to leave first, then what came back instead of being sent.

        Without the texts: these lines stand on every page of the workspace.
        """
        shown = self.filter(models.Q(send_at__isnull=False) | ~models.Q(returned_reason=""), agent=agent)
        lines = shown.select_related("ticket").only("send_at", "returned_reason", "ticket__subject")
        return lines.order_by(models.F("send_at").asc(nulls_last=True), "pk")

    def keep(
        self,
        ticket: "Ticket",
        agent: User,
        *,
        now: datetime,
        verb: str | None = None,
        body: str | None = None,
        notify: bool | None = None,
    ) -> "Draft":
        """Save what `agent` has written on `ticket` so far; what is None stays as it is. Owns the row until the
        transaction ends. Raises DraftFrozen while the last one is being sent.
        """
        values: dict[str, Any] = {"saved_at": now}
        values |= {} if verb is None else {"verb": verb}
        values |= {} if body is None else {"body": many_lines(body)}
        values |= {} if notify is None else {"options": {"notify": notify}}
        mine = self.filter(ticket=ticket, agent=agent)
        while not mine.filter(send_at=None).update(**values):
            try:
                with transaction.atomic():
                    return self.create(ticket=ticket, agent=agent, **values)
            except IntegrityError:
                # Another window of the same agent has just begun one, or is sending it; one that left is no more.
                if mine.filter(send_at__isnull=False).exists():
                    raise DraftFrozen from None
        return mine.get()

    def send_due(self, now: datetime) -> int:
        """Send every draft whose time has come; returns how many left. One that fails oddly stops no other."""
        events: list[TicketEvent | None] = []
        due = self.due(now).select_related("agent", "ticket")
        claim_each(due, lambda draft: events.append(draft._send_or_give_back(now)))
        return sum(event is not None for event in events)


class Draft(models.Model):
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="drafts", db_index=False)
    agent = models.ForeignKey("auth.User", models.CASCADE, related_name="drafts")
    verb = models.CharField(max_length=20, default=Action.REPLY)  # one of VERBS
    body = models.TextField(blank=True)
    options = models.JSONField(default=dict, blank=True)  # of the verb: notify
    saved_at = models.DateTimeField()
    send_at = models.DateTimeField(null=True, blank=True)  # frozen until then; null is still being written
    expected_last_message = models.BigIntegerField(default=0)
    expected_state = models.CharField(max_length=12, blank=True)
    returned_reason = models.CharField(max_length=300, blank=True)  # why it came back instead of being sent

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "agent"], name="one_draft_per_agent_and_ticket")]
        indexes = [models.Index(fields=["send_at"], condition=models.Q(send_at__isnull=False), name="drafts_to_send")]

    def __str__(self) -> str:
        return f"{self.agent_id} → #{self.ticket_id}"

    @property
    def is_frozen(self) -> bool:
        return self.send_at is not None

    def freeze(self, *, expected_last_message: int, expected_state: str, now: datetime) -> None:
        """Hand it to the clock: it is sent UNDO_SEND from now, unless undone.

        `expected_last_message` and `expected_state` are what the agent saw. Raises InvalidInput for an empty text,
        TransitionNotAllowed and StaleAnswer where sending it would be refused already, DraftFrozen when it was frozen.
        """
        if not self.body.strip() and self.verb != Action.CLOSE:
            raise InvalidInput("Escribe el mensaje.")
        if self.verb != NOTE:
            target(State(self.ticket.state), Action(self.verb), self._reason())
            self.ticket.check_fresh(self.agent, expected_last_message, expected_state)
        values = {
            "send_at": now + settings.UNDO_SEND, "expected_last_message": expected_last_message,
            "expected_state": expected_state, "returned_reason": "",
        }  # fmt: skip
        if not Draft.objects.filter(pk=self.pk, send_at=None).update(**values):
            raise DraftFrozen
        for name, value in values.items():
            setattr(self, name, value)

    def was_said_since(self, seen: int | None) -> bool:
        """Whether this very message is on the ticket, later than what its writer saw: a form that came twice."""
        files = {file.identity for file in self.attachments.all()}
        return was_said(self.ticket, self.agent, verb=self.verb, body=self.body, files=files, seen=seen)

    def undo(self) -> bool:
        """Back to being written; False when it was sent before anybody could."""
        undone = Draft.objects.filter(pk=self.pk, send_at__isnull=False).update(send_at=None, returned_reason="")
        if undone:
            self.send_at = None
        return bool(undone)

    def send(self, now: datetime) -> TicketEvent | None:
        """Run its verb if it is due; None when it is not, another worker was first, or it had to come back.

        Verb and deletion are one transaction: it happens exactly once. A refusal gives the draft back with the
        reason, text and files kept.
        """
        with transaction.atomic():
            draft = claim(Draft.objects.due(now).select_related("agent", "ticket"), self.pk)
            return draft._send_or_give_back(now) if draft else None

    def _send_or_give_back(self, now: datetime) -> TicketEvent | None:
        try:
            with transaction.atomic():
                event = self._run(now)
        except Refusal as refusal:
            self._give_back(str(refusal))
            return None
        self.delete()
        return event

    def discard(self) -> None:
        """Throw it away with its files; a frozen one raises DraftFrozen."""
        with transaction.atomic():
            files = list(self.attachments.all())
            deleted, _ = Draft.objects.filter(pk=self.pk, send_at=None).delete()
            if not deleted:
                raise DraftFrozen
        for file in files:
            file.discard()

    def _run(self, now: datetime) -> TicketEvent:
        files = list(self.attachments.all())
        if self.verb == NOTE:
            return self.ticket.note(self.body, by=self.agent, now=now, files=files)
        verbs: dict[Action, Callable[..., TicketEvent]] = {
            Action.REPLY: self.ticket.reply,
            Action.ASK: self.ticket.ask,
            Action.LOG_CONTACT: self.ticket.log_contact,
            Action.RESOLVE: self.ticket.resolve,
            Action.CLOSE: self.ticket.close,
        }
        more = {"notify": self.options.get("notify", True)} if self.verb == Action.LOG_CONTACT else {}
        return verbs[Action(self.verb)](
            self.body, by=self.agent, now=now, files=files, expected_last_message=self.expected_last_message,
            expected_state=self.expected_state, **more,
        )  # fmt: skip

    def _reason(self) -> CloseReason | None:
        return CloseReason.TERMINADA if self.verb == Action.CLOSE else None

    def _give_back(self, why: str) -> None:
        self.send_at, self.returned_reason = None, why[:300]
        self.save(update_fields=["send_at", "returned_reason"])


def was_said(
    ticket: "Ticket", agent: User, *, verb: str, body: str, files: set[tuple[str, str]], seen: int | None
) -> bool:
    """Whether `agent` said this with these files after the message `seen`; a closing without a word, whether it closed it."""
    if verb == Action.CLOSE and not body.strip() and not files:
        last = ticket.events.transitions().order_by("-pk").first()
        return last is not None and last.action == Action.CLOSE and last.agent_id == agent.pk
    if seen is None:
        return False
    mine = ticket.messages.filter(pk__gt=seen, agent=agent, action=verb, body=many_lines(body))
    said = mine.prefetch_related("attachments")
    return any(files <= {file.identity for file in message.attachments.all()} for message in said)
