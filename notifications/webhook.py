"""What every webhook of an e-mail service asks for before anything of it is read: a service we know, and our secret."""

import binascii
from base64 import b64decode
from collections.abc import Callable, Container
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

View = Callable[[HttpRequest, str], HttpResponse]
WANT_TO_BE_ASKED = {"amazon_ses"}  # SNS sends the secret only after a 401


def webhook(services: Container[str]) -> Callable[[View], View]:
    """A view of POSTs of one of these services that know WEBHOOK_SECRET: the others get 404, 401 or 400."""

    def guarded(view: View) -> View:
        @csrf_exempt
        @require_http_methods(["POST", "HEAD"])
        @wraps(view)
        def only_with_secret(request: HttpRequest, esp: str) -> HttpResponse:
            if esp not in services:
                raise Http404
            if request.method == "HEAD":  # some services look whether somebody is here
                return HttpResponse()
            if settings.WEBHOOK_SECRET and esp in WANT_TO_BE_ASKED and "Authorization" not in request.headers:
                return HttpResponse(status=401, headers={"WWW-Authenticate": 'Basic realm="correo"'})
            if not _knows_secret(request):
                return refused("El secreto del webhook falta o no es el correcto.")
            return view(request, esp)

        return only_with_secret

    return guarded


def refused(why: str, status: int = 400) -> HttpResponse:
    return HttpResponse(why, status=status, content_type="text/plain; charset=utf-8")


@sensitive_variables()
def _knows_secret(request: HttpRequest) -> bool:
    """Basic auth with WEBHOOK_SECRET (user:password), compared in constant time; never true without a secret."""
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    try:
        given = b64decode(encoded, validate=True) if scheme.lower() == "basic" else b""
    except (binascii.Error, ValueError):
        given = b""
    return constant_time_compare(given, settings.WEBHOOK_SECRET.encode()) and bool(settings.WEBHOOK_SECRET)
