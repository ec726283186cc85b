"""Every link a requester holds, tried by those who do not: QUALITY.md, «Tokens and access»."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories import make_ticket, receive_reply
from tests.pages import nothing_written
from tests.pictures import PDF
from tickets import tokens
from tickets.models import Attachment
from tickets.views.sent import sent_url

KINDS = ["tracking", "sent", "survey", "file"]


def token_of(ticket, kind: str, now) -> str:
    if kind == "tracking":
        return ticket.tracking_token
    if kind == "sent":
        return sent_url(ticket, now + timedelta(days=9999)).rstrip("/").rpartition("/")[2]
    if kind == "survey":
        return ticket.current_round.survey_token
    return ticket.attachments.get().token


def url(kind: str, token: str) -> str:
    return reverse(f"{'surveys' if kind == 'survey' else 'tickets'}:{kind}", args=[token])


def make_ticket_with_file(requester, now):
    ticket = make_ticket(requester=requester, now=now)
    file = Attachment.objects.keep(PDF, f"{uuid.uuid4()}.pdf", now=now)
    receive_reply(ticket, by=requester, body="Va", files=[file], now=now)
    return ticket


@pytest.fixture
def ticket(requester, now):
    return make_ticket_with_file(requester, now)


@pytest.fixture
def other(stranger, now):
    return make_ticket_with_file(stranger, now)


@pytest.mark.parametrize("kind", KINDS)
def test_the_right_link_opens(client, ticket, now, kind):
    assert client.get(url(kind, token_of(ticket, kind, now))).status_code == 200


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1],
        lambda token: token[1:],
        lambda token: token[: len(token) // 2],
        lambda token: token.upper(),
        lambda token: token.capitalize() if token[0].isalpha() else token[:-1] + token[-1].upper() + "A",
        lambda token: token + "a",
        lambda token: token + "=",
        lambda token: token * 50,
        lambda token: " " + token,
        lambda token: token[:-2] + ("aa" if token[-2:] != "aa" else "bb"),
        lambda token: "%00",
        lambda token: "-",
    ],
)
def test_a_spoiled_token_opens_nothing(client, ticket, now, kind, spoil):
    answer = client.get(url(kind, spoil(token_of(ticket, kind, now))))

    assert answer.status_code == 404
    assert "Este enlace ya no abre" in answer.content.decode()
    assert client.post(url(kind, spoil(token_of(ticket, kind, now))), {"accion": "retiro"}).status_code == 404


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("used_for", KINDS)
def test_a_token_serves_its_own_purpose_only(client, ticket, now, kind, used_for):
    answer = client.get(url(used_for, token_of(ticket, kind, now)))

    assert answer.status_code == (200 if kind == used_for else 404)


@pytest.mark.parametrize("kind", KINDS)
def test_the_tag_of_ones_own_ticket_opens_no_neighbour(client, ticket, other, now, kind):
    mine, theirs = token_of(ticket, kind, now), token_of(other, kind, now)

    for cut in range(1, 9):
        forged = theirs[:cut] + mine[cut:]
        if forged not in (mine, theirs):
            assert client.get(url(kind, forged)).status_code == 404


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("number", ["1", "2", "0", "-1", "99999999999999999999"])
def test_numbers_open_nothing(client, ticket, kind, number):
    assert client.get(url(kind, number)).status_code == 404


@pytest.mark.parametrize("kind", ["tracking", "sent", "survey"])
def test_a_token_signed_for_somebody_else_opens_nothing(client, ticket, stranger, now, kind):
    purpose = {"tracking": tokens.Purpose.SEE, "sent": tokens.Purpose.SENT, "survey": tokens.Purpose.SURVEY}[kind]
    thing = ticket.current_round.pk if kind == "survey" else ticket.pk

    forged = tokens.make(purpose, thing, stranger.pk, ticket.token_version())

    assert client.get(url(kind, forged)).status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_links_die_with_the_key_unless_it_is_kept_as_a_fallback(client, ticket, now, kind, settings):
    token = token_of(ticket, kind, now)

    old, settings.SECRET_KEY = settings.SECRET_KEY, "another key " * 5
    assert client.get(url(kind, token)).status_code == 404

    settings.SECRET_KEY_FALLBACKS = [old]
    assert client.get(url(kind, token)).status_code == 200


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(client, ticket, now, kind, method):
    address = url(kind, token_of(ticket, kind, now))

    with nothing_written():
        answer = getattr(client, method)(address, {"accion": "retiro", "n": "1", "paso": "gracias", "en": "pagina"})

    assert answer.status_code == 200


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_are_not_allowed(client, ticket, now, kind, method):
    assert getattr(client, method)(url(kind, token_of(ticket, kind, now))).status_code == 405


@pytest.mark.parametrize("kind", KINDS)
def test_a_forged_host_is_refused(client, ticket, now, kind):
    answer = client.get(url(kind, token_of(ticket, kind, now)), headers={"host": "evil.test"})

    assert answer.status_code == 400


@pytest.mark.parametrize("kind", KINDS)
def test_pages_behind_a_link_are_private_and_say_nothing_of_it_elsewhere(client, ticket, now, kind):
    answer = client.get(url(kind, token_of(ticket, kind, now)))

    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "same-origin"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
