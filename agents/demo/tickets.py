"""A dozen tickets in every state, each brought there by the ordinary verbs at plausible past moments."""

import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from agents.demo import files
from tickets.intake import open_ticket, receive_reply
from tickets.models import Attachment, Process, Requester, Ticket
from tickets.models.attachment import AttachmentKind
from tickets.models.message import Channel
from tickets.states import CloseReason, WaitingOn
from tickets.submission import Identity, Reply, Submission

NAMESPACE = uuid.UUID("5e905090-0000-4000-8000-000000000000")
DAY = timedelta(days=1)
PEOPLE = {
    "mty": ("oficina@monterrey.example", "Marcela Garza"),
    "valle": ("contacto@agenciadelvalle.example", "Leonardo Peña"),
    "puebla": ("ventas@segurospuebla.example", "Carmen Islas"),
    "bajio": ("operacion@promotoriabajio.example", "Rosa Núñez"),
    "norte": ("poliza@agencianorte.example", "Héctor Salinas"),
    "sureste": ("hola@segurossureste.example", "Mariana Chablé"),
}


class AlreadyThere(Exception):
    """The ticket of this sample was made by an earlier run."""


class Sample:
    """One sample ticket on its way to its state: `at(hours)` sets the moment of what follows to that many hours ago."""

    def __init__(self, key: str, team: dict[str, User], now: datetime) -> None:
        self.key, self.team, self.end = key, team, now
        self.now = now
        self.ticket: Ticket

    def at(self, hours: float) -> "Sample":
        # Hours are meant for a promise of a day and a silence of two; a desk set to seconds has its past in seconds.
        pace = min(1.0, settings.FIRST_RESPONSE_WITHIN / DAY, settings.AUTO_CLOSE_AFTER / (2 * DAY))
        self.now = self.end - timedelta(hours=hours) * pace
        return self

    def open(
        self, who: str, subject: str, description: str, process: str = "", login: str = "", files=tuple, **more
    ) -> None:
        """Raises AlreadyThere; `files` are made after that is known."""
        email, name = PEOPLE[who]
        submission = Submission(
            email=email, name=name, subject=subject, body=description, attempt=uuid.uuid5(NAMESPACE, self.key),
            process=Process.objects.filter(slug=process).first(), identity=Identity(login, verified=bool(login)), **more,
        )  # fmt: skip
        if Ticket.objects.filter(sending_key=submission.ticket_key).exists():
            raise AlreadyThere
        self.ticket = open_ticket(replace(submission, files=files()), now=self.now).ticket
        self.ticket.requester.prove(self.now)

    def keep(self, content: bytes, name: str, kind: str = AttachmentKind.FILE) -> Attachment:
        return Attachment.objects.keep(content, name, kind=kind, now=self.now)

    def agent_does(self, verb: str, *args, by: str = "laura", **more) -> None:
        getattr(self.ticket, verb)(*args, by=self.team[by], now=self.now, **more)

    def receives(self, body: str) -> None:
        reply = Reply(body=body, by=self.ticket.requester, channel=Channel.TRACKING)
        receive_reply(self.ticket, reply, now=self.now)


def _unquoted(t: Sample) -> None:
    t.at(4)
    t.open(
        "mty", "No está cotizando con ATLAS",
        "Desde las 8 no me regresa primas de ATLAS para autos residentes. Con las demás aseguradoras sí cotiza. "
        "Adjunto la pantalla y lo que muestra el portal de la aseguradora.",
        "cotizacion", "mty.ventas", diagnostics={"address": "/cotizador/autos/", "title": "Cotizador", "browser": "Chrome 140, Windows 11"},
        files=lambda: [
            t.keep(files.screen("Cotización de autos"), "pantalla.png", AttachmentKind.SCREENSHOT),
            t.keep(files.quote("ATLAS: prima total 8,120.40"), "portal-atlas.pdf"),
        ],
    )  # fmt: skip


def _premium_changes(t: Sample) -> None:
    t.at(20.8)
    t.open(
        "valle", "Me cambia la prima en la emisión de SURA",
        "Cotizo en 12,300 y al emitir sale en 13,115. Es un Versa 2023, paquete amplio. Pasa desde ayer.",
        "emision", "valle.leo", files=lambda: [t.keep(files.quote("SURA: 12,300.00"), "cotizacion-sura.pdf")],
    )  # fmt: skip
    t.agent_does("assign", t.team["luis"], by="sofia")


def _discount(t: Sample) -> None:
    t.at(70).open(
        "puebla", "No respeta el descuento de ABA en paquete limitado con asistencia",
        "El convenio tiene 15 % y la cotización sale sin descuento.", "cotizacion", "puebla.carmen",
    )  # fmt: skip
    t.at(66).agent_does("resolve", "El descuento del convenio ya se aplica. Vuelve a cotizar, por favor.")
    t.at(8).receives("Sigue sin aplicar el descuento cuando agrego la asistencia vial en el paquete limitado.")


