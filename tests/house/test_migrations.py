"""Migrations: schema and data apart, and neither needs the verbs that happen to stand in the code of a later day."""

from django.db import models
from django.db.migrations import CreateModel, RunPython, RunSQL
from django.db.migrations.loader import MigrationLoader

OURS = ("agents", "notifications", "surveys", "tickets")


def migrations():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return [migration for (app, _), migration in sorted(loader.disk_migrations.items()) if app in OURS]


def test_each_is_of_schema_or_of_data():
    mixed = [
        str(migration)
        for migration in migrations()
        if len({isinstance(operation, RunPython | RunSQL) for operation in migration.operations}) > 1
    ]

    assert len(migrations()) >= len(OURS)
    assert mixed == []


def test_what_is_done_by_hand_can_be_undone():
    by_hand = [
        step for migration in migrations() for step in migration.operations if isinstance(step, RunPython | RunSQL)
    ]

    assert by_hand
    assert all(step.reversible for step in by_hand)


def test_no_table_is_made_with_the_verbs_of_its_model():
    made = [step for migration in migrations() for step in migration.operations if isinstance(step, CreateModel)]

    assert len(made) > 20
    assert {step.name: step.bases for step in made if step.bases != (models.Model,)} == {}
