"""Waking the workers costs a request nothing, whatever has become of the broker."""

import logging
import os
import shutil
import subprocess
import sys
import time

import pytest
from django.db import transaction

from notifications import wakeup
from notifications.wakeup import WakeUps
from tests.factories import make_ticket
from tests.processes import EMBEDDED, ROOT
from tests.redis_server import RedisServer

NO_TIME = 1.0  # seconds: a hang guard, not a speed
GUARD = 30  # seconds: against never


@pytest.fixture
def own_redis(tmp_path, broker):
    """A redis-server that the test may stop, freeze and flush; this process's broker."""
    server = RedisServer(tmp_path)
    broker(server.url, socket_timeout=3, socket_connect_timeout=3)
    yield server
    server.kill()


def sent(broker_folder) -> int:
    return len(list(broker_folder.glob("*.celery.msg")))


def test_a_wake_up_reaches_the_filesystem_broker(broker_folder):
    wakeups = WakeUps()

    wakeups.wake("publish_events")

    assert wakeups.flush(GUARD)
    assert sent(broker_folder) == 1
    assert "notifications.tasks.publish_events" in next(broker_folder.glob("*.msg")).read_text()


def test_a_wake_up_reaches_redis(own_redis):
    wakeups = WakeUps()

    wakeups.wake("publish_events")

    assert wakeups.flush(GUARD)
    assert own_redis.client.llen("celery") == 1


def test_wake_ups_of_a_task_that_waits_to_be_sent_are_one(own_redis):
    wakeups = WakeUps()
    own_redis.freeze()  # whatever is sent first waits for its answer

    for _ in range(100):
        wakeups.wake("publish_events")
        wakeups.wake("deliver_mail")
    own_redis.thaw()

    assert wakeups.flush(GUARD)
    # The first may already be on its way when the second comes; that one must not be swallowed.
    assert 2 <= own_redis.client.llen("celery") <= 3
    waiting = b"".join(own_redis.client.lrange("celery", 0, -1))
    assert b"notifications.tasks.publish_events" in waiting
    assert b"notifications.tasks.deliver_mail" in waiting


def test_a_frozen_redis_delays_nobody_and_is_used_again_once_it_thaws(own_redis, caplog):
    wakeups = WakeUps()
    own_redis.freeze()
    started = time.monotonic()

    wakeups.wake("publish_events")

    assert time.monotonic() - started < NO_TIME
    with caplog.at_level(logging.WARNING):
        assert wakeups.flush(10), "the publishing thread hangs"
    assert "the broker did not take the wake-up" in caplog.text
    own_redis.thaw()
    wakeups.wake("deliver_mail")
    assert wakeups.flush(GUARD)
    assert any(b"notifications.tasks.deliver_mail" in message for message in own_redis.client.lrange("celery", 0, -1))


def test_a_redis_that_is_gone_delays_nobody(own_redis):
    wakeups = WakeUps()
    own_redis.kill()
    started = time.monotonic()

    wakeups.wake("publish_events")

    assert time.monotonic() - started < NO_TIME
    assert wakeups.flush(10), "the publishing thread hangs"


def test_a_folder_that_is_gone_delays_nobody_and_is_used_again_once_it_is_back(broker_folder):
    wakeups = WakeUps()
    away = broker_folder.with_name("elsewhere")
    broker_folder.rename(away)

    wakeups.wake("publish_events")

    assert wakeups.flush(GUARD)
    away.rename(broker_folder)
    wakeups.wake("publish_events")
    assert wakeups.flush(GUARD)
    assert sent(broker_folder) == 1


def test_a_folder_that_cannot_be_written_delays_nobody(broker_folder):
    shutil.rmtree(broker_folder)
    broker_folder.write_text("in its place")  # root may write to what is read-only; into a file nobody can put a file
    wakeups = WakeUps()

    wakeups.wake("publish_events")

    assert wakeups.flush(GUARD)


@pytest.mark.django_db(transaction=True)
def test_a_ticket_is_opened_at_once_while_redis_is_frozen(own_redis, now):
    own_redis.freeze()
    started = time.monotonic()

    ticket = make_ticket(now=now)

    assert time.monotonic() - started < 3
    assert ticket.events.unpublished().count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_wakes_nobody_and_what_is_committed_wakes_the_publisher_once(broker_folder, now):
    with pytest.raises(RuntimeError), transaction.atomic():
        make_ticket(now=now)
        raise RuntimeError
    assert wakeup.flush(GUARD)
    assert sent(broker_folder) == 0

    make_ticket(now=now)

    assert wakeup.flush(GUARD)
    assert sent(broker_folder) == 1
    assert "notifications.tasks.publish_events" in next(broker_folder.glob("*.msg")).read_text()


def wake_in_a_process_that_ends(environment) -> float:
    """Seconds from the wake-up to the end of a process that does nothing else."""
    script = (
        "import time, django; django.setup()\n"
        "from notifications.wakeup import wake\n"
        "wake('publish_events'); print(time.time())"
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


def test_a_command_that_ends_has_sent_its_wake_ups(tmp_path):
    (tmp_path / "broker" / "control").mkdir(parents=True)

    wake_in_a_process_that_ends({"VAR_DIR": str(tmp_path)})

    assert sent(tmp_path / "broker") == 1


def test_a_command_ends_soon_while_redis_is_frozen(tmp_path, own_redis):
    own_redis.freeze()

    waited = wake_in_a_process_that_ends({"VAR_DIR": str(tmp_path), "REDIS_URL": own_redis.url})

    assert waited < 4
