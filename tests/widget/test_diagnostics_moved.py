"""The data migration that gave the diagnostics of each ticket to the message that opened it."""

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from tests.factories import make_requester, make_ticket

BEFORE = [("tickets", "0007_message_diagnostics")]
AFTER = [("tickets", "0009_only_messages_keep_diagnostics")]


@pytest.fixture
def migrated(transactional_db, monkeypatch):
    """migrated(targets): the apps as they were there; at the end everything is as it is now."""
    monkeypatch.setattr(import_module("tickets.migrations.0008_fill_message_diagnostics"), "BATCH", 2)

    def to(targets):
        executor = MigrationExecutor(connection)
        executor.migrate(targets)
        return MigrationExecutor(connection).loader.project_state(targets).apps

    yield to
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_they_move_to_the_opening_message_and_back(migrated):
    person = make_requester("ana@agencia.test", "Ana", now=timezone.now())
    tickets = [make_ticket(requester=person, now=timezone.now(), diagnostics={"title": f"{n}"}).pk for n in range(5)]
    silent = make_ticket(requester=person, now=timezone.now()).pk

    old = migrated(BEFORE).get_model("tickets", "Ticket").objects.order_by("pk").values_list("pk", "diagnostics")
    went_back = dict(old)
    new = migrated(AFTER).get_model("tickets", "Message").objects.values_list("ticket_id", "diagnostics")

    expected = {pk: {"title": f"{n}"} for n, pk in enumerate(tickets)} | {silent: {}}
    assert went_back == expected
    assert dict(new) == expected
