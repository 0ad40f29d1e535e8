"""Deliveries are read as they come: any delimiter, any order of columns, figures and days as offices write them."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from honglam.engines.datahub.delivering.reading import BATCH, batches, from_json, matched, read_file
from honglam.engines.datahub.delivering.spelling import spelled
from honglam.engines.datahub.delivering.spooling import read_back, spooled
from honglam.engines.datahub.errors import DeliveryUnreadable
from honglam.engines.datahub.quality.columns import Column, ColumnType

NAME = Column(name="name", label="Tên cơ sở")
AREA = Column(name="area", label="Diện tích (m²)", type=ColumnType.DECIMAL)
DAY = Column(name="opened_on", label="Ngày mở", type=ColumnType.DATE)
OPEN = Column(name="is_open", label="Đang mở", type=ColumnType.BOOLEAN)
COLUMNS = [NAME, AREA, DAY, OPEN]


def rows_of(path: Path, kind: str, **options: Any) -> list[dict[str, str | None]]:
    delivered = read_file(path, kind, **options)
    found = matched(COLUMNS, delivered.names, {})
    return [dict(row) for batch in batches(delivered, found) for row in batch]


@pytest.mark.parametrize(
    ("column", "written", "kept"),
    [
        (AREA, "1.234,5", "1234.5"), (AREA, "1234.50", "1234.50"), (AREA, " 12 ", "12"), (AREA, "1.200", "1200"),
        (AREA, 1.125, "1.125"), (AREA, 1200, "1200"), (AREA, "0012", "0012"),
        (AREA, "khoảng 12", "khoảng 12"),
        (AREA, Decimal("0.30"), "0.30"), (DAY, "5/3/2026", "2026-03-05"), (DAY, "2026-03-05T00:00:00", "2026-03-05"),
        (DAY, "2026-03-04T17:00:00Z", "2026-03-05"), (DAY, "2026-03-05 23:30:00+07:00", "2026-03-05"),
        (DAY, "31/02/2026", "31/02/2026"), (OPEN, "Có", "true"), (OPEN, "không", "false"), (OPEN, "chưa rõ", "chưa rõ"),
        (NAME, "  Hoa\u0300  Bình ", "Hoà Bình"), (NAME, "", None), (NAME, None, None),
    ],
)  # fmt: skip
def test_values_come_into_one_spelling(column: Column, written: Any, kept: str | None) -> None:
    assert spelled(column, written) == kept


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_is_read_whatever_its_delimiter_and_encoding(tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = tmp_path / "a.csv"
    lines = [
        ("Ngày mở", "tên cơ sở", "DIỆN TÍCH (M²)", "ghi chú"),
        ("05/03/2026", "Trạm y tế", "120", "x"),
        ("", "", "", ""),
    ]
    path.write_text("\n".join(delimiter.join(line) for line in lines), encoding=encoding)
    assert rows_of(path, "csv") == [{"opened_on": "2026-03-05", "name": "Trạm y tế", "area": "120"}]


@pytest.mark.parametrize(
    ("written", "figures", "kept"),
    [
        (["1.200", "15.500"], "", ["1200", "15500"]), (["1.200", "98.25"], "", ["1.200", "98.25"]),
        (["1.200", "7,5"], "", ["1200", "7.5"]), (["1.200", "15.500"], "point", ["1.200", "15.500"]),
        (["1.200", "98.25"], "comma", ["1200", "98.25"]),
    ],
)  # fmt: skip
def test_a_column_shows_whether_its_points_stand_before_decimals(
    tmp_path: Path, written: list[str], figures: str, kept: list[str]
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("area;name\n" + "\n".join(f"{area};A" for area in written), encoding="utf-8")
    delivered = read_file(path, "csv")
    found = batches(delivered, matched(COLUMNS, delivered.names, {}), figures=figures)
    assert [row["area"] for batch in found for row in batch] == kept


def test_a_figure_of_a_workbook_stays_the_number_that_it_is(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in (["name", "area"], ["A", 120.125], ["B", 1200.0], ["C", "1.200"], [7.0, None]):
        book.worksheets[0].append(line)
    book.save(tmp_path / "a.xlsx")
    assert [(row["name"], row["area"]) for row in rows_of(tmp_path / "a.xlsx", "xlsx")] == [
        ("A", "120.125"), ("B", "1200"), ("C", "1200"), ("7", None),
    ]  # fmt: skip


def test_rows_arrive_in_batches_however_many(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("name\n" + "\n".join(f"r{number}" for number in range(BATCH * 2 + 1)), encoding="utf-8")
    delivered = read_file(path, "csv")
    sizes = [len(batch) for batch in batches(delivered, matched(COLUMNS, delivered.names, {}))]
    assert sizes == [BATCH, BATCH, 1]


def test_json_is_read_from_where_the_list_lies(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"data": {"items": [{"name": "A", "area": 1.5, "is_open": True}]}}), encoding="utf-8")
    assert rows_of(path, "json", rows_at="data.items") == [{"name": "A", "area": "1.5", "is_open": "true"}]
    with pytest.raises(DeliveryUnreadable, match=r"data\.rows"):
        read_file(path, "json", rows_at="data.rows")


def test_geojson_gives_properties_and_the_geometry() -> None:
    point = {"type": "Point", "coordinates": [105.9, 18.3]}
    delivered = from_json({"type": "FeatureCollection", "features": [{"properties": {"name": "A"}, "geometry": point}]})
    assert (delivered.names, next(delivered.rows)["geometry"]) == (["name", "geometry"], point)


@pytest.mark.parametrize("content", ["", "[1, 2]", "{}", "không phải json"])
def test_what_is_no_table_is_refused_with_a_word(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DeliveryUnreadable):
        read_file(path, "json")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2026-11-21T17:00:00Z", "2026-11-21T17:00:00Z"), ("2026-11-22 10:00", "2026-11-22T10:00:00+07:00"),
        ("2026-11-22T10:00:00.123456", "2026-11-22T10:00:00.123456+07:00"), ("2026-11-22", "2026-11-22"),
        ("2026-11-22 10:00:00+0700", "2026-11-22T10:00:00+07:00"), ("5/3/2026 8:05", "2026-03-05T08:05:00+07:00"),
        (datetime.datetime(2026, 11, 22, 10, 0), "2026-11-22T10:00:00+07:00"), ("hôm qua", "hôm qua"),
    ],
)  # fmt: skip
def test_a_moment_without_an_offset_is_by_the_clock_here(written: Any, kept: str) -> None:
    assert spelled(Column(name="at", label="Lúc", type=ColumnType.MOMENT), written) == kept


def test_a_line_of_json_may_leave_out_what_another_holds(tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson"
    path.write_text('{"name": "A"}\n{"name": "B", "area": 12.5}\n', encoding="utf-8")
    assert read_file(path, "ndjson").names == ["name", "area"]
    assert [row["area"] for row in rows_of(path, "ndjson")] == [None, "12.5"]


def test_a_broken_line_of_json_lines_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson"
    path.write_text('{"name": "A"}\n{"name": \n', encoding="utf-8")
    with pytest.raises(DeliveryUnreadable, match="Dòng 2"):
        rows_of(path, "ndjson")


def test_a_person_may_map_what_does_not_match_by_itself() -> None:
    found = matched(COLUMNS, ["ten_cs", "S", "la"], {"ten_cs": "name", "S": "area"})
    assert {name: column.name for name, column in found.items()} == {"ten_cs": "name", "S": "area"}


texts = st.one_of(st.none(), st.text(max_size=12))


@given(rows=st.lists(st.fixed_dictionaries({"name": texts, "area": texts}), max_size=30))
def test_what_is_spooled_comes_back_the_same(rows: list[dict[str, str | None]]) -> None:
    clean = [{name: value if value is None else value.encode("utf-8", "ignore").decode() for name, value in row.items()}
             for row in rows]  # fmt: skip
    with spooled([clean[:7], clean[7:]], [NAME, AREA]) as folder:
        assert [dict(row) for batch in read_back(folder) for row in batch] == clean
