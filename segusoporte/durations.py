"""Durations as people write them in the environment: `90s`, `15m`, `24h`, `2d`."""

import re
from datetime import timedelta

from django.core.exceptions import ImproperlyConfigured

UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
LONGEST = timedelta(days=3650)


def parse_duration(name: str, text: str) -> timedelta:
    """Read the setting `name`; raises ImproperlyConfigured with a sentence that says what to write."""
    match = re.fullmatch(r"(\d{1,9})([smhd])", text.strip())
    if match is None:
        raise ImproperlyConfigured(
            f"{name}={text!r} no es una duración. Escribe un número entero y su unidad: 90s, 15m, 24h o 2d."
        )
    amount, unit = match.groups()
    try:
        duration = timedelta(**{UNITS[unit]: int(amount)})
    except OverflowError:
        duration = LONGEST + timedelta(1)
    if duration > LONGEST:
        raise ImproperlyConfigured(f"{name}={text!r} pasa de diez años. Escribe una duración menor.")
    return duration


def format_duration(duration: timedelta) -> str:
    """The same, back as people write it."""
    seconds = int(duration.total_seconds())
    for unit, length in (("d", 86400), ("h", 3600), ("m", 60)):
        if seconds and seconds % length == 0:
            return f"{seconds // length}{unit}"
    return f"{seconds}s"
