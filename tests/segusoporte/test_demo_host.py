"""The demo host signs with the secret of the day, as any host's server does."""

import importlib

import pytest
from django.utils import timezone

from segusoporte.demo_host import urls
from segusoporte.demo_host.site import register_demo_site
from tickets.models import SiteSecret
from tickets.widget.identity import InvalidIdentity, verify

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def its_own_pages(settings):
    """Which exist with DEBUG alone."""
    settings.DEBUG = True
    importlib.reload(urls)
    settings.ROOT_URLCONF = urls.__name__


def signed(client) -> str:
    answer = client.get("/demo/anfitrion/soporte-token")
    assert answer.status_code == 200
    return answer.json()["token"]


def retire_all(site) -> None:
    site.secrets.update(retired_at=timezone.now())


def test_it_signs_who_works_there_from_the_first_start(client):
    site = register_demo_site()

    assert verify(signed(client), site, timezone.now()).login == "ana.ruiz"


def test_with_its_secret_retired_the_page_stands_and_signs_nobody(client):
    site = register_demo_site()
    retire_all(site)

    assert register_demo_site() == site
    assert client.get("/demo/anfitrion/").status_code == 200
    answer = client.get("/demo/anfitrion/soporte-token")

    assert answer.status_code == 503
    assert "retirado" in answer.json()["error"]
    assert site.secrets.get().retired_at is not None


def test_a_new_secret_brings_it_back(client):
    site = register_demo_site()
    old = signed(client)
    retire_all(site)
    SiteSecret.objects.create(site=site, kid="2026-12")

    assert verify(signed(client), site, timezone.now()).login == "ana.ruiz"
    with pytest.raises(InvalidIdentity):
        verify(old, site, timezone.now())


def test_while_two_secrets_live_the_newest_signs(client):
    site = register_demo_site()
    SiteSecret.objects.create(site=site, kid="2026-12")
    new = signed(client)
    site.secrets.filter(kid="demo").update(retired_at=timezone.now())

    assert verify(new, site, timezone.now()).login == "ana.ruiz"
