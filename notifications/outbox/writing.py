"""Email rows, written in the transaction of what they tell."""

from datetime import datetime

from django.conf import settings

from notifications import addresses
from notifications.models import Email
from notifications.models.email import EmailState
from notifications.outbox.context import context_of
from notifications.outbox.limits import why_no_answer
from notifications.outbox.rendering import Letter, render
from notifications.outbox.thread import known_thread
from notifications.rules import BY_A_PERSON, Notice
from tickets.facts import Merged
from tickets.folding import one_line
from tickets.models import Ticket, TicketEvent

REPEATS_NOTHING = ("acuse", "separacion")  # of what was typed under an address that nobody has proven
CORRECTED = "La dirección se corrigió antes de que saliera."
OUR_OWN = "Es una dirección nuestra."
ANOTHER_PERSON = "Ese correo ya es de otra persona, que no ve esta solicitud."


def write_requesters(event: TicketEvent, notice: Notice, now: datetime) -> Email:
    """The requester's own mail, suppressed with a reason where it must not leave."""
    ticket = _ticket_it_continues(event)
    context = context_of(event, ticket=ticket, to_requester=True)
    if not context["proven"] and notice.kind in REPEATS_NOTHING:
        context |= {"first_name": "", "quote": None}
    return write(
        key=f"event:{event.pk}:{notice.kind}:{event.snapshot.requester_id}",
        kind=notice.kind,
        to=event.snapshot.email,
        letter=render(notice.kind, context),
        continues=ticket,
        event=event,
        automatic=notice.automatic,
        not_before=max(now, notice.not_before(event)),
        now=now,
        why_not=why_not(event, notice, now),
    )


def write_copies(event: TicketEvent, notice: Notice, now: datetime) -> list[Email]:
    """The same message for each participant, without what acts in the requester's name."""
    people = event.ticket.participants.exclude(email=event.snapshot.email).order_by("pk") if notice.copies else []
    if not people:
        return []
    letter = render(notice.kind, context_of(event, ticket=event.ticket, to_requester=False))
    return [
        write(
            key=f"event:{event.pk}:{notice.kind}:p{person.pk}", kind=notice.kind, to=person.email, letter=letter,
            continues=event.ticket, event=event, automatic=notice.automatic, now=now,
            why_not=why_no_mail(person.email),
        )
        for person in people
    ]  # fmt: skip


def write(
    *,
    key: str,
    kind: str,
    to: str,
    letter: Letter,
    now: datetime,
    automatic: str,
    event: TicketEvent | None = None,
    ticket: Ticket | None = None,
    continues: Ticket | None = None,
    not_before: datetime | None = None,
    why_not: str = "",
) -> Email:
    """One row. Raises IntegrityError for a key that exists: that mail was written before.

    `continues` is the ticket that a reply to it goes to: after a merge another than the one it tells of.
    """
    continues = continues or ticket
    thread = known_thread(continues.pk, to) if continues else []
    return Email.objects.create(
        key=key, kind=kind, to=to, from_name=from_name(event, automatic), subject=letter.subject, text=letter.text,
        html=letter.html, ticket=event.ticket if event else ticket, event=event, message=event.message if event else None,
        reply_to=addresses.reply_address(continues.reply_token) if continues else "",
        in_reply_to=thread[-1] if thread else "", references=" ".join(thread), automatic=automatic, created_at=now,
        not_before=not_before or now, state=EmailState.SUPPRESSED if why_not else EmailState.PENDING, reason=why_not,
    )  # fmt: skip


def from_name(event: TicketEvent | None, automatic: str) -> str:
    """«Laura · Soporte segupoliza» on what a person wrote; the desk's name on the rest."""
    name = event.snapshot.agent_name if event and automatic == BY_A_PERSON else ""
    return one_line(f"{name} · {settings.SUPPORT_NAME}" if name else settings.SUPPORT_NAME, 160)


def why_no_mail(address: str) -> str:
    """Why no mail may go to this address at all; "" when it may."""
    return OUR_OWN if addresses.is_ours(address) else ""


def why_not_to_requester(ticket: Ticket) -> str:
    """Why nothing about this ticket may go to its requester's address; "" when it may."""
    return why_no_mail(ticket.requester.email) or ("" if ticket.requester.sees(ticket) else ANOTHER_PERSON)


def why_not(event: TicketEvent, notice: Notice, now: datetime) -> str:
    """Why this mail must not leave; "" when it may."""
    if event.snapshot.requester_id != event.ticket.requester_id:
        return why_no_mail(event.snapshot.email) or CORRECTED
    if never := why_not_to_requester(event.ticket):
        return never
    return why_no_answer(event, notice, now)


def _ticket_it_continues(event: TicketEvent) -> Ticket:
    """Where the requester should go on: after a merge the other ticket, otherwise the event's own."""
    facts = event.facts
    if isinstance(facts, Merged):
        return Ticket.objects.select_related("requester").get(pk=facts.folio)
    return event.ticket
