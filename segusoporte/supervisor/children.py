"""The processes of `manage.py run`: one table."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from django.conf import settings

from segusoporte.broker import prepare_directory
from segusoporte.celery import WORKER_READY
from segusoporte.probe import is_alive

PYTHON = sys.executable
ROOT_IS_FINE_HERE = "ignore:You're running the worker with superuser"  # in a container; on a desk nobody is root


@dataclass(frozen=True)
class Child:
    """One process to keep alive."""

    name: str  # the prefix of its lines
    command: list[str]
    ready_line: str = ""  # ready once a line of its output contains this …
    ready: Callable[[], bool] | None = None  # … or once this answers True; with neither, ready when started
    before_start: Callable[[], None] = field(default=lambda: None)


def children() -> list[Child]:
    """What this installation runs, in the order of starting."""
    host, port = "127.0.0.1", settings.PORT
    table = [
        Child(
            "web",
            [PYTHON, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
            + ["--workers", "1", "--blocking-threads", "4", "--backpressure", "64", "--workers-kill-timeout", "2"]
            + ["--log-level", "warning", "segusoporte.wsgi:application"],
            ready=partial(is_alive, port, settings.SITE_HOST),
        ),
        Child(
            "worker",
            # One worker only: two on the embedded broker take each other's messages. Beat lives inside it.
            [PYTHON, "-W", ROOT_IS_FINE_HERE, "-m", "celery", "--quiet", "-A", "segusoporte", "worker", "-B"]
            + ["--pool", "threads", "--concurrency", "4", "--without-gossip", "--without-mingle"],
            ready_line=WORKER_READY,
            before_start=partial(prepare_directory, settings.BROKER_DIR),
        ),
    ]
    if settings.DEBUG:
        table.append(
            Child(
                "anfitrion",  # a page of another origin that carries the «Soporte» button
                [PYTHON, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port + 1)]
                + ["--workers", "1", "--blocking-threads", "2", "--workers-kill-timeout", "2"]
                + ["--log-level", "warning", "segusoporte.demo_host.wsgi:application"],
            )
        )
    if settings.MAILBOX_URLS:
        table.append(Child("correo", [PYTHON, "manage.py", "watch_mail"]))
    return table


def environment() -> dict[str, str]:
    """What every child inherits."""
    return os.environ | {"PYTHONUNBUFFERED": "1", "DJANGO_SETTINGS_MODULE": "segusoporte.settings"}
