"""Gộp biểu: returned copies of one Excel form become one workbook, and nothing is added up that must not be."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Border, Protection, Side

from honglam.engines.reporting.workbooks import FormError, ReturnedCopy, gather, read_copy, read_form, write_gathering
from honglam.engines.reporting.workbooks.comparing import read_value
from honglam.engines.reporting.workbooks.form import Area
from honglam.engines.reporting.workbooks.whose import Asked, whose
from honglam.engines.reporting.workbooks.writing import CHECKS, SOURCES

from .forms import LINES, filled, list_form, opened, saved, sums_form

UNITS = [Asked(str(at), f"UBND xã {name}") for at, name in enumerate(("Suối Hoa", "Bản Cầu", "Đá Bạc", "Tân Lập"))]


def fill(first: Any = 10, late: Any = 1, share: Any = 90, note: str | None = None) -> Any:
    """Fills the first line of the form of sums."""

    def change(sheet: Any) -> None:
        sheet["C6"], sheet["D6"], sheet["E6"], sheet["F6"] = first, late, share, note

    return change


def copy_of(unit: str, change: Any, form: bytes | None = None) -> ReturnedCopy:
    blank = form or sums_form()
    return read_copy(read_form(blank), filled(blank, unit, change), f"{unit}.xlsx")


# --- the blank form --------------------------------------------------------------------------------------------------


def test_a_form_of_fixed_lines_wants_its_empty_cells_and_knows_its_columns() -> None:
    (sheet,) = read_form(sums_form()).sheets
    assert sheet.area is Area.SUM
    assert sheet.inputs == (*((row, column) for row in (6, 7, 8) for column in (3, 4, 5, 6)), (9, 5), (9, 6))
    headings = [(column.heading, column.is_share) for column in sheet.columns]
    assert headings == [
        ("tt", False), ("nội dung", False), ("quí này – đúng hạn", False), ("quí này – quá hạn", False),
        ("quí này – tỉ lệ đúng hạn (%)", True), ("ghi chú", False),
    ]  # fmt: skip
    assert sheet.line_name(6) == LINES[0].lower()


def test_empty_numbered_lines_are_a_list() -> None:
    (sheet,) = read_form(list_form()).sheets
    assert (sheet.area, sheet.first_line, sheet.last_line) == (Area.LIST, 5, 9)


def test_a_protected_form_wants_its_open_cells_only() -> None:
    workbook = opened(sums_form())
    sheet = workbook.worksheets[0]
    sheet.protection.sheet = True
    for cell in ("C6", "C7", "C8"):
        sheet[cell].protection = Protection(locked=False)
    assert read_form(saved(workbook)).sheets[0].inputs == ((6, 3), (7, 3), (8, 3))


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "workbooks.unreadable"), (b"PK\x03\x04", "workbooks.unreadable"), (b"x" * 100, "workbooks.unreadable")],
)
def test_what_is_no_workbook_is_refused_with_advice(content: bytes, code: str) -> None:
    with pytest.raises(FormError) as caught:
        read_form(content)
    assert caught.value.code == code
    assert "Excel" in caught.value.message


def test_a_form_without_an_empty_cell_is_refused() -> None:
    workbook = opened(sums_form())
    for row in workbook.worksheets[0]["C6:F9"]:
        for cell in row:
            cell.value = cell.value or 1
    with pytest.raises(FormError) as caught:
        read_form(saved(workbook))
    assert caught.value.code == "workbooks.nothing_to_fill"


# --- copies ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (12, Decimal(12)), (12.5, Decimal("12.5")), ("1.234", Decimal(1234)), ("1.234,5", Decimal("1234.5")),
        ("1 234", Decimal(1234)), ("12 hồ sơ", "12 hồ sơ"), ("-", None), ("", None), (None, None), ("Không có", None),
        (0, Decimal(0)), ("0", Decimal(0)),
    ],
)  # fmt: skip
def test_a_cell_is_a_number_wherever_it_can_be_read_as_one(typed: Any, value: Any) -> None:
    assert read_value(typed) == value


def insert_line(sheet: Any) -> None:
    sheet.insert_rows(7)


def insert_column(sheet: Any) -> None:
    for cells in [str(one) for one in sheet.merged_cells.ranges]:
        sheet.unmerge_cells(cells)
    sheet.insert_cols(4)


def rename_line(sheet: Any) -> None:
    sheet["B7"] = "Hồ sơ khác"


def spoil_formula(sheet: Any) -> None:
    sheet["C9"] = 10


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (insert_line, "chèn thêm 1 dòng"),
        (insert_column, "chèn thêm 1 cột"),
        (rename_line, "“Hồ sơ khác”"),
        (spoil_formula, "công thức của biểu mẫu"),
    ],
)
def test_a_changed_form_is_found_and_told_where(change: Any, words: str) -> None:
    copy = copy_of("UBND xã Suối Hoa", change)
    assert copy.is_changed
    assert words in copy.changes[0].explanation


def test_filling_in_titles_notes_and_signatures_changes_no_form() -> None:
    def change(sheet: Any) -> None:
        fill(note="Máy hỏng hai ngày")(sheet)
        sheet["A1"] = "BIỂU 01. KẾT QUẢ QUÝ III"
        sheet["E11"], sheet["E12"] = "NGƯỜI LẬP BIỂU", "Trần Thị Bình"

    assert not copy_of("UBND xã Suối Hoa", change).changes


@pytest.mark.parametrize(
    ("heading", "file_name", "key"),
    [
        ("Đơn vị: UBND xã Suối Hoa", "bieu01.xlsx", "0"),
        ("", "BC_xa_Suoi-Hoa_final(2).xlsx", "0"),
        ("", "ban cau.xlsx", "1"),
        ("Đơn vị: UBND xã Đá Bạc", "ban cau.xlsx", "2"),
        ("", "bieu mau moi.xlsx", None),
        ("", "suoi hoa va ban cau.xlsx", None),
    ],
)
def test_whose_copy_it_is(heading: str, file_name: str, key: str | None) -> None:
    found = whose(ReturnedCopy(file_name, heading=heading), UNITS)
    assert (found.key if found else None) == key


# --- put together ----------------------------------------------------------------------------------------------------


def test_sums_words_and_shares() -> None:
    gathering = gather(
        read_form(sums_form()),
        [
            copy_of("UBND xã Suối Hoa", fill(10, 1, 90, "Mất điện một ngày")),
            copy_of("UBND xã Bản Cầu", fill("1.200", 0, 100)),
            copy_of("UBND xã Đá Bạc", fill(5.5, 2, 73, "Thiếu máy quét")),
            copy_of("UBND xã Tân Lập", fill(4, 0, 100)),
        ],
        UNITS,
    )
    totals = gathering.totals["Biểu 01"]
    assert (totals[6, 3], totals[6, 4]) == (Decimal("1219.5"), Decimal(3))
    assert (6, 5) not in totals, "shares were added up"
    assert totals[6, 6] == "UBND xã Suối Hoa: Mất điện một ngày\nUBND xã Đá Bạc: Thiếu máy quét"
    assert gathering.is_whole


def test_who_is_missing_changed_empty_unknown_or_sent_twice_is_left_out_and_named() -> None:
    gathering = gather(
        read_form(sums_form()),
        [
            copy_of("UBND xã Suối Hoa", fill(10)),
            copy_of("UBND xã Suối Hoa", fill(11)),
            copy_of("UBND xã Bản Cầu", insert_line),
            copy_of("UBND xã Đá Bạc", lambda sheet: None),
            copy_of("UBND xã Nơi Khác", fill(99)),
        ],
        UNITS,
    )
    assert gathering.totals["Biểu 01"][6, 3] == 11, "the later copy counts"
    assert [unit.name for unit in gathering.missing] == ["UBND xã Tân Lập"]
    assert [copy.name for copy in gathering.changed] == ["UBND xã Bản Cầu.xlsx"]
    assert [copy.name for copy in gathering.empty] == ["UBND xã Đá Bạc.xlsx"]
    assert [copy.name for copy in gathering.unknown] == ["UBND xã Nơi Khác.xlsx"]
    assert [unit.name for unit, _ in gathering.repeated] == ["UBND xã Suối Hoa"]
    assert not gathering.is_whole


@pytest.mark.parametrize(
    ("cells", "words", "left_out"),
    [
        (fill("mười hồ sơ"), "cần một con số", True),
        (fill(-3), "Số âm", False),
        (fill(10, 1, 250), "lớn hơn 100%", False),
        (fill(12_000_000), "sai đơn vị tính", False),
    ],
)
def test_a_cell_that_cannot_be_right_is_told(cells: Any, words: str, left_out: bool) -> None:
    names = [f"UBND xã Số {at}" for at in range(8)]
    copies = [copy_of(name, fill(10 + at)) for at, name in enumerate(names)] + [copy_of("UBND xã Lạ", cells)]
    (doubt,) = gather(read_form(sums_form()), copies).doubts
    assert words in doubt.explanation
    assert (doubt.unit, doubt.is_left_out) == ("UBND xã Lạ.xlsx", left_out)


def test_the_workbook_keeps_layout_and_formulas_and_says_where_figures_come_from() -> None:
    form = read_form(sums_form())
    gathering = gather(form, [copy_of(unit.name, fill(10)) for unit in UNITS[:3]], UNITS)
    book = opened(write_gathering(form, gathering))
    sheet = book["Biểu 01"]
    assert (sheet["C6"].value, sheet["C9"].value) == (30, "=SUM(C6:C8)")
    assert {str(cells) for cells in sheet.merged_cells.ranges} == {"A1:F1", "A4:A5", "B4:B5", "C4:E4", "F4:F5"}
    assert sheet["A1"].font.bold
    sources = [[cell.value for cell in row] for row in book[SOURCES].iter_rows()]
    assert sources[1][:2] == ["UBND xã Suối Hoa", 10]
    assert "hồ sơ tiếp nhận trực tiếp – quí này – đúng hạn (C6)" in sources[0]
    asked = [[cell.value for cell in row] for row in book[CHECKS].iter_rows(min_row=2)]
    assert asked[0][:2] == ["UBND xã Tân Lập", "Chưa gửi"]


def test_words_that_begin_with_an_equals_sign_stay_words() -> None:
    form = read_form(sums_form())
    evil = '=HYPERLINK("http://x","y")'
    copy = ReturnedCopy("UBND xã Suối Hoa", {"Biểu 01": {(6, 6): evil}})
    book = opened(write_gathering(form, gather(form, [copy])))
    assert book["Biểu 01"]["F6"].data_type == "s"


def test_lists_are_put_one_under_the_other_and_the_foot_moves_down() -> None:
    def points(count: int) -> Any:
        def change(sheet: Any) -> None:
            for at in range(count):
                sheet.cell(5 + at, 2, f"Điểm {at + 1}")
                sheet.cell(5 + at, 4, at + 1)

        return change

    blank = list_form()
    form = read_form(blank)
    copies = [copy_of(UNITS[0].name, points(4), blank), copy_of(UNITS[1].name, points(3), blank)]
    book = opened(write_gathering(form, gather(form, copies, UNITS)))
    sheet = book["Danh sách"]
    rows = [[sheet.cell(row, column).value for column in (1, 2, 4, 6)] for row in range(5, 12)]
    assert [row[0] for row in rows] == [1, 2, 3, 4, 5, 6, 7]
    assert rows[4] == [5, "Điểm 1", 1, "UBND xã Bản Cầu"]
    assert sheet["D13"].value == "THỦ TRƯỞNG ĐƠN VỊ"
    assert {str(cells) for cells in sheet.merged_cells.ranges} == {"D13:E13"}
    assert sheet["B11"].border.left.style == "thin"


def test_a_list_may_have_lines_added_by_the_unit() -> None:
    blank = list_form()

    def many(sheet: Any) -> None:
        sheet.move_range("A10:E11", rows=3)
        for at in range(8):
            sheet.cell(5 + at, 1, at + 1)
            sheet.cell(5 + at, 2, f"Điểm {at + 1}")

    copy = copy_of(UNITS[0].name, many, blank)
    assert not copy.changes
    assert len(gather(read_form(blank), [copy], UNITS).lines["Danh sách"]) == 8


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=12))
def test_totals_are_the_sums_of_what_was_sent(figures: list[tuple[int, int]]) -> None:
    form = read_form(sums_form())
    copies = [
        ReturnedCopy(f"Đơn vị {at}", {"Biểu 01": {(6, 3): Decimal(one), (7, 3): Decimal(two)}})
        for at, (one, two) in enumerate(figures)
    ]
    totals = gather(form, copies).totals["Biểu 01"]
    assert (totals[6, 3], totals[7, 3]) == (sum(one for one, _ in figures), sum(two for _, two in figures))


# --- odd copies ------------------------------------------------------------------------------------------------------


def repacked(content: bytes, name: str, change: Any) -> bytes:
    """A workbook with one part of its package changed, as a failing disk or an odd programme leaves it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, change(old.read(entry)) if entry == name else old.read(entry))
    return stream.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: re.sub(rb' s="\d+"', b' s="999"', xml),
        lambda xml: re.sub(rb"<row ", b'<row ht="abc" ', xml, count=1),
        lambda xml: xml[: len(xml) // 2],
    ],
    ids=["style", "height", "half"],
)
def test_a_damaged_workbook_is_refused_whatever_is_wrong_in_it(change: Any) -> None:
    content = filled(sums_form(), "UBND xã Suối Hoa", fill())
    with pytest.raises(FormError):
        read_copy(read_form(sums_form()), repacked(content, "xl/worksheets/sheet1.xml", change), "a.xlsx")


