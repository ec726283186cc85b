"""What every request passes on its way to a view: the limit of its body, and the line it leaves in the log."""

from collections.abc import Callable

import structlog
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django_structlog.middlewares import RequestMiddleware

from segusoporte.errors import body_too_large
from tickets.network import client_address
from tickets.views.guards import LARGEST_BODY

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


class BodyLimit:
    """No request may bring more than a whole form with its files: refused before a byte of it is read.

    Comes before whatever reads a body: the CSRF check does, of any page, before it knows who is signed in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            return body_too_large(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Too many files, fields or characters for a view that asked for them."""
        return body_too_large(request) if isinstance(exception, TOO_MUCH) else None


class RequestLog(RequestMiddleware):
    """django-structlog's, with the address that limits count by: its own believes X-Forwarded-For from anybody."""

    @classmethod
    def bind_ip(cls, request: HttpRequest) -> None:
        structlog.contextvars.bind_contextvars(ip=client_address(request))
