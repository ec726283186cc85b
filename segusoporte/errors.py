"""The page of last resort: what a person sees when everything else failed."""

import logging

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.template.loader import render_to_string

log = logging.getLogger(__name__)
PLAIN = "Algo falló de nuestro lado. Espera un minuto y vuelve a intentar."


def server_error(request: HttpRequest) -> HttpResponse:
    """500.html without context; should even that fail (a static file missing), one plain sentence."""
    try:
        return HttpResponseServerError(render_to_string("500.html"))
    except Exception:
        log.exception("500.html no se pudo mostrar")
        return HttpResponseServerError(PLAIN, content_type="text/plain; charset=utf-8")
