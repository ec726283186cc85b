"""The answers to what no view could take: a body too large, and the page of last resort."""

import logging

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve

log = logging.getLogger(__name__)
PLAIN = "Algo falló de nuestro lado. Espera un minuto y vuelve a intentar."


def body_too_large(request: HttpRequest) -> HttpResponse:
    """413: a page, or what the view that was asked answers itself (its attribute `body_too_large`)."""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        view = None
    return getattr(view, "body_too_large", _too_large_page)(request)


def _too_large_page(request: HttpRequest) -> HttpResponse:
    return render(request, "tickets/too_much.html", status=413)


def server_error(request: HttpRequest) -> HttpResponse:
    """500.html without context; should even that fail (a static file missing), one plain sentence."""
    try:
        return HttpResponseServerError(render_to_string("500.html"))
    except Exception:
        log.exception("500.html no se pudo mostrar")
        return HttpResponseServerError(PLAIN, content_type="text/plain; charset=utf-8")
