"""Whatever is asked through a right, no column and no row beyond it leaves."""

from __future__ import annotations

import string
from pathlib import Path
from typing import Any
from uuid import uuid4

import polars as pl
import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from honglam.engines.datahub.actions.reads import order_file
from honglam.engines.datahub.errors import HubError, NotGranted, ShapeChanged, VersionMoved
from honglam.engines.datahub.models import DatasetVersion, Grant
from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.engines.datahub.sharing import bulk
from honglam.engines.datahub.sharing.cursors import Cursor, cursor_of
from honglam.engines.datahub.sharing.slicing import changes_since, readable_version, slice_of, version_of_number
from honglam.engines.datahub.storing import write_version
from honglam.engines.datahub.terms import VersionState
from tests.engines.datahub.sharing_stories import COLUMNS, DAY, NEED, ROWS, Hub, hub, row

__all__ = ["hub"]
NAMES = ["code", "commune", "area", "owner"]
SHAPE = [column for column in COLUMNS if column.name in NAMES]
CELLS = {
    "code": st.sampled_from([f"A{number}" for number in range(6)]),
    "commune": st.sampled_from(["90001", "90002", "90003", None]),
    "area": st.sampled_from(["1.00", "2.50", None]),
    "owner": st.sampled_from(["An", "Bình", None]),
}
TABLE = st.lists(st.fixed_dictionaries(CELLS), max_size=12, unique_by=lambda one: one["code"])
VALUES = st.sampled_from(["90001", "90002", "90003", "A1", "A2", "1.00", "An", "", "x"])
FILTER = st.dictionaries(st.sampled_from(NAMES), st.lists(VALUES, max_size=3), max_size=2)
SOME = st.lists(st.sampled_from(NAMES), max_size=4, unique=True)


def kept(one: dict[str, Any], row_filter: dict[str, list[str]]) -> bool:
    """What a filter means, said the slow way."""
    return all((one[name] if one[name] is not None else "") in values for name, values in row_filter.items())


