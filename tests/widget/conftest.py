"""A registered site, and what its server signs."""

from datetime import datetime, timedelta

import jwt
import pytest
from django.utils import timezone

from tickets.models import Process, Site, SiteSecret

ORIGIN = "https://cotizador.test"


@pytest.fixture
def process(db) -> Process:
    return Process.objects.get_or_create(slug="cotizacion", defaults={"name": "Cotización"})[0]


@pytest.fixture
def site(db, process) -> Site:
    site = Site.objects.create(name="Cotizador", allowed_origins=[ORIGIN], default_process=process)
    SiteSecret.objects.create(site=site, kid="2026-11")
    return site


@pytest.fixture
def sign(site):
    """sign(**claims): a token as the host's server makes it; a claim given as None is left out."""

    def signed(now: datetime | None = None, *, key: str = "", kid: str = "2026-11", algorithm: str = "HS256", **claims):
        now = now or timezone.now()
        body = {
            "aud": site.public_key, "sub": "ana.ruiz", "email": "ana@agencia.test", "name": "Ana Ruiz",
            "exp": now + timedelta(minutes=5),
        } | claims  # fmt: skip
        body = {name: value for name, value in body.items() if value is not None}
        return jwt.encode(
            body, key or site.secrets.get(kid="2026-11").secret, algorithm=algorithm, headers={"kid": kid}
        )

    return signed
