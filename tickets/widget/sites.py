"""Only registered origins: which Site asks, and the CORS answer it gets.

A foreign Origin gets no CORS header and 403 with a sentence: its browser shows nothing, its console says why.
"""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from tickets.models import Site
from tickets.refusals import InvalidInput, Refusal

PREFLIGHT_KEPT = 600  # seconds a browser need not ask again


class ForeignOrigin(Refusal):
    """The page that asks is not of a registered site; its developer reads the sentence."""


def for_sites(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view its `site` (?sitio=pk_…) and answer with CORS for that site's Origin alone.

    No cookie is read or set, so there is nothing for a forged request to borrow: exempt from CSRF. A body too large for
    any page is refused before the view is called (segusoporte/errors.py), here in words that the dialog can read.
    """

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return _answered(request, lambda site: view(request, site, *args, **kwargs))

    answer.body_too_large = lambda request: _answered(request, lambda site: too_much())  # type: ignore[attr-defined]  # a function carries it
    return answer


def _answered(request: HttpRequest, answer: Callable[[Site], HttpResponse]) -> HttpResponse:
    """The site's answer, which its Origin may read; 403 for any other."""
    try:
        site = site_of(request)
    except ForeignOrigin as error:
        return _vary(refusal(403, "origen", str(error)))
    response = HttpResponse(status=204) if request.method == "OPTIONS" else answer(site)
    response["Access-Control-Allow-Origin"] = request.headers["Origin"]
    if request.method == "OPTIONS":
        response["Access-Control-Allow-Methods"] = "GET, POST"
        response["Access-Control-Max-Age"] = str(PREFLIGHT_KEPT)
    return _vary(response)


def site_of(request: HttpRequest) -> Site:
    """The active site of that key that lists the request's Origin. Raises ForeignOrigin."""
    keys = request.GET.getlist("sitio")
    key = keys[0] if len(keys) == 1 and "\0" not in keys[0] else ""
    site = Site.objects.select_related("default_process").filter(public_key=key, active=True).first()
    if site is None:
        raise ForeignOrigin("La clave del sitio (data-sitio) no está registrada.")
    origin = request.headers.get("Origin", "")
    if not origin or origin not in {normal_origin(known) for known in site.allowed_origins}:
        raise ForeignOrigin(f"El origen {origin or '(ninguno)'} no está entre los permitidos de este sitio.")
    return site


def normal_origin(text: str) -> str:
    """«https://Cotizador.mx/» as a browser writes it: https://cotizador.mx. InvalidInput when it is no origin."""
    no_origin = InvalidInput(f"«{text}» no es un origen. Escribe, por ejemplo, https://cotizador.mx")
    try:
        parts = urlsplit(text.strip() if isinstance(text, str) else "")
        port = parts.port
    except ValueError as error:  # «https://[» and «https://a:99999»
        raise no_origin from error
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise no_origin
    if parts.username or parts.fragment:
        raise no_origin
    usual = {"http": 80, "https": 443}[parts.scheme]
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != usual else "")


def refusal(status: int, reason: str, sentence: str, errors: dict[str, str] | None = None) -> JsonResponse:
    """What the dialog shows: one sentence, and the fields it belongs to."""
    body = {"reason": reason, "sentence": sentence, "errors": errors or {}}
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


def too_much() -> JsonResponse:
    """More files, or more of anything, than a form may bring."""
    most = settings.MAX_FILE_SIZE // 1024 // 1024
    sentence = f"Es demasiado: son hasta {settings.MAX_FILES} archivos de {most} MB. Quita alguno y reintenta."
    return refusal(413, "tamano", "Revisa los archivos; lo demás sigue aquí.", {"attachments": sentence})


def _vary(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["Origin"])
    return response
