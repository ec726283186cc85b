"""`manage.py run`, the real one, in a directory of its own."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from tests.processes import EMBEDDED, ROOT, Running, command_of, descendants, is_running, spare_port, wait_until

pytestmark = pytest.mark.e2e
READY = "Segusoporte está listo."
RUN = [sys.executable, "manage.py", "run", "--prepare"]


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    return tmp_path_factory.mktemp("var")


@pytest.fixture(scope="module")
def environment(directory):
    return EMBEDDED | {"VAR_DIR": str(directory), "PORT": str(spare_port())}


@pytest.fixture(scope="module")
def desk(environment):
    running = Running(RUN, environment)
    running.wait_for(READY)
    yield running
    running.end()


def try_to_run(environment) -> subprocess.CompletedProcess:
    return subprocess.run(
        RUN,
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=30,
        stdin=subprocess.DEVNULL,
    )


def worker_of(desk) -> int:
    """The Celery worker itself; the beat inside it is its child and has the same command line."""
    return next(pid for pid in children_of(desk) if "celery" in command_of(pid))


def children_of(desk) -> list[int]:
    own = descendants(desk.popen.pid)
    grandchildren = {pid for child in own for pid in descendants(child)}
    return [pid for pid in own if pid not in grandchildren]


def test_it_says_where_to_look_and_who_to_sign_in_as(desk, environment):
    said = desk.output

    for address in ("/soporte/", "/buzon/", "/agentes/"):
        assert f"http://localhost:{environment['PORT']}{address}" in said
    assert "laura (Agente)" in said
    assert "Traceback" not in said


def test_a_busy_port_gets_one_sentence(tmp_path, desk, environment):
    refused = try_to_run(environment | {"VAR_DIR": str(tmp_path)})

    port = int(environment["PORT"])
    sentence = f"El puerto {port} está ocupado. Elige otro, por ejemplo: PORT={port + 10} bin/start"
    assert refused.returncode == 1
    assert (refused.stdout + refused.stderr).strip() == sentence


def test_a_second_desk_in_the_same_directory_gets_one_sentence(desk, environment):
    refused = try_to_run(environment | {"PORT": str(spare_port())})

    assert refused.returncode == 1
    assert "Segusoporte ya está corriendo en esta carpeta" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "ocho mil", "PORT='ocho mil' no es un puerto. Escribe un número entre 1 y 65535."),
        (
            "SWEEP_EVERY",
            "1 minuto",
            "SWEEP_EVERY='1 minuto' no es una duración. Escribe un número entero y su unidad: 90s, 15m, 24h o 2d.",
        ),
    ],
)
def test_a_wrong_setting_gets_one_sentence(environment, name, value, sentence):
    refused = try_to_run(environment | {name: value})

    assert refused.returncode == 1
    assert (refused.stdout + refused.stderr).strip() == sentence


def test_a_killed_worker_comes_back_and_no_second_beat_stays(desk):
    worker = worker_of(desk)
    family = [worker, *descendants(worker)]

    os.kill(worker, signal.SIGKILL)

    desk.wait_for("Se detuvo «worker» (lo mataron). Vuelve en")
    wait_until(lambda: not any(is_running(pid) for pid in family))
    wait_until(lambda: any("celery" in command_of(pid) for pid in children_of(desk)))
    assert worker_of(desk) != worker


def test_a_message_of_zero_bytes_does_not_end_the_worker(desk, directory):
    empty = directory / "broker" / "1_nada.celery.msg"
    wait_until(lambda: len(descendants(worker_of(desk))) >= 1)  # its beat runs: the worker is up again

    worker = worker_of(desk)

    empty.touch()

    wait_until(lambda: not empty.exists())
    desk.wait_for("Aparté de la carpeta del corredor 1_nada.celery.msg")
    assert (directory / "broker" / "set_aside" / "1_nada.celery.msg").exists()
    assert worker_of(desk) == worker


def test_ctrl_c_stops_everything_in_under_five_seconds(desk):
    family = descendants(desk.popen.pid)
    assert len(family) >= 3
    began = time.monotonic()

    os.killpg(desk.popen.pid, signal.SIGINT)
    desk.popen.wait(timeout=30)

    assert time.monotonic() - began < 5
    assert desk.popen.returncode == 0
    wait_until(lambda: not any(is_running(pid) for pid in family))
    assert desk.lines[-1] == "Todo se detuvo."


def test_sigkill_of_the_runner_leaves_no_orphan_and_the_next_start_works(environment):
    first = Running(RUN, environment)
    first.wait_for(READY)
    family = descendants(first.popen.pid)
    assert len(family) >= 4  # web and its worker, the Celery worker and its beat

    first.popen.kill()
    first.popen.wait()

    wait_until(lambda: not any(is_running(pid) for pid in family), 5, lambda: [command_of(pid) for pid in family])
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind(("127.0.0.1", int(environment["PORT"])))
