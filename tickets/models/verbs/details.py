"""What is said about a ticket without moving it: who has it, what it concerns, whom it belongs to, what holds it."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth.models import User
from django.utils.functional import cached_property

from tickets.event_kinds import EventKind
from tickets.facts import (
    AddressCorrected,
    Assigned,
    ContactRestored,
    CustomerReplied,
    Dismissed,
    InsurerSet,
    NewsPromised,
    ParticipantAdded,
    PersonChanged,
    ProcessSet,
    ReplySuspected,
    SubjectSet,
    Submitted,
    UnreadMail,
    UnreadMailSettled,
    WaitSet,
)
from tickets.folding import one_line
from tickets.models.catalogue import Insurer, Process
from tickets.models.event import TicketEvent
from tickets.models.hold import HoldKind
from tickets.models.message import Channel, Message, Review
from tickets.models.requester import Requester, normal_address
from tickets.models.ticket_link import LinkKind, TicketLink
from tickets.models.verbs.base import Actor, later
from tickets.models.verbs.merged import MergedVerbs, mirror_holds
from tickets.refusals import InvalidInput
from tickets.states import Action, State, TransitionNotAllowed, WaitingOn
from tickets.team import shown_name

if TYPE_CHECKING:
    from tickets.models.ticket import Ticket


class DetailVerbs(MergedVerbs):
    def assign(self, to: User | None, *, by: Actor, now: datetime) -> TicketEvent:
        """Give it to `to`, or to nobody."""
        with self.claimed():
            was, self.assignee = self.assignee, to
            return self.record(Assigned(_name(was), _name(to), to.pk if to else None), by=by, now=now)

    def set_process(self, process: Process | None, *, by: Actor, now: datetime) -> TicketEvent:
        with self.claimed():
            was, self.process = self.process, process
            return self.record(ProcessSet(str(was or ""), str(process or "")), by=by, now=now)

    def set_insurer(self, insurer: Insurer | None, *, by: Actor, now: datetime) -> TicketEvent:
        with self.claimed():
            was, self.insurer = self.insurer, insurer
            return self.record(InsurerSet(str(was or ""), str(insurer or "")), by=by, now=now)

    def set_subject(self, subject: str, *, by: Actor, now: datetime) -> TicketEvent:
        """A clearer title; the original one is kept. InvalidInput when nothing is left of it."""
        subject = one_line(subject)
        if not subject:
            raise InvalidInput("Escribe el asunto.")
        with self.claimed():
            was, self.subject = self.subject, subject
            return self.record(SubjectSet(was, subject), by=by, now=now)

    def wait_on(self, who: str, external_folio: str, *, by: User, now: datetime) -> TicketEvent:
        """Whom we wait for while en espera, with their own folio. InvalidInput for one the table does not know."""
        if who not in WaitingOn.values:
            raise InvalidInput("Elige a quién esperamos.")
        with self.claimed():
            self.waiting_on, self.external_folio = who, one_line(external_folio, 60)
            return self.record(WaitSet(), by=by, now=now)

    def set_next_update(self, at: datetime, *, by: User, now: datetime) -> TicketEvent:
        """Promise news for `at`. InvalidInput when it is past; TransitionNotAllowed unless en espera."""
        if at <= now:
            raise InvalidInput("Esa fecha ya pasó. Elige una posterior.")
        with self.claimed():
            if self.state != State.EN_ESPERA:
                raise TransitionNotAllowed(State(self.state), Action.REPLY)
            self._promise_news(at)
            return self.record(NewsPromised(), by=by, now=now)

    def correct_address(self, email: str, *, by: Actor, now: datetime, name: str = "") -> TicketEvent:
        """It belongs to another address than was typed: old links die, and everything is sent anew from there.

        `name` registers an address that is new; the ticket then goes by the name of whoever has the address, so
        that nobody learns another's by typing their address and correcting it.
        """
        with self.claimed():
            old = self.requester
            new = Requester.objects.register(email, name or self.requester_name or old.name, now)
            if new.pk == old.pk:
                self.contact_lost_at = None
                return self.record(ContactRestored(), by=by, now=now)
            self.requester, self.requester_name, self.contact_lost_at = new, new.name, None
            self.submission_proven_at = None
            self.link_version += 1
            return self.record(AddressCorrected(old.email, old.pk), by=by, now=now)

    @cached_property
    def forwarded_from(self) -> tuple[str, str]:
        """(name, address) of whose mail an agent passed on, while the ticket is still in that agent's name."""
        if self.channel != Channel.MAIL:
            return "", ""
        event = self.events.filter(action=Action.SUBMIT).select_related("message").first()
        if event is None or event.message is None:
            return "", ""
        facts = event.facts
        if not isinstance(facts, Submitted) or not facts.forwarded_email:
            return "", ""
        in_their_name = event.message.author_email == self.requester.email
        return (facts.forwarded_name, facts.forwarded_email) if in_their_name else ("", "")

    def open_for_forwarded(self, name: str, *, by: User, now: datetime) -> TicketEvent:
        """It is of whose mail the agent passed on: the agent's links die, and its requester is acknowledged.

        InvalidInput where nobody's mail was passed on, or it was given to them before.
        """
        email = self.forwarded_from[1]
        if not email:
            raise InvalidInput("Esta solicitud no reenvía el correo de otra persona, o ya está a su nombre.")
        return self.correct_address(email, by=by, now=now, name=name)

    def prove_requester(self, now: datetime) -> None:
        """Its requester did what only who reads their mail can: the address is theirs, and so is what they sent."""
        self.requester.prove(now)
        if self.submission_proven_at is None:
            type(self)._base_manager.filter(pk=self.pk, submission_proven_at=None).update(submission_proven_at=now)
            self.submission_proven_at = now

    def report_new_person(self, name: str, *, by: Requester, now: datetime) -> TicketEvent:
        """«¿Cambió la persona que usa este correo?»: the agent reads it and decides. The last one said again changes nothing."""
        facts = PersonChanged(one_line(name, 120))
        with self.claimed():
            last = self.events.filter(action=EventKind.PERSON_CHANGED).order_by("-pk").first()
            return last if last and last.facts == facts else self.record(facts, by=by, now=now)

    # --- holds: a closing waits until an agent has decided -------------------------------------------------
    def hold(self, kind: HoldKind, reference: int, now: datetime) -> None:
        """Closings skip this ticket until that message, link or mail is decided on. Inside a claim."""
        self.holds.get_or_create(kind=kind, reference=reference, lifted_at=None, defaults={"placed_at": now})
        self._mirror_holds()

    def _lift_hold(self, kind: HoldKind, reference: int, by: Actor, now: datetime, chain: list["Ticket"]) -> bool:
        """Lift the hold that waits for this and no other, also where this ticket was merged; False when it was lifted
        before. `chain` is claimed.
        """
        person = by if isinstance(by, User) else None
        lifted = self.holds.waiting_for(kind, reference).update(lifted_at=now, lifted_by=person)
        if lifted:
            mirror_holds(chain, now)
        return bool(lifted)

    def hold_for_unread_mail(self, *, now: datetime, spooled: int, why: str) -> TicketEvent:
        """A mail that nobody could read points here: it may be the answer, so no silence counts."""
        with self.claimed_with_chain() as chain:
            last = chain[-1]
            last.hold(HoldKind.UNREAD_MAIL, spooled, now)
            return last.record(UnreadMail(spooled, why), by=None, now=now)

    def settle_unread_mail(self, *, by: Actor, now: datetime, spooled: int) -> TicketEvent | None:
        """Somebody saw to that mail: read after all, or not needed. None when it was settled before."""
        with self.claimed_with_chain() as chain:
            if not self._lift_hold(HoldKind.UNREAD_MAIL, spooled, by, now, chain):
                return None
            return self.record(UnreadMailSettled(spooled), by=by, now=now)

    def accept(self, message: Message, *, by: User, now: datetime, add_participant: bool = False) -> TicketEvent:
        """A held message was a reply: a CUSTOMER_REPLY dated at its arrival, where this ticket was merged if it was.

        Raises TransitionNotAllowed.
        """
        with self.claimed_with_chain() as chain:
            self._decide(message, Review.ACCEPTED, by, now, chain)
            last = chain[-1]
            message.move_to(last)
            if add_participant:
                last._add_participant(message.author_email, message.author_name, by, now)
            last.customer_wrote_at = later(last.customer_wrote_at, message.at)
            facts = CustomerReplied(accepted_by=shown_name(by), accepted_at=now)
            return last.transition(facts, by=last.requester, now=now, arrived_at=message.at, message=message)

    def dismiss(self, message: Message, *, by: User, now: datetime) -> TicketEvent:
        """A held message was none of ours; it stays on record, folded away."""
        with self.claimed_with_chain() as chain:
            self._decide(message, Review.DISMISSED, by, now, chain)
            return self.record(Dismissed(message.pk), by=by, now=now)

    def _decide(self, message: Message, review: Review, by: User, now: datetime, chain: list["Ticket"]) -> None:
        if not self.messages.filter(pk=message.pk, review=Review.PENDING).update(review=review):
            raise TransitionNotAllowed(State(self.state), Action.CUSTOMER_REPLY)
        message.review = review
        self._lift_hold(HoldKind.REVIEW, message.pk, by, now, chain)

    def _add_participant(self, email: str, name: str, by: User, now: datetime) -> None:
        self.participants.get_or_create(
            email=normal_address(email), defaults={"name": name[:120], "added_by": by, "added_at": now}
        )

    def add_copied(self, message: Message, email: str, *, by: User, now: datetime) -> TicketEvent:
        """Somebody in copy of that message takes part from now on. InvalidInput for anybody else."""
        email = normal_address(email)
        name = next((name for name, address in message.copied if address == email), None)
        if name is None or email == self.requester.email:
            raise InvalidInput("Esa persona no estaba en copia de ese correo.")
        with self.claimed():
            self._add_participant(email, name, by, now)
            return self.record(ParticipantAdded(email), by=by, now=now)

    def suspect_reply(self, other, *, now: datetime) -> TicketLink:
        """This new ticket may be an answer to `other`, which waits for its requester: `other` is held."""
        with other.claimed_with_chain() as chain:
            link, made = self.links.get_or_create(other=other, kind=LinkKind.POSSIBLE_REPLY, defaults={"made_at": now})
            if made:
                other.hold(HoldKind.POSSIBLE_REPLY, link.pk, now)
                other.record(ReplySuspected(self.pk, self.subject), by=None, now=now)
                mirror_holds(chain[1:], now)
            return link


def _name(user: User | None) -> str:
    return shown_name(user) if user else ""
