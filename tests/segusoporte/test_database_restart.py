"""A connection of the pool that died while nobody used it is replaced, not handed out."""

import threading

import psycopg
import pytest
from django.db import connection
from django.test import Client

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no server that could restart"),
]
AT_ONCE = 8


def in_threads(count: int, work) -> None:
    """Each in a thread of its own, with a connection of its own that goes back into the pool."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def fill_pool() -> None:
    everybody = threading.Barrier(AT_ONCE)

    def hold_one() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            everybody.wait(20)

    in_threads(AT_ONCE, hold_one)


def end_every_connection() -> int:
    """What a restart of the server does to its clients; answers how many there were."""
    given, connection_of_test = connection.settings_dict, connection.get_connection_params()
    connection.close()
    asked = {
        key: connection_of_test[key] for key in ("host", "port", "user", "password") if connection_of_test.get(key)
    }
    with psycopg.connect(dbname="postgres", autocommit=True, **asked) as server:
        ended = server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [given["NAME"]]
        )
        return ended.rowcount


def test_after_a_restart_of_the_database_every_page_is_there():
    fill_pool()
    statuses = []

    assert end_every_connection() >= AT_ONCE
    for _ in range(2 * AT_ONCE):
        in_threads(1, lambda: statuses.append(Client(raise_request_exception=False).get("/soporte/").status_code))

    assert statuses == [200] * 2 * AT_ONCE
