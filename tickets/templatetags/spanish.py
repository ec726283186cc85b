"""Filters for moments, spans and sizes, and the state in words."""

from django import template
from django.utils import timezone

from tickets import moments
from tickets.states import State

register = template.Library()

FOR_REQUESTERS = {
    State.ABIERTA: "La recibimos",
    State.EN_ESPERA: "La estamos atendiendo",
    State.EN_CLIENTE: "Necesitamos tu respuesta",
    State.RESUELTO: "Revisa la solución",
    State.CERRADO: "Cerrada",
}


@register.filter
def in_full(moment) -> str:
    """A promise: weekday, date, time and zone."""
    return moments.in_full(moment) if moment else ""


@register.filter
def in_short(moment) -> str:
    """A moment near today, in few characters."""
    return moments.in_short(moment, timezone.now()) if moment else ""


@register.filter
def state_for_requester(state: str) -> str:
    """What the requester reads instead of our name for a state."""
    return FOR_REQUESTERS[State(state)]


@register.filter
def size(octets: int) -> str:
    """«212 KB», «3.4 MB»."""
    if octets < 1024 * 1024:
        return f"{max(1, round(octets / 1024))} KB"
    return f"{octets / 1024 / 1024:.1f}".removesuffix(".0") + " MB"
