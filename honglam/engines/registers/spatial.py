"""Finding located rows by a box: an index inside the database, which no write can forget.

On SQLite an R*Tree beside the table, kept by triggers; on PostgreSQL a GiST index over the boxes. Both hold the rows
that stand. A pack makes it in a migration of its own:

    operations = [SpatialIndex("project")]

SQLite loses triggers when a later migration rebuilds the table (most `AlterField`): such a migration names the
operation again, and a test over all registers says so where it was forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations.base import Operation
from django.db.models import Q
from django.db.models.expressions import RawSQL

from honglam.engines.registers.declaration import Register

_BOX = ("west", "east", "south", "north")


@dataclass(frozen=True, slots=True)
class Box:
    """A box in WGS84 degrees. `west` greater than `east` means that it crosses the 180th meridian."""

    west: float
    south: float
    east: float
    north: float

    def halves(self) -> tuple[Box, ...]:
        """The box itself, or its two parts on either side of the 180th meridian."""
        if self.west <= self.east:
            return (self,)
        return (Box(self.west, self.south, 180.0, self.north), Box(-180.0, self.south, self.east, self.north))


def box_of(text: str) -> Box:
    """The box that “west,south,east,north” means. Raises ValueError where it means none."""
    west, south, east, north = (float(part) for part in text.split(","))
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise ValueError(text)
    return Box(west, south, east, north)


def tree_of(table: str) -> str:
    """The name of the R*Tree beside a table (SQLite)."""
    return f"{table}_places"


def touching(alias: str = "") -> str:
    """The condition that a row's box touches the box of four parameters: east, west, north, south."""
    at = f"{alias}." if alias else ""
    return f"{at}west <= %s AND {at}east >= %s AND {at}south <= %s AND {at}north >= %s"


def touching_on_postgresql(alias: str) -> str:
    """The same as the GiST index reads it; parameters west, south, east, north."""
    box = f"box(point({alias}.west, {alias}.south), point({alias}.east, {alias}.north))"
    return f"{box} && box(point(%s, %s), point(%s, %s))"


def within(register: Register, rows: Any, box: Box) -> Any:
    """Those of the rows whose box touches a box, exactly; narrowed by the index where the rows stand."""
    exact, indexed = Q(pk__in=()), Q(pk__in=())
    for half in box.halves():
        exact |= Q(west__lte=half.east, east__gte=half.west, south__lte=half.north, north__gte=half.south)
        if (condition := _indexed(rows.model, half)) is not None:
            indexed |= condition
    has_index = rows.model is register.model and has_index_of(rows.model._meta.db_table)
    return rows.filter(exact).filter(indexed) if has_index else rows.filter(exact)


def _indexed(model: type[models.Model], box: Box) -> Any:
    table = model._meta.db_table
    if connection.vendor == "sqlite":
        found = RawSQL(
            f'SELECT id FROM "{tree_of(table)}" WHERE {touching()}', (box.east, box.west, box.north, box.south)
        )
        return Q(pk__in=found)
    condition = touching_on_postgresql(f'"{table}"')
    return Q(RawSQL(condition, (box.west, box.south, box.east, box.north), models.BooleanField()))


@lru_cache(maxsize=256)
def _has_index(name: str, table: str) -> bool:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name IN (%s, %s, %s)",
                           [f"{tree_of(table)}_{verb}" for verb in ("added", "moved", "gone")])  # fmt: skip
            return int(cursor.fetchone()[0]) == 3
        cursor.execute("SELECT count(*) FROM pg_indexes WHERE indexname = %s", [f"{table}_boxes"[:63]])
        return bool(cursor.fetchone()[0])


def has_index_of(table: str) -> bool:
    """Whether a table has its index, whole; asked of the database once a process."""
    return _has_index(str(connection.settings_dict["NAME"]), table)


class SpatialIndex(Operation):
    """The migration operation: makes (or makes anew) the index of one located model of the app."""

    reversible = True

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """How the operation is written down."""
        return self.__class__.__qualname__, [self.model_name], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models stay as they are."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Make it, and fill it from the rows that stand."""
        model = to_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            for statement in statements(schema_editor.connection, model._meta.db_table):
                schema_editor.execute(statement, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Take it away."""
        model = from_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            for statement in removal(schema_editor.connection, model._meta.db_table):
                schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        """What `showmigrations --plan` says."""
        return f"Make the spatial index of {self.model_name}"


def removal(database: BaseDatabaseWrapper, table: str) -> tuple[str, ...]:
    """The statements that take an index away, also one that is there in part."""
    tree = tree_of(table)
    if database.vendor != "sqlite":
        return (f'DROP INDEX IF EXISTS "{table}_boxes"',)
    triggers = tuple(f'DROP TRIGGER IF EXISTS "{tree}_{verb}"' for verb in ("added", "moved", "gone"))
    return (*triggers, f'DROP TABLE IF EXISTS "{tree}"')


def statements(database: BaseDatabaseWrapper, table: str) -> tuple[str, ...]:
    """The statements that make the index of a table anew."""
    if database.vendor != "sqlite":
        return (
            *removal(database, table),
            f'CREATE INDEX "{table}_boxes" ON "{table}" USING gist '
            "(box(point(west, south), point(east, north))) WHERE ended_on IS NULL",
        )
    tree = tree_of(table)
    stands = "{row}ended_on IS NULL AND {row}west IS NOT NULL"
    columns = ", ".join(("id", *_BOX))
    new = ", ".join(f"new.{name}" for name in ("id", *_BOX))
    added = f'INSERT INTO "{tree}" ({columns}) SELECT {new} WHERE {stands.format(row="new.")};'
    gone = f'DELETE FROM "{tree}" WHERE id = old.id;'
    return (
        *removal(database, table),
        f'CREATE VIRTUAL TABLE "{tree}" USING rtree({columns})',
        f'CREATE TRIGGER "{tree}_added" AFTER INSERT ON "{table}" BEGIN {added} END',
        f'CREATE TRIGGER "{tree}_moved" AFTER UPDATE OF id, ended_on, {", ".join(_BOX)} ON "{table}" '
        f"BEGIN {gone} {added} END",
        f'CREATE TRIGGER "{tree}_gone" AFTER DELETE ON "{table}" BEGIN {gone} END',
        f'INSERT INTO "{tree}" ({columns}) SELECT {columns} FROM "{table}" WHERE {stands.format(row="")}',
    )
