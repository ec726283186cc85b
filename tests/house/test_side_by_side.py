"""Test processes beside each other do not disturb each other: names, ports and cache keys are each one's own."""

import sys
import uuid

import pytest

from tests.claims import claim
from tests.own_keys import OwnKeysCache
from tests.processes import Running, spare_port
from tests.redis_server import RedisServer

HOLD = "import sys, time; from tests.claims import claim; print('got it:', claim(sys.argv[1]), flush=True); time.sleep(600)"


@pytest.fixture
def other_process():
    """A process that claims the name and holds it."""
    started = []

    def start(name: str) -> Running:
        started.append(Running([sys.executable, "-c", HOLD, name], {}))
        started[-1].wait_for("got it: ")
        return started[-1]

    yield start
    for process in started:
        process.end()


def test_a_name_is_one_process_s_own_until_it_ends(other_process):
    name = f"prueba-{uuid.uuid4()}"
    other = other_process(name)

    assert "got it: True" in other.output
    assert not claim(name)

    other.end()
    assert claim(name)
    assert "got it: False" in other_process(name).output


def test_no_port_is_given_twice_even_before_anybody_listens():
    ports = [spare_port() for _ in range(20)]

    assert len(set(ports) | {port + 1 for port in ports}) == 40


def test_clearing_the_cache_leaves_the_keys_of_the_other_processes(tmp_path):
    server = RedisServer(tmp_path)
    ours, theirs = (OwnKeysCache(server.url, {"KEY_PREFIX": f"tests-{n}"}) for n in (1, 11))
    try:
        ours.set("cuenta", 1)
        theirs.set("cuenta", 2)

        ours.clear()

        assert (ours.get("cuenta"), theirs.get("cuenta")) == (None, 2)
    finally:
        server.kill()
