"""/correo/entrante/<esp>/mime/: where e-mail services post raw MIME.

The view only authenticates and keeps the body whole; what it holds is taken out later, from the spool.
"""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from notifications.inbound import spool
from notifications.inbound.channels.webhook_bodies import SERVICES, mailbox_of
from notifications.models.spool import InboundChannel
from notifications.reading.limits import MESSAGE_BYTES
from notifications.webhook import refused, webhook

MOST_BYTES = 2 * MESSAGE_BYTES  # of a body: base64 and form encoding add to the message


@webhook(SERVICES)
def receive(request: HttpRequest, esp: str) -> HttpResponse:
    """200 once the body is safe; 400 without our secret; 500 when it could not be kept, so that they post again."""
    body = request.read(MOST_BYTES + 1)  # not request.body: its limit is meant for forms
    if len(body) > MOST_BYTES:
        return refused("El mensaje es demasiado grande.", status=413)
    if body.strip():
        content_type = request.headers.get("Content-Type") or "application/octet-stream"
        spool.keep(
            body, channel=InboundChannel.WEBHOOK, mailbox=mailbox_of(esp), now=timezone.now(), content_type=content_type
        )
    return HttpResponse()
