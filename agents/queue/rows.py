"""The queue's rows: tickets with what a row says about them, in a constant number of queries."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Count, Q

from agents.deadlines import Badge, back_at, badge
from tickets.models import Attachment, Ticket
from tickets.models.attachment import AttachmentKind
from tickets.states import State
from tickets.team import first_name


@dataclass(frozen=True, slots=True)
class Row:
    ticket: Ticket
    badge: Badge | None
    files: int
    pictures: int
    assignee: str
    back_at: datetime | None  # where its closing would wait for a requester who is away

    @property
    def unread(self) -> bool:
        """The requester wrote last, and the ticket is not closed."""
        return self.ticket.customer_wrote_at is not None and self.ticket.state != State.CERRADO

    @property
    def attached(self) -> str:
        """«imagen, 2 archivos»"""
        picture = "imagen" if self.pictures == 1 else f"{self.pictures} imágenes" if self.pictures else ""
        files = "1 archivo" if self.files == 1 else f"{self.files} archivos" if self.files else ""
        return ", ".join(filter(None, [picture, files]))


def rows_of(tickets: list[Ticket], reader: User, now: datetime) -> list[Row]:
    screens = Q(kind=AttachmentKind.SCREENSHOT)
    carried = (
        Attachment.objects.shown()
        .filter(ticket__in=tickets)
        .order_by()
        .values("ticket")
        .annotate(files=Count("pk", filter=~screens), pictures=Count("pk", filter=screens))
    )
    by_ticket = {row["ticket"]: (row["files"], row["pictures"]) for row in carried}
    return [_row(ticket, by_ticket.get(ticket.pk, (0, 0)), reader, now) for ticket in tickets]


def _row(ticket: Ticket, carried: tuple[int, int], reader: User, now: datetime) -> Row:
    mine = ticket.assignee_id == reader.pk
    name = "Tú" if mine else first_name(ticket.assignee) if ticket.assignee else "Sin asignar"
    return Row(ticket, badge(ticket, now), *carried, name, back_at(ticket))
