"""Email rows, created in the transaction that publishes what they are about."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from notifications import addresses, wakeup
from notifications.kinds import AutoSubmitted, MailKind
from notifications.models import Email
from notifications.models.email import COPIED, EmailState
from notifications.outbox import files
from notifications.outbox.context import context_of, without_what_was_typed
from notifications.outbox.limits import why_no_answer
from notifications.outbox.render import RenderedMail, render
from notifications.outbox.thread import known_thread
from notifications.rules import Notice
from tickets.facts import Merged
from tickets.folding import one_line
from tickets.models import Ticket, TicketEvent

CORRECTED = "La dirección se corrigió antes de que saliera."
OUR_OWN = "Es una dirección nuestra."
ANOTHER_PERSON = "Ese correo ya es de otra persona, que no ve esta solicitud."


def create_requester_email(event: TicketEvent, notice: Notice, now: datetime) -> Email:
    """The requester's own mail, suppressed with a reason where it must not leave."""
    ticket = _ticket_it_continues(event)
    context = context_of(event, ticket=ticket, to_requester=True)
    if not context["proven"] and notice.auto_submitted != AutoSubmitted.BY_A_PERSON:
        context |= without_what_was_typed(event.facts)
    return create_email(
        key=f"event:{event.pk}:{notice.kind}:{event.snapshot.requester_id}",
        kind=notice.kind,
        to=event.snapshot.email,
        rendered=render(notice.kind, context),
        continues=ticket,
        event=event,
        automatic=notice.auto_submitted,
        not_before=max(now, notice.not_before(event)),
        now=now,
        why_not=why_not(event, notice, now),
    )


def create_copies(event: TicketEvent, notice: Notice, now: datetime) -> list[Email]:
    """The same message for each participant, without what acts in the requester's name."""
    if not notice.kind.traits.is_copied:
        return []
    people = list(event.ticket.participants.exclude(email=event.snapshot.email).order_by("pk"))
    if not people:
        return []
    rendered = render(notice.kind, context_of(event, ticket=event.ticket, to_requester=False))
    return [
        create_email(
            key=f"event:{event.pk}:{notice.kind}:p{person.pk}", kind=notice.kind, to=person.email, rendered=rendered,
            continues=event.ticket, event=event, automatic=notice.auto_submitted, now=now,
            why_not=why_no_mail(person.email),
        )
        for person in people
    ]  # fmt: skip


def create_again_with_links(email: Email, now: datetime) -> Email | None:
    """The same mail, its files as links. None where it carried none, or it was sent so before: once is all it gets."""
    event = email.event
    if event is None or not files.to_attach(email.message) or Email.objects.with_links_instead(email).exists():
        return None
    to_requester = email.to == event.snapshot.email
    ticket = _ticket_it_continues(event) if to_requester else event.ticket
    context = context_of(event, ticket=ticket, to_requester=to_requester, files_as_links=True)
    rendered = render(MailKind(email.kind), context)
    fields = {name: getattr(email, name) for name in COPIED} | {
        "files_as_links": True,
        "text": rendered.text,
        "html": rendered.html,
    }
    again, made = Email.objects.get_or_create(
        key=f"enlaces:{email.pk}", defaults=fields | {"created_at": now, "not_before": now}
    )
    transaction.on_commit(lambda: wakeup.wake("deliver_mail"))
    return again if made else None


def create_email(
    *,
    key: str,
    kind: MailKind,
    to: str,
    rendered: RenderedMail,
    now: datetime,
    event: TicketEvent | None = None,
    ticket: Ticket | None = None,
    continues: Ticket | None = None,
    not_before: datetime | None = None,
    automatic: AutoSubmitted | None = None,
    why_not: str = "",
) -> Email:
    """One row. Raises IntegrityError for a key that exists: that mail was written before.

    `continues` is the ticket that a reply to it goes to: after a merge another than the event's own.
    """
    continues = continues or ticket
    automatic = kind.traits.automatic if automatic is None else automatic
    thread = known_thread(continues.pk, to) if continues else []
    return Email.objects.create(
        key=key, kind=kind, to=to, from_name=from_name(event, automatic), subject=rendered.subject, text=rendered.text,
        html=rendered.html, ticket=event.ticket if event else ticket, event=event, message=event.message if event else None,
        reply_to=addresses.reply_address(continues.reply_token) if continues else "",
        in_reply_to=thread[-1] if thread else "", references=" ".join(thread), automatic=automatic, created_at=now,
        not_before=not_before or now, state=EmailState.SUPPRESSED if why_not else EmailState.PENDING, reason=why_not,
    )  # fmt: skip


def from_name(event: TicketEvent | None, automatic: AutoSubmitted) -> str:
    """«Laura · Soporte segupoliza» on what a person wrote; the desk's name on the rest."""
    name = event.snapshot.agent_name if event and automatic == AutoSubmitted.BY_A_PERSON else ""
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
