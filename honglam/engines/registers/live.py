"""The live part of a register by box, as fast as the database hands it out.

One statement finds the rows in the spatial index and writes their GeoJSON; nothing is stored twice, so there is
nothing to bring up to date. `features.page_of_features` gives the same more slowly and for every question; a test
holds the two together.
"""

from __future__ import annotations

import json
from typing import Any

import shapely
from django.db import connection, models

from honglam.engines.registers.declaration import Register
from honglam.engines.registers.features import FeaturePage
from honglam.engines.registers.spatial import Box, has_index_of, touching, touching_on_postgresql, tree_of
from honglam.engines.registers.values import field_of, points_at, source_of


def can_be_fast(register: Register, box: Box) -> bool:
    """Whether the register has its index, and the box is one piece."""
    return box.west <= box.east and has_index_of(register.model._meta.db_table)


def live_page(register: Register, box: Box, *, limit: int, after: int = 0) -> FeaturePage:
    """One page of live features in a box; one query, more only where many rows of the box are not live."""
    statement, states = _statement(register, connection.vendor)
    corners = (
        (box.east, box.west, box.north, box.south) if connection.vendor == "sqlite"
        else (box.west, box.south, box.east, box.north)
    )  # fmt: skip
    texts: list[str] = []
    wanted, last = limit + 1, after
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                statement, (*states, box.west, box.east, box.south, box.north, *states, *corners, last, wanted)
            )
            keys, verdicts, together = cursor.fetchone()
        rows = zip(keys.split(","), verdicts, together.split(_BETWEEN), strict=True) if keys else ()
        count = 0
        for pk, verdict, text in rows:
            count += 1
            if verdict == _INSIDE or (verdict == _ACROSS and _meets(box, text)):
                if len(texts) == limit:
                    return FeaturePage(texts, last)
                texts.append(text)
            last = int(pk)
        if count < wanted:
            return FeaturePage(texts, None)
        wanted = min(wanted * 2, 5000)


_INSIDE, _ACROSS = "1", "2"
"""A live row whose own box lies in the box that is asked for, and one across its border, whose shape is looked at."""
_BETWEEN = "\x1e"
"""Stands between features: JSON never holds it as it is. One line of text comes out of the database faster than a
hundred rows, for each of which a thread of the server would give way to the others and wait to be let in again."""


def _meets(box: Box, text: str) -> bool:
    shape = shapely.from_geojson(json.dumps(json.loads(text)["geometry"]))
    return bool(shape.intersects(shapely.box(box.west, box.south, box.east, box.north)))


_known: dict[tuple[int, str], tuple[str, tuple[str, ...]]] = {}


def _statement(register: Register, vendor: str) -> tuple[str, tuple[str, ...]]:
    """The statement for one register and kind of database, and the states that are its first parameters.

    Kept by the declaration itself, which lives as long as the process.
    """
    key = (id(register), vendor)
    if key not in _known:
        _known[key] = _written(register, vendor)
    return _known[key]


def _written(register: Register, vendor: str) -> tuple[str, tuple[str, ...]]:
    opened = register.open_data
    assert opened is not None
    table = register.model._meta.db_table
    joins, pairs = [], []
    for number, name in enumerate(opened.columns):
        value, join = _column(register, name, f"r{number}", vendor)
        joins += [join] if join else []
        pairs.append(f"'{name}', {value}")
    making = "json_object" if vendor == "sqlite" else "json_build_object"
    live = f"p.state IN ({', '.join(['%s'] * len(opened.live_states))})" if opened.live_states else "1 = 1"
    if vendor == "sqlite":
        inner = f'SELECT id FROM "{tree_of(table)}" WHERE {touching()} AND id > %s ORDER BY id LIMIT %s'
    else:
        inner = (
            f'SELECT i.id FROM "{table}" i WHERE i.ended_on IS NULL AND {touching_on_postgresql("i")} '
            "AND i.id > %s ORDER BY i.id LIMIT %s"
        )
    uid = _uid("p.uid", vendor)
    properties = f"{making}({', '.join(pairs)})" + ("" if vendor == "sqlite" else "::text")
    head, middle, end = '\'{"type":"Feature","id":"\'', '\'","properties":\'', "',\"geometry\":'"
    inside = "p.west >= %s AND p.east <= %s AND p.south >= %s AND p.north <= %s"
    rows = (
        f"SELECT p.id AS id, CASE WHEN {live} AND {inside} THEN 1 WHEN {live} THEN 2 ELSE 0 END AS verdict, "
        f"{head} || {uid} || {middle} || {properties} || {end} || p.geometry || '}}' AS text "
        f'FROM ({inner}) found JOIN "{table}" p ON p.id = found.id {" ".join(joins)} ORDER BY p.id'
    )
    if vendor == "sqlite":
        together = "group_concat(id), group_concat(verdict, ''), group_concat(text, char(30))"
    else:
        together = (
            "string_agg(id::text, ',' ORDER BY id), string_agg(verdict::text, '' ORDER BY id), "
            "string_agg(text, chr(30) ORDER BY id)"
        )
    return f"SELECT {together} FROM ({rows}) everything", tuple(opened.live_states)


_GROUPS = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
"""Where the groups of a uid begin and how long they are, as SQLite keeps it: 32 hexadecimal digits."""


def _uid(column: str, vendor: str) -> str:
    if vendor != "sqlite":
        return f"{column}::text"
    return "(" + " || '-' || ".join(f"substr({column}, {start}, {size})" for start, size in _GROUPS) + ")"


def _column(register: Register, name: str, alias: str, vendor: str) -> tuple[str, str]:
    """The expression of a column's value, and the join that it needs."""
    one: Any = field_of(register, name)
    column = f'p."{one.column}"'
    target = points_at(one)
    if target is not None:
        _path, reaches, of_target = source_of(register, name).partition("__")
        if not reaches:
            return column, ""
        join = f'LEFT JOIN "{target._meta.db_table}" {alias} ON {alias}.id = {column}'
        value = f"{alias}.{of_target}"
        return (_uid(value, vendor) if of_target == "uid" else value), join
    if isinstance(one, models.BooleanField) and vendor == "sqlite":
        return f"CASE {column} WHEN 1 THEN json('true') WHEN 0 THEN json('false') END", ""
    if isinstance(one, models.CharField | models.TextField):
        return f"NULLIF({column}, '')", ""
    return column, ""
