"""Each mail in its variants: a table, in the order of a ticket's life."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from notifications.models import Email
from notifications.outbox.announcing import send_link
from notifications.outbox.digests import Digest, Matter, slot_of, write_digest
from notifications.outbox.invitations import invite_to
from notifications.rules import starts_survey
from surveys.models import Invitation
from tickets.intake import receive_reply
from tickets.models import LinkRequest, Ticket
from tickets.splitting import split_message
from tickets.states import State
from tickets.submission import Reply

from .stage import REASON, SUBJECT, Stage, perform

LONG_SUBJECT = (
    "No está respetando el descuento que autorizó la aseguradora para la flotilla de camiones de la sucursal de San "
    "Luis Potosí y además manda el error EMISION_RECHAZADA_POR_VALIDACION_DE_PRIMA_NETA_0098123"
)
LONG_NAME = "Mariadelosángeles Guadalupe Villaseñor-Echeverría y Ruiz de la Peña"
ANSWER = (
    "Hola, Ana:\n\nATLAS cambió la clave de tu oficina y por eso no regresaba primas. Ya quedó actualizada; sólo cierra "
    "sesión y vuelve a entrar.\n\nLos pasos, por si te sirven: https://ayuda.segupoliza.example/claves?oficina=12&ver=2"
)
SOLUTION = (
    "Qué pasó: ATLAS cambió la clave de tu oficina y por eso no regresaba primas.\n\nQué hicimos: la actualizamos y "
    "cotizamos un Versa 2022 en cobertura amplia; regresó $8,412.50, igual que en el portal."
)
ONE_QUESTION = "¿Con qué número de cotización te pasa?"
THREE_QUESTIONS = (
    "Hola, Ana:\nPara revisarlo con ATLAS necesitamos tres datos.\n- ¿Con qué número de cotización te pasa?\n"
    "- ¿Desde qué día?\n- ¿Te sale también con otro vehículo?\nCon eso lo reportamos hoy mismo."
)


@dataclass(frozen=True, slots=True)
class Sample:
    kind: str
    variant: str
    title: str
    play: Callable[[Stage], Email]

    @property
    def slug(self) -> str:
        return f"{self.kind.replace('_', '-')}-{self.variant}"

    def mail(self, now: datetime) -> Email:
        return perform(self.play, now)


# --- the plays ------------------------------------------------------------------------------------------------
def _acknowledgement(stage: Stage, *, proven: bool = True, long: bool = False) -> Email:
    requester = stage.requester(LONG_NAME if long else "Ana Ruiz", proven=proven)
    ticket = stage.ticket(LONG_SUBJECT if long else SUBJECT, REASON, requester=requester, at=stage.now)
    return stage.told(ticket.events.first())


def _address_corrected(stage: Stage) -> Email:
    ticket = stage.ticket()
    ticket.take(by=stage.agent, now=stage.began)
    return stage.told(ticket.correct_address("ana.ruiz@galeria.example", by=stage.agent, now=stage.now))


def _split(stage: Stage, *, proven: bool = True) -> Email:
    ticket = stage.ticket(requester=stage.requester(proven=proven))
    words = "Da de alta a Luis Peña como usuario, por favor."
    new = split_message(ticket.messages.get(), subject="Alta de un usuario", text=words, by=stage.agent, now=stage.now)
    return stage.told(new.events.first())


def _taken(stage: Stage, *, reported: bool = False) -> Email:
    ticket = stage.ticket()
    if reported:
        ticket.wait_on("aseguradora", "5567", by=stage.agent, now=stage.now)
    return stage.told(ticket.take(by=stage.agent, now=stage.now))


def _reply(stage: Stage, *files: tuple[str, int], copy: bool = False) -> Email:
    ticket = stage.ticket()
    to = stage.participant(ticket).email if copy else ""
    kept = [stage.file(name, size) for name, size in files]
    return stage.told(ticket.reply(ANSWER, by=stage.agent, now=stage.now, files=kept), to)


def _reported(stage: Stage) -> Email:
    ticket = stage.ticket()
    ticket.wait_on("aseguradora", "5567", by=stage.agent, now=stage.now)
    return stage.told(ticket.reply("Ya lo reportamos con ATLAS.", by=stage.agent, now=stage.now))


def _asked(stage: Stage, text: str, *, long: bool = False, copy: bool = False) -> Email:
    ticket = stage.ticket(LONG_SUBJECT, requester=stage.requester(LONG_NAME)) if long else stage.ticket()
    to = stage.participant(ticket).email if copy else ""
    return stage.told(ticket.ask(text, by=stage.agent, now=stage.now), to)


def _reminded(stage: Stage, text: str) -> Email:
    ticket = stage.ticket()
    ticket.ask(text, by=stage.agent, now=stage.began)
    stage.now = max(stage.now, ticket.reminder_due_at or stage.now)
    return stage.told(ticket.remind(now=stage.now))


def _expired(stage: Stage, text: str) -> Email:
    ticket = stage.ticket()
    ticket.ask(text, by=stage.agent, now=stage.began)
    ticket.remind(now=ticket.auto_close_at)
    stage.now = ticket.auto_close_at
    return stage.told(ticket.close_by_clock(heard_until=stage.now, now=stage.now))


def _called(stage: Stage) -> Email:
    words = "Revisamos juntos la cotización y quedamos en que ATLAS corrige la clave mañana temprano. Tú no haces nada."
    return stage.told(stage.ticket().log_contact(words, by=stage.agent, now=stage.now))


def _solved(stage: Stage, *, copy: bool = False) -> Email:
    ticket = stage.ticket()
    to = stage.participant(ticket).email if copy else ""
    return stage.told(ticket.resolve(SOLUTION, by=stage.agent, now=stage.now), to)


def _closed(stage: Stage) -> Email:
    ticket = stage.ticket("Alta de un usuario", "Da de alta a Luis Peña, por favor.")
    words = "Luis ya puede entrar. Su usuario es luis.pena y la clave le llegó a su correo."
    return stage.told(ticket.close(words, by=stage.agent, now=stage.now))


def _reopened(stage: Stage, words: str) -> Email:
    ticket = stage.ticket()
    ticket.resolve(SOLUTION, by=stage.agent, now=stage.began)
    receive_reply(ticket, Reply(by=ticket.requester, body=words), now=stage.now)
    return stage.told(ticket.events.last())


def _reopened_by_agent(stage: Stage) -> Email:
    ticket = stage.ticket()
    ticket.close("Quedó dada de alta.", by=stage.agent, now=stage.began)
    return stage.told(ticket.reopen(by=stage.agent, now=stage.now))


def _postponed(stage: Stage, state: State) -> Email:
    ticket = stage.ticket()
    if state == State.EN_CLIENTE:
        ticket.ask(ONE_QUESTION, by=stage.agent, now=stage.began)
        return stage.told(ticket.ask_for_time(by=ticket.requester, now=stage.now))
    ticket.resolve(SOLUTION, by=stage.agent, now=stage.began)
    return stage.told(ticket.postpone(until=stage.now + timedelta(days=5), by=stage.agent, now=stage.now))


def _merged(stage: Stage) -> Email:
    requester = stage.requester()
    old = stage.ticket(requester=requester)
    new = stage.ticket("Otra vez lo de ATLAS", requester=requester)
    return stage.told(new.merge_into(old, by=stage.agent, now=stage.now))


def _survey(stage: Stage) -> Email:
    ticket = stage.ticket()
    event = ticket.resolve(SOLUTION, by=stage.agent, now=stage.now)
    stage.told(event)
    return invite_to(Invitation.objects.get(ticket=ticket).pk, starts_survey(event))


def _own_link(stage: Stage) -> Email:
    request = LinkRequest.objects.ask(stage.requester().email, stage.now)
    send_link(request, stage.now)
    return Email.objects.get(key=f"enlace:{request.pk}")


def _digest(stage: Stage, *subjects: tuple[str, str, int]) -> Email:
    """`subjects`: section, subject, hours from now to when it was due."""
    marks = {"warn": Ticket.warn, "breach": Ticket.tell_breach, "news": Ticket.miss_update}
    matters = [
        Matter(section, stage.ticket(subject), stage.now + timedelta(hours=hours), [stage.agent], marks[section])
        for section, subject, hours in subjects
    ]
    return write_digest(Digest(stage.agent, matters), slot_of(stage.now), stage.now)


# --- the table ------------------------------------------------------------------------------------------------
SAMPLES = [
    Sample("acuse", "comprobada", "De una dirección comprobada", _acknowledgement),
    Sample("acuse", "sin-comprobar", "Sin comprobar: nada de lo que se escribió", lambda s: _acknowledgement(s, proven=False)),
    Sample("acuse", "corregida", "Dirección corregida, ya en atención", _address_corrected),
    Sample("acuse", "largo", "Asunto y nombre largos", lambda s: _acknowledgement(s, long=True)),
    Sample("separacion", "comprobada", "De una dirección comprobada", _split),
    Sample("separacion", "sin-comprobar", "Sin comprobar", lambda s: _split(s, proven=False)),
    Sample("atendiendo", "nosotros", "La vemos nosotros", _taken),
    Sample("atendiendo", "aseguradora", "Esperamos a la aseguradora", lambda s: _taken(s, reported=True)),
    Sample("respuesta", "sin-archivos", "Sin archivos", _reply),
    Sample("respuesta", "un-archivo", "Con un archivo", lambda s: _reply(s, ("cotización portal ATLAS.pdf", 182_000))),
    Sample(
        "respuesta", "archivos", "Con varios archivos",
        lambda s: _reply(s, ("cotización portal ATLAS.pdf", 182_000), ("comparativo_de_primas_noviembre_2026_sucursal_san_luis_potosi_v3_final.xlsx", 48_000)),
    ),
    Sample("respuesta", "pesados", "Con archivos pesados, por enlace", lambda s: _reply(s, ("tarifario.pdf", 9_000_000), ("video.mp4", 8_000_000))),
    Sample("respuesta", "aseguradora", "Reportada a la aseguradora", _reported),
    Sample("respuesta", "copia", "Copia a un participante", lambda s: _reply(s, copy=True)),
    Sample("mas_informacion", "una", "Una pregunta", lambda s: _asked(s, ONE_QUESTION)),
    Sample("mas_informacion", "tres", "Tres preguntas", lambda s: _asked(s, THREE_QUESTIONS)),
    Sample("mas_informacion", "largo", "Asunto y nombre largos", lambda s: _asked(s, THREE_QUESTIONS, long=True)),
    Sample("mas_informacion", "copia", "Copia a un participante", lambda s: _asked(s, ONE_QUESTION, copy=True)),
    Sample("recordatorio", "una", "Una pregunta", lambda s: _reminded(s, ONE_QUESTION)),
    Sample("recordatorio", "tres", "Tres preguntas", lambda s: _reminded(s, THREE_QUESTIONS)),
    Sample("sin_seguimiento", "una", "Una pregunta", lambda s: _expired(s, ONE_QUESTION)),
    Sample("sin_seguimiento", "tres", "Tres preguntas", lambda s: _expired(s, THREE_QUESTIONS)),
    Sample("nueva_fecha", "respuesta", "Para responder", lambda s: _postponed(s, State.EN_CLIENTE)),
    Sample("nueva_fecha", "solucion", "Para revisar la solución", lambda s: _postponed(s, State.RESUELTO)),
    Sample("llamada", "resumen", "Resumen de una llamada", _called),
    Sample("solucion", "vobo", "Pide el VoBo", _solved),
    Sample("solucion", "copia", "Copia a un participante", lambda s: _solved(s, copy=True)),
    Sample("cerrada", "terminada", "Sin VoBo", _closed),
    Sample("reabierta", "pide-detalle", "Pide el detalle", lambda s: _reopened(s, "No quedó")),
    Sample("reabierta", "con-detalle", "Con detalle", lambda s: _reopened(s, "Sigue sin regresar la prima de ATLAS, ahora en motos.")),
    Sample("reabierta", "por-soporte", "La reabrió soporte", _reopened_by_agent),
    Sample("union", "dos", "Dos solicitudes", _merged),
    Sample("encuesta", "invitacion", "Invitación", _survey),
    Sample("enlace", "propio", "A las solicitudes propias", _own_link),
    Sample("interno", "uno", "Una por vencer", lambda s: _digest(s, ("warn", SUBJECT, 3))),
    Sample(
        "interno", "varios", "Por vencer, vencidas y sin noticia",
        lambda s: _digest(
            s, ("warn", SUBJECT, 3), ("warn", "me cambia la prima en la emisión de SURA", 2), ("warn", LONG_SUBJECT, 1),
            ("breach", "no respeta el descuento de ABA", -2), ("news", "No abre la póliza de QUÁLITAS", -30),
        ),
    ),
]  # fmt: skip

KINDS = {
    "acuse": "Acuse", "separacion": "Separación", "atendiendo": "Atendiendo", "respuesta": "Respuesta",
    "mas_informacion": "Más información", "recordatorio": "Recordatorio", "sin_seguimiento": "Sin seguimiento",
    "nueva_fecha": "Nueva fecha", "llamada": "Llamada", "solucion": "Solución", "cerrada": "Cerrada",
    "reabierta": "Reabierta", "union": "Unión", "encuesta": "Encuesta", "enlace": "Enlace", "interno": "Interno",
}  # fmt: skip


def sample_called(slug: str) -> Sample | None:
    return next((sample for sample in SAMPLES if sample.slug == slug), None)
