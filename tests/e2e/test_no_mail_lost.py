"""A real worker killed three times while 200 mails go to a real SMTP server: none lost, none under a second name."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.desk import own_services
from tests.notifications.smtp import Script, Server
from tests.processes import EMBEDDED, ROOT, Running, descendants, spare_port, wait_until

pytestmark = pytest.mark.e2e
MAILS = 200
KILLED_AT = (30, 80, 140)  # mails that had arrived
OPEN_THEM = f"""
from django.core.management import call_command
from django.utils import timezone
from tickets.intake import open_ticket
from tickets.submission import Submission
call_command("migrate", verbosity=0)
for n in range({MAILS}):
    open_ticket(Submission(email=f"ana{{n}}@agencia.test", name="Ana", subject="x", body="x"), now=timezone.now())
"""
TELL_ALL = """
from notifications.models import Email
from tests.processes import wait_until
wait_until(lambda: not Email.objects.filter(state__in=["pendiente", "enviando"]).exists())
for mail in Email.objects.order_by("pk"):
    print("ROW", mail.to, mail.state, mail.mail_id)
"""
WORKER = [
    sys.executable, "-m", "celery", "--quiet", "-A", "segusoporte", "worker", "-B", "--pool", "threads",
    "--concurrency", "4", "--without-gossip", "--without-mingle",
]  # fmt: skip


def run(script: str, environment) -> str:
    command = [sys.executable, "manage.py", "shell", "-c", script]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, timeout=300, check=True
    )
    return done.stdout


def kill(worker: Running) -> None:
    """Without a word of warning, and whatever it started with it."""
    for pid in [worker.popen.pid, *descendants(worker.popen.pid)]:
        os.kill(pid, signal.SIGKILL)
    worker.popen.wait()


def test_a_worker_killed_three_times_loses_no_mail(tmp_path):
    script = Script(delay=0.05)
    server = Server(script, port=spare_port())
    server.start()
    Path(tmp_path / "broker" / "control").mkdir(parents=True)
    environment = EMBEDDED | {
        "VAR_DIR": str(tmp_path), "EMAIL_URL": f"smtp://127.0.0.1:{server.port}", "SWEEP_EVERY": "1s",
        "EMAIL_TIMEOUT": "2s",
    }  # fmt: skip
    with own_services(f"kill_{server.port}", tmp_path) as services:
        environment |= services
        run(OPEN_THEM, environment)
        try:
            for killed_at in KILLED_AT:
                worker = Running(WORKER, environment)
                wait_until(lambda most=killed_at: len(script.took) >= most, 90, lambda w=worker: w.output[-3000:])
                kill(worker)
                assert len(script.took) < MAILS, "all had left before the worker was killed: nothing was tried"
            worker = Running(WORKER, environment)
            wait_until(
                lambda: len(set(script.ids)) == MAILS, 90, lambda: f"{len(set(script.ids))}: {worker.output[-3000:]}"
            )
            written = [line.split()[1:] for line in run(TELL_ALL, environment).splitlines() if line.startswith("ROW ")]
        finally:
            worker.end()
            server.stop()

    arrived = {(message["To"], message["Message-ID"]) for message in script.took}
    assert len(written) == MAILS
    assert {state for _, state, _ in written} == {"aceptado"}
    assert arrived == {(to, name) for to, _, name in written}
    assert len(script.took) <= MAILS + 4 * len(
        KILLED_AT
    )  # one a thread and a death: between the 250 and our note of it
