"""Tables out to and in from Excel and CSV."""

from __future__ import annotations

import datetime
import io
import zipfile
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from honglam.toolkit.sheets import (
    Column,
    Field,
    Kind,
    SheetError,
    Table,
    csv_response,
    read_table,
    write_csv,
    write_xlsx,
    xlsx_response,
)

COLUMNS = [
    Column("Nhiệm vụ", lambda row: row["name"]),
    Column("Hạn", lambda row: row["due"], Kind.DATE),
    Column("Tiến độ", lambda row: row["percent"], Kind.PERCENT),
    Column("Kinh phí", lambda row: row["cost"], Kind.MONEY),
]
FIELDS = [
    Field("name", ("Nhiệm vụ", "Tên nhiệm vụ"), required=True),
    Field("due", ("Hạn", "Thời hạn"), Kind.DATE),
    Field("percent", ("Tiến độ",), Kind.PERCENT),
    Field("cost", ("Kinh phí",), Kind.MONEY, expected=False),
]
ROWS = [
    {"name": "Lắp camera tại thôn Đông", "due": datetime.date(2026, 3, 5), "percent": Decimal("85.5"), "cost": 1500000},
    {"name": '=HYPERLINK("http://x")', "due": None, "percent": 0, "cost": None},
]


def workbook(*tables: Table) -> openpyxl.Workbook:
    stream = io.BytesIO()
    write_xlsx(stream, tables)
    return openpyxl.load_workbook(io.BytesIO(stream.getvalue()))


def sheet_file(rows: list[list[Any]]) -> io.BytesIO:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    return stream


def test_a_sheet_has_title_headings_rows_and_prints_on_landscape_pages() -> None:
    sheet = workbook(Table("Danh sách nhiệm vụ", COLUMNS, ROWS, notes=["Ngày in 05/03/2026"])).active
    assert sheet["A1"].value == "Danh sách nhiệm vụ"
    assert [cell.value for cell in sheet[4]] == ["Nhiệm vụ", "Hạn", "Tiến độ", "Kinh phí"]
    assert sheet["B5"].value == datetime.datetime(2026, 3, 5)
    assert sheet["B5"].number_format == "dd/mm/yyyy"
    assert sheet["D5"].value == 1500000
    assert sheet.freeze_panes == "A5"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$4:$4"


def test_a_text_is_never_a_formula_in_excel() -> None:
    cell = workbook(Table("Bảng", COLUMNS, ROWS)).active["A4"]
    assert (cell.value, cell.data_type) == (ROWS[1]["name"], "s")


@given(st.text(max_size=40))
def test_any_text_can_be_written_and_is_never_a_formula(text: str) -> None:
    cell = workbook(Table("Bảng", [Column("A", str)], [text])).active["A3"]
    assert cell.data_type != "f"


def test_decimals_show_and_whole_numbers_have_none() -> None:
    sheet = workbook(Table("Bảng", [Column("Số", lambda number: number, Kind.NUMBER)], [5, Decimal("5.25")])).active
    assert [sheet["A3"].number_format, sheet["A4"].number_format] == ["#,##0", "#,##0.0###"]


def test_sheets_with_the_same_or_a_forbidden_name_are_told_apart() -> None:
    tables = [Table("Kế hoạch 15/KH: [đợt 1] của toàn tỉnh năm 2026", COLUMNS, []) for _ in range(3)]
    names = workbook(*tables).sheetnames
    assert len({name.casefold() for name in names}) == 3
    assert all(len(name) <= 31 for name in names)


def test_a_csv_is_for_people_and_harmless() -> None:
    stream = io.StringIO()
    write_csv(stream, Table("Bảng", COLUMNS, ROWS))
    assert stream.getvalue().splitlines() == [
        "\ufeffNhiệm vụ,Hạn,Tiến độ,Kinh phí",
        'Lắp camera tại thôn Đông,05/03/2026,"85,5%",1.500.000',
        '"\'=HYPERLINK(""http://x"")",,0%,',
    ]


@pytest.mark.parametrize(
    ("text", "written"),
    [("-3,5", "-3,5"), ("-cmd", "'-cmd"), ("@SUM(A1)", "'@SUM(A1)"), (" =1", "' =1"), ("+84", "+84")],
)
def test_csv_guards_formulas_and_leaves_numbers(text: str, written: str) -> None:
    stream = io.StringIO()
    write_csv(stream, Table("Bảng", [Column("A", str)], [text]))
    assert stream.getvalue().splitlines()[1].strip('"') == written


