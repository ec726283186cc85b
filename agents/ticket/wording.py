"""The history in words: what each event did, and of what nobody did by hand, why."""

from collections.abc import Callable
from datetime import datetime

from tickets.event_kinds import EventKind
from tickets.models import TicketEvent
from tickets.models.ticket import WaitingOn
from tickets.models.verbs.base import moment
from tickets.moments import in_short
from tickets.states import SETTLED, Action, CloseReason, State

Said = Callable[[TicketEvent, datetime], str]


def in_words(event: TicketEvent, now: datetime) -> str:
    """One sentence for a line of the timeline, without its date; nothing where the message beside it says it all."""
    said = WORDS.get(event.action)
    return said(event, now) if said else _plain(event, now)


def _who(event: TicketEvent) -> str:
    return event.actor_name or "El sistema"


def _plain(event: TicketEvent, _now: datetime) -> str:
    label = event.label
    return f"{label} · {event.actor_name}" if event.actor_name else label


def _when(text: str | None, now: datetime) -> str:
    at = moment(text)
    return in_short(at, now) if at else ""


def _says(words: str) -> Said:
    return lambda _event, _now: words


def _did(words: str) -> Said:
    return lambda event, now: f"{_who(event)} {words}"


def _changed(what: str) -> Said:
    def said(event: TicketEvent, _now: datetime) -> str:
        was, to = event.data.get("was") or "nada", event.data.get("to") or "nada"
        return f"{_who(event)} cambió {what}: {was} → {to}"

    return said


def _submitted(event: TicketEvent, now: datetime) -> str:
    due = _when(event.data.get("due_at"), now)
    by = f"{_who(event)} la registró a su nombre · " if event.agent_id else ""
    return f"{by}prometimos responder {due}"


def _assigned(event: TicketEvent, _now: datetime) -> str:
    to = event.data.get("to")
    if not to:
        return f"{_who(event)} la dejó sin asignar"
    return f"{to} se la asignó" if to == event.actor_name else f"{_who(event)} la asignó a {to}"


def _replied(event: TicketEvent, now: datetime) -> str:
    if event.to_state == State.ABIERTA and event.from_state in SETTLED:
        return f"Su respuesta la reabrió: prometimos responder {_when(event.data.get('due_at'), now)}"
    if accepted := event.data.get("accepted_by"):
        return f"{accepted} la aceptó como respuesta"
    return "Su respuesta detuvo el cierre automático" if event.from_state == State.EN_CLIENTE else ""


def _asked(event: TicketEvent, now: datetime) -> str:
    return f"Pidió información: sin respuesta se cierra {_when(event.data.get('auto_close_at'), now)}"


def _resolved(event: TicketEvent, now: datetime) -> str:
    return f"Envió la solución: sin objeción se cierra {_when(event.data.get('auto_close_at'), now)}"


def _closed(event: TicketEvent, _now: datetime) -> str:
    is_spam = event.data.get("close_reason") == CloseReason.SPAM
    return f"{_who(event)} la marcó como spam" if is_spam else "Cerró sin pedir VoBo"


def _expired(event: TicketEvent, now: datetime) -> str:
    asked = _when(event.data.get("asked_at"), now)
    since = f"le pedimos información {asked} y no respondió" if asked else "no respondió a tiempo"
    return f"Se cerró sola por falta de seguimiento: {since}"


def _reminded(event: TicketEvent, now: datetime) -> str:
    return f"Recordatorio automático: falta su respuesta y se cierra {_when(event.data.get('auto_close_at'), now)}"


def _postponed(event: TicketEvent, now: datetime) -> str:
    return f"{_who(event)} movió el cierre a {_when(event.data.get('auto_close_at'), now)}"


def _bounced(event: TicketEvent, _now: datetime) -> str:
    return f"Detuvimos el cierre: el correo no llegó ({event.data.get('why') or 'sin motivo'})"


def _waits(event: TicketEvent, _now: datetime) -> str:
    if event.data.get("waiting_on") != WaitingOn.INSURER:
        return f"{_who(event)}: ya depende de nosotros"
    folio = f", reporte {event.data['external_folio']}" if event.data.get("external_folio") else ""
    return f"{_who(event)}: esperamos a {event.data.get('insurer') or 'la aseguradora'}{folio}"


def _promised(event: TicketEvent, now: datetime) -> str:
    return f"{_who(event)} prometió noticia {_when(event.data.get('next_update_at'), now)}"


def _merged(event: TicketEvent, _now: datetime) -> str:
    return f"{_who(event)} la unió a #{event.data.get('merged_into')}"


def _merged_in(event: TicketEvent, _now: datetime) -> str:
    return f"{_who(event)} le unió #{event.data.get('merged')} {event.data.get('merged_subject', '')}"


def _held(event: TicketEvent, _now: datetime) -> str:
    return f"Detuvimos el cierre: respondió {event.data.get('sender')}, que no es quien la abrió"


def _unread(event: TicketEvent, _now: datetime) -> str:
    return f"Detuvimos el cierre: llegó un correo que no pudimos leer y está en Cuarentena ({event.data.get('why')})"


def _split(event: TicketEvent, _now: datetime) -> str:
    return f"{_who(event)} separó una parte en #{event.data.get('new_ticket')} {event.data.get('new_subject', '')}"


def _possible_reply(event: TicketEvent, _now: datetime) -> str:
    return f"Detuvimos el cierre: escribió un correo nuevo, #{event.data.get('new_ticket')} {event.data.get('new_subject')}"


def _decided(event: TicketEvent, _now: datetime) -> str:
    what = "la unió" if event.data.get("same") else "dijo que es distinta de"
    return f"{_who(event)} {what} #{event.data.get('new_ticket')}"


def _automatic(event: TicketEvent, _now: datetime) -> str:
    return f"No la movió: {event.data.get('why') or 'es un correo automático'}"


def _new_person(event: TicketEvent, _now: datetime) -> str:
    return f"Avisan que ahora usa el correo {event.data.get('reported_name')}"


def _lost(event: TicketEvent, _now: datetime) -> str:
    return f"Sin contacto: el acuse rebotó ({event.data.get('why') or 'sin motivo'})"


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
    EventKind.THANKS: _says("Sólo dio las gracias: no movió nada"),
    EventKind.HELD: _held,
    EventKind.UNREAD_MAIL: _unread,
    EventKind.UNREAD_MAIL_SETTLED: _did("vio el correo que no pudimos leer"),
    EventKind.SPLIT: _split,
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
