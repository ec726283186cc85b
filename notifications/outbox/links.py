"""Links of mails: the paths of the project's contract under SITE_URL, never under a request's host."""

from django.conf import settings

from tickets.models import Attachment, Round, Ticket

BUTTONS = ("quedo", "falla", "tiempo", "retiro")


def to_ticket(ticket: Ticket) -> str:
    return f"{settings.SITE_URL}/solicitud/{ticket.tracking_token}/"


def buttons_of(ticket: Ticket) -> dict[str, str]:
    """Links that open the ticket's page with one button highlighted; only its POST acts."""
    page = to_ticket(ticket)
    return {name: f"{page}?accion={name}" for name in BUTTONS}


def to_file(attachment: Attachment) -> str:
    return f"{settings.SITE_URL}/archivo/{attachment.token}/"


def to_survey(round_: Round) -> str:
    return f"{settings.SITE_URL}/encuesta/{round_.survey_token}/"


def to_own_tickets(token: str) -> str:
    return f"{settings.SITE_URL}/mis-solicitudes/{token}/"


def for_agents(folio: int) -> str:
    return f"{settings.SITE_URL}/agentes/solicitudes/{folio}/"


def to_received(pk: int) -> str:
    """One received message that no ticket has, for agents."""
    return f"{settings.SITE_URL}/agentes/cuarentena/{pk}/"
