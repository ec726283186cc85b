"""What every page says of the desk itself."""

import json

from django import template
from django.conf import settings

from tickets import uploads
from tickets.calendars import Calendar

register = template.Library()


@register.simple_tag
def support_name() -> str:
    return settings.SUPPORT_NAME


@register.simple_tag
def support_address() -> str:
    return settings.SUPPORT_ADDRESS


@register.simple_tag
def privacy_url() -> str:
    """Where the privacy notice is; empty when there is none to link."""
    return settings.PRIVACY_URL


@register.simple_tag
def most_files() -> int:
    return settings.MAX_FILES


@register.simple_tag
def largest_file() -> int:
    """Bytes."""
    return settings.MAX_FILE_SIZE


@register.simple_tag
def upload_rules() -> str:
    """The limits of files and the sentences about them, as JSON for js/uploads.js."""
    return json.dumps(uploads.for_browser(), ensure_ascii=False)


@register.simple_tag
def promise() -> str:
    """The time within which we answer, in one unit: «24 horas», «24 horas hábiles», «90 segundos»."""
    seconds = int(settings.FIRST_RESPONSE_WITHIN.total_seconds())
    length, unit = next((n, unit) for n, unit in ((3600, "hora"), (60, "minuto"), (1, "segundo")) if seconds % n == 0)
    count = seconds // length
    plural = "" if count == 1 else "s"
    counts_working = settings.FIRST_RESPONSE_CALENDAR == Calendar.WORKING and unit == "hora"
    working = counts_working and f" hábil{'es' if plural else ''}"
    return f"{count} {unit}{plural}{working or ''}"
