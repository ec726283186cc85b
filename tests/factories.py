"""Plain factories. A ticket reaches its state by the ordinary verbs, so that its events and rounds are real."""

import itertools
from datetime import datetime

from django.contrib.auth.models import Group, User

from tickets import intake
from tickets.intake import Received, open_ticket
from tickets.models import Requester, Ticket
from tickets.states import CloseReason, State
from tickets.submission import Reply, Submission

_numbers = itertools.count(1)


def make_user(username: str = "", group: str = "Agente", **fields) -> User:
    username = username or f"agente{next(_numbers)}"
    defaults = {"first_name": username.capitalize(), "email": f"{username}@segupoliza.test", "is_staff": True}
    user = User.objects.create_user(username, password="contraseña-larga", **defaults | fields)
    user.groups.add(Group.objects.get(name=group))
    return user


def make_requester(email: str = "", name: str = "Ana Ruiz", *, now: datetime, proven: bool = True) -> Requester:
    requester = Requester.objects.register(email or f"ana{next(_numbers)}@agencia.test", name, now)
    if proven:
        requester.prove(now)
    return requester


def make_ticket(
    *,
    now: datetime,
    requester: Requester | None = None,
    agent: User | None = None,
    state: State = State.ABIERTA,
    reason: CloseReason = CloseReason.TERMINADA,
    subject: str = "No está cotizando con ATLAS",
    description: str = "Desde las 8 no me regresa primas de ATLAS.",
    **fields,
) -> Ticket:
    """A ticket of `requester` brought to `state` by `agent`; of the close reasons only those an agent or a requester gives."""
    requester = requester or make_requester(now=now)
    submission = Submission(email=requester.email, name=requester.name, subject=subject, body=description, **fields)
    ticket = open_ticket(submission, now=now).ticket
    if requester.proven_at:  # as after any reply of theirs
        ticket.prove_requester(now)
    if state == State.ABIERTA:
        return ticket
    agent = agent or User.objects.filter(groups__name="Agente").first() or make_user()
    if state == State.EN_ESPERA:
        ticket.take(by=agent, now=now)
    elif state == State.EN_CLIENTE:
        ticket.ask("¿Con qué póliza te pasa?", by=agent, now=now)
    elif state == State.RESUELTO or reason == CloseReason.COMPLETA:
        ticket.resolve("Ya quedó: vuelve a cotizar.", by=agent, now=now)
    if state == State.CERRADO:
        _close(ticket, reason, agent, now)
    return ticket


def _close(ticket: Ticket, reason: CloseReason, agent: User, now: datetime) -> None:
    if reason == CloseReason.COMPLETA:
        ticket.approve(by=ticket.requester, now=now)
    elif reason == CloseReason.RETIRADA:
        ticket.withdraw(by=ticket.requester, now=now)
    else:
        ticket.close("Quedó dada de alta.", by=agent, now=now, reason=reason)


def receive_reply(ticket: Ticket, *, now: datetime, **fields) -> Received:
    """The intake's, its Reply made of `fields`."""
    return intake.receive_reply(ticket, Reply(**fields), now=now)
