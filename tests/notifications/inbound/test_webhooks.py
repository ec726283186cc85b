"""/correo/entrante/<esp>/mime/: authenticated, kept whole, understood later; posted again, it is one message."""

import base64
import json
import sys
from urllib.parse import urlencode

import pytest
from django.core.signals import got_request_exception
from django.db import OperationalError
from django.views.debug import ExceptionReporter

from notifications import webhook
from notifications.addresses import reply_address
from notifications.inbound import pipeline
from notifications.inbound.channels import webhooks
from notifications.models import SpooledMessage
from notifications.models.spool import SpoolState
from tests.factories import make_ticket
from tests.faults import before_query, raising
from tests.notifications.inbound.raw import raw_mail, state_of
from tickets.models import Ticket
from tickets.states import State

pytestmark = pytest.mark.django_db
SECRET = "usuario:clave-del-webhook"
RAW = raw_mail(body="Mañana adjunto la póliza")
TEXT = RAW.decode()


def authorization(secret: str = SECRET) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(secret.encode()).decode()}


def post(client, esp: str, body: bytes, content_type: str, secret: str = SECRET):
    return client.post(
        f"/correo/entrante/{esp}/mime/", data=body, content_type=content_type, headers=authorization(secret)
    )


def form(**fields: str) -> tuple[bytes, str]:
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


def multipart(**fields: str) -> tuple[bytes, str]:
    parts = [f'--xyz\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
    return ("".join(parts) + "--xyz--\r\n").encode(), 'multipart/form-data; boundary="xyz"'


def as_json(value) -> tuple[bytes, str]:
    return json.dumps(value).encode(), "application/json"


def bodies(raw: str = TEXT, to: str = "soporte@segupoliza.test") -> dict[str, tuple[str, tuple[bytes, str]]]:
    relayed = {"content": {"email_rfc822": raw, "email_rfc822_is_base64": False}, "rcpt_to": to}
    coded = relayed | {
        "content": {"email_rfc822": base64.b64encode(raw.encode()).decode(), "email_rfc822_is_base64": True}
    }
    return {
        "mailgun": ("mailgun", form(**{"body-mime": raw, "recipient": to, "timestamp": "1"})),
        "mailgun, multipart": ("mailgun", multipart(**{"recipient": to, "body-mime": raw})),
        "sendgrid": ("sendgrid", multipart(email=raw, envelope=json.dumps({"to": [to]}))),
        "postmark": ("postmark", as_json({"RawEmail": raw, "OriginalRecipient": to})),
        "sparkpost": ("sparkpost", as_json([{"msys": {}}, {"msys": {"relay_message": relayed}}])),
        "sparkpost, base64": ("sparkpost", as_json([{"msys": {"relay_message": coded}}])),
        "mandrill": ("mandrill", form(mandrill_events=json.dumps([{"event": "inbound", "msg": {"raw_msg": raw, "email": to}}]))),
    }  # fmt: skip


def process(times: int = 2) -> None:
    for _ in range(times):
        pipeline.process_pending(SpooledMessage.objects.latest("pk").received_at)


@pytest.mark.parametrize("service", bodies())
def test_each_service_brings_the_message_as_it_was_sent(client, service):
    esp, (body, content_type) = bodies()[service]

    answer = post(client, esp, body, content_type)

    kept = SpooledMessage.objects.get()
    assert (answer.status_code, bytes(kept.raw), kept.state) == (200, body, SpoolState.PENDING)
    process()
    message = Ticket.objects.get().messages.get()
    assert message.body == "Mañana adjunto la póliza"
    kept.refresh_from_db()
    assert (kept.state, kept.reason) == (SpoolState.PROCESSED, "Trajo un mensaje.")


@pytest.mark.parametrize("service", bodies())
def test_the_envelopes_recipient_threads_when_the_header_has_no_token(client, service, requester, agent, now):
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)
    esp, (body, content_type) = bodies(
        raw_mail(subject=f"Re: {ticket.subject}", in_reply_to="<x@y>").decode(), reply_address(ticket.reply_token)
    )[service]

    post(client, esp, body, content_type)
    process()

    assert state_of(ticket) == State.EN_ESPERA


