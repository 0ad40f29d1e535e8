"""A copy is filled without losing anything: only the cells that are mapped change, formulas stay formulas."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from honglam.engines.reporting.forms import Gap, Measured, carried, figure_for, read_blank, written
from honglam.engines.reporting.forms.names import completed, name_asked
from honglam.engines.reporting.terms import CellContent, FormMeasure

from .blanks import indicator_lines, two_sheets, unit_lines

LAYOUTS: list[Callable[[], bytes]] = [indicator_lines, unit_lines, two_sheets]
DAY = datetime.date(2026, 2, 5)


def values_of(content: bytes) -> dict[tuple[str, str], Any]:
    workbook = load_workbook(io.BytesIO(content))
    return {
        (sheet.title, cell.coordinate): cell.value for sheet in workbook for row in sheet.iter_rows() for cell in row
    }


def looks_of(content: bytes) -> dict[tuple[str, str], Any]:
    workbook = load_workbook(io.BytesIO(content))
    return {
        (sheet.title, cell.coordinate): (cell.number_format, cell.font.b, cell.fill.fgColor.rgb, cell.border.top.style)
        for sheet in workbook for row in sheet.iter_rows() for cell in row
    }  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(data=st.data(), layout=st.sampled_from(LAYOUTS))
def test_nothing_but_the_filled_cells_changes(data: st.DataObject, layout: Callable[[], bytes]) -> None:
    content = layout()
    blank = read_blank(content)
    figures = st.decimals(min_value=-(10**9), max_value=10**9, places=4)
    entries = data.draw(st.dictionaries(st.sampled_from(sorted(blank.cells)), figures, max_size=8))
    before, after = values_of(content), values_of(filled := written(content, entries))
    assert {key: value for key, value in after.items() if key not in entries} == {
        key: value for key, value in before.items() if key not in entries
    }
    assert all(Decimal(str(after[key])) == pytest.approx(value) for key, value in entries.items())
    assert looks_of(filled) == looks_of(content)


def test_pictures_lists_print_settings_and_hidden_sheets_stay() -> None:
    content = indicator_lines()
    filled = written(content, {("Biểu 05-CĐS", "E8"): Decimal("12.5")})
    before, after = (zipfile.ZipFile(io.BytesIO(one)) for one in (content, filled))
    assert before.namelist() == after.namelist()
    changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert changed <= {"xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"}
    workbook = load_workbook(io.BytesIO(filled))
    sheet = workbook["Biểu 05-CĐS"]
    assert sheet["E8"].value == 12.5
    assert {str(cells) for cells in sheet.merged_cells.ranges} >= {"A2:G2", "E5:F5"}
    assert (sheet.freeze_panes, sheet.print_area, sheet.page_setup.orientation) == (
        "D7", "'Biểu 05-CĐS'!$A$1:$G$20", "landscape",
    )  # fmt: skip
    assert sheet.column_dimensions["B"].width == 52
    assert [str(one.sqref) for one in sheet.data_validations.dataValidation] == ["H8"]
    assert (len(sheet._images), workbook["Danh mục"].sheet_state) == (1, "hidden")


def test_formulas_are_never_overwritten_and_are_reckoned_anew() -> None:
    content = indicator_lines()
    filled = written(content, {("Biểu 05-CĐS", "E15"): Decimal(1), ("Biểu 05-CĐS", "E8"): Decimal(2)})
    assert values_of(filled)["Biểu 05-CĐS", "E15"] == "=SUM(E8:E9)"
    assert b'fullCalcOnLoad="1"' in zipfile.ZipFile(io.BytesIO(filled)).read("xl/workbook.xml")
    sheet = zipfile.ZipFile(io.BytesIO(filled)).read("xl/worksheets/sheet1.xml")
    assert b"</f><v>" not in sheet.replace(b"<v/>", b""), "a stale result would be shown until Excel reckons"


def test_a_cell_that_the_file_does_not_hold_yet_is_put_in_its_place() -> None:
    entries: dict[tuple[str, str], Decimal | str] = {
        ("Biểu 1", "B30"): Decimal(3), ("Biểu 1", "AA30"): Decimal(4), ("Biểu 1", "C30"): "=1+1",
    }  # fmt: skip
    after = values_of(written(two_sheets(), entries))
    assert (after["Biểu 1", "B30"], after["Biểu 1", "AA30"]) == (3, 4)
    data = zipfile.ZipFile(io.BytesIO(written(two_sheets(), entries))).read("xl/worksheets/sheet1.xml")
    assert b"<f>1+1" not in data, "words that begin with a sign of equality stay words"


@pytest.mark.parametrize(
    ("words", "content", "said"),
    [
        ("Đơn vị: ……………", CellContent.UNIT_NAME, "Đơn vị: Xã Bắc Sơn"),
        ("UBND xã ..........", CellContent.UNIT_NAME, "UBND xã Bắc Sơn"),
        ("Đơn vị báo cáo:", CellContent.UNIT_NAME, "Đơn vị báo cáo: Xã Bắc Sơn"),
        ("Kỳ báo cáo: Quý … năm ……", CellContent.PERIOD_NAME, "Kỳ báo cáo: Quý I năm 2026"),
        ("(Quý ... năm 20...)", CellContent.PERIOD_NAME, "(Quý I năm 2026)"),
        ("……, ngày … tháng … năm 20…", CellContent.TODAY, "……, ngày 05 tháng 02 năm 2026"),
        ("Ngày ..... tháng ..... năm .....", CellContent.TODAY, "Ngày 05 tháng 02 năm 2026"),
    ],
)  # fmt: skip
def test_open_words_are_completed(words: str, content: CellContent, said: str) -> None:
    assert name_asked(words) == content
    assert completed(words, content, unit="Xã Bắc Sơn", period="Quý I năm 2026", day=DAY) == said


@pytest.mark.parametrize("words", ["Đơn vị tính: ……", "Biểu số 05", "Năm 2026", "Người lập biểu", "Đơn vị nhận: ……"])
def test_other_words_are_left_alone(words: str) -> None:
    assert name_asked(words) is None


STORED = Measured(
    value=Decimal(108), cumulative=Decimal(300), previous=Decimal(90), year_before=Decimal(100), target=Decimal(120),
    estimate=Decimal(105), is_approved=True,
)  # fmt: skip
NOTHING = Measured()


@pytest.mark.parametrize(
    ("stored", "kind", "figure"),
    [
        (STORED, FormMeasure.VALUE, Decimal(108)), (STORED, FormMeasure.CUMULATIVE, Decimal(300)),
        (STORED, FormMeasure.PREVIOUS, Decimal(90)), (STORED, FormMeasure.YEAR_BEFORE, Decimal(100)),
        (STORED, FormMeasure.TARGET, Decimal(120)), (STORED, FormMeasure.GROWTH, Decimal(108)),
        (STORED, FormMeasure.CHANGE, Decimal(8)), (STORED, FormMeasure.OF_TARGET, Decimal(90)),
        (STORED, FormMeasure.ESTIMATE, Decimal(105)),
        (None, FormMeasure.VALUE, Gap.NOT_MEASURED), (NOTHING, FormMeasure.VALUE, Gap.NO_FIGURE),
        (NOTHING, FormMeasure.TARGET, Gap.NO_TARGET), (NOTHING, FormMeasure.PREVIOUS, Gap.NO_EARLIER),
        (Measured(value=Decimal(1)), FormMeasure.VALUE, Gap.NOT_APPROVED),
        (Measured(value=Decimal(1)), FormMeasure.GROWTH, Gap.NOT_APPROVED),
        (Measured(value=Decimal(1), is_approved=True, reason="2/3"), FormMeasure.VALUE, Gap.INCOMPLETE),
        (Measured(value=Decimal(1), is_approved=True), FormMeasure.CUMULATIVE, Gap.NO_CUMULATIVE),
        (Measured(value=Decimal(1), is_approved=True, is_estimate=True), FormMeasure.VALUE, Gap.ONLY_ESTIMATE),
        (Measured(value=Decimal(1), is_approved=True, is_estimate=True, estimate=Decimal(1)), FormMeasure.ESTIMATE,
         Decimal(1)),
        (Measured(value=Decimal(1), is_approved=True, year_before=Decimal(0)), FormMeasure.CHANGE, Gap.NO_EARLIER),
        (Measured(value=Decimal("90.7776"), is_approved=True, measure="%"), FormMeasure.VALUE, Decimal("90.8")),
        (Measured(value=Decimal("12.345"), is_approved=True, measure="tỷ đồng"), FormMeasure.VALUE,
         Decimal("12.345")),
    ],
)  # fmt: skip
def test_a_cell_gets_its_figure_or_a_reason(stored: Measured | None, kind: FormMeasure, figure: Decimal | Gap) -> None:
    assert figure_for(stored, kind, Decimal(1)) == figure


def test_a_factor_turns_the_figure_into_the_measure_of_the_form() -> None:
    assert str(figure_for(STORED, FormMeasure.VALUE, Decimal("0.001"))) == "0.108"


# --- from one blank to the next --------------------------------------------------------------------------------------


def test_a_mapping_follows_its_lines_when_a_line_is_put_in() -> None:
    old, new = read_blank(indicator_lines()), read_blank(indicator_lines(inserted=True, year=2027))
    moved = carried(old, new, sorted(old.cells))
    sheet = "Biểu 05-CĐS"
    assert moved.places[sheet, "E8"] == (sheet, "E8")
    assert moved.places[sheet, "E9"] == (sheet, "E10")
    assert moved.places[sheet, "D12"] == (sheet, "D13"), "another year in a heading is the same heading"
    assert moved.places[sheet, "E17"] == (sheet, "E18")
    assert not moved.doubtful
    assert {cell.row for cell in moved.fresh} == {9}
    kinds = [note.kind for note in moved.notes]
    assert "gone" not in kinds
    assert kinds.count("fresh") == 4
    assert any("chuyển từ 9 sang 10" in note.text for note in moved.notes)


def test_words_that_changed_are_kept_to_be_looked_at_and_what_is_gone_is_named() -> None:
    workbook = load_workbook(io.BytesIO(indicator_lines()))
    sheet = workbook.worksheets[0]
    sheet["B9"], sheet["B12"] = "Hồ sơ đã tiếp nhận trực tuyến", "Chi thường xuyên"
    stream = io.BytesIO()
    workbook.save(stream)
    old, new = read_blank(indicator_lines()), read_blank(stream.getvalue())
    moved = carried(old, new, sorted(old.cells))
    name = sheet.title
    assert moved.places[name, "E9"] == (name, "E9")
    assert (name, "E9") in moved.doubtful
    assert (name, "E12") not in moved.places
    assert any(note.kind == "gone" and "Thu NSNN" in note.text for note in moved.notes)
    assert (name, "E12") in {cell.key for cell in moved.fresh}


@settings(max_examples=25, deadline=None)
@given(layout=st.sampled_from(LAYOUTS))
def test_the_same_blank_again_changes_nothing(layout: Callable[[], bytes]) -> None:
    blank = read_blank(layout())
    moved = carried(blank, blank, blank.cells)
    assert all(old == new for old, new in moved.places.items())
    assert (len(moved.places), moved.doubtful, moved.fresh, moved.notes) == (len(blank.cells), frozenset(), (), ())
