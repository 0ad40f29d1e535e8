"""The full text index: FTS5 over the entry table on SQLite, generated vectors with GIN indexes on PostgreSQL.

Both are kept inside the database (triggers, generated columns), so that no write can forget them. The columns are folded
by us, so neither needs an extension, a dictionary or a tokenizer that knows Vietnamese.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

COLUMNS = ("title_marked", "title_plain", "body_marked", "body_plain")
TABLE = "search_searchentry"
_NAMES = ", ".join(COLUMNS)
_NEW = ", ".join(f"new.{name}" for name in COLUMNS)
_OLD = ", ".join(f"old.{name}" for name in COLUMNS)
_FORGET = f"INSERT INTO search_fts(search_fts, rowid, {_NAMES}) VALUES ('delete', old.id, {_OLD});"
_ADD = f"INSERT INTO search_fts(rowid, {_NAMES}) VALUES (new.id, {_NEW});"

SQLITE = (
    # Marks are already folded: remove_diacritics 0 keeps the ones that the marked columns are about.
    f"""CREATE VIRTUAL TABLE search_fts USING fts5({_NAMES}, content='{TABLE}', content_rowid='id',
        tokenize="unicode61 remove_diacritics 0", prefix='2 3')""",
    f"CREATE TRIGGER search_fts_added AFTER INSERT ON {TABLE} BEGIN {_ADD} END",
    f"CREATE TRIGGER search_fts_removed AFTER DELETE ON {TABLE} BEGIN {_FORGET} END",
    f"CREATE TRIGGER search_fts_changed AFTER UPDATE OF {_NAMES} ON {TABLE} BEGIN {_FORGET} {_ADD} END",
)
SQLITE_BACK = (
    "DROP TRIGGER search_fts_added",
    "DROP TRIGGER search_fts_removed",
    "DROP TRIGGER search_fts_changed",
    "DROP TABLE search_fts",
)


# Titles have vectors of their own and not a weight inside one for both: only then does the planner know how rare a word
# is in titles, and rows are checked without reading their bodies.
VECTORS = {
    "title_marked_vector": "to_tsvector('simple', title_marked)",
    "title_plain_vector": "to_tsvector('simple', title_plain)",
    "all_marked_vector": "to_tsvector('simple', title_marked) || to_tsvector('simple', body_marked)",
    "all_plain_vector": "to_tsvector('simple', title_plain) || to_tsvector('simple', body_plain)",
}
POSTGRESQL = (
    *(
        f"ALTER TABLE {TABLE} ADD COLUMN {name} tsvector GENERATED ALWAYS AS ({vector}) STORED"
        for name, vector in VECTORS.items()
    ),
    *(f"CREATE INDEX search_{name} ON {TABLE} USING gin ({name})" for name in VECTORS),
)
POSTGRESQL_BACK = tuple(f"ALTER TABLE {TABLE} DROP COLUMN {name}" for name in VECTORS)


def _run(schema_editor: BaseDatabaseSchemaEditor, statements: tuple[str, ...]) -> None:
    for statement in statements:
        schema_editor.execute(statement, params=None)


def build(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the index of the database in use."""
    _run(schema_editor, POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take it away again."""
    _run(schema_editor, POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK)


class Migration(migrations.Migration):
    """Adds the full text index behind the entries."""

    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(build, drop)]
