"""The answers to what no view could take: a body too large, and the page of last resort."""

import logging

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string

log = logging.getLogger(__name__)
PLAIN = "Algo falló de nuestro lado. Espera un minuto y vuelve a intentar."


def body_too_large(request: HttpRequest) -> HttpResponse:
    return render(request, "tickets/too_much.html", status=413)


def server_error(request: HttpRequest) -> HttpResponse:
    """500.html without context; should even that fail (a static file missing), one plain sentence."""
    try:
        return HttpResponseServerError(render_to_string("500.html"))
    except Exception:
        log.exception("500.html no se pudo mostrar")
        return HttpResponseServerError(PLAIN, content_type="text/plain; charset=utf-8")
