"""The life of a ticket as one pure table: states, actions, reasons to close, and what leads where.

Source: the client's support guide, made exact by the life-cycle page of the design.
"""

from collections.abc import Iterable

from django.db.models import TextChoices

from tickets.refusals import Refusal


class State(TextChoices):
    ABIERTA = "abierta", "Abierta"
    EN_ESPERA = "en_espera", "En espera"
    EN_CLIENTE = "en_cliente", "En cliente"
    RESUELTO = "resuelto", "Resuelto"
    CERRADO = "cerrado", "Cerrado"


class CloseReason(TextChoices):
    COMPLETA = "completa", "Completa"  # approved, or two days without objection
    TERMINADA = "terminada", "Terminada"  # closed without needing approval
    SIN_SEGUIMIENTO = "sin_seguimiento", "Sin seguimiento"  # no answer in two days
    RETIRADA = "retirada", "Retirada"  # the requester no longer needs it
    DUPLICADA = "duplicada", "Duplicada"  # merged into another
    SPAM = "spam", "Spam"


class Action(TextChoices):
    SUBMIT = "submit", "Solicitud recibida"
    TAKE = "take", "Tomada"
    REPLY = "reply", "Respuesta"
    ASK = "ask", "Petición de información"
    LOG_CONTACT = "log_contact", "Llamada registrada"
    RESOLVE = "resolve", "Solución enviada"
    CLOSE = "close", "Cerrada sin VoBo"
    MERGE = "merge", "Unida a otra"
    UNMERGE = "unmerge", "Separada de otra"
    CUSTOMER_REPLY = "customer_reply", "Respuesta del solicitante"
    APPROVE = "approve", "Aprobada por el solicitante"
    WITHDRAW = "withdraw", "Retirada por el solicitante"
    POSTPONE = "postpone", "Cierre pospuesto"
    BOUNCE = "bounce", "El correo rebotó"
    EXPIRE = "expire", "Cerrada por falta de seguimiento"
    COMPLETE = "complete", "Cerrada como completa"
    REOPEN = "reopen", "Reabierta"
    RESTORE = "restore", "Reapertura deshecha"


class WaitingOn(TextChoices):
    """On whom a ticket en espera depends."""

    US = "nosotros", "Nosotros"
    INSURER = "aseguradora", "La aseguradora"


class TransitionNotAllowed(Refusal):
    """The action does not exist in that state; the text is for people."""

    def __init__(self, state: State | None, action: Action) -> None:
        self.state, self.action = state, action
        where = state.label if state else "una solicitud nueva"
        super().__init__(f"«{action.label}» no es posible en «{where}».")


A, E, C, R, X = State.ABIERTA, State.EN_ESPERA, State.EN_CLIENTE, State.RESUELTO, State.CERRADO
LIVE = (A, E, C)  # nobody has called it solved yet
NOT_CLOSED = (A, E, C, R)
SETTLED = (R, X)  # called solved or closed: a reply opens it again


def _each(states: Iterable[State], to: State) -> dict[State | None, State]:
    return dict.fromkeys(states, to)


def _stay(*states: State) -> dict[State | None, State]:
    return {state: state for state in states}


TRANSITIONS: dict[Action, dict[State | None, State]] = {
    Action.SUBMIT: {None: A},
    Action.TAKE: {A: E},
    Action.REPLY: _stay(E, C, R, X) | {A: E},
    Action.ASK: _each(LIVE, C),
    Action.LOG_CONTACT: _each(LIVE, E),
    Action.RESOLVE: _each(LIVE, R),
    Action.CLOSE: _each(NOT_CLOSED, X),
    Action.MERGE: _each(NOT_CLOSED, X),
    Action.CUSTOMER_REPLY: _stay(A, E) | {C: E, R: A, X: A},
    Action.APPROVE: {R: X},
    Action.WITHDRAW: _each(LIVE, X),
    Action.POSTPONE: _stay(C, R),
    Action.BOUNCE: {C: E, R: E},
    Action.EXPIRE: {C: X},
    Action.COMPLETE: {R: X},
    Action.REOPEN: {R: A, X: A},
}
# Where an undoing goes back to is not in the table: it is read from the event that it undoes.
UNDOES: dict[Action, tuple[State, tuple[State, ...]]] = {
    Action.UNMERGE: (X, NOT_CLOSED),
    Action.RESTORE: (A, SETTLED),
}
ASKED_REASONS: dict[Action, tuple[CloseReason, ...]] = {
    Action.CLOSE: (CloseReason.TERMINADA, CloseReason.SPAM),
    Action.MERGE: (CloseReason.DUPLICADA,),
}
GIVEN_REASON = {
    Action.APPROVE: CloseReason.COMPLETA,
    Action.COMPLETE: CloseReason.COMPLETA,
    Action.WITHDRAW: CloseReason.RETIRADA,
    Action.EXPIRE: CloseReason.SIN_SEGUIMIENTO,
}
DIVERTED = (CloseReason.SPAM, CloseReason.DUPLICADA)  # intake sends replies to these elsewhere
AGENT_ACTIONS = (
    Action.TAKE, Action.REPLY, Action.ASK, Action.LOG_CONTACT, Action.RESOLVE, Action.CLOSE,
    Action.MERGE, Action.UNMERGE, Action.POSTPONE, Action.REOPEN, Action.RESTORE,
)  # fmt: skip


def target(state: State | None, action: Action, reason: CloseReason | None = None, was: State | None = None) -> State:
    """The state that `action` leads to.

    `reason` is the one asked for by CLOSE or MERGE, otherwise the ticket's present one. `was` is the
    earlier state, read from the event that UNMERGE or RESTORE undoes.
    Raises TransitionNotAllowed; nothing is ever silently ignored.
    """
    if action in UNDOES:
        return _undone(state, action, reason, was)
    to = TRANSITIONS[action].get(state)
    asked = ASKED_REASONS.get(action)
    diverted = action == Action.CUSTOMER_REPLY and reason in DIVERTED
    if to is None or diverted or (asked and reason not in asked):
        raise TransitionNotAllowed(state, action)
    return to


def _undone(state: State | None, action: Action, reason: CloseReason | None, was: State | None) -> State:
    where, back_to = UNDOES[action]
    merged = action != Action.UNMERGE or reason == CloseReason.DUPLICADA
    if state != where or not merged or was not in back_to:
        raise TransitionNotAllowed(state, action)
    return was


def available(
    state: State, actions: Iterable[Action] = AGENT_ACTIONS, reason: CloseReason | None = None
) -> list[Action]:
    """Those of `actions` that the table allows now, in the table's order.

    CLOSE and MERGE bring their own reason; whether there is an event for RESTORE or UNMERGE to undo is the ticket's to know.
    """
    allowed = []
    for action in actions:
        if action in UNDOES:
            where, _ = UNDOES[action]
            if state == where and (action != Action.UNMERGE or reason == CloseReason.DUPLICADA):
                allowed.append(action)
        elif state in TRANSITIONS[action] and not (action == Action.CUSTOMER_REPLY and reason in DIVERTED):
            allowed.append(action)
    return allowed
