"""The small cast of every test."""

from datetime import UTC, datetime

import pytest
from django.core.cache import cache

from tests.factories import make_requester, make_user


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    """No test is throttled for what another one did."""
    cache.clear()


@pytest.fixture
def now() -> datetime:
    """A Monday morning in Mexico City: 2026-11-16, 9:00."""
    return datetime(2026, 11, 16, 15, 0, tzinfo=UTC)


@pytest.fixture
def requester(db, now):
    return make_requester("ana@agencia.test", "Ana Ruiz", now=now)


@pytest.fixture
def stranger(db, now):
    """Somebody else's requester."""
    return make_requester("extrano@otra.test", "Otra Persona", now=now)


@pytest.fixture
def agent(db):
    return make_user("laura", "Agente")


@pytest.fixture
def supervisor(db):
    return make_user("sofia", "Supervisor")
