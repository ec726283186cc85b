"""What leads to each of the gallery's mails, done for real by a requester and an agent of its own, and rolled back.

The ordinary verbs record the events, the outbox publishes them; then the transaction is rolled back, on PostgreSQL too,
where only the numbers it took are gone.
"""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from notifications.models import Email
from notifications.outbox.publish import publish_event
from tickets.intake import open_ticket
from tickets.models import Attachment, Insurer, Participant, Requester, Ticket, TicketEvent
from tickets.submission import Submission

SUBJECT = "No está cotizando con ATLAS"
REASON = "Desde las 8 no me regresa primas de ATLAS en autos residentes.\nCon las demás aseguradoras sí cotiza."


class Scenario:
    """One run: `now` is the moment of the mail, the ticket came in the day before."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.began = now - timedelta(days=1)
        self.agent = User.objects.create(
            username=f"galeria-{uuid.uuid4().hex}",
            first_name="Laura",
            last_name="Méndez",
            email="laura@galeria.example",
        )
        self.atlas, _ = Insurer.objects.get_or_create(name="ATLAS")

    def requester(self, name: str = "Ana Ruiz", *, proven: bool = True) -> Requester:
        requester = Requester.objects.register(f"ana-{uuid.uuid4().hex[:8]}@galeria.example", name, self.began)
        if proven:
            requester.prove(self.began)
        return requester

    def ticket(
        self,
        subject: str = SUBJECT,
        description: str = REASON,
        *,
        requester: Requester | None = None,
        at: datetime | None = None,
    ) -> Ticket:
        requester = requester or self.requester()
        submission = Submission(
            email=requester.email, name=requester.name, subject=subject, body=description, insurer=self.atlas
        )
        return open_ticket(submission, now=at or self.began).ticket

    def file(self, name: str, size: int) -> Attachment:
        """Its row alone: mails name files, and only one that leaves opens them."""
        return Attachment.objects.create(
            name=name, size=size, content_type="application/pdf", sha256="0" * 64, file="galeria", created_at=self.now
        )

    def participant(self, ticket: Ticket) -> Participant:
        return Participant.objects.create(
            ticket=ticket, email="luis@galeria.example", name="Luis Peña", added_by=self.agent, added_at=self.began
        )

    def mail_of(self, event: TicketEvent | None, to: str = "") -> Email:
        """The mail that this event writes to its requester, or to somebody else."""
        assert event is not None  # the steps before it did something
        event = TicketEvent.objects.select_related("ticket__requester", "message", "agent").get(pk=event.pk)
        publish_event(event, self.now)
        return Email.objects.get(event=event, to=to or event.snapshot.email)


def run(steps: Callable[[Scenario], Email], now: datetime) -> Email:
    """The mail as it would leave; nothing of what led to it is kept, and no worker is woken."""
    with transaction.atomic():
        email = steps(Scenario(now))
        transaction.set_rollback(True)
    return email
