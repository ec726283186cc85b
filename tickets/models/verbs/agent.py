"""What agents do to a ticket, one method a verb. `by` is the agent, `now` the moment, aware."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from tickets.event_kinds import EventKind
from tickets.facts import (
    Asked,
    Closed,
    ContactLogged,
    CustomerReplied,
    Facts,
    Merged,
    MergedIn,
    Noted,
    Postponed,
    Reopened,
    Replied,
    Resolved,
    Restored,
    Taken,
    Unmerged,
)
from tickets.folding import many_lines
from tickets.models.attachment import Attachment
from tickets.models.event import ActorKind, TicketEvent
from tickets.models.message import Channel, Kind, Message
from tickets.models.ticket_link import TicketLink
from tickets.models.verbs.merged import MergedVerbs, mirror_holds
from tickets.questions import questions_in
from tickets.refusals import InvalidInput, MergeRefused, StaleAnswer
from tickets.states import SETTLED, Action, CloseReason, State, TransitionNotAllowed
from tickets.team import shown_name

if TYPE_CHECKING:
    from tickets.models.ticket import Ticket


class AgentVerbs(MergedVerbs):
    def take(self, *, by: User, now: datetime) -> TicketEvent:
        """Start on it: assigned to the actor; the requester hears of it after TAKE_NOTICE_AFTER."""
        with self.claimed():
            self.assignee = by
            return self.transition(Taken(), by=by, now=now)

    def reply(self, text: str, *, by: User, now: datetime, **seen) -> TicketEvent:
        """Write to the requester. Keywords, here and below: `expected_last_message`, `expected_state`, `files`.

        Raises TransitionNotAllowed, or StaleAnswer when the conversation went on meanwhile.
        """
        return self._write_and_move(Replied(), text, by=by, now=now, **seen)

    def ask(self, text: str, *, by: User, now: datetime, **seen) -> TicketEvent:
        """Ask for information: the ticket waits for its requester and closes AUTO_CLOSE_AFTER later."""
        return self._write_and_move(Asked(), text, by=by, now=now, questions=questions_in(text), **seen)

    def log_contact(self, summary: str, *, by: User, now: datetime, notify: bool = True, **seen) -> TicketEvent:
        """A call or a chat took place; unless `notify` is False the requester gets the summary."""
        return self._write_and_move(
            ContactLogged(notify), summary, by=by, now=now, kind=Kind.CONTACT, shown=notify, **seen
        )

    def resolve(self, solution: str, *, by: User, now: datetime, **seen) -> TicketEvent:
        """Send the solution and ask for the VoBo."""
        return self._write_and_move(Resolved(), solution, by=by, now=now, **seen)

    def close(
        self, text: str = "", *, by: User, now: datetime, reason: CloseReason = CloseReason.TERMINADA, **seen
    ) -> TicketEvent:
        """Close without asking for approval, or as spam, which mails nobody."""
        if reason == CloseReason.SPAM:
            with self.claimed():
                self.rounds.filter(number=self.round_number).update(counted=False)
                return self.transition(Closed(), by=by, now=now, reason=reason)
        return self._write_and_move(Closed(), text, by=by, now=now, reason=reason, **seen)

    def postpone(self, *, until: datetime, by: User, now: datetime) -> TicketEvent:
        """Move the closing to `until`, which must be in the future (InvalidInput)."""
        if until <= now:
            raise InvalidInput("La nueva fecha ya pasó. Elige una posterior.")
        with self.claimed():
            return self.transition(Postponed(), by=by, now=now, closes_at=until)

    def reopen(self, *, by: User, now: datetime) -> TicketEvent:
        """Open it again, with a new deadline; a merged one leaves what it was part of."""
        with self.claimed_with_chain() as chain:
            event = self.transition(Reopened(), by=by, now=now)
            mirror_holds(chain[1:], now)
            return event

    def restore(self, *, by: User, now: datetime) -> TicketEvent:
        """Undo a reopening by reply when nothing followed: the earlier state, reason and round.

        A solution that would close meanwhile closes AUTO_CLOSE_REMINDER from now at the earliest.
        """
        with self.claimed():
            reopening = self.reopening_to_undo()
            if reopening is None:
                raise TransitionNotAllowed(State(self.state), Action.RESTORE)
            was, before = State(reopening.from_state), reopening.before
            self.rounds.filter(number=self.round_number).update(undone_at=now, counted=False)
            self.round_number, self.customer_wrote_at = before.round_number, None
            return self.transition(
                Restored(reopening.pk), by=by, now=now, was=was,
                reason=CloseReason(before.close_reason) if before.close_reason else None,
                closes_at=_no_sooner(before.auto_close_at, was, now),
            )  # fmt: skip

    def reopening_to_undo(self) -> TicketEvent | None:
        """The reply that reopened this ticket, if no verb and no other message followed it."""
        last = self.events.transitions().order_by("-pk").first()
        if last is None or last.action != Action.CUSTOMER_REPLY or last.to_state != State.ABIERTA:
            return None
        followed = self.events.filter(
            pk__gt=last.pk, action__in=[EventKind.HELD, EventKind.FURTHER_INFORMATION]
        ).exists()
        return last if last.from_state in SETTLED and not followed else None

    def merge_into(self, other: "Ticket", *, by: User, now: datetime) -> TicketEvent:
        """This ticket becomes part of `other`, or of what that one was merged into. Raises MergeRefused."""
        with transaction.atomic():
            last = self._claim_with(other)
            with self.claimed(), last.claimed():
                self._check_merge(last)
                event = self._merge(last, by=by, now=now)
                last.customer_wrote_at = last.customer_wrote_at or self.customer_wrote_at
                last._mirror_holds()
                last.record(MergedIn(self.pk, self.subject), by=by, now=now)
            self._settle_suspicions(last, by=by, now=now)
            return event

    def decide_link(self, link: TicketLink, *, same: bool, by: User, now: datetime) -> None:
        """«Unir» or «son distintas»: lifts the hold of the other ticket, once. Raises MergeRefused, also where somebody
        has just decided otherwise.

        «Unir» says that this one was the awaited reply: the other ticket goes on as if it had come there.
        """
        with transaction.atomic():
            self._claim_with(link.other)
            link.refresh_from_db(fields=["decided_at", "decided_by"])
            if not link.is_undecided:
                link.check_decided(same)
            elif same:
                self.merge_into(link.other, by=by, now=now)
            else:
                link.decide(same=False, by=by, now=now)

    def _settle_suspicions(self, last: "Ticket", *, by: User, now: datetime) -> None:
        """This was a new mail instead of a reply, and the merge says so: its requester has answered `last`.

        Merged the other way, into the new mail, the question is settled too.
        """
        links = self.links.undecided().select_related("other").order_by("other")
        suspected = [link for link in links if link.other.where_merged().pk == last.pk]
        answered = (
            self.linked_from.undecided().select_related("ticket").order_by("ticket")
        )  # or it waited for that mail
        for link in [*suspected, *(link for link in answered if link.ticket.where_merged().pk == last.pk)]:
            link.decide(same=True, by=by, now=now)
        if suspected and last.state == State.EN_CLIENTE:
            with last.claimed():
                last.transition(
                    CustomerReplied(merged_folio=self.pk), by=last.requester, now=now, arrived_at=self.opened_at
                )

    def _merge(self, last: "Ticket", *, by: User, now: datetime) -> TicketEvent:
        was_counted = self.rounds.filter(number=self.round_number, counted=True).exists()
        self.rounds.filter(number=self.round_number).update(counted=False)
        self.merged_into = last
        facts = Merged(last.pk, last.subject, was_counted)
        return self.transition(facts, by=by, now=now, reason=CloseReason.DUPLICADA)

    def _check_merge(self, last: "Ticket") -> None:
        if last.pk == self.pk:
            raise MergeRefused("Una solicitud no se puede unir consigo misma.")
        if last.requester_id != self.requester_id:
            raise MergeRefused(f"#{last.pk} es de otra persona; sólo se unen solicitudes de un mismo solicitante.")
        if last.close_reason == CloseReason.SPAM:
            raise MergeRefused(f"#{last.pk} está marcada como spam.")

    def unmerge(self, *, by: User, now: datetime) -> TicketEvent:
        """Take it apart again: state, clocks and round as the merging event left them."""
        with self.claimed_with_chain() as chain:
            merging = self.events.filter(action=Action.MERGE).order_by("-pk").first()
            if merging is None or not isinstance(facts := merging.facts, Merged):
                raise TransitionNotAllowed(State(self.state), Action.UNMERGE)
            was, before = State(merging.from_state), merging.before
            current = self.rounds.get(number=self.round_number)
            current.counted = facts.was_counted
            current.save(update_fields=["counted"])
            if was == State.ABIERTA:
                self.first_response_due_at = current.due_at
            if was == State.EN_ESPERA:
                self._promise_news(before.next_update_at)
            event = self.transition(
                Unmerged(merging.pk), by=by, now=now, was=was,
                closes_at=_no_sooner(before.auto_close_at, was, now),
            )  # fmt: skip
            mirror_holds(chain[1:], now)
            return event

    def note(self, text: str, *, by: User, now: datetime, files: Iterable[Attachment] = ()) -> TicketEvent:
        """An internal note: nobody outside reads it, no state moves."""
        with self.claimed():
            message = self._write_message(Kind.NOTE, text, by=by, now=now, files=files, action=EventKind.NOTE)
            return self.record(Noted(), by=by, now=now, message=message)

    def _write_and_move(
        self,
        facts: Facts,
        text: str,
        *,
        by: User,
        now: datetime,
        files: Iterable[Attachment] = (),
        kind: Kind = Kind.AGENT,
        questions: list[str] | None = None,
        reason: CloseReason | None = None,
        shown: bool = True,
        expected_last_message: int | None = None,
        expected_state: str = "",
    ) -> TicketEvent:
        with self.claimed():
            self.check_fresh(by, expected_last_message, expected_state)
            files = list(files)
            silent = facts.action == Action.CLOSE and not text.strip() and not files  # then no empty message
            message = None if silent else self._write_message(
                kind, text, by=by, now=now, files=files, action=facts.action, questions=questions or [],
                shown_to_requester=shown,
            )  # fmt: skip
            self.customer_wrote_at = None
            if self.assignee_id is None and self.state != State.CERRADO:
                self.assignee = by
            return self.transition(facts, by=by, now=now, reason=reason, message=message)

    def check_fresh(self, by: User, expected_last_message: int | None, expected_state: str) -> None:
        """Raises StaleAnswer when somebody else wrote, or moved the ticket, since `by` looked at it."""
        if expected_last_message is None:
            return
        later = list(self.messages.since(expected_last_message, by))
        others = self.events.transitions().order_by("-pk").first()
        mine = others is not None and others.actor_kind == ActorKind.AGENT and others.agent_id == by.pk
        if later or (expected_state and expected_state != self.state and not mine):
            raise StaleAnswer(later, State(self.state))

    def _write_message(
        self, kind: Kind, text: str, *, by: User, now: datetime, files: Iterable[Attachment], **fields
    ) -> Message:
        message = self.messages.create(
            kind=kind, channel=Channel.AGENT, at=now, agent=by, body=many_lines(text),
            author_name=shown_name(by), author_email=by.email, **fields,
        )  # fmt: skip
        message.take(files)
        return message


def _no_sooner(auto_close_at: datetime | None, was: State, now: datetime) -> datetime | None:
    """The old closing, or AUTO_CLOSE_REMINDER from now if that is later; None where nothing closes alone."""
    if was not in (State.EN_CLIENTE, State.RESUELTO) or auto_close_at is None:
        return None
    return max(auto_close_at, now + settings.AUTO_CLOSE_REMINDER)
