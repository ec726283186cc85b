"""No request may bring more than a whole form with its files: refused before a byte of it is read."""

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from tickets.views.guards import LARGEST_BODY

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


class BoundedBodies:
    """Stands before whatever reads a body: the CSRF check does, of any page, before it knows who is there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            return too_much(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Too many files, fields or characters for a view that asked for them."""
        return too_much(request) if isinstance(exception, TOO_MUCH) else None


def too_much(request: HttpRequest) -> HttpResponse:
    """413: a page, or what the view that was asked answers itself (its attribute `too_much`)."""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        view = None
    return getattr(view, "too_much", _too_much_page)(request)


def _too_much_page(request: HttpRequest) -> HttpResponse:
    return render(request, "tickets/too_much.html", status=413)
