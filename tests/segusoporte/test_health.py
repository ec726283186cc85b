"""What the two health pages say, and that they say it in time."""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from notifications.models import Email, MailboxHeartbeat, SpooledMessage, WebhookHeartbeat
from notifications.models.spool import InboundChannel, SpoolState
from segusoporte.health import broker
from tests.segusoporte.conftest import as_nobody


@pytest.fixture(autouse=True)
def broker_directory(settings, tmp_path):
    """An embedded broker that works, whatever the suite runs on."""
    settings.REDIS_URL = ""
    settings.BROKER_DIR = tmp_path
    return tmp_path


def make_email(not_before):
    return Email.objects.create(
        key=f"prueba:{not_before}", kind="acuse", to="ana@agencia.test", from_name="Soporte", subject="s", text="t",
        html="h", created_at=not_before, not_before=not_before,
    )  # fmt: skip


def make_spooled(number, received_at, **fields):
    values = {
        "channel": InboundChannel.PIPE,
        "mailbox": "tubo",
        "message_id": f"<{number}>",
        "sha256": f"{number:064}",
        "raw": b"x",
    }
    return SpooledMessage.objects.create(**values | {"received_at": received_at} | fields)


def test_alive_asks_nothing_of_the_database(client):  # without the mark, any query would raise
    response = client.get("/salud/vivo/")

    assert response.status_code == 200
    assert response.json() == {"estado": "vivo"}


@pytest.mark.django_db
def test_a_desk_at_rest_is_ready(client):
    response = client.get("/salud/listo/")

    assert response.status_code == 200
    assert response.json()["estado"] == "listo"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_a_mail_that_nobody_sends_is_a_fault(client):
    make_email(not_before=timezone.now() - timedelta(minutes=20))

    response = client.get("/salud/listo/")

    assert response.status_code == 503
    assert response.json()["correo_por_salir"]["bien"] is False
    assert response.json()["correo_por_salir"]["mas_antiguo_s"] >= 1200


@pytest.mark.django_db
def test_a_mail_for_later_is_no_fault(client):
    make_email(not_before=timezone.now() + timedelta(hours=1))

    response = client.get("/salud/listo/")

    assert response.status_code == 200
    assert response.json()["correo_por_salir"]["mas_antiguo_s"] is None


@pytest.mark.django_db
def test_a_received_message_that_nobody_reads_is_a_fault(client):
    make_spooled(1, timezone.now() - timedelta(minutes=20))

    response = client.get("/salud/listo/")

    assert response.status_code == 503
    assert response.json()["correo_recibido"]["bien"] is False


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "status"), [(5, 200), (45, 503)])
def test_a_mailbox_not_heard_for_long_is_a_fault(client, settings, minutes, status):
    settings.MAILBOX_URLS = ["imaps://soporte:clave@imap.ejemplo.mx"]
    heard = timezone.now() - timedelta(minutes=minutes)
    MailboxHeartbeat.objects.create(mailbox="soporte@imap.ejemplo.mx/INBOX", heard_until=heard)

    response = client.get("/salud/listo/")

    assert response.status_code == status
    assert response.json()["buzones"]["ultima_lectura_s"]["soporte@imap.ejemplo.mx/INBOX"] >= minutes * 60


@pytest.mark.django_db
def test_a_mailbox_that_was_never_heard_is_a_fault(client, settings):
    settings.MAILBOX_URLS = ["imaps://soporte:clave@imap.ejemplo.mx"]

    response = client.get("/salud/listo/")

    assert response.status_code == 503
    assert response.json()["buzones"]["ultima_lectura_s"] == {"soporte@imap.ejemplo.mx/INBOX": None}


@pytest.mark.django_db
def test_the_last_error_of_each_mailbox_is_shown(client, settings):
    settings.MAILBOX_URLS = ["imaps://soporte:clave@imap.ejemplo.mx", "imaps://ventas:clave@imap.ejemplo.mx"]
    now = timezone.now()
    MailboxHeartbeat.objects.create(mailbox="ventas@imap.ejemplo.mx/INBOX", heard_until=now)
    MailboxHeartbeat.objects.create(
        mailbox="soporte@imap.ejemplo.mx/INBOX", heard_until=now - timedelta(minutes=5),
        last_error="LoginError: Authentication failed", last_error_at=now - timedelta(minutes=2),
    )  # fmt: skip

    response = client.get("/salud/listo/")

    shown = response.json()["buzones"]["ultima_falla"]
    assert response.status_code == 200
    assert shown["ventas@imap.ejemplo.mx/INBOX"] is None
    assert shown["soporte@imap.ejemplo.mx/INBOX"]["texto"] == "LoginError: Authentication failed"
    assert 120 <= shown["soporte@imap.ejemplo.mx/INBOX"]["hace_s"] < 180