def _entry(t: Sample) -> None:
    t.at(1).open(
        "sureste", "Ana no puede entrar desde la oficina de Mérida",
        "Le dice «usuario o contraseña incorrectos» aunque ya la cambió dos veces.", "alta-de-usuarios",
        channel=Channel.MAIL,
    )  # fmt: skip


def _users(t: Sample) -> None:
    t.at(27).open(
        "bajio", "Alta de tres usuarios para la oficina de Querétaro",
        "Van nombres y correos en el archivo. Los necesitamos con permiso de cotizar y emitir.",
        "alta-de-usuarios", "bajio.rosa", files=lambda: [t.keep(files.listing(), "usuarios.csv")],
    )  # fmt: skip
    t.at(25).agent_does("take", by="luis")


def _atlas_down(t: Sample) -> None:
    t.at(30).open(
        "norte", "ATLAS no regresa el número de póliza al emitir", "Se queda pensando y al final dice error 503.",
        "emision", "norte.hector",
    )  # fmt: skip
    t.at(28).agent_does("note", "El servicio de ATLAS responde 503 desde ayer. Reporte 5567 con ellos.")
    t.at(27.5).agent_does(
        "reply", "Ya lo vimos: el servicio de la aseguradora está fallando. Te escribimos en cuanto responda."
    )
    t.agent_does("wait_on", WaitingOn.INSURER, "5567")


def _called(t: Sample) -> None:
    t.at(9).open("sureste", "No me aparece el recibo de marzo de HDI", "El cliente ya pagó.", "cobranza")
    t.at(7).agent_does(
        "log_contact", "Le llamé a Mariana: el pago sí está aplicado; falta que HDI libere el recibo.", by="luis"
    )
    t.at(2).receives("¿Ya hay noticias de HDI? El cliente me está pidiendo el recibo.")


def _endorsement(t: Sample) -> None:
    t.at(26).open(
        "norte", "La póliza emitida no trae el endoso de adaptaciones de Quálitas",
        "Se capturó el equipo especial y no salió en la carátula.", "endosos", "norte.hector",
        files=lambda: [t.keep(files.quote("Qualitas 04551"), "caratula.pdf")],
    )  # fmt: skip
    t.at(20).agent_does(
        "ask", "¿Cuál es el número de póliza?\n¿Qué adaptaciones debía llevar y por qué monto?", by="luis"
    )


def _fleet(t: Sample) -> None:
    t.at(40).open(
        "valle", "La flotilla de GNP no carga el archivo de unidades", "Marca error en el renglón 48.", "emision"
    )
    t.at(21).agent_does("ask", "¿Nos mandas el archivo tal como lo estás subiendo?")


def _renewals(t: Sample) -> None:
    t.at(34).open(
        "bajio", "La renovación de MAPFRE trae la suma asegurada anterior", "Debe traer la de este año.", "renovacion"
    )
    t.at(22).agent_does(
        "resolve", "Actualizamos la suma asegurada con el valor de este año. Revisa la renovación, por favor."
    )


def _listing(t: Sample) -> None:
    t.at(50).open(
        "bajio", "Listado de renovaciones de diciembre", "Lo necesitamos por oficina.", "listados", "bajio.rosa"
    )
    t.at(46).agent_does("close", "Te dejamos el listado en Reportes › Renovaciones, separado por oficina.", by="luis")


def _approved(t: Sample) -> None:
    t.at(75).open(
        "mty", "Prima distinta en ATLAS entre cotización y portal", "Por 312 pesos.", "cotizacion", "mty.ventas"
    )
    t.at(70).agent_does("resolve", "Faltaba actualizar los derechos de póliza. Ya coincide con el portal.")
    t.at(69).ticket.approve(by=t.ticket.requester, now=t.now)


def _spam(t: Sample) -> None:
    t.at(31).open("sureste", "Oferta de posicionamiento web", "Aumente sus ventas hoy.", channel=Channel.MAIL)
    t.at(30).agent_does("close", reason=CloseReason.SPAM)


SAMPLES: dict[str, Callable[[Sample], None]] = {
    "aprobada": _approved, "descuento": _discount, "listado": _listing, "flotilla": _fleet, "renovacion": _renewals,
    "spam": _spam, "atlas-caido": _atlas_down, "usuarios": _users, "endoso": _endorsement, "prima": _premium_changes,
    "recibo": _called, "no-cotiza": _unquoted, "no-entra": _entry,
}  # fmt: skip


def make_tickets(team: dict[str, User], now: datetime) -> int:
    """Make the tickets that are not there yet; returns how many."""
    made = 0
    for key, build in SAMPLES.items():
        with suppress(AlreadyThere), transaction.atomic():
            build(Sample(key, team, now))
            made += 1
    return made


def introduce_requesters(now: datetime) -> None:
    """Offices that are customers already: their addresses are proven."""
    for email, name in PEOPLE.values():
        Requester.objects.register(email, name, now).prove(now)