def test_what_goes_out_comes_back_in() -> None:
    stream = io.BytesIO()
    write_xlsx(stream, [Table("Danh sách", COLUMNS, ROWS)])
    table = read_table(stream, FIELDS)
    assert table.is_clean
    assert [row.values["name"] for row in table.rows] == [row["name"] for row in ROWS]
    assert table.rows[0].values == {
        "name": "Lắp camera tại thôn Đông",
        "due": datetime.date(2026, 3, 5),
        "percent": Decimal("85.5"),
        "cost": Decimal(1500000),
    }
    text = io.StringIO()
    write_csv(text, Table("Danh sách", COLUMNS, ROWS))
    again = read_table(io.BytesIO(text.getvalue().encode()), FIELDS)
    assert [row.values for row in again.rows] == [row.values for row in table.rows]


def test_headings_are_found_below_titles_in_any_order_and_spelling() -> None:
    table = read_table(
        sheet_file([["UBND tỉnh"], [], ["STT", "THỜI HẠN", "tiến  độ", "Tên nhiệm vụ"], [1, "5/3/2026", "50%", "Họp"]]),
        FIELDS,
    )
    assert table.rows[0].number == 4
    assert table.rows[0].values["due"] == datetime.date(2026, 3, 5)
    assert table.rows[0].values["cost"] is None
    assert table.unknown_headings == ["STT"]


def test_every_wrong_cell_is_named_with_its_address() -> None:
    table = read_table(
        sheet_file(
            [
                ["Nhiệm vụ", "Hạn", "Tiến độ"],
                ["Họp", "31/02/2026", "nhiều"],
                ["", "01/03/2026", 5],
                ["Đi", datetime.datetime(2026, 3, 1), "#REF!"],
                ["Tốt", None, 12.5],
            ]
        ),
        FIELDS,
    )
    assert [(error.cell, error.heading) for error in table.errors] == [
        ("B2", "Hạn"),
        ("C2", "Tiến độ"),
        ("A3", "Nhiệm vụ"),
        ("C4", "Tiến độ"),
    ]
    assert all(error.message for error in table.errors)
    assert [row.values["name"] for row in table.rows] == ["Tốt"]


def test_the_parser_of_a_field_has_the_last_word() -> None:
    def even(value: Decimal) -> int:
        if value % 2:
            raise ValueError("Phải là số chẵn.")
        return int(value)

    table = read_table(sheet_file([["Số"], [2], [3]]), [Field("n", ("Số",), Kind.NUMBER, parse=even)])
    assert [row.values["n"] for row in table.rows] == [2]
    assert table.errors[0].message == "Phải là số chẵn."


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as parcel:
        parcel.writestr("xl/worksheets/sheet1.xml", b"\0" * 301_000_000)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "sheets.not_a_table"),
        (b"\x00\x01\x02\x03binary", "sheets.not_a_table"),
        (b"PK\x03\x04 not really", "sheets.broken"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 100, "sheets.locked_or_old"),
        ("Nhiệm vụ".encode("cp1258", "replace") + b"\xff\xf0", "sheets.encoding"),
        ("Tên,Ngày\nA,1/1/2026".encode(), "sheets.missing_headings"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_its_own_reason(content: bytes, code: str) -> None:
    with pytest.raises(SheetError) as caught:
        read_table(io.BytesIO(content), FIELDS)
    assert caught.value.code == code


def test_a_zip_bomb_is_not_unpacked() -> None:
    with pytest.raises(SheetError) as caught:
        read_table(io.BytesIO(bomb()), FIELDS)
    assert caught.value.code == "sheets.too_large"


def test_downloads_keep_their_vietnamese_names() -> None:
    table = Table("Bảng", COLUMNS, ROWS)
    sheet = xlsx_response("Nhiệm vụ tháng 3", [table])
    assert "filename*=utf-8''Nhi%E1%BB%87m" in sheet["Content-Disposition"]
    assert b"".join(sheet.streaming_content).startswith(b"PK")
    lines = csv_response("Nhiệm vụ", table)
    assert b"".join(lines.streaming_content).decode().startswith("\ufeffNhiệm vụ")


def test_a_very_long_list_ends_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("honglam.toolkit.sheets.writing.MOST_ROWS", 3)
    stream = io.BytesIO()
    write_xlsx(stream, [Table("Dài", [Column("Số", lambda row: row, Kind.NUMBER)], iter(range(10)))])
    cells = [row[0] for row in openpyxl.load_workbook(stream).worksheets[0].iter_rows(values_only=True)]
    assert cells[-4:-1] == [0, 1, 2]
    assert "dừng ở 3 dòng" in str(cells[-1])
