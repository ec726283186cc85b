"""A whole desk for one test: `manage.py run` on the kind of services the suite runs on, with durations in seconds."""

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.processes import EMBEDDED, Running, spare_port
from tests.redis_server import RedisServer


@contextmanager
def running_desk(directory: Path, **durations: str):
    """The address of a running desk with demo data; everything it started ends with it."""
    port = spare_port()
    environment = EMBEDDED | {"VAR_DIR": str(directory), "PORT": str(port), "SWEEP_EVERY": "2s"} | durations
    with own_services(f"desk_{port}", directory) as services:
        running = Running([sys.executable, "manage.py", "run", "--prepare"], environment | services)
        try:
            running.wait_for("Segusoporte está listo.", seconds=120)
            yield f"http://localhost:{port}"
        finally:
            running.end()


@contextmanager
def own_services(name: str, directory: Path):
    """DATABASE_URL and REDIS_URL of services that no other desk shares; nothing on the embedded default.

    The database `name` is made on the suite's server. Redis is a server of its own: two desks on one would take each
    other's tasks, and whoever clears its cache clears the other's.
    """
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield {}
        return
    redis = RedisServer(directory)
    try:
        with own_database(url, name) as own:
            yield {"DATABASE_URL": own, "REDIS_URL": redis.url}
    finally:
        redis.kill()


@contextmanager
def own_database(url: str, name: str):
    with psycopg.connect(urlunsplit(urlsplit(url)._replace(path="/postgres")), autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
