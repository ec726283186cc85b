"""The supervisor, with real and tiny children."""

import os
import signal
import sys
import time

import pytest

from segusoporte.broker import prepare_directory
from segusoporte.supervisor.children import Child, children
from segusoporte.supervisor.process import LONGEST_PAUSE, STABLE_AFTER, Process
from segusoporte.supervisor.supervisor import Supervisor, describe_exit
from tests.processes import is_running, wait_until

SLEEPER = "import time\nprint('listo', flush=True)\ntime.sleep(60)"
STUBBORN = "import signal, time\nsignal.signal(15, signal.SIG_IGN)\nprint('listo', flush=True)\ntime.sleep(60)"


def child(program, name="niño", **options):
    return Child(name, [sys.executable, "-c", program], **{"ready_line": "listo"} | options)


def supervise(table, and_then):
    """Run the table, do `and_then(supervisor)` when all is ready, stop; answers what was said."""
    said = []
    supervisor = Supervisor(table, lambda name, line: said.append((name, line)))

    def when_ready():
        and_then(supervisor)
        os.kill(os.getpid(), signal.SIGTERM)

    supervisor.run(when_ready)
    return said


def test_the_lines_of_a_child_carry_its_name():
    said = supervise([child("print('hola')\n" + SLEEPER, name="web")], lambda supervisor: None)

    assert ("web", "hola") in said


def test_a_stop_leaves_no_child_nor_grandchild(tmp_path):
    family = f"""
import subprocess, sys
other = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])
open({str(tmp_path / "nieto")!r}, 'w').write(str(other.pid))
{SLEEPER}
"""
    pids = []

    def note(supervisor):
        pids.extend([supervisor.processes[0].popen.pid, int((tmp_path / "nieto").read_text())])

    supervise([child(family)], note)

    assert len(pids) == 2
    wait_until(lambda: not any(is_running(pid) for pid in pids))


def test_a_child_that_ignores_the_request_is_killed(monkeypatch):
    monkeypatch.setattr("segusoporte.supervisor.supervisor.GRACE", 0.3)
    pids = []
    began = []

    def note(supervisor):
        pids.append(supervisor.processes[0].popen.pid)
        began.append(time.monotonic())

    supervise([child(STUBBORN)], note)

    assert not is_running(pids[0])
    assert time.monotonic() - began[0] < 3


def test_a_child_that_exits_is_started_again(tmp_path):
    lives = tmp_path / "vidas"
    mortal = f"""
with open({str(lives)!r}, 'a') as file: file.write('x')
import sys
if len(open({str(lives)!r}).read()) < 2: sys.exit(3)
{SLEEPER}
"""

    said = supervise([child(mortal)], lambda supervisor: None)

    assert lives.read_text() == "xx"
    assert ("", "Se detuvo «niño» (salida 3). Vuelve en 0.5 s.") in said


def test_each_early_exit_makes_the_pause_longer():
    process = Process(child(SLEEPER))

    pauses = [process.schedule_restart(now=1.0) for _ in range(9)]

    assert pauses[:4] == [0.5, 1, 2, 4]
    assert pauses[-1] == LONGEST_PAUSE


def test_after_a_long_run_the_pause_is_short_again():
    process = Process(child(SLEEPER))
    for _ in range(9):
        process.schedule_restart(now=1.0)

    pause = process.schedule_restart(now=process.started_at + STABLE_AFTER + 2)

    assert pause == 0.5


def test_a_line_that_comes_in_pieces_is_one_line():
    process = Process(child(SLEEPER))

    assert process.lines(b"primera m") == []
    assert process.lines(b"itad\nsegunda\nter") == ["primera mitad", "segunda"]


@pytest.mark.parametrize(("urls", "names"), [([], ["web", "worker"]), (["imap://x"], ["web", "worker", "correo"])])
def test_the_mail_watcher_runs_only_where_there_is_a_mailbox(settings, urls, names):
    settings.MAILBOX_URLS = urls

    assert [child.name for child in children()] == names


def test_an_exit_is_described_in_words():
    assert describe_exit(-9) == "lo mataron"
    assert describe_exit(-6) == "señal 6"
    assert describe_exit(1) == "salida 1"


def test_a_child_that_cannot_be_prepared_is_tried_again_and_takes_nobody_along(tmp_path):
    in_the_way = tmp_path / "broker"
    in_the_way.write_text("not a folder")
    tries = []

    def prepare():
        tries.append(in_the_way.is_file())
        if len(tries) == 2:
            in_the_way.unlink()
        prepare_directory(in_the_way)

    said = supervise([child(SLEEPER, name="web"), child(SLEEPER, name="worker", before_start=prepare)], lambda _: None)

    assert tries == [True, True]
    assert any(line.startswith("No arranca «worker»") and line.endswith("en 0.5 s.") for _, line in said)
