"""Faults at the database, wherever in the code a query comes from."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def before_query(begins: str, act: Callable[[], object], *, mentioning: str = "") -> Iterator[None]:
    """Run `act` before each query of this thread whose SQL begins so and among whose values that text is.

    An exception that it raises is what the caller of the query gets.
    """

    def look(execute, sql, params, many, context):
        if sql.startswith(begins) and mentioning in str(params):
            act()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield


def raising(error: BaseException | type[BaseException]) -> Callable[[], None]:
    def act() -> None:
        raise error

    return act
