"""A host site in the back office: what is pasted into it really works."""

import json
import os
import re
import shutil
import subprocess
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from tests.factories import make_user
from tests.pages import text
from tickets.models import Site, SiteSecret
from tickets.widget.identity import InvalidIdentity, Signed, verify

LOGIN, EMAIL, NAME = "ana.ruiz", "Ana@Agencia.test", "Ana Núñez"


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


def example(admin, site, language: str) -> str:
    """As a browser copies it off the page."""
    page = LexborHTMLParser(page_of(admin, site).content.decode())
    return page.css_first(f'pre[aria-label="Ejemplo en {language}"]').text()


def signed_in_python(code: str, secret: str, tmp_path) -> tuple[str, str]:
    """The answer's body and its Cache-Control, of the view that the example defines."""
    user = SimpleNamespace(username=LOGIN, email=EMAIL, get_full_name=lambda: NAME)
    module = {"SECRETO_DE_SOPORTE": secret}
    exec(code, module)  # noqa: S102 - our own page's example: that it runs is what is asked
    answer = module["soporte_token"](SimpleNamespace(user=user))
    return answer.content.decode(), answer["Cache-Control"]


def signed_in_php(code: str, secret: str, tmp_path) -> tuple[str, str]:
    """The same of the example as a script. php-cli prints no headers: what it would send is read off the text."""
    if not shutil.which("php"):
        assert os.environ.get("CI") != "true", "CI runs everything: php-cli is missing"
        pytest.skip("No hay PHP: instala el paquete php-cli.")
    (tmp_path / "example.php").write_text(code)
    (tmp_path / "host.php").write_text(
        f"""<?php
        $usuario = (object) ['login' => '{LOGIN}', 'correo' => '{EMAIL}', 'nombre' => '{NAME}'];
        $SECRETO_DE_SOPORTE = '{secret}';
        require 'example.php';"""
    )
    command = ["php", "-d", "error_reporting=-1", "-d", "display_errors=stderr", "host.php"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True, timeout=30)
    assert done.stderr == ""
    return done.stdout, re.search(r"header\('Cache-Control: (.+)'\)", code)[1]


@pytest.mark.parametrize(("language", "run"), [("Python", signed_in_python), ("PHP", signed_in_php)])
def test_the_example_runs_and_signs_what_the_desk_believes(admin, site, tmp_path, language, run):
    body, cache = run(example(admin, site, language), site.secrets.get().secret, tmp_path)

    signed = verify(json.loads(body)["token"], site, timezone.now())
    assert signed == Signed(LOGIN, EMAIL.lower(), NAME)
    assert cache == "no-store"


@pytest.mark.parametrize(("language", "run"), [("Python", signed_in_python), ("PHP", signed_in_php)])
def test_the_example_with_another_secret_is_not_believed(admin, site, tmp_path, language, run):
    body, _ = run(example(admin, site, language), "otro secreto, igual de largo que el bueno", tmp_path)

    with pytest.raises(InvalidIdentity):
        verify(json.loads(body)["token"], site, timezone.now())


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
