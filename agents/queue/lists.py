"""The saved views of the queue: which tickets each holds, how they are sorted, and what an empty one says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import F, Q
from django.utils import timezone

from tickets.keys import key_in
from tickets.models import Ticket
from tickets.querysets import TicketQuerySet
from tickets.states import State

MOST_COUNTED = 99  # a count beyond it reads «99+»: nobody needs more, and no count scans a table
CLOSING_SOON = timedelta(hours=48)

Select = Callable[[TicketQuerySet, User, datetime], TicketQuerySet]


@dataclass(frozen=True, slots=True)
class SavedView:
    slug: str
    label: str
    select: Select
    empty: str
    main: bool = False
    counted: bool = True
    newest_first: bool = False  # by folio, instead of the nearest clock first

    def tickets(self, user: User, now: datetime) -> TicketQuerySet:
        return self.select(Ticket.objects.all(), user, now)


def end_of_today(now: datetime) -> datetime:
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


NOTHING = "No hay nada aquí. Buen momento para adelantar otra vista."
VIEWS = [
    SavedView("mios", "Míos", lambda t, user, now: t.of_agent(user), "No tienes solicitudes asignadas. Toma una de Sin asignar.", main=True),
    SavedView("abiertas", "Abiertas", lambda t, user, now: t.in_state(State.ABIERTA), "Todas las solicitudes nuevas están contestadas.", main=True),
    SavedView("en-espera", "En espera", lambda t, user, now: t.in_state(State.EN_ESPERA), NOTHING, main=True),
    SavedView("respondio", "Respondió el cliente", lambda t, user, now: t.customer_replied(), "Nadie espera que leas su respuesta.", main=True),
    SavedView("vencen-hoy", "Vencen hoy", lambda t, user, now: t.due_for_first_response(end_of_today(now)), "Ninguna promesa vence hoy.", main=True),
    SavedView("por-dar-noticia", "Por dar noticia", lambda t, user, now: t.owing_news(now), "No debemos noticias a nadie.", main=True),
    SavedView("sin-asignar", "Sin asignar", lambda t, user, now: t.unassigned(), "Cada solicitud tiene quien la atienda."),
    SavedView("en-cliente", "En cliente", lambda t, user, now: t.in_state(State.EN_CLIENTE), "No esperamos respuesta de nadie."),
    SavedView("por-cerrar", "Por cerrar", lambda t, user, now: t.closing_by(now + CLOSING_SOON), "Nada se cierra solo en las próximas 48 horas."),
    SavedView("resueltas", "Resueltas", lambda t, user, now: t.in_state(State.RESUELTO), NOTHING),
    SavedView("reabiertas", "Reabiertas", lambda t, user, now: t.reopened(), "Ninguna solución volvió."),
    SavedView("sin-contacto", "Sin contacto", lambda t, user, now: t.without_contact(), "Todo lo que escribimos llegó."),
    SavedView("cerradas", "Cerradas", lambda t, user, now: t.in_state(State.CERRADO), NOTHING, counted=False, newest_first=True),
    SavedView("todas", "Todas", lambda t, user, now: t, NOTHING, counted=False, newest_first=True),
]  # fmt: skip
BY_SLUG = {view.slug: view for view in VIEWS}
DEFAULT = BY_SLUG["abiertas"]


def counts(user: User, now: datetime) -> dict[str, str]:
    """How many each counted view holds, in one query that looks at no more than 100 rows of each."""
    counted = [view for view in VIEWS if view.counted]
    parts: list[str] = []
    params: list[Any] = []
    for view in counted:
        sql, values = view.tickets(user, now).order_by().values("pk")[: MOST_COUNTED + 1].query.sql_with_params()
        parts.append(f"(SELECT COUNT(*) FROM ({sql}) AS bounded)")  # noqa: S608  (built by the ORM, values apart)
        params += values
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)  # noqa: S608  (built by the ORM, values apart)
        row = cursor.fetchone()
    return {
        view.slug: f"{MOST_COUNTED}+" if number > MOST_COUNTED else str(number)
        for view, number in zip(counted, row, strict=True)
    }


def in_order(tickets: TicketQuerySet, view: SavedView) -> TicketQuerySet:
    return tickets.order_by("-pk") if view.newest_first else tickets.order_by(F("risk_at").asc(nulls_last=True), "pk")


def after(tickets: TicketQuerySet, view: SavedView, place: "Place | None") -> TicketQuerySet:
    """Those that come later in the view's order than `place`: pages by key, whatever came or went meanwhile."""
    if place is None:
        return tickets
    if view.newest_first:
        return tickets.filter(pk__lt=place.pk)
    no_clock = Q(risk_at=None)
    if place.risk_at is None:
        return tickets.filter(no_clock, pk__gt=place.pk)
    return tickets.filter(Q(risk_at__gt=place.risk_at) | Q(risk_at=place.risk_at, pk__gt=place.pk) | no_clock)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the queue ended: `<microseconds of risk_at or nothing>.<folio>` in the address."""

    risk_at: datetime | None
    pk: int

    @classmethod
    def of(cls, ticket: Ticket) -> "Place":
        return cls(ticket.risk_at, ticket.pk)

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """None for what we did not write."""
        moment, dot, pk = text.partition(".")
        key, microseconds = key_in(pk), key_in(moment)
        if not dot or key is None or (moment and microseconds is None):
            return None
        try:
            return cls(None if microseconds is None else EPOCH + timedelta(microseconds=microseconds), key)
        except OverflowError:
            return None

    def __str__(self) -> str:
        moment = (self.risk_at - EPOCH) // timedelta(microseconds=1) if self.risk_at else ""
        return f"{moment}.{self.pk}"


EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def next_in(view: SavedView, ticket: Ticket, user: User, now: datetime) -> Ticket | None:
    """The ticket to open once `ticket` is done with: the next of the view, or its first."""
    others = in_order(view.tickets(user, now).exclude(pk=ticket.pk), view)
    return after(others, view, Place.of(ticket)).first() or others.first()
