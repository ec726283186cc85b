"""/correo/seguimiento/<esp>/: what became of our mails, told by the e-mail service that carried them."""

import logging
from collections.abc import Callable, Iterable

from anymail import urls as anymail_urls
from anymail.exceptions import AnymailAPIError
from anymail.signals import AnymailTrackingEvent
from anymail.webhooks.base import AnymailCoreWebhookView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from notifications.inbound.webhooks import knows_secret
from notifications.models import WebhookHeartbeat

from .events import NotYetOurs, record

log = logging.getLogger(__name__)
SUFFIX = "_tracking_webhook"
# Every service that anymail knows, under anymail's own name for it: amazon_ses, brevo, mailgun, postmark…
SERVICES: dict[str, Callable[[], AnymailCoreWebhookView]] = {
    route.name.removesuffix(SUFFIX): route.callback.view_class
    for route in anymail_urls.urlpatterns
    if route.name.endswith(SUFFIX)
}
UNREADABLE = (
    AnymailAPIError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    AssertionError,
    RecursionError,
)


@csrf_exempt
@require_http_methods(["POST", "HEAD"])
def receive(request: HttpRequest, esp: str) -> HttpResponse:
    """200 once all is noted; 400 without our secret or the service's signature; 503: post it again in a moment."""
    if esp not in SERVICES:
        raise Http404
    if request.method == "HEAD":  # some services look whether somebody is here
        return HttpResponse()
    if settings.WEBHOOK_SECRET and esp == "amazon_ses" and "Authorization" not in request.headers:
        return HttpResponse(status=401, headers={"WWW-Authenticate": 'Basic realm="correo"'})  # SNS wants to be asked
    if not knows_secret(request):
        return _refused("El secreto del webhook falta o no es el correcto.")
    view = SERVICES[esp]()
    view.run_validators(request)  # the service's own signature; SuspiciousOperation, so 400
    try:
        events = list(view.parse_events(request))
    except UNREADABLE:
        log.warning("unreadable tracking webhook of %s", esp, exc_info=True)
        return _refused("El cuerpo del webhook no se entiende.")
    WebhookHeartbeat.objects.heard(esp, timezone.now())
    return _note(events)


def _note(events: Iterable) -> HttpResponse:
    """Each event on its own; those noted before one that must wait are harmless when they come again."""
    status = 200
    for event in events:
        if isinstance(event, AnymailTrackingEvent):
            try:
                record(event, timezone.now())
            except NotYetOurs:
                status = 503
    return HttpResponse(status=status)


def _refused(why: str) -> HttpResponse:
    return HttpResponse(why, status=400, content_type="text/plain; charset=utf-8")
