"""/correo/seguimiento/<esp>/: what became of our mails, in whatever order and however often a service tells it."""

import base64
import json
import random
import threading

import pytest
from anymail.signals import AnymailTrackingEvent
from django.db import connection, connections
from django.utils import timezone

from notifications.models import Email, WebhookHeartbeat
from notifications.models.email import EmailState
from notifications.tracking import events
from notifications.tracking.views import SERVICES as DOORS
from tests.factories import make_requester, make_ticket
from tests.notifications.inbound.raw import mail_sent, state_of
from tests.notifications.tracking.bodies import MAILGUN_KEY, REFUSED, SERVICES, SNS, amazon_ses, postmark, sendgrid
from tickets.states import Action, State

pytestmark = pytest.mark.django_db
SECRET = "usuario:clave-del-webhook"
NAME = "7001"  # the service's name for the mail


@pytest.fixture(autouse=True)
def signing_key(settings) -> None:
    settings.ANYMAIL = settings.ANYMAIL | {"MAILGUN_WEBHOOK_SIGNING_KEY": MAILGUN_KEY}


def authorization(secret: str = SECRET) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(secret.encode()).decode()}


def post(client, esp: str, body, secret: str = SECRET):
    headers = authorization(secret) | (SNS if esp == "amazon_ses" else {})
    return client.post(
        f"/correo/seguimiento/{esp}/", json.dumps(body), content_type="application/json", headers=headers
    )


@pytest.fixture
def asked(requester, agent, now):
    """A question that left through a service, and its ticket in the requester's hands."""
    ticket = make_ticket(requester=requester, agent=agent, state=State.EN_CLIENTE, now=now)
    mail = mail_sent(ticket, now, action=Action.ASK, kind="mas_informacion")
    Email.objects.filter(pk=mail.pk).update(provider_id=NAME)
    return mail


def fresh(email: Email) -> Email:
    return Email.objects.get(pk=email.pk)


@pytest.mark.parametrize("esp", SERVICES)
def test_each_service_tells_that_a_mail_was_delivered(client, asked, esp):
    body, delivered, _ = SERVICES[esp]

    assert post(client, esp, body(NAME, asked.to, delivered)).status_code == 200

    mail = fresh(asked)
    assert (mail.state, mail.reason) == (EmailState.DELIVERED, "")
    assert mail.delivered_at is not None
    assert state_of(asked.ticket) == State.EN_CLIENTE
    assert WebhookHeartbeat.objects.get().service == esp


@pytest.mark.parametrize("esp", SERVICES)
def test_each_service_tells_that_a_question_bounced_and_its_clock_stops(client, asked, esp):
    body, _, bounced = SERVICES[esp]

    assert post(client, esp, body(NAME, asked.to, bounced)).status_code == 200

    mail = fresh(asked)
    assert mail.state == EmailState.BOUNCED
    assert mail.bounced_at is not None
    assert mail.reason
    if esp != "mailjet":  # which has only a class of reasons
        assert mail.reason == REFUSED
    event = asked.ticket.events.last()
    assert (event.action, event.facts.email_id, event.facts.why) == (Action.BOUNCE, mail.pk, mail.reason)
    asked.ticket.refresh_from_db()
    assert (asked.ticket.state, asked.ticket.auto_close_at) == (State.EN_ESPERA, None)


def test_our_own_message_id_names_the_mail_too(client, asked):
    Email.objects.update(provider_id="")
    body, delivered, _ = SERVICES["mailgun"]

    post(client, "mailgun", body(asked.mail_id, asked.to, delivered))

    assert fresh(asked).state == EmailState.DELIVERED


def test_a_forged_message_id_names_nothing(client, asked):
    Email.objects.update(provider_id="")
    body, delivered, _ = SERVICES["mailgun"]

    answer = post(client, "mailgun", body(f"<aaaaaaaa{asked.mail_id[9:]}", asked.to, delivered))

    assert answer.status_code == 200
    assert fresh(asked).state == EmailState.ACCEPTED


def test_a_mail_that_is_not_ours_is_no_matter(client, asked):
    assert post(client, "postmark", postmark("otra", "otra@otra.test", "Delivery")).status_code == 200

    assert fresh(asked).state == EmailState.ACCEPTED


def test_an_acknowledgement_that_bounces_leaves_the_ticket_without_contact(client, now):
    ticket = make_ticket(requester=make_requester("nadie@agencia.test", now=now, proven=False), now=now)
    mail = mail_sent(ticket, now, action=Action.SUBMIT, kind="acuse")
    Email.objects.filter(pk=mail.pk).update(provider_id=NAME)

    post(client, "postmark", postmark(NAME, mail.to, "HardBounce"))

    ticket.refresh_from_db()
    assert (ticket.state, ticket.events.last().action) == (State.ABIERTA, "contact_lost")
    assert ticket.contact_lost_at is not None


def test_a_service_that_refuses_to_send_counts_as_a_bounce(client, asked):
    post(client, "sendgrid", [sendgrid(NAME, asked.to, "dropped")[0] | {"type": "Bounced Address"}])

    assert (fresh(asked).state, fresh(asked).reason) == (EmailState.BOUNCED, "bounced")
    assert state_of(asked.ticket) == State.EN_ESPERA


@pytest.mark.parametrize(
    ("esp", "body"),
    [
        ("sendgrid", lambda to: sendgrid(NAME, to, "deferred")),
        ("postmark", lambda to: postmark(NAME, to, "SoftBounce")),
        ("amazon_ses", lambda to: amazon_ses(NAME, to, "Bounce", "Transient")),
    ],
)
def test_what_may_still_arrive_is_noted_and_stops_nothing(client, asked, esp, body):
    post(client, esp, body(asked.to))

    assert (fresh(asked).state, fresh(asked).reason) == (EmailState.ACCEPTED, f"Aún no llega: {REFUSED}")
    assert state_of(asked.ticket) == State.EN_CLIENTE


