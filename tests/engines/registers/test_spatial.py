"""Located rows are found by a box, whatever was written to them and how."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.state import ProjectState

from honglam.engines.registers import spatial
from honglam.engines.registers.public import Box, SpatialIndex, change, create_many, end, registers
from honglam.engines.registers.spatial import within
from tests.engines.registers.conftest import Office

HERE = Box(105.8, 18.2, 106.0, 18.4)


def point(lon: float, lat: float) -> str:
    return json.dumps({"type": "Point", "coordinates": [lon, lat]})


def found(office: Office, box: Box = HERE) -> list[str]:
    rows = office.projects.model.objects.standing()
    return sorted(within(office.projects, rows, box).values_list("code", flat=True))


def test_every_located_register_has_its_index(db: None) -> None:
    """Where this fails, a migration rebuilt the table: name SpatialIndex(…) again at the end of it."""
    spatial._has_index.cache_clear()
    located = [register for register in registers() if register.is_located]
    assert located
    for register in located:
        assert spatial.has_index_of(register.model._meta.db_table), register.code


def test_a_row_is_found_where_it_stands_now(office: Office) -> None:
    row = office.project(geometry=point(105.9, 18.3))
    office.project(code="DA-2", geometry=point(106.2, 18.3))
    office.project(code="DA-3")
    assert found(office) == ["DA-1"]
    change(register=office.projects, row=row, values={"geometry": point(106.2, 18.3)}, by=office.officer)
    assert found(office) == []
    change(register=office.projects, row=row, values={"geometry": point(105.8, 18.4)}, by=office.officer)
    assert found(office) == ["DA-1"]  # the border belongs to the box
    end(register=office.projects, row=row, by=office.head, reason="Ghi nhầm hai lần")
    assert found(office) == []


def test_rows_written_past_the_verbs_are_found_too(office: Office) -> None:
    row = office.project(geometry=point(105.9, 18.3))
    model = office.projects.model
    model.objects.filter(pk=row.pk).update(west=106.2, east=106.2)
    assert found(office) == []
    row.refresh_from_db()
    row.west = row.east = 105.9
    model.objects.bulk_create([row], update_conflicts=True, unique_fields=["id"],
                              update_fields=["west", "east"])  # fmt: skip
    assert found(office) == ["DA-1"]
    model.objects.filter(pk=row.pk).delete()
    assert found(office) == []
    office.project(code="DA-9", geometry=point(105.9, 18.3))
    assert found(office) == ["DA-9"]


def test_a_box_over_the_180th_meridian_has_two_halves(office: Office) -> None:
    office.project(geometry=point(179.5, 18.3))
    office.project(code="DA-2", geometry=point(-179.5, 18.3))
    office.project(code="DA-3", geometry=point(105.9, 18.3))
    assert found(office, Box(179, 18, -179, 19)) == ["DA-1", "DA-2"]


def test_the_index_finds_what_a_scan_finds(office: Office) -> None:
    dice = random.Random(7)
    create_many(register=office.projects, unit=office.finance, by=office.officer, rows=[
        {"code": f"DA-{number}", "name": "Dự án", "investor": "B", "investor_kind": "domestic", "sector": "trade",
         "commune": office.commune, "capital": 1, "geometry": json.dumps({"type": "LineString", "coordinates": [
             [x := dice.uniform(105, 106.5), y := dice.uniform(17.9, 18.8)],
             [x + dice.uniform(-0.1, 0.1), y + dice.uniform(-0.1, 0.1)]]})}
        for number in range(200)
    ])  # fmt: skip
    rows = list(office.projects.model.objects.all())
    for _time in range(40):
        west, south = dice.uniform(105, 106.4), dice.uniform(17.9, 18.7)
        box = Box(west, south, west + 0.15, south + 0.15)
        scanned = sorted(
            row.code for row in rows
            if row.west <= box.east and row.east >= box.west and row.south <= box.north and row.north >= box.south
        )  # fmt: skip
        assert found(office, box) == scanned


@pytest.mark.django_db(transaction=True)
def test_the_operation_makes_the_index_of_rows_that_are_there_and_takes_it_away(office: Office) -> None:
    office.project(geometry=point(105.9, 18.3))
    operation = SpatialIndex("project")
    assert operation.deconstruct() == ("SpatialIndex", ["project"], {})
    state = ProjectState.from_apps(apps)
    table = office.projects.model._meta.db_table
    try:
        with connection.schema_editor() as editor:
            operation.database_backwards("investment", editor, state, state)
        spatial._has_index.cache_clear()
        assert not spatial.has_index_of(table)
        assert found(office) == ["DA-1"]  # slower, and right
    finally:
        with connection.schema_editor() as editor:
            operation.database_forwards("investment", editor, state, state)
        spatial._has_index.cache_clear()
    assert spatial.has_index_of(table)
    assert found(office) == ["DA-1"]


def test_the_planner_uses_the_index(office: Office) -> None:
    query: Any = within(office.projects, office.projects.model.objects.standing(), HERE).order_by()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        plan = query.explain()
    assert ("investment_project_boxes" if connection.vendor == "postgresql" else "VIRTUAL TABLE INDEX") in plan
