"""An insurance quoting page: a table, an embedded PDF, global shortcuts, and the endpoint that signs who works there."""

from datetime import timedelta

import jwt
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin

from agents.demo.pdf import document
from segusoporte.demo_host.site import register_demo_site

QUOTES = [
    ("ATLAS", "Amplia", "12,480.00", ""),
    ("SURA", "Amplia", "11,930.50", ""),
    ("Quálitas", "Amplia", "—", "sin respuesta"),
    ("ABA", "Limitada", "8,215.75", "descuento 15 %"),
    ("GNP", "Amplia", "13,002.10", ""),
]
VARIANTS = {"sin-captura": "display-capture=()"}  # ?politica=…: what a host's own headers may forbid
COVER_SIZE = (420, 300)  # points
COVER_COLOR = (242, 169, 59)  # RGB of the paper, found again in pictures of the screen
COVER_LINES = [  # x, y, size, text
    (28, 252, 20, "Poliza 55120-7"),
    (28, 222, 12, "ATLAS - Cobertura amplia"),
    (28, 202, 12, "Prima neta 10,758.62   Prima total 12,480.00"),
    (28, 182, 12, "Vigencia 16/11/2026 - 16/11/2027"),
]
WHO = {"sub": "ana.ruiz", "email": "ana@agencia.example", "name": "Ana Ruiz"}


def page(request: HttpRequest) -> HttpResponse:
    """?politica=sin-captura forbids the screen picture; ?sin=identidad signs nobody; ?clave=… shows another key.

    ?dibujar=si is a host without a policy of its own, which lets the page be drawn from its elements.
    """
    site = register_demo_site()
    context = {
        "key": request.GET.get("clave", site.public_key)[:60],
        "desk": settings.SITE_URL,
        "signs": request.GET.get("sin") != "identidad",
        "draws": request.GET.get("dibujar") == "si",
        "quotes": QUOTES,
    }
    response = render(request, "demo_host/page.html", context)
    if context["draws"]:
        response._csp_exempt = True  # type: ignore[attr-defined]  # how django-csp is asked
    if policy := VARIANTS.get(request.GET.get("politica", "")):
        response["Permissions-Policy"] = policy
    return response


@never_cache
def token(request: HttpRequest) -> JsonResponse:
    """What a host's server does: sign, for five minutes, who is signed in there, with the secret of the day."""
    site = register_demo_site()
    secret = site.current_secret()
    if secret is None:
        return JsonResponse({"error": "El secreto de este sitio está retirado. Agrega otro en Catálogos."}, status=503)
    claims = WHO | {"aud": site.public_key, "exp": timezone.now() + timedelta(minutes=5)}
    return JsonResponse({"token": jwt.encode(claims, secret.secret, algorithm="HS256", headers={"kid": secret.kid})})


@xframe_options_sameorigin
@csp_replace({"default-src": ["'none'"], "require-trusted-types-for": None, "trusted-types": None})
def cover(request: HttpRequest) -> HttpResponse:
    """The cover of a policy, to be embedded in the page: a rectangle of one colour and four lines."""
    width, height = COVER_SIZE
    red, green, blue = (f"{part / 255:.4f}" for part in COVER_COLOR)
    drawn = [f"{red} {green} {blue} rg 0 0 {width} {height} re f 0 g"]
    drawn += [f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET" for x, y, size, text in COVER_LINES]
    return HttpResponse(document(width, height, "\n".join(drawn).encode()), content_type="application/pdf")


def premiums(request: HttpRequest) -> JsonResponse:
    """Fails on purpose: the agent should see in the ticket that it did."""
    return JsonResponse({"error": "La aseguradora no respondió."}, status=502)
