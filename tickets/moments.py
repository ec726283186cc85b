"""Moments and spans as people read them: Spanish of Mexico, weekday, and the zone where it is a promise."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

WEEKDAYS = ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"]
MONTHS = [
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
    "diciembre",
]  # fmt: skip
ZONES = {
    "America/Mexico_City": "hora del centro",
    "America/Monterrey": "hora del centro",
    "America/Merida": "hora del centro",
    "America/Cancun": "hora de Quintana Roo",
    "America/Hermosillo": "hora de Sonora",
    "America/Chihuahua": "hora de Chihuahua",
    "America/Mazatlan": "hora del Pacífico",
    "America/Tijuana": "hora del noroeste",
}


def in_full(moment: datetime) -> str:
    """«viernes 20 de noviembre, 17:50 (hora del centro)»; the year only when it is another one."""
    local = timezone.localtime(moment)
    year = f" de {local.year}" if local.year != timezone.localtime().year else ""
    zone = ZONES.get(settings.TIME_ZONE, settings.TIME_ZONE)
    return f"{WEEKDAYS[local.weekday()]} {local.day} de {MONTHS[local.month - 1]}{year}, {local:%H:%M} ({zone})"


def in_short(moment: datetime, now: datetime) -> str:
    """«hoy 9:12», «ayer 18:40», «mañana 12:00», «vie 20 nov, 17:50»."""
    local, today = timezone.localtime(moment), timezone.localtime(now).date()
    clock = f"{local.hour}:{local:%M}"
    near = {0: "hoy", -1: "ayer", 1: "mañana"}.get((local.date() - today).days)
    if near:
        return f"{near} {clock}"
    year = f" {local.year}" if local.year != today.year else ""
    return f"{WEEKDAYS[local.weekday()][:3]} {local.day} {MONTHS[local.month - 1][:3]}{year}, {clock}"


def span(duration: timedelta) -> str:
    """«3 días», «2 h 10 min», «45 s»: the two largest units, never negative."""
    seconds = abs(int(duration.total_seconds()))
    if seconds < 60:
        return f"{seconds} s"
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if minutes < 60:
        return f"{minutes} min"
    if hours < 48:
        rest = minutes % 60
        return f"{hours} h {rest} min" if rest and hours < 10 else f"{hours} h"
    return f"{days} días"
