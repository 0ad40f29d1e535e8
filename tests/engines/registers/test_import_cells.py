"""What stands in a cell, and what it means: truth tables and made-up values."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from honglam.engines.registers.importing import cells
from honglam.toolkit.numbers import format_number
from honglam.toolkit.sheets.reading import delimiter_of

DAY = datetime.date(2026, 3, 5)


@pytest.mark.parametrize(("cell", "meant"), [
    ("1.234,5", "1234.5"), ("1234.5", "1234.5"), ("1234", "1234"), ("1.234", "1234"), ("1,5", "1.5"),
    ("0.125", "0.125"), ("0,125", "0.125"), ("12.5", "12.5"), ("-3", "-3"), ("(3)", "-3"), ("1 234,5", "1234.5"),
    (12, "12"), (0.1 + 0.2, "0.3"), (1e15, "1000000000000000"), ("", None), ("   ", None), (None, None),
])  # fmt: skip
def test_figures(cell: Any, meant: str | None) -> None:
    assert cells.number(cell) == (None if meant is None else Decimal(meant))


@pytest.mark.parametrize("cell", ["nhiều", "1.23.4", "12a", True, DAY, "#REF!", "1\x004", float("nan"), float("inf")])
def test_what_is_no_figure(cell: Any) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        cells.number(cell)


@pytest.mark.parametrize(("cell", "meant"), [
    ("05/03/2026", DAY), ("5/3/26", DAY), ("5-3-2026", DAY), ("05.03.2026", DAY), ("2026-03-05", DAY), (DAY, DAY),
    (datetime.datetime(2026, 3, 5, 14, 30), DAY), (46086, DAY), (46086.6, DAY), (None, None), (" ", None),
])  # fmt: skip
def test_days(cell: Any, meant: datetime.date | None) -> None:
    assert cells.day(cell) == meant


@pytest.mark.parametrize("cell", ["31/02/2026", "2026", "tháng 3", 12, True, "05/03/0206", "13/13/2026"])
def test_what_is_no_day(cell: Any) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        cells.day(cell)


@pytest.mark.parametrize(("cell", "meant"), [
    ("có", True), ("CÓ", True), ("x", True), (1, True), (True, True), ("Đúng", True), ("✓", True), ("không", False),
    ("KHÔNG", False), (0, False), ("-", False), (False, False), ("", None), (None, None),
])  # fmt: skip
def test_yes_and_no(cell: Any, meant: bool | None) -> None:
    assert cells.truth(cell) is meant


@pytest.mark.parametrize(("cell", "meant"), [
    ("energy", "energy"), ("năng lượng", "energy"), ("NĂNG LƯỢNG", "energy"), ("nang luong", "energy"),
    ("Giáo dục", None), (None, ""),
])  # fmt: skip
def test_code_lists_by_code_or_name(cell: Any, meant: str | None) -> None:
    parse = cells.choice_parser([("energy", "năng lượng"), ("trade", "thương mại"), ("social", "giáo dục, y tế")])
    if meant is None:
        with pytest.raises(ValueError, match="năng lượng; thương mại"):
            parse(cell)
    else:
        assert (parse(cell) or "") == meant


def test_names_that_differ_in_marks_only_are_not_guessed() -> None:
    parse = cells.choice_parser([("a", "Lắng"), ("b", "Lạng")])
    assert (parse("lạng"), parse("LẮNG")) == ("b", "a")
    with pytest.raises(ValueError, match="Lắng; Lạng"):
        parse("lang")


@pytest.mark.parametrize(("cell", "meant"), [
    ("14:30 05/03/2026", (14, 30)), ("05/03/2026 14:30", (14, 30)), ("05/03/2026", (0, 0)),
    ("2026-03-05T14:30", (14, 30)),
    (datetime.datetime(2026, 3, 5, 14, 30), (14, 30)), ("14h30 ngày", None),
])  # fmt: skip
def test_moments(cell: Any, meant: tuple[int, int] | None) -> None:
    if meant is None:
        with pytest.raises(ValueError, match="ngày"):
            cells.moment(cell)
    else:
        found = cells.moment(cell)
        assert found is not None and (found.date(), found.hour, found.minute) == (DAY, *meant)


@pytest.mark.parametrize(("cell", "meant"), [("105,901", 105.901), ("105.901", 105.901), ("18", 18.0), (18.25, 18.25)])
def test_degrees_have_no_thousands(cell: Any, meant: float) -> None:
    assert cells.degrees(cell) == meant


def test_a_point_says_when_its_halves_are_swapped_or_of_another_system() -> None:
    assert json.loads(cells.point(105.9, 18.3)) == {"type": "Point", "coordinates": [105.9, 18.3]}
    with pytest.raises(ValueError, match="đổi chỗ"):
        cells.point(18.3, 105.9)
    with pytest.raises(ValueError, match="VN-2000"):
        cells.point(540000.0, 2030000.0)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=4))
def test_a_figure_that_we_print_reads_as_the_same_figure(figure: Decimal) -> None:
    assert cells.number(format_number(figure)) == figure


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_a_figure_of_a_workbook_keeps_the_fifteen_digits_that_are_shown(figure: float) -> None:
    found = cells.number(figure)
    assert found is not None and abs(float(found) - figure) <= abs(figure) * 1e-14


@given(st.dates(min_value=datetime.date(1901, 1, 1), max_value=datetime.date(2999, 12, 31)))
def test_a_day_reads_the_same_however_it_is_written(day: datetime.date) -> None:
    serial = (day - datetime.date(1899, 12, 30)).days
    ways = [f"{day:%d/%m/%Y}", day.isoformat(), day, datetime.datetime.combine(day, datetime.time(9)), serial]
    assert {cells.day(way) for way in ways} == {day}


@given(st.text())
def test_text_is_trimmed_composed_and_never_breaks(written: str) -> None:
    try:
        found = cells.line(written)
    except ValueError:
        return
    assert found is None or (found == " ".join(found.split()) and found)


PARSERS = [cells.number, cells.whole, cells.day, cells.moment, cells.truth, cells.degrees, cells.text, cells.real]


@given(
    st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.none(), st.dates(), st.datetimes(), st.times())
)
def test_whatever_stands_in_a_cell_is_a_value_or_a_sentence(cell: Any) -> None:
    for parse in PARSERS:
        try:
            parse(cell)
        except ValueError as error:
            assert str(error)


@pytest.mark.parametrize(("text", "sign"), [
    ("Xã, phường;Vốn\nĐồng Hạ;1,5\n", ";"), ("Mã,Tên\n1,Gỗ\n", ","), ("Mã\tTên, họ\n1\tAn\n", "\t"),
    ('a;b\n"x, y";1\n"x, y, z";2\n', ";"), ("a|b\n1|2\n", "|"), ("một cột\n1\n", ";"),
])  # fmt: skip
def test_the_sign_between_cells_is_the_one_that_makes_lines_alike(text: str, sign: str) -> None:
    assert delimiter_of(text) == sign
