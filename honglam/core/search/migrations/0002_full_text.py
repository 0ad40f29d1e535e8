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


def _vector(name: str, title: str, body: str) -> str:
    return (
        f"ALTER TABLE {TABLE} ADD COLUMN {name} tsvector GENERATED ALWAYS AS ("
        f"setweight(to_tsvector('simple', {title}), 'A') || setweight(to_tsvector('simple', {body}), 'D')) STORED"
    )


POSTGRESQL = (
    _vector("marked_vector", "title_marked", "body_marked"),
    _vector("plain_vector", "title_plain", "body_plain"),
    f"CREATE INDEX search_plain_vector ON {TABLE} USING gin (plain_vector)",
    f"CREATE INDEX search_marked_vector ON {TABLE} USING gin (marked_vector)",
)
POSTGRESQL_BACK = (
    f"ALTER TABLE {TABLE} DROP COLUMN marked_vector",
    f"ALTER TABLE {TABLE} DROP COLUMN plain_vector",
)


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
