"""Which indexes there are: none twice, and one for every view that is counted on each page."""

import json
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.db import connection

from agents.queue.lists import VIEWS
from tests.factories import make_ticket
from tickets.models import Ticket
from tickets.states import State

APPS = ("agents", "notifications", "surveys", "tickets")


@dataclass(frozen=True)
class Index:
    """A whole index: what a partial one holds, another may not."""

    table: str
    name: str
    columns: tuple[str, ...]  # with direction, and on PostgreSQL with operator class
    unique: bool

    def does_the_work_of(self, other: "Index") -> bool:
        """Whether `other` finds nothing that this one does not find as well."""
        if self.table != other.table or self.name == other.name:
            return False
        if self.columns == other.columns:
            return self.unique >= other.unique and (self.unique > other.unique or self.name < other.name)
        return not other.unique and self.columns[: len(other.columns)] == other.columns


def indexes() -> list[Index]:
    tables = {model._meta.db_table for app in APPS for model in apps.get_app_config(app).get_models()}
    read = {"sqlite": _of_sqlite, "postgresql": _of_postgresql}[connection.vendor]
    with connection.cursor() as cursor:
        return [index for table in sorted(tables) for index in read(cursor, table)]


def _of_sqlite(cursor, table: str) -> list[Index]:
    cursor.execute(f"PRAGMA index_list({table})")
    whole = [(name, bool(unique)) for _, name, unique, _, partial in cursor.fetchall() if not partial]
    found = []
    for name, unique in whole:
        cursor.execute(f"PRAGMA index_xinfo({name})")
        columns = tuple(f"{column} {descending}" for _, _, column, descending, _, key in cursor.fetchall() if key)
        found.append(Index(table, name, columns, unique))
    return found


def _of_postgresql(cursor, table: str) -> list[Index]:
    cursor.execute(
        """SELECT c.relname, i.indisunique, array_agg(a.attname || ' ' || o.option || ' ' || k.class ORDER BY o.place)
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        JOIN LATERAL unnest(i.indoption::int[]) WITH ORDINALITY AS o(option, place) ON true
        JOIN LATERAL unnest(i.indclass::oid[]) WITH ORDINALITY AS k(class, place) ON k.place = o.place
        JOIN LATERAL unnest(i.indkey::int[]) WITH ORDINALITY AS n(number, place) ON n.place = o.place
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = n.number
        WHERE i.indrelid = %s::regclass AND i.indpred IS NULL GROUP BY c.relname, i.indisunique""",
        [table],
    )
    return [Index(table, name, tuple(columns), unique) for name, unique, columns in cursor.fetchall()]


@pytest.mark.django_db
def test_no_index_does_the_work_of_another():
    every = indexes()

    redundant = [f"{one.table}.{one.name}" for one in every if any(other.does_the_work_of(one) for other in every)]

    assert len(every) > 40
    assert redundant == []


def _copies(ticket: Ticket, number: int) -> None:
    """Rows like that ticket's, written by the database itself; each twentieth went round again."""
    columns = [field.column for field in Ticket._meta.concrete_fields if not field.primary_key]
    unique = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "gen_random_uuid()::text"}[connection.vendor]
    other = {"sending_key": unique, "round_number": "CASE WHEN n %% 20 = 0 THEN 2 ELSE 1 END"}
    with connection.cursor() as cursor:
        cursor.execute(
            f"""WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < %s)
            INSERT INTO tickets_ticket ({", ".join(columns)})
            SELECT {", ".join(other.get(column, column) for column in columns)}
            FROM tickets_ticket, series WHERE tickets_ticket.id = %s""",  # noqa: S608  (names of our own columns)
            [number, ticket.pk],
        )


@pytest.fixture
def a_hundred_thousand(requester, agent, now):
    """Of every hundred tickets three are not closed, as in a desk some years old."""
    for state in State:
        ticket = make_ticket(requester=requester, agent=agent, state=state, now=now)
        _copies(ticket, 97_000 if state == State.CERRADO else 750)
    if connection.vendor == "postgresql":  # its autovacuum does; nobody does on SQLite
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE tickets_ticket")


def scans(tickets) -> list[str]:
    """Those steps of the plan that read the whole ticket table; a partial index may be read whole."""
    if connection.vendor == "sqlite":
        steps = [line.split(None, 3)[-1] for line in tickets.explain().splitlines()]
        return [step for step in steps if step.startswith("SCAN") and "INDEX" not in step]
    plans, found = [plan["Plan"] for plan in json.loads(tickets.explain(format="json"))], []
    while plans:
        step = plans.pop()
        plans += step.get("Plans", [])
        found += [step["Node Type"]] * ("Seq Scan" in step["Node Type"])
    return found


@pytest.mark.django_db
def test_every_counted_view_finds_its_tickets_by_index_among_a_hundred_thousand(a_hundred_thousand, agent, now):
    counted = {view.slug: view.tickets(agent, now).order_by().values("pk")[:100] for view in VIEWS if view.counted}

    assert {slug: scans(tickets) for slug, tickets in counted.items()} == {slug: [] for slug in counted}
    assert "reopened" in counted["reabiertas"].explain()
    assert scans(Ticket.objects.filter(external_folio="x"))  # what has no index is seen
