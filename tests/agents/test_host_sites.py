"""A host site in the back office: what is pasted into it really works."""

import jwt
import pytest
from django.urls import reverse

from tests.factories import make_user
from tests.pages import text
from tickets.models import Site, SiteSecret
from tickets.widget.identity import verify


@pytest.fixture
def admin(client, db):
    user = make_user("jefa", "Administrador")
    client.force_login(user)
    return client


@pytest.fixture
def site(db):
    site = Site.objects.create(name="Cotizador", allowed_origins=["https://cotizador.test"])
    SiteSecret.objects.create(site=site, kid="2026-11")
    return site


def page_of(admin, site):
    return admin.get(reverse("agents:tickets_site_change", args=[site.pk]))


def saved(admin, site, origins: str):
    path = reverse("agents:tickets_site_change", args=[site.pk])
    rows = {"secrets-TOTAL_FORMS": "0", "secrets-INITIAL_FORMS": "0"}
    return admin.post(path, {"name": site.name, "allowed_origins": origins, "active": "on"} | rows)


def test_the_snippet_is_ready_to_copy_with_its_servers_part_in_python_and_php(admin, site):
    said = text(page_of(admin, site))

    assert f'src="http://testserver/w/v1.js" data-sitio="{site.public_key}" data-token-url="/soporte-token"' in said
    assert f'"aud": "{site.public_key}"' in said and 'headers={"kid": "2026-11"}' in said
    assert "hash_hmac('sha256'" in said and "'kid' => '2026-11'" in said


def test_the_python_example_signs_what_the_desk_believes(admin, site, now):
    secret = site.secrets.get()
    claims = {
        "aud": site.public_key,
        "sub": "ana",
        "email": "ana@a.test",
        "name": "Ana",
        "exp": int(now.timestamp()) + 300,
    }

    token = jwt.encode(claims, secret.secret, algorithm="HS256", headers={"kid": "2026-11"})

    assert verify(token, site, now).login == "ana"


def test_origins_are_kept_as_browsers_write_them(admin, site):
    saved(admin, site, "HTTPS://Cotizador.Test:443/\n\n http://localhost:8001 \nhttps://cotizador.test")

    site.refresh_from_db()
    assert site.allowed_origins == ["https://cotizador.test", "http://localhost:8001"]


@pytest.mark.parametrize("wrong", ["cotizador.test", "https://a.test/ruta", "*", "javascript:alert(1)"])
def test_what_is_no_origin_is_refused_with_a_sentence(admin, site, wrong):
    answer = saved(admin, site, wrong)

    assert answer.status_code == 200
    assert "no es un origen" in text(answer)
    site.refresh_from_db()
    assert site.allowed_origins == ["https://cotizador.test"]


def test_a_retired_secret_is_not_the_one_to_use(admin, site, now):
    site.secrets.update(retired_at=now)

    assert "Agrega abajo un secreto" in text(page_of(admin, site))


def test_an_agent_sees_no_secret(client, site, agent):
    client.force_login(agent)

    answer = page_of(client, site)

    assert answer.status_code in (302, 403)
    assert site.secrets.get().secret not in answer.content.decode()
