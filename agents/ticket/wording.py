"""The history in words: what each event did, and of what nobody did by hand, why."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from tickets.event_kinds import EventKind
from tickets.facts import (
    Asked,
    Assigned,
    AutomaticReceived,
    Bounced,
    Changed,
    Closed,
    ContactLost,
    CustomerReplied,
    Expired,
    Held,
    LinkDecided,
    MachineSuspected,
    Merged,
    MergedIn,
    NewsPromised,
    OutOfOffice,
    PersonChanged,
    Postponed,
    Reminded,
    ReplySuspected,
    Resolved,
    SplitOff,
    Submitted,
    UnreadMail,
    WaitSet,
)
from tickets.models import TicketEvent
from tickets.moments import in_short
from tickets.states import SETTLED, Action, CloseReason, State, WaitingOn

Said = Callable[[TicketEvent, Any, datetime], str]  # of an event, its facts and the present moment


def in_words(event: TicketEvent, now: datetime) -> str:
    """One sentence for a line of the timeline, without its date; nothing where the message beside it says it all."""
    said = WORDS.get(event.action)
    return said(event, event.facts, now) if said else _plain(event)


def _who(event: TicketEvent) -> str:
    return event.actor_name or "El sistema"


def _plain(event: TicketEvent) -> str:
    return f"{event.label} · {event.actor_name}" if event.actor_name else event.label


def _when(at: datetime | None, now: datetime) -> str:
    return in_short(at, now) if at else ""


def _says(words: str) -> Said:
    return lambda _event, _facts, _now: words


def _did(words: str) -> Said:
    return lambda event, _facts, _now: f"{_who(event)} {words}"


def _changed(what: str) -> Said:
    def said(event: TicketEvent, facts: Changed, _now: datetime) -> str:
        return f"{_who(event)} cambió {what}: {facts.was or 'nada'} → {facts.to or 'nada'}"

    return said


def _submitted(event: TicketEvent, _facts: Submitted, now: datetime) -> str:
    by = f"{_who(event)} la registró a su nombre · " if event.agent_id else ""
    return f"{by}prometimos responder {_when(event.snapshot.due_at, now)}"


def _assigned(event: TicketEvent, facts: Assigned, _now: datetime) -> str:
    if not facts.to:
        return f"{_who(event)} la dejó sin asignar"
    return f"{facts.to} se la asignó" if facts.to == event.actor_name else f"{_who(event)} la asignó a {facts.to}"


def _replied(event: TicketEvent, facts: CustomerReplied, now: datetime) -> str:
    said = f"{facts.accepted_by} dijo que es de una persona" if facts.was_suspected else ""
    if event.to_state == State.ABIERTA and event.from_state in SETTLED:
        reopened = f"Su respuesta la reabrió: prometimos responder {_when(event.snapshot.due_at, now)}"
        return f"{said}. {reopened}" if said else reopened
    if said:
        return said
    if facts.accepted_by:
        return f"{facts.accepted_by} la aceptó como respuesta"
    return "Su respuesta detuvo el cierre automático" if event.from_state == State.EN_CLIENTE else ""


def _asked(event: TicketEvent, _facts: Asked, now: datetime) -> str:
    return f"Pidió información: sin respuesta se cierra {_when(event.snapshot.auto_close_at, now)}"


def _resolved(event: TicketEvent, _facts: Resolved, now: datetime) -> str:
    return f"Envió la solución: sin objeción se cierra {_when(event.snapshot.auto_close_at, now)}"


def _closed(event: TicketEvent, _facts: Closed, _now: datetime) -> str:
    is_spam = event.snapshot.close_reason == CloseReason.SPAM
    return f"{_who(event)} la marcó como spam" if is_spam else "Cerró sin pedir VoBo"


def _expired(_event: TicketEvent, facts: Expired, now: datetime) -> str:
    asked = _when(facts.asked_at, now)
    since = f"le pedimos información {asked} y no respondió" if asked else "no respondió a tiempo"
    return f"Se cerró sola por falta de seguimiento: {since}"


def _reminded(event: TicketEvent, _facts: Reminded, now: datetime) -> str:
    return f"Recordatorio automático: falta su respuesta y se cierra {_when(event.snapshot.auto_close_at, now)}"


def _postponed(event: TicketEvent, _facts: Postponed, now: datetime) -> str:
    return f"{_who(event)} movió el cierre a {_when(event.snapshot.auto_close_at, now)}"


def _bounced(_event: TicketEvent, facts: Bounced, _now: datetime) -> str:
    return f"Detuvimos el cierre: el correo no llegó ({facts.why or 'sin motivo'})"


def _waits(event: TicketEvent, _facts: WaitSet, _now: datetime) -> str:
    then = event.snapshot
    if then.waiting_on != WaitingOn.INSURER:
        return f"{_who(event)}: ya depende de nosotros"
    folio = f", reporte {then.external_folio}" if then.external_folio else ""
    return f"{_who(event)}: esperamos a {then.insurer or 'la aseguradora'}{folio}"


def _promised(event: TicketEvent, _facts: NewsPromised, now: datetime) -> str:
    return f"{_who(event)} prometió noticia {_when(event.snapshot.next_update_at, now)}"


def _merged(event: TicketEvent, facts: Merged, _now: datetime) -> str:
    return f"{_who(event)} la unió a #{facts.folio}"


def _merged_in(event: TicketEvent, facts: MergedIn, _now: datetime) -> str:
    return f"{_who(event)} le unió #{facts.folio} {facts.subject}"


def _held(_event: TicketEvent, facts: Held, _now: datetime) -> str:
    if facts.why:
        return f"Detuvimos el cierre: dice ser de {facts.sender}, pero {facts.why}"
    return f"Detuvimos el cierre: respondió {facts.sender or 'alguien sin dirección'}, que no es quien la abrió"


def _unread(_event: TicketEvent, facts: UnreadMail, _now: datetime) -> str:
    return f"Detuvimos el cierre: llegó un correo que no pudimos leer y está en Cuarentena ({facts.why})"


def _split(event: TicketEvent, facts: SplitOff, _now: datetime) -> str:
    return f"{_who(event)} separó una parte en #{facts.folio} {facts.subject}"


def _possible_reply(_event: TicketEvent, facts: ReplySuspected, _now: datetime) -> str:
    return f"Detuvimos el cierre: escribió un correo nuevo, #{facts.folio} {facts.subject}"


def _decided(event: TicketEvent, facts: LinkDecided, _now: datetime) -> str:
    return f"{_who(event)} {'la unió' if facts.same else 'dijo que es distinta de'} #{facts.folio}"


def _automatic(_event: TicketEvent, facts: AutomaticReceived | OutOfOffice, _now: datetime) -> str:
    return f"No la movió: {facts.why or 'es un correo automático'}"


def _suspected(_event: TicketEvent, facts: MachineSuspected, _now: datetime) -> str:
    return f"Detuvimos el cierre: parece automático ({facts.why})"


def _new_person(_event: TicketEvent, facts: PersonChanged, _now: datetime) -> str:
    return f"Avisan que ahora usa el correo {facts.name}"


def _lost(_event: TicketEvent, facts: ContactLost, _now: datetime) -> str:
    return f"Sin contacto: no llegó nuestro correo «{facts.mail or 'Acuse'}» ({facts.why or 'sin motivo'})"


WORDS: dict[str, Said] = {
    Action.SUBMIT: _submitted,
    Action.TAKE: _did("la tomó"),
    Action.REPLY: _says(""),  # the message says it all
    Action.ASK: _asked,
    Action.LOG_CONTACT: _says("Registró una llamada"),
    Action.RESOLVE: _resolved,
    Action.CLOSE: _closed,
    Action.MERGE: _merged,
    Action.UNMERGE: _did("la separó de nuevo"),
    Action.CUSTOMER_REPLY: _replied,
    Action.APPROVE: _did("dio su VoBo: «Sí, quedó»"),
    Action.WITHDRAW: _did("la retiró: ya no es necesaria"),
    Action.POSTPONE: _postponed,
    Action.BOUNCE: _bounced,
    Action.EXPIRE: _expired,
    Action.COMPLETE: _says("Se cerró sola como completa: nadie objetó la solución a tiempo"),
    Action.REOPEN: _did("la reabrió"),
    Action.RESTORE: _did("deshizo la reapertura"),
    EventKind.NOTE: _says("Nota interna"),
    EventKind.ASSIGN: _assigned,
    EventKind.SET_PROCESS: _changed("el proceso"),
    EventKind.SET_INSURER: _changed("la aseguradora"),
    EventKind.SET_SUBJECT: _changed("el asunto"),
    EventKind.CORRECT_ADDRESS: _did("corrigió la dirección; los enlaces anteriores ya no abren"),
    EventKind.PERSON_CHANGED: _new_person,
    EventKind.REMIND: _reminded,
    EventKind.WARN: _says("Avisamos al equipo: la promesa está por vencer"),
    EventKind.BREACH: _says("La promesa venció; avisamos a quien la atiende y a supervisión"),
    EventKind.AUTOMATIC: _automatic,
    EventKind.OUT_OF_OFFICE: _automatic,
    EventKind.SUSPECTED: _suspected,
    EventKind.CONFIRM_AUTOMATIC: _did("dijo que es automático: no la movió"),
    EventKind.THANKS: _says("Sólo dio las gracias: no movió nada"),
    EventKind.HELD: _held,
    EventKind.UNREAD_MAIL: _unread,
    EventKind.UNREAD_MAIL_SETTLED: _did("vio el correo que no pudimos leer"),
    EventKind.SPLIT: _split,
    EventKind.ADD_PARTICIPANT: lambda event, facts, _now: f"{_who(event)} agregó a {facts.address}",
    EventKind.DISMISS: _did("descartó un mensaje de otra dirección"),
    EventKind.SPAM_REPLY: _says("Escribió; como es spam, no movió nada"),
    EventKind.POSSIBLE_REPLY: _possible_reply,
    EventKind.DECIDE_LINK: _decided,
    EventKind.MERGED_IN: _merged_in,
    EventKind.WAIT_ON: _waits,
    EventKind.NEXT_UPDATE: _promised,
    EventKind.MISSED_UPDATE: _says("Pasó la próxima noticia sin que la diéramos"),
    EventKind.CONTACT_LOST: _lost,
}
