"""A whole desk for one test: `manage.py run` on the services the suite runs on, with durations in seconds."""

import os
import sys
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.processes import EMBEDDED, Running, spare_port


@contextmanager
def running_desk(directory, **durations: str):
    """The address of a running desk with demo data; everything it started ends with it."""
    port = spare_port()
    environment = EMBEDDED | {"VAR_DIR": str(directory), "PORT": str(port), "SWEEP_EVERY": "2s"} | durations
    with own_database(f"desk_{port}") as services:
        running = Running([sys.executable, "manage.py", "run", "--prepare"], environment | services)
        try:
            running.wait_for("Segusoporte está listo.", seconds=90)
            yield f"http://localhost:{port}"
        finally:
            running.end()


@contextmanager
def own_database(name: str):
    """DATABASE_URL and REDIS_URL of the suite with a database of its own; nothing on the embedded default."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield {}
        return
    with psycopg.connect(urlunsplit(urlsplit(url)._replace(path="/postgres")), autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name}")
        server.execute(f"CREATE DATABASE {name}")
        try:
            own = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
            yield {"DATABASE_URL": own, "REDIS_URL": os.environ.get("REDIS_URL", "")}
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
