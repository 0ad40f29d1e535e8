"""What leaves the hub: the version of a day, chosen columns and rows, in the one spelling of values."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone

from honglam.core.organisations.terms import Kind
from honglam.engines.datahub import reading, storing
from honglam.engines.datahub.errors import ColumnUnknown, VersionGone
from honglam.engines.datahub.models import Dataset, DatasetVersion
from honglam.engines.datahub.quality.columns import Column, ColumnType
from tests.people import make_unit

COLUMNS = [
    Column(name="code", label="Mã", type=ColumnType.CODE),
    Column(name="area", label="Diện tích", type=ColumnType.DECIMAL, scale=1),
    Column(name="since", label="Từ ngày", type=ColumnType.DATE),
    Column(name="at", label="Lúc", type=ColumnType.MOMENT),
    Column(name="sold", label="Đã bán", type=ColumnType.BOOLEAN),
    Column(name="floors", label="Số tầng", type=ColumnType.INTEGER),
]
ROWS = [
    {"code": "A", "area": "10.5", "since": "2026-01-02", "at": "2026-01-02T03:04:05+07:00", "sold": "true", "floors": "2"},  # noqa: E501
    {"code": "B", "area": None, "since": None, "at": None, "sold": "false", "floors": None},
]  # fmt: skip


@pytest.fixture
def dataset(db: None, settings: Any, tmp_path: Any) -> Dataset:
    """A dataset with two versions: one row until 10 January, both since."""
    settings.MEDIA_ROOT = tmp_path
    dataset = Dataset.objects.create(code="houses", name="Nhà", owner=make_unit("tinh", "Tỉnh", Kind.PROVINCE))
    schema = dataset.schemas.create(number=1, columns=[one.to_json() for one in COLUMNS])
    change = timezone.make_aware(datetime.datetime(2026, 1, 10, 9))
    for number, rows, state, start, end in (
        (1, ROWS[:1], "former", change - datetime.timedelta(days=5), change), (2, ROWS, "current", change, None),
    ):  # fmt: skip
        written = storing.write_version(f"houses/{number}", COLUMNS, [rows])
        dataset.versions.create(
            number=number, schema=schema, state=state, rows=written.rows, folder=written.folder,
            manifest=written.manifest, digest=written.digest, valid_from=start, valid_to=end,
        )  # fmt: skip
    return dataset


def current(dataset: Dataset) -> DatasetVersion:
    version = reading.current_version(dataset)
    assert version is not None
    return version


@pytest.mark.parametrize(
    ("day", "number"),
    [("2026-01-04", None), ("2026-01-05", 1), ("2026-01-09", 1), ("2026-01-10", 2), ("2026-05-01", 2)],
)
def test_the_version_of_a_day_is_the_one_in_use_at_its_end(dataset: Dataset, day: str, number: int | None) -> None:
    found = reading.version_on(dataset, datetime.date.fromisoformat(day))
    assert (found.number if found else None) == number


def test_values_leave_in_one_spelling(dataset: Dataset) -> None:
    assert reading.rows_of(current(dataset)) == [
        ROWS[0] | {"at": "2026-01-01T20:04:05.000000+00:00"},
        ROWS[1],
    ]
    assert [row for batch in reading.batches_of(current(dataset), size=1) for row in batch] == reading.rows_of(
        current(dataset)
    )


@pytest.mark.parametrize(
    ("kept", "codes"),
    [({"code": ["B"]}, "B"), ({"area": ["10.5"]}, "A"), ({"area": [""]}, "B"), ({"since": ["2026-01-02", ""]}, "AB"),
     ({"code": ["A"], "sold": ["false"]}, ""), ({}, "AB")],
)  # fmt: skip
def test_rows_are_chosen_by_values_as_they_are_spelled(
    dataset: Dataset, kept: dict[str, list[str]], codes: str
) -> None:
    version = current(dataset)
    assert reading.rows_of(version, ["code"], kept) == [{"code": one} for one in codes]
    assert reading.count_of(version, kept) == len(codes)
    assert [row["code"] for batch in reading.batches_of(version, ["code"], kept) for row in batch] == list(codes)


def test_a_column_that_is_not_there_and_files_that_are_gone_are_said(dataset: Dataset) -> None:
    version = current(dataset)
    with pytest.raises(ColumnUnknown, match="owner"):
        reading.rows_of(version, ["owner"])
    with pytest.raises(ColumnUnknown, match="owner"):
        list(reading.batches_of(version, None, {"owner": ["x"]}))
    version.folder = ""
    with pytest.raises(VersionGone, match="thời hạn lưu"):
        reading.rows_of(version)


def test_values_of_a_column_are_listed_for_choosing(dataset: Dataset) -> None:
    assert reading.values_of(current(dataset), "since") == ["2026-01-02"]
