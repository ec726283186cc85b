"""The small cast of every test."""

from datetime import UTC, datetime
from importlib import import_module

import pytest
from celery import current_app
from django.apps import apps
from django.core.cache import cache
from django.db.models.signals import post_migrate

from tests.factories import make_requester, make_user


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    """No test is throttled for what another one did."""
    cache.clear()


@pytest.fixture(scope="session", autouse=True)
def groups_survive_a_flush():
    """A test with real transactions empties every table after it, the groups of the data migration too: make them anew."""
    make_groups = import_module("agents.migrations.0002_groups").make

    def again(**_kwargs) -> None:
        make_groups(apps, None)

    post_migrate.connect(again, sender=apps.get_app_config("agents"))
    yield
    post_migrate.disconnect(again, sender=apps.get_app_config("agents"))


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


@pytest.fixture
def broker():
    """Point this process at a broker of the test's own, and back."""
    conf = current_app.conf
    before = conf.broker_url, conf.broker_transport_options

    def point(url, **options):
        conf.broker_url, conf.broker_transport_options = url, options

    yield point
    conf.broker_url, conf.broker_transport_options = before


@pytest.fixture
def broker_folder(tmp_path, broker):
    """The broker of the embedded default."""
    where = tmp_path / "broker"
    (where / "control").mkdir(parents=True)
    broker(
        "embedded://localhost", data_folder_in=str(where), data_folder_out=str(where),
        control_folder=str(where / "control"),
    )  # fmt: skip
    return where
