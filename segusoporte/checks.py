"""Misconfiguration, found before it does harm: `manage.py check`, with --deploy for production."""

from email.utils import parseaddr

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from notifications.inbound.channels.webhook_bodies import SERVICES
from segusoporte.durations import format_duration

REQUIRED = {  # absent, each has an embedded default that belongs to one machine and one developer
    "DATABASE_URL": "postgres://usuario:clave@servidor:5432/segusoporte",
    "EMAIL_URL": "smtp+tls://usuario:clave@smtp.ejemplo.mx:587",
    "SITE_URL": "https://soporte.ejemplo.mx",
}
SHORTEST_KEY = 50  # characters


@register(Tags.compatibility)
def required_in_production(**_kwargs) -> list[CheckMessage]:
    if settings.DEBUG:
        return []
    return [
        Error(
            f"Falta {name} y DEBUG está apagado.",
            hint=f"Escribe {name} en el entorno, por ejemplo {example}; o DEBUG=true si esto es desarrollo.",
            id=f"segusoporte.E00{number}",
        )
        for number, (name, example) in enumerate(REQUIRED.items(), start=1)
        if not getattr(settings, name)
    ]


@register(Tags.security, deploy=True)
def safe_in_production(**_kwargs) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if settings.SITE_URL and not settings.HTTPS:
        found.append(
            Warning(
                f"SITE_URL={settings.SITE_URL} no es https: contraseñas y solicitudes viajarían a la vista.",
                hint="Sirve el sitio con https y escribe SITE_URL=https://…",
                id="segusoporte.W001",
            )
        )
    if len(settings.SECRET_KEY) < SHORTEST_KEY:
        found.append(
            Warning(
                f"SECRET_KEY tiene menos de {SHORTEST_KEY} caracteres y con ella se firman todos los enlaces.",
                hint="Crea una: python -c 'import secrets; print(secrets.token_urlsafe(50))'",
                id="segusoporte.W002",
            )
        )
    if not settings.REDIS_URL:
        found.append(
            Warning(
                "Sin REDIS_URL el corredor es una carpeta: un solo trabajador, en esta misma máquina.",
                hint="Escribe REDIS_URL=redis://servidor:6379/0.",
                id="segusoporte.W003",
            )
        )
    if parseaddr(settings.SUPPORT_ADDRESS)[1].endswith(".localhost"):
        found.append(
            Warning(
                f"SUPPORT_ADDRESS={settings.SUPPORT_ADDRESS} no existe fuera de esta máquina.",
                hint="Escribe el correo de la mesa de ayuda, por ejemplo soporte@ejemplo.mx.",
                id="segusoporte.W004",
            )
        )
    return found


@register(Tags.compatibility)
def durations_that_contradict(**_kwargs) -> list[CheckMessage]:
    """Durations that are each well written and together do nothing."""
    pairs = [
        ("FIRST_RESPONSE_WARNING", "FIRST_RESPONSE_WITHIN", "nadie recibirá el aviso de «por vencer»", "W005"),
        ("AUTO_CLOSE_REMINDER", "AUTO_CLOSE_AFTER", "nadie recibirá el recordatorio antes del cierre", "W006"),
        (
            "TAKE_NOTICE_AFTER",
            "FIRST_RESPONSE_WITHIN",
            "el aviso «ya la atendemos» saldrá al vencer la promesa",
            "W007",
        ),
    ]
    return [
        Warning(
            f"{inner} ({format_duration(getattr(settings, inner))}) no es menor que {outer} ({format_duration(getattr(settings, outer))}): {so}.",
            hint=f"Escribe {inner} menor que {outer}.",
            id=f"segusoporte.{code}",
        )
        for inner, outer, so, code in pairs
        if getattr(settings, inner) >= getattr(settings, outer)
    ]


@register(Tags.compatibility)
def mail_service_that_reports_nothing(**_kwargs) -> list[CheckMessage]:
    """An e-mail service that could report what becomes of mails, or bring replies, and does not."""
    backend = settings.EMAIL_BACKEND
    if not backend.startswith("anymail."):
        return []
    esp = backend.split(".")[2]
    found: list[CheckMessage] = []
    if not settings.WEBHOOK_SECRET:
        found.append(
            Warning(
                f"Los correos salen por {esp} y falta WEBHOOK_SECRET: nadie sabrá cuáles rebotan.",
                hint=f"Escribe WEBHOOK_SECRET=usuario:clave y registra en {esp} la dirección /correo/seguimiento/{esp}/.",
                id="segusoporte.W008",
            )
        )
    if esp not in SERVICES and not settings.MAILBOX_URLS:
        found.append(
            Warning(
                f"{esp} no entrega por webhook el mensaje tal como llegó, y no hay MAILBOX_URL: las respuestas no entrarían.",
                hint="Escribe MAILBOX_URL=imaps://usuario:clave@imap.ejemplo.mx/INBOX, o silencia este aviso si el "
                f"servidor de correo entrega por receive_mail. Webhooks que sí sirven: {', '.join(SERVICES)}.",
                id="segusoporte.W009",
            )
        )
    return found
