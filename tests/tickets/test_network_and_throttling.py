import uuid
from ipaddress import ip_network

import pytest
from django.test import override_settings
from django.urls import reverse

from segusoporte.environment import networks
from tests.pages import text, value_of
from tests.pictures import upload
from tickets.models import Ticket
from tickets.network import client_address, client_network
from tickets.throttle import KNOWN_PER_NETWORK

FORM = "/soporte/"
A_FEW = 3


def most(rate: str) -> int:
    return int(rate.split("/")[0])


def typed(number: int = 0, **changes) -> dict:
    return {
        "email": f"nora{number}@agencia.test", "name": "Nora Vega", "subject": "No cotiza nada con ATLAS", "description": "x",
        "submission_id": str(uuid.uuid4()),
    } | changes  # fmt: skip


@pytest.mark.parametrize(
    ("remote", "forwarded", "address"),
    [
        ("203.0.113.9", "198.51.100.7", "203.0.113.9"),  # a stranger's header is not believed
        ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "1.2.3.4, 198.51.100.7", "198.51.100.7"),  # what stands left was written by the stranger
        ("10.0.0.1", "1.2.3.4, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        ("2001:db8:1::1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "no-es-una-dirección", ""),
        ("", "198.51.100.7", ""),
        ("::ffff:10.0.0.1", "198.51.100.7", "198.51.100.7"),  # a socket that takes both: IPv4 within IPv6
        ("10.0.0.1", "::ffff:198.51.100.7, ::ffff:10.0.0.2", "198.51.100.7"),
        ("10.0.0.1", "198.51.100.7:51034", "198.51.100.7"),
        ("10.0.0.1", "[2001:db8::1]:51034", "2001:db8::1"),
        ("10.0.0.1", "[2001:db8::1]", "2001:db8::1"),
        ("10.0.0.1", "[[2001:db8::1]]", ""),
        ("10.0.0.1", "198.51.100.7:puerto", ""),
    ],
)
@override_settings(TRUSTED_PROXIES=[ip_network("10.0.0.0/24"), ip_network("2001:db8:1::/48")])
def test_the_forwarded_address_is_believed_only_from_our_proxies(rf, remote, forwarded, address):
    request = rf.get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)

    assert client_address(request) == address


@pytest.mark.parametrize("mapped", ["::ffff:10.0.0.1", "::ffff:10.0.0.0/104"])
def test_a_proxy_may_be_named_as_ipv4_within_ipv6(rf, settings, monkeypatch, mapped):
    monkeypatch.setenv("UN_PROXY", mapped)
    settings.TRUSTED_PROXIES = networks("UN_PROXY")

    request = rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.7")

    assert client_address(request) == "198.51.100.7"


def test_the_form_takes_posts_that_come_through_either_of_two_proxies(client, db, settings, monkeypatch):
    monkeypatch.setenv("UNOS_PROXIES", "10.0.0.1, 10.0.0.2")
    settings.TRUSTED_PROXIES = networks("UNOS_PROXIES")

    for number, proxy in enumerate(["10.0.0.1", "10.0.0.2"]):
        page = client.post(FORM, typed(number), REMOTE_ADDR=proxy, HTTP_X_FORWARDED_FOR="198.51.100.7")

        assert page.status_code == 303


@pytest.mark.parametrize("remote", ["198.51.100.7", "::ffff:198.51.100.7", "::ffff:c633:6407"])
def test_an_ipv4_address_counts_alone_also_when_written_within_ipv6(rf, remote):
    assert client_network(rf.get("/", REMOTE_ADDR=remote)) == "198.51.100.7"


def test_one_customers_ipv6_addresses_count_as_one(rf):
    networks = {client_network(rf.get("/", REMOTE_ADDR=f"2001:db8:1:2::{number}")) for number in (1, 2, 99)}

    assert networks == {"2001:db8:1:2::/64"}


def test_past_the_limit_of_a_network_nothing_typed_or_attached_is_lost(client, db, monkeypatch):
    monkeypatch.setattr("tickets.views.form.FORM_PER_NETWORK", f"{A_FEW}/10m")
    for _ in range(A_FEW):
        client.post(FORM, {"email": "x"})

    page = client.post(FORM, typed(attachments=upload()))

    assert page.status_code == 429
    assert "Espera unos minutos y vuelve a enviar" in text(page)
    assert value_of(page, "subject") == "No cotiza nada con ATLAS"
    assert "portal-atlas.pdf" in text(page)
    assert not Ticket.objects.exists()
    assert client.post(FORM, typed(), REMOTE_ADDR="198.51.100.7").status_code == 303


def test_past_the_limit_of_an_address_another_one_still_goes_through(client, requester, monkeypatch):
    monkeypatch.setattr("tickets.views.form.FORM_PER_EMAIL", f"{A_FEW}/10m")
    for number in range(A_FEW):
        client.post(FORM, typed(email=requester.email), REMOTE_ADDR=f"198.51.100.{number}")

    assert client.post(FORM, typed(email=requester.email)).status_code == 429
    assert client.post(FORM, typed(1)).status_code == 303
    assert Ticket.objects.filter(requester=requester).count() == A_FEW


def test_far_beyond_the_limit_not_even_the_body_is_read(client, db, monkeypatch):
    monkeypatch.setattr("tickets.views.guards.UPLOADS_PER_NETWORK", f"{A_FEW}/10m")
    for _ in range(A_FEW):
        client.post(FORM, {"email": "x"})

    page = client.post(FORM, typed(attachments=upload()))

    assert page.status_code == 429
    assert "lo que escribiste sigue ahí" in text(page)


def test_asked_too_often_whether_an_address_is_known_we_say_of_everyone_that_it_is_not(client, requester):
    url = reverse("tickets:name_needed")
    for _ in range(most(KNOWN_PER_NETWORK)):
        assert client.post(url, {"email": requester.email}).json() == {"nombre": False}

    assert client.post(url, {"email": requester.email}).json() == {"nombre": True}


def test_then_the_form_asks_the_name_of_everyone_and_refuses_nobody(client, requester):
    for _ in range(most(KNOWN_PER_NETWORK)):
        client.post(reverse("tickets:name_needed"), {"email": "x"})

    asked = client.post(FORM, typed(email=requester.email, name=""))
    sent = client.post(FORM, typed(email=requester.email, name="Ana"))

    assert "Dinos tu nombre real" in text(asked)
    assert sent.status_code == 303
    assert Ticket.objects.get().requester == requester


def test_the_form_itself_tells_no_more_than_the_ration_allows(client, requester):
    """Sending without a subject asks about the name as well: it counts as the same question."""
    for _ in range(most(KNOWN_PER_NETWORK)):
        client.post(FORM, typed(email=requester.email, name="", subject=""))

    page = client.post(FORM, typed(email=requester.email, name="", subject=""))

    assert "Dinos tu nombre real" in text(page)
