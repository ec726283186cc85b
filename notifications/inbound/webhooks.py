"""/correo/entrante/<esp>/mime/: the door of e-mail services that post raw MIME.

The view only authenticates and keeps the body whole; what it holds is taken out later, from the spool.
"""

import binascii
from base64 import b64decode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from notifications.models.spool import Door

from . import spool
from .limits import MESSAGE_BYTES
from .webhook_bodies import SERVICES, mailbox_of

MOST_BYTES = 2 * MESSAGE_BYTES  # of a body: base64 and form encoding add to the message


@csrf_exempt
@require_http_methods(["POST", "HEAD"])
def receive(request: HttpRequest, esp: str) -> HttpResponse:
    """200 once the body is safe; 400 without our secret; 500 when it could not be kept, so that they post again."""
    if esp not in SERVICES:
        raise Http404
    if request.method == "HEAD":  # some services look whether somebody is here
        return HttpResponse()
    if not knows_secret(request):
        return HttpResponse("El secreto del webhook falta o no es el correcto.", status=400, content_type="text/plain")
    body = request.read(MOST_BYTES + 1)  # not request.body: its limit is meant for forms
    if len(body) > MOST_BYTES:
        return HttpResponse("El mensaje es demasiado grande.", status=413, content_type="text/plain")
    if body.strip():
        content_type = request.headers.get("Content-Type") or "application/octet-stream"
        spool.keep(body, door=Door.WEBHOOK, mailbox=mailbox_of(esp), now=timezone.now(), content_type=content_type)
    return HttpResponse()


@sensitive_variables()
def knows_secret(request: HttpRequest) -> bool:
    """Basic auth with WEBHOOK_SECRET (user:password), compared in constant time; never true without a secret."""
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    try:
        given = b64decode(encoded, validate=True) if scheme.lower() == "basic" else b""
    except (binascii.Error, ValueError):
        given = b""
    return constant_time_compare(given, settings.WEBHOOK_SECRET.encode()) and bool(settings.WEBHOOK_SECRET)