@given(before=TABLE, rows=TABLE, columns=SOME, row_filter=FILTER, asked=st.none() | SOME, where=FILTER)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_beyond_the_right_ever_leaves(
    tmp_path: Path, settings: Any, before: Any, rows: Any, columns: Any, row_filter: Any, asked: Any, where: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    versions = [_unsaved(number, table) for number, table in enumerate((before, rows), 1)]
    right = Grant(columns=columns, row_filter=row_filter)
    right._state.fields_cache["dataset"] = _Keyed()
    try:
        part = slice_of(right, versions[1], columns=asked, where=where)
        found = part.rows(limit=100)
    except HubError:
        assert (
            not columns
            or not set(asked if asked is not None else columns) <= set(columns)
            or not (set(where) <= set(columns))
            or asked == []
        )
        return
    allowed = set(columns) & set(asked if asked is not None else columns)
    expected = [one for one in rows if kept(one, row_filter) and kept(one, where)]
    assert found == [{name: one[name] for name in NAMES if name in allowed} for one in expected]
    assert part.count() == len(expected)
    assert [one for batch in part.batches() for one in batch] == found
    if "code" not in allowed:
        with pytest.raises(NotGranted):
            changes_since(right, versions[0], part)
        return
    changes = changes_since(right, versions[0], part)
    old = [
        {name: one[name] for name in NAMES if name in allowed}
        for one in before if kept(one, row_filter) and kept(one, where)
    ]  # fmt: skip
    assert changes.changed.collect().to_dicts() == [one for one in found if one not in old]
    keys = {one["code"] for one in found}
    assert changes.removed.collect().to_dicts() == [{"code": one["code"]} for one in old if one["code"] not in keys]


class _Keyed:
    """As much of a dataset as a slice asks for."""

    key = ("code",)


def _unsaved(number: int, rows: list[dict[str, Any]]) -> DatasetVersion:
    written = write_version(uuid4().hex, SHAPE, [rows])
    return DatasetVersion(number=number, folder=written.folder, manifest=written.manifest, rows=written.rows)


def test_a_dataset_that_lost_the_column_by_which_rows_were_limited_shows_nothing(hub: Hub) -> None:
    given_right = hub.granted()
    hub.publish([row("A1")], [column for column in COLUMNS if column.name != "commune"])
    with pytest.raises(ShapeChanged):
        slice_of(given_right, readable_version(given_right))


def test_a_lost_column_is_left_out_and_said(hub: Hub) -> None:
    given_right = hub.granted()
    hub.publish([row("A1")], [column for column in COLUMNS if column.name != "area"])
    part = slice_of(given_right, readable_version(given_right))
    assert (part.names, part.lost) == (["code", "commune"], ("area",))


def test_versions_of_before_the_right_and_refused_ones_stay_closed(hub: Hub) -> None:
    given_right = hub.granted()
    first = hub.dataset.versions.get(number=1)
    hub.publish([row("A1")])
    assert version_of_number(given_right, 1) == first
    DatasetVersion.objects.filter(number=1).update(valid_to=timezone.now() - 3 * DAY)
    for closed in (1, 7):
        with pytest.raises(VersionMoved):
            version_of_number(given_right, closed)
    DatasetVersion.objects.filter(number=1).update(state=VersionState.REFUSED, valid_to=None)
    with pytest.raises(VersionMoved):
        version_of_number(given_right, 1)


def test_changes_are_told_by_granted_columns_only(hub: Hub) -> None:
    right = hub.granted(columns=["code", "area"])
    older = readable_version(right)
    rows = [dict(one) for one in ROWS]
    rows[0]["owner"] = "Người khác"  # not granted
    rows[1]["area"] = "81.00"
    rows.append(row("A3"))
    rows[2]["area"] = "5.00"  # another commune
    hub.publish(rows)
    changes = changes_since(right, older, slice_of(right, readable_version(right)))
    assert changes.changed.collect().to_dicts() == [{"code": "A2", "area": "81.00"}, {"code": "A3", "area": "120.50"}]
    assert changes.removed.collect().to_dicts() == []


def test_whole_files_hold_exactly_the_slice_and_are_made_once(hub: Hub) -> None:
    right = hub.granted(columns=["code", "plots", "owner"], personal_need=NEED)
    version = readable_version(right)
    part = slice_of(right, version)
    told: list[int] = []
    for form in bulk.FORMS:
        run = order_file(grant=right, version=version, form=form, by=hub.officer)
        assert run == order_file(grant=right, version=version, form=form, by=hub.officer)
        assert bulk.write_file(right, part, form, told.append) == 2
        assert order_file(grant=right, version=version, form=form, by=hub.officer) is None
    frame = pl.read_parquet(bulk.path_of(right, version, bulk.PARQUET))
    assert frame.to_dicts() == [
        {"code": "A1", "plots": 1, "owner": "Chủ A1"}, {"code": "A2", "plots": 1, "owner": "Chủ A2"},
    ]  # fmt: skip
    text = bulk.path_of(right, version, bulk.CSV).read_text(encoding="utf-8")
    assert text == "code,plots,owner\nA1,1,Chủ A1\nA2,1,Chủ A2\n"
    assert bulk.remove_files(right, keep=version) == 0
    assert bulk.remove_files(right) == 2 and not bulk.folder_of(right).exists()


@given(st.text(alphabet=string.printable, max_size=40))
def test_a_cursor_that_is_none_is_refused(text: str) -> None:
    try:
        assert str(cursor_of(text))
    except HubError as error:
        assert error.code == "datahub.query_malformed"


@given(st.integers(1, 10**9), st.sampled_from("rcd"), st.integers(0, 10**9))
def test_a_cursor_comes_back_as_it_went(version: int, part: str, offset: int) -> None:
    assert cursor_of(str(Cursor(version, part, offset))) == Cursor(version, part, offset)


def test_a_filter_by_a_number_or_a_day_compares_values_as_they_are_spelled(hub: Hub) -> None:
    right = hub.granted(
        columns=["code", "area", "given_on"], row_filter={"area": ["80.00"], "given_on": ["2026-01-05"]}
    )
    assert [one["code"] for one in slice_of(right, readable_version(right)).rows()] == ["A2"]


def test_geometry_and_moments_are_spelled_for_files(hub: Hub) -> None:
    columns = [*COLUMNS[:2], Column(name="seen_at", label="Lúc", type=ColumnType.MOMENT)]
    right = hub.granted(columns=["code"])
    hub.publish([{"code": "A1", "commune": "90001", "seen_at": "2026-01-05T08:00:00.000000+00:00"}], columns)
    assert slice_of(right, readable_version(right)).rows() == [{"code": "A1"}]
