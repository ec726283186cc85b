"""Django's PostgreSQL backend with a pool that outlives a restart of the server.

A restart leaves every pooled connection dead. Without a check each of them becomes one error page. CONN_HEALTH_CHECKS
lets psycopg_pool check them one by one with pauses of 1, 2, 4 … seconds between (`AttemptWithBackoff`): with more than
four dead ones the page fails all the same, after the pool's whole timeout. So the first dead one sends for all.
"""

import psycopg
from django.db.backends.postgresql import base
from psycopg_pool import ConnectionPool


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params):
        """A connection that answers; costs one round trip. Raises OperationalError where the server is away."""
        connection = super().get_new_connection(conn_params)
        if self.pool and not answers(connection):
            self.pool.putconn(connection)  # the pool closes what is broken and opens another
            self.pool.check()
            connection = super().get_new_connection(conn_params)
        return connection


def answers(connection: psycopg.Connection) -> bool:
    try:
        ConnectionPool.check_connection(connection)
    except psycopg.OperationalError:
        return False
    return True
