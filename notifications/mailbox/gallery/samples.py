"""Each mail in its variants: a table, in the order of a ticket's life."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from notifications.kinds import MailKind
from notifications.models import Email
from notifications.outbox.alerts import Alert, Section, TicketAlert
from notifications.outbox.digests import Digest, create_digest, slot_of
from notifications.outbox.invitations import create_invitation_email
from notifications.outbox.publish import publish_link
from notifications.rules import starts_survey
from surveys.models import Invitation
from tickets.intake import receive_reply
from tickets.models import LinkRequest, Ticket
from tickets.splitting import split_message
from tickets.states import State, WaitingOn
from tickets.submission import Reply

from .scenario import REASON, SUBJECT, Scenario, run

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
    kind: MailKind
    variant: str
    title: str
    steps: Callable[[Scenario], Email]

    @property
    def slug(self) -> str:
        return f"{self.kind.replace('_', '-')}-{self.variant}"

    def mail(self, now: datetime) -> Email:
        return run(self.steps, now)


# --- what leads to each mail ------------------------------------------------------------------------------------------------
def _acknowledgement(scenario: Scenario, *, proven: bool = True, long: bool = False) -> Email:
    requester = scenario.requester(LONG_NAME if long else "Ana Ruiz", proven=proven)
    ticket = scenario.ticket(LONG_SUBJECT if long else SUBJECT, REASON, requester=requester, at=scenario.now)
    return scenario.mail_of(ticket.events.first())


def _address_corrected(scenario: Scenario) -> Email:
    ticket = scenario.ticket()
    ticket.take(by=scenario.agent, now=scenario.began)
    return scenario.mail_of(ticket.correct_address("ana.ruiz@galeria.example", by=scenario.agent, now=scenario.now))


def _split(scenario: Scenario, *, proven: bool = True) -> Email:
    ticket = scenario.ticket(requester=scenario.requester(proven=proven))
    words = "Da de alta a Luis Peña como usuario, por favor."
    new = split_message(
        ticket.messages.get(), subject="Alta de un usuario", text=words, by=scenario.agent, now=scenario.now
    )
    return scenario.mail_of(new.events.first())


def _taken(scenario: Scenario, *, reported: bool = False) -> Email:
    ticket = scenario.ticket()
    if reported:
        ticket.wait_on(WaitingOn.INSURER, "5567", by=scenario.agent, now=scenario.now)
    return scenario.mail_of(ticket.take(by=scenario.agent, now=scenario.now))


def _reply(scenario: Scenario, *files: tuple[str, int], copy: bool = False) -> Email:
    ticket = scenario.ticket()
    to = scenario.participant(ticket).email if copy else ""
    kept = [scenario.file(name, size) for name, size in files]
    return scenario.mail_of(ticket.reply(ANSWER, by=scenario.agent, now=scenario.now, files=kept), to)


def _reported(scenario: Scenario) -> Email:
    ticket = scenario.ticket()
    ticket.wait_on(WaitingOn.INSURER, "5567", by=scenario.agent, now=scenario.now)
    return scenario.mail_of(ticket.reply("Ya lo reportamos con ATLAS.", by=scenario.agent, now=scenario.now))


def _asked(scenario: Scenario, text: str, *, long: bool = False, copy: bool = False) -> Email:
    ticket = scenario.ticket(LONG_SUBJECT, requester=scenario.requester(LONG_NAME)) if long else scenario.ticket()
    to = scenario.participant(ticket).email if copy else ""
    return scenario.mail_of(ticket.ask(text, by=scenario.agent, now=scenario.now), to)


def _reminded(scenario: Scenario, text: str) -> Email:
    ticket = scenario.ticket()
    ticket.ask(text, by=scenario.agent, now=scenario.began)
    scenario.now = max(scenario.now, ticket.reminder_due_at or scenario.now)
    return scenario.mail_of(ticket.remind(now=scenario.now))


def _expired(scenario: Scenario, text: str) -> Email:
    ticket = scenario.ticket()
    ticket.ask(text, by=scenario.agent, now=scenario.began)
    assert ticket.auto_close_at is not None  # a question begins the silence
    ticket.remind(now=ticket.auto_close_at)
    scenario.now = ticket.auto_close_at
    return scenario.mail_of(ticket.close_by_clock(heard_until=scenario.now, now=scenario.now))


def _called(scenario: Scenario) -> Email:
    words = "Revisamos juntos la cotización y quedamos en que ATLAS corrige la clave mañana temprano. Tú no haces nada."
    return scenario.mail_of(scenario.ticket().log_contact(words, by=scenario.agent, now=scenario.now))


def _solved(scenario: Scenario, *, copy: bool = False) -> Email:
    ticket = scenario.ticket()
    to = scenario.participant(ticket).email if copy else ""
    return scenario.mail_of(ticket.resolve(SOLUTION, by=scenario.agent, now=scenario.now), to)


def _closed(scenario: Scenario) -> Email:
    ticket = scenario.ticket("Alta de un usuario", "Da de alta a Luis Peña, por favor.")
    words = "Luis ya puede entrar. Su usuario es luis.pena y la clave le llegó a su correo."
    return scenario.mail_of(ticket.close(words, by=scenario.agent, now=scenario.now))


def _reopened(scenario: Scenario, words: str) -> Email:
    ticket = scenario.ticket()
    ticket.resolve(SOLUTION, by=scenario.agent, now=scenario.began)
    receive_reply(ticket, Reply(by=ticket.requester, body=words), now=scenario.now)
    return scenario.mail_of(ticket.events.last())


def _reopened_by_agent(scenario: Scenario) -> Email:
    ticket = scenario.ticket()
    ticket.close("Quedó dada de alta.", by=scenario.agent, now=scenario.began)
    return scenario.mail_of(ticket.reopen(by=scenario.agent, now=scenario.now))


def _postponed(scenario: Scenario, state: State) -> Email:
    ticket = scenario.ticket()
    if state == State.EN_CLIENTE:
        ticket.ask(ONE_QUESTION, by=scenario.agent, now=scenario.began)
        return scenario.mail_of(ticket.ask_for_time(by=ticket.requester, now=scenario.now))
    ticket.resolve(SOLUTION, by=scenario.agent, now=scenario.began)
    return scenario.mail_of(
        ticket.postpone(until=scenario.now + timedelta(days=5), by=scenario.agent, now=scenario.now)
    )


def _merged(scenario: Scenario) -> Email:
    requester = scenario.requester()
    old = scenario.ticket(requester=requester)
    new = scenario.ticket("Otra vez lo de ATLAS", requester=requester)
    return scenario.mail_of(new.merge_into(old, by=scenario.agent, now=scenario.now))


def _survey(scenario: Scenario) -> Email:
    ticket = scenario.ticket()
    event = ticket.resolve(SOLUTION, by=scenario.agent, now=scenario.now)
    scenario.mail_of(event)
    mail_at = starts_survey(event)
    assert mail_at is not None  # a solution brings one
    return create_invitation_email(Invitation.objects.get(ticket=ticket), mail_at)


def _own_link(scenario: Scenario) -> Email:
    request = LinkRequest.objects.ask(scenario.requester().email, scenario.now)
    publish_link(request, scenario.now)
    return Email.objects.get(key=f"enlace:{request.pk}")


def _digest(scenario: Scenario, *subjects: tuple[Section, str, int]) -> Email:
    """`subjects`: section, subject, hours from now to when it was due."""
    marks = {
        Section.WARNING: Ticket.warn, Section.BREACH: Ticket.mark_breached, Section.NEWS: Ticket.miss_update
    }  # fmt: skip
    alerts: list[Alert] = [
        TicketAlert(
            section, scenario.ticket(subject), scenario.now + timedelta(hours=hours), [scenario.agent], marks[section]
        )
        for section, subject, hours in subjects
    ]
    return create_digest(Digest(scenario.agent, alerts), slot_of(scenario.now), scenario.now)


# --- the table ------------------------------------------------------------------------------------------------
SAMPLES = [
    Sample(MailKind.ACKNOWLEDGEMENT, "comprobada", "De una dirección comprobada", _acknowledgement),
    Sample(MailKind.ACKNOWLEDGEMENT, "sin-comprobar", "Sin comprobar: nada de lo que se escribió", lambda s: _acknowledgement(s, proven=False)),
    Sample(MailKind.ACKNOWLEDGEMENT, "corregida", "Dirección corregida, ya en atención", _address_corrected),
    Sample(MailKind.ACKNOWLEDGEMENT, "largo", "Asunto y nombre largos", lambda s: _acknowledgement(s, long=True)),
    Sample(MailKind.SPLIT, "comprobada", "De una dirección comprobada", _split),
    Sample(MailKind.SPLIT, "sin-comprobar", "Sin comprobar", lambda s: _split(s, proven=False)),
    Sample(MailKind.TAKEN, "nosotros", "La vemos nosotros", _taken),
    Sample(MailKind.TAKEN, "aseguradora", "Esperamos a la aseguradora", lambda s: _taken(s, reported=True)),
    Sample(MailKind.REPLY, "sin-archivos", "Sin archivos", _reply),
    Sample(MailKind.REPLY, "un-archivo", "Con un archivo", lambda s: _reply(s, ("cotización portal ATLAS.pdf", 182_000))),
    Sample(
        MailKind.REPLY, "archivos", "Con varios archivos",
        lambda s: _reply(s, ("cotización portal ATLAS.pdf", 182_000), ("comparativo_de_primas_noviembre_2026_sucursal_san_luis_potosi_v3_final.xlsx", 48_000)),
    ),
    Sample(MailKind.REPLY, "pesados", "Con archivos pesados, por enlace", lambda s: _reply(s, ("tarifario.pdf", 9_000_000), ("video.mp4", 8_000_000))),
    Sample(MailKind.REPLY, "aseguradora", "Reportada a la aseguradora", _reported),
    Sample(MailKind.REPLY, "copia", "Copia a un participante", lambda s: _reply(s, copy=True)),
    Sample(MailKind.QUESTION, "una", "Una pregunta", lambda s: _asked(s, ONE_QUESTION)),
    Sample(MailKind.QUESTION, "tres", "Tres preguntas", lambda s: _asked(s, THREE_QUESTIONS)),
    Sample(MailKind.QUESTION, "largo", "Asunto y nombre largos", lambda s: _asked(s, THREE_QUESTIONS, long=True)),
    Sample(MailKind.QUESTION, "copia", "Copia a un participante", lambda s: _asked(s, ONE_QUESTION, copy=True)),
    Sample(MailKind.REMINDER, "una", "Una pregunta", lambda s: _reminded(s, ONE_QUESTION)),
    Sample(MailKind.REMINDER, "tres", "Tres preguntas", lambda s: _reminded(s, THREE_QUESTIONS)),
    Sample(MailKind.NO_FOLLOW_UP, "una", "Una pregunta", lambda s: _expired(s, ONE_QUESTION)),
    Sample(MailKind.NO_FOLLOW_UP, "tres", "Tres preguntas", lambda s: _expired(s, THREE_QUESTIONS)),
    Sample(MailKind.NEW_DATE, "para-responder", "Para responder", lambda s: _postponed(s, State.EN_CLIENTE)),
    Sample(MailKind.NEW_DATE, "para-revisar", "Para revisar la solución", lambda s: _postponed(s, State.RESUELTO)),
    Sample(MailKind.CALL, "resumen", "Resumen de una llamada", _called),
    Sample(MailKind.SOLUTION, "vobo", "Pide el VoBo", _solved),
    Sample(MailKind.SOLUTION, "copia", "Copia a un participante", lambda s: _solved(s, copy=True)),
    Sample(MailKind.CLOSED, "terminada", "Sin VoBo", _closed),
    Sample(MailKind.REOPENED, "pide-detalle", "Pide el detalle", lambda s: _reopened(s, "No quedó")),
    Sample(MailKind.REOPENED, "con-detalle", "Con detalle", lambda s: _reopened(s, "Sigue sin regresar la prima de ATLAS, ahora en motos.")),
    Sample(MailKind.REOPENED, "por-soporte", "La reabrió soporte", _reopened_by_agent),
    Sample(MailKind.MERGED, "dos", "Dos solicitudes", _merged),
    Sample(MailKind.SURVEY, "invitacion", "Invitación", _survey),
    Sample(MailKind.OWN_TICKETS_LINK, "propio", "A las solicitudes propias", _own_link),
    Sample(MailKind.DIGEST, "uno", "Una por vencer", lambda s: _digest(s, (Section.WARNING, SUBJECT, 3))),
    Sample(
        MailKind.DIGEST, "varios", "Por vencer, vencidas y sin noticia",
        lambda s: _digest(
            s, (Section.WARNING, SUBJECT, 3), (Section.WARNING, "me cambia la prima en la emisión de SURA", 2), (Section.WARNING, LONG_SUBJECT, 1),
            (Section.BREACH, "no respeta el descuento de ABA", -2), (Section.NEWS, "No abre la póliza de QUÁLITAS", -30),
        ),
    ),
]  # fmt: skip


def sample_called(slug: str) -> Sample | None:
    return next((sample for sample in SAMPLES if sample.slug == slug), None)
