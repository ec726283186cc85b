"""Liveness and readiness, for whoever watches the processes. JSON, no secrets, no personal data."""

from collections.abc import Callable
from datetime import datetime, timedelta
from tempfile import TemporaryFile

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.backoff import NoBackoff
from redis.retry import Retry

from notifications.inbound.heard_until import mailbox_name
from notifications.models import Email, MailboxHeartbeat, SpooledMessage, WebhookHeartbeat
from notifications.models.spool import InboundChannel
from segusoporte.broker import count_set_aside

BROKER_TIMEOUT = 1  # seconds to connect, and again to answer
AT_MOST = 100  # rows counted; beyond it the figure is a floor
LATE_MAIL = timedelta(minutes=15)  # a mail due for longer: nobody is sending
LATE_FETCH = timedelta(minutes=30)  # a mailbox not heard for longer
LATE_SPOOL = timedelta(minutes=15)  # a received message pending for longer: nobody is reading


@never_cache
@require_safe
def alive(request: HttpRequest) -> JsonResponse:
    """The process answers. Asks nothing else, so that a fault elsewhere never restarts it."""
    return JsonResponse({"estado": "vivo"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when requests can be served and mail moves; 503 with the part that fails. About two seconds at worst."""
    now = timezone.now()
    checks: dict[str, dict] = {"base_de_datos": database(), "broker": broker()}
    if checks["base_de_datos"]["bien"]:
        checks |= {"correo_por_salir": outgoing(now), "correo_recibido": spool(now), "buzones": mailboxes(now)}
        checks |= {"cuarentena": quarantine(), "webhook": webhook(now)}
    good = all(check["bien"] for check in checks.values())
    return JsonResponse({"estado": "listo" if good else "con fallas", **checks}, status=200 if good else 503)


def database() -> dict:
    return _reached(_select_one, DatabaseError)


def broker() -> dict:
    """Redis, or the folder of the embedded broker and how many unreadable files it has set aside."""
    if settings.REDIS_URL:
        return _reached(_ping, redis.RedisError, OSError)
    try:
        return {"bien": True, "apartados": _use_broker_directory()}
    except OSError as fault:
        return {"bien": False, "falla": type(fault).__name__}


def _reached(attempt: Callable[[], object], *faults: type[Exception]) -> dict:
    try:
        attempt()
    except faults as fault:
        return {"bien": False, "falla": type(fault).__name__}
    return {"bien": True}


def _select_one() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ping() -> None:
    with redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=BROKER_TIMEOUT,
        socket_connect_timeout=BROKER_TIMEOUT,
        retry=Retry(NoBackoff(), 0),
    ) as client:
        client.ping()


def _use_broker_directory() -> int:
    """How many files stand aside. Raises OSError where messages could be neither left, listed nor set aside."""
    next(settings.BROKER_DIR.iterdir(), None)
    with TemporaryFile(dir=settings.BROKER_DIR) as file:
        file.write(b"-")
        file.flush()
    return count_set_aside(settings.BROKER_DIR)


def outgoing(now: datetime) -> dict:
    """The age of the mail that has been due longest."""
    due = Email.objects.due(now).order_by("not_before", "pk").values_list("not_before", flat=True).first()
    return {"bien": due is None or now - due < LATE_MAIL, "mas_antiguo_s": _seconds(due, now)}


def spool(now: datetime) -> dict:
    """The age of the received message that has been pending longest."""
    arrived = SpooledMessage.objects.pending().values_list("received_at", flat=True).first()
    return {"bien": arrived is None or now - arrived < LATE_SPOOL, "mas_antiguo_s": _seconds(arrived, now)}


def mailboxes(now: datetime) -> dict:
    """When each mailbox of MAILBOX_URL was last heard whole (null: never), and why its last fetch failed (null: it did not).

    One not heard for long holds the closings: a fault.
    """
    names = [mailbox_name(url) for url in settings.MAILBOX_URLS]
    found = {beat.mailbox: beat for beat in MailboxHeartbeat.objects.filter(mailbox__in=names)}
    beats = {name: found.get(name) or MailboxHeartbeat() for name in names}
    heard = [beat.heard_until for beat in beats.values()]
    return {
        "bien": all(until is not None and now - until <= LATE_FETCH for until in heard),
        "ultima_lectura_s": {name: _seconds(beat.heard_until, now) for name, beat in beats.items()},
        "ultima_falla": {name: _last_fault(beat, now) for name, beat in beats.items()},
    }


def _last_fault(beat: MailboxHeartbeat, now: datetime) -> dict | None:
    """What agents read of it too; without the password, which `last_error` never holds."""
    return {"texto": beat.last_error, "hace_s": _seconds(beat.last_error_at, now)} if beat.last_error else None


def quarantine() -> dict:
    """How many messages wait for a person, counted up to a bound."""
    count = len(SpooledMessage.objects.quarantined().values_list("pk", flat=True)[: AT_MOST + 1])
    return {"bien": True, "mensajes": min(count, AT_MOST), "hay_mas": count > AT_MOST}


def webhook(now: datetime) -> dict:
    """How long ago the last webhook came, of received mail (null: none among the newest) and of what became of ours.

    Silence holds nothing: it is shown.
    """
    newest = SpooledMessage.objects.order_by("-pk").values_list("channel", "received_at")[:AT_MOST]
    last = next((received_at for channel, received_at in newest if channel == InboundChannel.WEBHOOK), None)
    tracked = WebhookHeartbeat.objects.order_by("-heard_at").values_list("heard_at", flat=True).first()
    return {"bien": True, "ultimo_s": _seconds(last, now), "seguimiento_s": _seconds(tracked, now)}


def _seconds(moment: datetime | None, now: datetime) -> int | None:
    return None if moment is None else max(0, int((now - moment).total_seconds()))