def test_a_sheet_that_is_formatted_to_its_last_row_is_refused_with_advice() -> None:
    def far(sheet: Any) -> None:
        sheet["A100000"].border = Border(left=Side(style="thin"))

    with pytest.raises(FormError, match="dòng, cột trống thừa"):
        copy_of("UBND xã Suối Hoa", far)


def test_a_formula_that_was_never_calculated_is_asked_about() -> None:
    form = read_form(sums_form())
    copies = [copy_of(unit.name, fill(10)) for unit in UNITS[:3]] + [copy_of(UNITS[3].name, fill("=5+5"))]
    gathering = gather(form, copies, UNITS)
    assert gathering.totals["Biểu 01"][6, 3] == 30
    (doubt,) = gathering.doubts
    assert (doubt.unit, doubt.is_left_out) == ("UBND xã Tân Lập", True)
    assert "=5+5" in doubt.typed


def test_a_unit_whose_file_does_not_open_is_asked_for_a_readable_one_and_not_called_missing() -> None:
    copies = [copy_of(unit.name, fill(10)) for unit in UNITS[:3]]
    gathering = gather(read_form(sums_form()), copies, UNITS, ["UBND xã Tân Lập.xlsx"])
    assert (gathering.missing, list(gathering.unreadable)) == ([], ["UBND xã Tân Lập.xlsx"])
    assert not gathering.is_whole


def test_units_of_one_name_are_added_up_apart() -> None:
    units = [Asked("1", "Phòng Kinh tế", ("Kinh tế Bắc",)), Asked("2", "Phòng Kinh tế", ("Kinh tế Nam",))]
    copies = [
        ReturnedCopy(f"Kinh tế {place}.xlsx", {"Biểu 01": {(6, 3): Decimal(value)}})
        for place, value in (("Bắc", 1), ("Nam", 2))
    ]
    gathering = gather(read_form(sums_form()), copies, units)
    assert gathering.totals["Biểu 01"][6, 3] == 3
    assert list(gathering.by_unit) == ["Phòng Kinh tế (Kinh tế Bắc.xlsx)", "Phòng Kinh tế (Kinh tế Nam.xlsx)"]


def test_neither_names_of_files_nor_endless_figures_become_formulas() -> None:
    form = read_form(sums_form())
    copy = ReturnedCopy("=1+1.xlsx", {"Biểu 01": {(6, 3): Decimal(1)}})
    page = opened(write_gathering(form, gather(form, [copy])))[SOURCES]
    assert (page["A2"].value, page["A2"].data_type) == ("=1+1.xlsx", "s")
    assert read_value(float("inf")) == "inf"