def test_a_complaint_is_noted_on_the_mail_that_arrived(client, asked):
    post(client, "sendgrid", sendgrid(NAME, asked.to, "spamreport"))

    mail = fresh(asked)
    assert (mail.state, mail.reason) == (EmailState.DELIVERED, events.COMPLAINT)
    assert state_of(asked.ticket) == State.EN_CLIENTE


@pytest.mark.parametrize("last", ["delivered", "spamreport", "bounce"])
def test_five_times_each_and_in_any_order_one_state_remains(client, asked, last):
    told = ["processed", "deferred", "delivered", "open", "spamreport", "bounce"]
    told = told[: told.index(last) + 1]
    ends = set()
    for seed in range(12):
        Email.objects.filter(pk=asked.pk).update(
            state=EmailState.ACCEPTED, reason="", delivered_at=None, bounced_at=None
        )
        batch = [sendgrid(NAME, asked.to, what)[0] for what in told * 5]
        random.Random(seed).shuffle(batch)
        for n in range(0, len(batch), 4):
            assert post(client, "sendgrid", batch[n : n + 4]).status_code == 200
        mail = fresh(asked)
        ends.add((mail.state, mail.reason, mail.delivered_at is not None, mail.bounced_at is not None))

    expected = {
        "delivered": (EmailState.DELIVERED, "", True, False),
        "spamreport": (EmailState.DELIVERED, events.COMPLAINT, True, False),
        "bounce": (EmailState.BOUNCED, REFUSED, True, True),
    }
    assert ends == {expected[last]}
    assert asked.ticket.events.filter(action=Action.BOUNCE).count() == (last == "bounce")


def test_a_bounce_after_the_delivery_wins(client, asked):
    post(client, "postmark", postmark(NAME, asked.to, "Delivery"))
    post(client, "postmark", postmark(NAME, asked.to, "HardBounce"))
    post(client, "postmark", postmark(NAME, asked.to, "Delivery"))

    assert fresh(asked).state == EmailState.BOUNCED


def test_a_delivery_heard_before_the_worker_noted_the_servers_yes_is_not_sent_again(client, asked, now):
    Email.objects.filter(pk=asked.pk).update(state=EmailState.SENDING, leased_until=now)

    post(client, "postmark", postmark(NAME, asked.to, "Delivery"))

    assert fresh(asked).state == EmailState.DELIVERED
    assert not Email.objects.due(timezone.now()).filter(pk=asked.pk).exists()


def test_news_that_come_before_the_services_name_is_noted_are_asked_for_again(client, asked, now):
    Email.objects.filter(pk=asked.pk).update(state=EmailState.SENDING, leased_until=now, provider_id="")
    body = postmark(NAME, asked.to, "HardBounce")

    assert post(client, "postmark", body).status_code == 503
    Email.objects.get(pk=asked.pk).mark_accepted(now, NAME)
    assert post(client, "postmark", body).status_code == 200

    assert fresh(asked).state == EmailState.BOUNCED


@pytest.mark.parametrize("esp", DOORS)
def test_every_service_has_its_door_and_none_opens_without_the_secret(client, esp, settings):
    assert client.head(f"/correo/seguimiento/{esp}/").status_code == 200
    assert client.get(f"/correo/seguimiento/{esp}/").status_code == 405
    for secret in ("", "usuario:otra", SECRET + "x"):
        assert post(client, esp, {}, secret).status_code == 400
    settings.WEBHOOK_SECRET = ""
    assert post(client, esp, {}).status_code == 400
    assert not WebhookHeartbeat.objects.exists()


def test_all_services_of_anymail_are_there():
    assert set(DOORS) >= {
        "amazon_ses", "brevo", "mailersend", "mailgun", "mailjet", "mailtrap", "mandrill", "postal", "postmark", "resend",
        "sendgrid", "sparkpost", "unisender_go",
    }  # fmt: skip


def test_an_unknown_service_has_no_door(client):
    assert post(client, "otro", {}).status_code == 404


def test_amazon_is_asked_for_the_secret_before_it_gives_it(client):
    answer = client.post("/correo/seguimiento/amazon_ses/", "{}", content_type="application/json")

    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Basic realm="correo"')


def test_a_wrong_signature_is_refused_even_with_the_secret(client, asked, settings):
    body, delivered, _ = SERVICES["mailgun"]
    forged = body(NAME, asked.to, delivered)
    forged["signature"]["signature"] = "0" * 64

    assert post(client, "mailgun", forged).status_code == 400
    assert fresh(asked).state == EmailState.ACCEPTED


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '[{"a": 1}]', "[1]", '"x"', "[" * 5000])
@pytest.mark.parametrize("esp", ["sendgrid", "postmark", "brevo", "sparkpost"])
def test_an_unreadable_body_is_refused_without_a_traceback(client, esp, body):
    answer = client.post(f"/correo/seguimiento/{esp}/", body, content_type="application/json", headers=authorization())

    assert answer.status_code in (200, 400)  # an empty batch, and what anymail takes for an event of unknown kind


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite writes one at a time: there is nothing to race for")
def test_the_same_bounce_by_four_doors_at_once_counts_once(asked, now):
    event = AnymailTrackingEvent(
        event_type="bounced", message_id=NAME, recipient=asked.to, mta_response=REFUSED, timestamp=now, esp_event={}
    )
    start, errors = threading.Barrier(4), []

    def publish():
        try:
            start.wait(10)
            events.record(event, now)
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=publish) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert errors == []
    assert fresh(asked).state == EmailState.BOUNCED
    assert asked.ticket.events.filter(action=Action.BOUNCE).count() == 1
