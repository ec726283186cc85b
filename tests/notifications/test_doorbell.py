"""Ringing for the workers costs a request nothing, whatever has become of the broker."""

import logging
import os
import shutil
import subprocess
import sys
import threading
import time

import pytest
from celery import current_app

from notifications import doorbell
from notifications.doorbell import Doorbell
from tests.factories import make_ticket
from tests.processes import EMBEDDED, ROOT
from tests.redis_server import RedisServer

NO_TIME = 1.0  # seconds: a hang guard, not a speed


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
def folder(tmp_path, broker):
    """The filesystem broker of the embedded default."""
    where = tmp_path / "broker"
    (where / "control").mkdir(parents=True)
    broker(
        "filesystem://localhost", data_folder_in=str(where), data_folder_out=str(where),
        control_folder=str(where / "control"),
    )  # fmt: skip
    return where


@pytest.fixture
def own_redis(tmp_path, broker):
    """A redis-server that the test may stop, freeze and flush; this process's broker."""
    server = RedisServer(tmp_path)
    broker(server.url, socket_timeout=0.5, socket_connect_timeout=0.5)
    yield server
    server.kill()


def rings(folder) -> int:
    return len(list(folder.glob("*.celery.msg")))


def test_a_ring_reaches_the_filesystem_broker(folder):
    bell = Doorbell()

    bell.ring("announce")

    assert bell.flush(5)
    assert rings(folder) == 1
    assert "notifications.tasks.announce" in next(folder.glob("*.msg")).read_text()


def test_a_ring_reaches_redis(own_redis):
    bell = Doorbell()

    bell.ring("announce")

    assert bell.flush(5)
    assert own_redis.client.llen("celery") == 1


def test_rings_for_one_task_that_waits_are_one_ring(monkeypatch):
    published, go_on = [], threading.Event()

    def publish(task):
        go_on.wait(5)
        published.append(task)

    monkeypatch.setattr(doorbell, "publish", publish)
    bell = Doorbell()

    for _ in range(100):
        bell.ring("announce")
        bell.ring("deliver")
    go_on.set()

    assert bell.flush(5)
    # The first may already be on its way when the second comes; that one must not be swallowed.
    assert 2 <= len(published) <= 3
    assert set(published) == {"notifications.tasks.announce", "notifications.tasks.deliver"}


def test_a_frozen_redis_delays_nobody_and_is_rung_again_once_it_thaws(own_redis, caplog):
    bell = Doorbell()
    own_redis.freeze()
    started = time.monotonic()

    bell.ring("announce")

    assert time.monotonic() - started < NO_TIME
    with caplog.at_level(logging.WARNING):
        assert bell.flush(10), "the publishing thread hangs"
    assert "nobody heard the ring" in caplog.text
    own_redis.thaw()
    bell.ring("deliver")
    assert bell.flush(10)
    assert any(b"notifications.tasks.deliver" in message for message in own_redis.client.lrange("celery", 0, -1))


def test_a_redis_that_is_gone_delays_nobody(own_redis):
    bell = Doorbell()
    own_redis.kill()
    started = time.monotonic()

    bell.ring("announce")

    assert time.monotonic() - started < NO_TIME
    assert bell.flush(10), "the publishing thread hangs"


def test_a_folder_that_is_gone_delays_nobody_and_is_used_again_once_it_is_back(folder):
    bell = Doorbell()
    away = folder.with_name("elsewhere")
    folder.rename(away)

    bell.ring("announce")

    assert bell.flush(5)
    away.rename(folder)
    bell.ring("announce")
    assert bell.flush(5)
    assert rings(folder) == 1


def test_a_folder_that_cannot_be_written_delays_nobody(folder):
    shutil.rmtree(folder)
    folder.write_text("in its place")  # root may write to what is read-only; into a file nobody can put a file
    bell = Doorbell()

    bell.ring("announce")

    assert bell.flush(5)


@pytest.mark.django_db(transaction=True)
def test_a_ticket_is_opened_at_once_while_redis_is_frozen(own_redis, now):
    own_redis.freeze()
    started = time.monotonic()

    ticket = make_ticket(now=now)

    assert time.monotonic() - started < 3
    assert ticket.events.unannounced().count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_rings_nobody_and_what_is_committed_rings_once(monkeypatch, now):
    from django.db import transaction

    heard = []
    monkeypatch.setattr(doorbell, "ring", heard.append)

    with pytest.raises(RuntimeError), transaction.atomic():
        make_ticket(now=now)
        raise RuntimeError
    assert heard == []

    make_ticket(now=now)
    assert heard == ["announce"]


def ring_in_a_process_that_ends(environment) -> float:
    """Seconds from the ring to the end of a process that does nothing else."""
    script = (
        "import time, django; django.setup()\n"
        "from notifications import doorbell\n"
        "doorbell.ring('announce'); print(time.time())"
    )
    settings = EMBEDDED | {"DJANGO_SETTINGS_MODULE": "segusoporte.settings"} | environment
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return time.time() - float(done.stdout.split()[-1])


def test_a_command_that_ends_has_rung(tmp_path):
    (tmp_path / "broker" / "control").mkdir(parents=True)

    ring_in_a_process_that_ends({"VAR_DIR": str(tmp_path)})

    assert rings(tmp_path / "broker") == 1


def test_a_command_ends_soon_while_redis_is_frozen(tmp_path, own_redis):
    own_redis.freeze()

    waited = ring_in_a_process_that_ends({"VAR_DIR": str(tmp_path), "REDIS_URL": own_redis.url})

    assert waited < 4