@pytest.mark.django_db
def test_a_mailbox_that_is_no_longer_read_is_no_fault(client, settings):
    settings.MAILBOX_URLS = ["imaps://soporte:clave@imap.ejemplo.mx"]
    now = timezone.now()
    MailboxHeartbeat.objects.create(mailbox="soporte@imap.ejemplo.mx/INBOX", heard_until=now)
    MailboxHeartbeat.objects.create(mailbox="viejo@imap.ejemplo.mx/INBOX", heard_until=now - timedelta(days=9))

    response = client.get("/salud/listo/")

    assert response.status_code == 200
    assert "viejo@imap.ejemplo.mx/INBOX" not in response.json()["buzones"]["ultima_lectura_s"]


@pytest.mark.django_db
def test_quarantine_is_counted_up_to_a_bound(client):
    for number in range(102):
        make_spooled(number, timezone.now(), state=SpoolState.QUARANTINED)

    answer = client.get("/salud/listo/").json()["cuarentena"]

    assert answer == {"bien": True, "mensajes": 100, "hay_mas": True}


@pytest.mark.django_db
def test_the_silence_of_the_webhooks_is_shown(client):
    make_spooled(1, timezone.now() - timedelta(hours=2), channel=InboundChannel.WEBHOOK, state=SpoolState.PROCESSED)

    answer = client.get("/salud/listo/").json()["webhook"]

    assert answer["bien"] is True
    assert 7200 <= answer["ultimo_s"] < 7260
    assert answer["seguimiento_s"] is None


@pytest.mark.django_db
def test_the_silence_about_our_mails_is_shown_by_the_latest_service(client):
    WebhookHeartbeat.objects.mark_heard("mailgun", timezone.now() - timedelta(hours=5))
    WebhookHeartbeat.objects.mark_heard("postmark", timezone.now() - timedelta(hours=4))
    WebhookHeartbeat.objects.mark_heard("postmark", timezone.now() - timedelta(hours=3))

    answer = client.get("/salud/listo/").json()["webhook"]

    assert answer["bien"] is True
    assert 10800 <= answer["seguimiento_s"] < 10860


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_tables(client):
    with CaptureQueriesContext(connection) as when_empty:
        client.get("/salud/listo/")
    for number in range(30):
        make_email(timezone.now() + timedelta(hours=1, seconds=number))
        make_spooled(number, timezone.now())

    with CaptureQueriesContext(connection) as when_full:
        client.get("/salud/listo/")

    assert len(when_full) == len(when_empty) <= 8


@pytest.mark.django_db
def test_a_frozen_redis_is_reported_in_under_three_seconds(client, settings, frozen_server):
    settings.REDIS_URL = frozen_server
    began = time.monotonic()

    response = client.get("/salud/listo/")

    assert time.monotonic() - began < 3
    assert response.status_code == 503
    assert response.json()["broker"] == {"bien": False, "falla": "TimeoutError"}
    assert response.json()["base_de_datos"]["bien"] is True


@pytest.mark.django_db
def test_a_missing_broker_directory_is_a_fault(client, settings, tmp_path):
    settings.BROKER_DIR = tmp_path / "nunca"

    response = client.get("/salud/listo/")

    assert response.status_code == 503
    assert response.json()["broker"]["bien"] is False


@pytest.mark.django_db
def test_files_set_aside_by_the_embedded_broker_are_counted_and_no_fault(client, broker_directory):
    (broker_directory / "set_aside").mkdir()
    (broker_directory / "set_aside" / "1_a.celery.msg").touch()

    response = client.get("/salud/listo/")

    assert response.status_code == 200
    assert response.json()["broker"] == {"bien": True, "apartados": 1}


def unlisted(folder):
    folder.chmod(0o000)


def unwritable(folder):
    folder.chmod(0o555)


def no_place_aside(folder):
    (folder / "set_aside").write_text("un archivo")


@pytest.mark.parametrize("spoil", [unlisted, unwritable, no_place_aside])
def test_a_broker_directory_that_cannot_be_used_is_a_fault(settings, common_folder, spoil):
    settings.BROKER_DIR = common_folder
    spoil(common_folder)

    with as_nobody():
        found = broker()

    assert (found["bien"], set(found)) == (False, {"bien", "falla"})


def test_health_pages_only_answer_questions(client):
    assert client.post("/salud/vivo/").status_code == 405
    assert client.post("/salud/listo/").status_code == 405
