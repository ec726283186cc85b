"""/correo/seguimiento/<esp>/: what became of our mails, reported by the e-mail service that took them."""

import logging
from collections.abc import Callable, Iterable

from anymail import urls as anymail_urls
from anymail.exceptions import AnymailAPIError
from anymail.signals import AnymailTrackingEvent
from anymail.webhooks.base import AnymailCoreWebhookView
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from notifications.models import WebhookHeartbeat
from notifications.webhook import refused, webhook

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


@webhook(SERVICES)
def receive(request: HttpRequest, esp: str) -> HttpResponse:
    """200 once all is noted; 400 without our secret or the service's signature; 503: post it again in a moment."""
    view = SERVICES[esp]()
    view.run_validators(request)  # the service's own signature; SuspiciousOperation, so 400
    try:
        events = list(view.parse_events(request))
    except UNREADABLE:
        log.warning("unreadable tracking webhook of %s", esp, exc_info=True)
        return refused("El cuerpo del webhook no se entiende.")
    WebhookHeartbeat.objects.mark_heard(esp, timezone.now())
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
