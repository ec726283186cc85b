"""Where search looks: an FTS5 table on SQLite, trigrams on PostgreSQL. Both hold the same words; reversible."""

from django.db import migrations

# The words are folded and stemmed already and single spaces part them: the tokenizer has only to find the spaces.
# Beyond ASCII it takes every character for one of a word.
SQLITE = [
    """CREATE VIRTUAL TABLE tickets_search USING fts5(
        words, tokenize = "ascii tokenchars '@.+-_'", prefix = '2 3 4')""",
    "INSERT INTO tickets_search (rowid, words) SELECT ticket_id, words FROM tickets_searchdocument",
    """CREATE TRIGGER tickets_search_insert AFTER INSERT ON tickets_searchdocument BEGIN
        INSERT INTO tickets_search (rowid, words) VALUES (new.ticket_id, new.words); END""",
    """CREATE TRIGGER tickets_search_update AFTER UPDATE OF words ON tickets_searchdocument BEGIN
        UPDATE tickets_search SET words = new.words WHERE rowid = new.ticket_id; END""",
    """CREATE TRIGGER tickets_search_delete AFTER DELETE ON tickets_searchdocument BEGIN
        DELETE FROM tickets_search WHERE rowid = old.ticket_id; END""",
]
UNDO_SQLITE = [
    "DROP TRIGGER tickets_search_delete",
    "DROP TRIGGER tickets_search_update",
    "DROP TRIGGER tickets_search_insert",
    "DROP TABLE tickets_search",
]
# pg_trgm is a trusted extension: the owner of the database may create it.
POSTGRESQL = [
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX tickets_search ON tickets_searchdocument USING gin (words gin_trgm_ops)",
]
UNDO_POSTGRESQL = ["DROP INDEX tickets_search"]


def index(apps, schema_editor):
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def unindex(apps, schema_editor):
    for statement in {"sqlite": UNDO_SQLITE, "postgresql": UNDO_POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial")]
    operations = [migrations.RunPython(index, unindex)]
