"""The small cast of every test."""

from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
from celery import current_app
from django.apps import apps
from django.core.cache import cache
from django.db.models.signals import post_migrate

from segusoporte.cache import OptionalRedisCache
from segusoporte.parent_death import die_with_parent
from tests.factories import make_requester, make_user

# What takes longest begins first, so that no worker is left alone with it; those that wait and those that compute take turns.
LONGEST = [
    "test_agent_pages_axe.py", "test_clocks_on_the_wall.py", "test_requester_pages_axe.py", "test_widget_accessible.py",
    "test_broker_away.py", "test_widget_flow.py", "test_newcomer.py", "test_widget_picture.py", "test_no_mail_lost.py",
    "test_mailbox_in_browser.py", "test_production_processes.py", "test_runner.py", "test_widget_among_others.py",
]  # fmt: skip
WIDGET = Path(__file__).parent / "e2e" / "widget"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--without-e2e", action="store_true", help="of the end-to-end tests only the newcomer's walk; none left is no failure"
    )  # fmt: skip


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        die_with_parent()  # a killed run leaves no worker at its database


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]):
    for item in items:
        if WIDGET in item.path.parents:
            item.add_marker(pytest.mark.e2e)  # before -m looks for it
        if is_e2e(item):
            item.add_marker(pytest.mark.timeout(600))
    yield
    if config.option.without_e2e:
        left_out = [item for item in items if is_e2e(item) and not item.get_closest_marker("newcomer")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    rank = {name: at for at, name in enumerate(LONGEST)}  # after pytest-django's own order, which a file keeps
    items.sort(key=lambda item: (not is_e2e(item), rank.get(item.path.name, len(rank))))


def is_e2e(item: pytest.Item) -> bool:
    return item.get_closest_marker("e2e") is not None


def pytest_sessionfinish(session: pytest.Session) -> None:
    if session.config.option.without_e2e and session.exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
        session.exitstatus = pytest.ExitCode.OK


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    """No test is throttled for what another one did, nor finds no cache because another one froze its Redis."""
    OptionalRedisCache.skipped_until = 0.0
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

    def point(url: str, **options) -> None:
        conf.broker_url, conf.broker_transport_options = url, options

    yield point
    conf.broker_url, conf.broker_transport_options = before


@pytest.fixture
def broker_folder(tmp_path, broker) -> Path:
    """The broker of the embedded default, this process's own; its messages are files `*.celery.msg`."""
    where = tmp_path / "broker"
    (where / "control").mkdir(parents=True)
    broker(
        "embedded://localhost", data_folder_in=str(where), data_folder_out=str(where),
        control_folder=str(where / "control"),
    )  # fmt: skip
    return where