def test_posted_five_times_with_other_stamps_it_is_one_message(client):
    for stamp in range(5):
        post(client, "mailgun", *form(**{"body-mime": TEXT, "timestamp": str(stamp), "token": f"t{stamp}"}))
    process()

    assert SpooledMessage.objects.pending().count() == 0
    assert Ticket.objects.get().messages.count() == 1


@pytest.mark.parametrize("secret", ["", "usuario:otra", "usuario", SECRET + "x", "ñ:ñ"])
def test_a_wrong_secret_is_refused_and_keeps_nothing(client, secret):
    answer = post(client, "mailgun", *form(**{"body-mime": TEXT}), secret=secret)

    assert answer.status_code == 400
    assert not SpooledMessage.objects.exists()


@pytest.mark.parametrize("header", [None, "", "Basic", "Basic %%%", "Bearer abc", "Basic " + "A" * 10_000])
def test_without_the_secret_it_is_refused(client, header):
    headers = {"Authorization": header} if header is not None else {}

    answer = client.post("/correo/entrante/mailgun/mime/", {"body-mime": TEXT}, headers=headers)

    assert answer.status_code == 400
    assert not SpooledMessage.objects.exists()


def test_a_desk_without_a_secret_has_no_door(client, settings):
    settings.WEBHOOK_SECRET = ""

    assert post(client, "mailgun", *form(**{"body-mime": TEXT}), secret="").status_code == 400


def test_the_secret_is_compared_in_constant_time(client, monkeypatch):
    compared = []
    real = webhook.constant_time_compare
    monkeypatch.setattr(webhook, "constant_time_compare", lambda a, b: compared.append((a, b)) or real(a, b))

    post(client, "mailgun", *form(**{"body-mime": TEXT}), secret="usuario:otra")

    assert compared == [(b"usuario:otra", SECRET.encode())]


def test_the_secret_is_in_no_error_report(client):
    reports = []

    def report(sender, request, **_kwargs):
        reporter = ExceptionReporter(request, *sys.exc_info())
        reports.append(reporter.get_traceback_text() + reporter.get_traceback_html())

    got_request_exception.connect(report)
    client.raise_request_exception = False
    try:
        with full_disk():
            post(client, "mailgun", *form(**{"body-mime": TEXT}))
    finally:
        got_request_exception.disconnect(report)

    assert "disk full" in reports[0]
    assert "HTTP_AUTHORIZATION" in reports[0]
    assert "clave-del-webhook" not in reports[0]
    assert base64.b64encode(SECRET.encode()).decode() not in reports[0]


def test_a_body_that_could_not_be_kept_is_asked_for_again(client):
    client.raise_request_exception = False

    with full_disk():
        assert post(client, "mailgun", *form(**{"body-mime": TEXT})).status_code == 500


def full_disk():
    return before_query('INSERT INTO "notifications_spooledmessage"', raising(OperationalError("disk full")))


@pytest.mark.parametrize(
    ("esp", "body", "content_type"),
    [
        ("mailgun", *form(subject="sin MIME")), ("postmark", b"{", "application/json"),
        ("postmark", *as_json([1, 2])), ("postmark", *as_json(None)), ("sparkpost", *as_json({"a": 1})),
        ("sendgrid", b"\xff\xfe", "multipart/form-data"), ("mandrill", *form(mandrill_events="[1]")),
        ("sparkpost", b"[" * 5000, "application/json"),
    ],
)  # fmt: skip
def test_a_body_without_a_message_waits_for_a_person(client, esp, body, content_type):
    assert post(client, esp, body, content_type).status_code == 200

    process(1)

    assert SpooledMessage.objects.get().state == SpoolState.QUARANTINED


def test_a_large_message_is_no_problem(client):
    raw = TEXT + "x" * 5_000_000

    assert post(client, "postmark", *as_json({"RawEmail": raw})).status_code == 200

    process()
    assert Ticket.objects.count() == 1


def test_a_body_beyond_any_message_is_refused(client, monkeypatch):
    monkeypatch.setattr(webhooks, "MOST_BYTES", 1000)

    assert post(client, "mailgun", b"x" * 1001, "text/plain").status_code == 413


def test_services_that_post_no_raw_mime_have_no_door(client):
    assert post(client, "otro", *form(**{"body-mime": TEXT})).status_code == 404
    assert client.get("/correo/entrante/mailgun/mime/").status_code == 405
    assert client.head("/correo/entrante/mailgun/mime/").status_code == 200
