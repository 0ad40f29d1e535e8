"""What a blank form asks for, and which indicator, figure, unit and factor each cell is likely to mean."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Protection

from honglam.engines.reporting.forms import Blank, Proposed, propose, read_blank
from honglam.engines.reporting.forms.kinds import kind_in
from honglam.engines.reporting.forms.labels import are_opposite, words_of
from honglam.engines.reporting.forms.measures import factor_between
from honglam.engines.reporting.terms import CellContent, FormMeasure
from honglam.engines.reporting.workbooks.form import FormError
from tests.engines.reporting.forms import saved

from .blanks import INDICATORS, UNITS, columns_of_units, indicator_lines, two_sheets, unit_lines


def proposals(content: bytes) -> tuple[Blank, dict[tuple[str, str], Proposed]]:
    blank = read_blank(content)
    return blank, {(one.sheet, one.cell): one for one in propose(blank, INDICATORS, UNITS)}


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Thực hiện quý III năm 2026", FormMeasure.VALUE), ("Số lượng", FormMeasure.VALUE),
        ("Tháng này", FormMeasure.VALUE), ("Ước TH", FormMeasure.ESTIMATE), ("Ước thực hiện", FormMeasure.ESTIMATE),
        ("Lũy kế từ đầu năm", FormMeasure.CUMULATIVE), ("Luỹ kế", FormMeasure.CUMULATIVE),
        ("Cùng kỳ năm trước", FormMeasure.YEAR_BEFORE), ("Thực hiện cùng kỳ năm 2025", FormMeasure.YEAR_BEFORE),
        ("Kỳ trước", FormMeasure.PREVIOUS), ("Tháng trước", FormMeasure.PREVIOUS),
        ("Kế hoạch năm 2026", FormMeasure.TARGET), ("Chỉ tiêu được giao", FormMeasure.TARGET),
        ("KH 2026", FormMeasure.TARGET), ("So với cùng kỳ (%)", FormMeasure.GROWTH),
        ("Tăng (+), giảm (-) so với cùng kỳ (%)", FormMeasure.CHANGE), ("So với kế hoạch (%)", FormMeasure.OF_TARGET),
        ("TH/KH (%)", FormMeasure.OF_TARGET), ("Tỷ lệ hoàn thành kế hoạch (%)", FormMeasure.OF_TARGET),
    ],
)  # fmt: skip
def test_a_heading_says_which_figure_it_asks_for(heading: str, kind: FormMeasure) -> None:
    assert kind_in(heading) == (kind, "")


@pytest.mark.parametrize(
    ("stored", "wanted", "factor"),
    [
        ("triệu đồng", "Tỷ đồng", "0.001"), ("đồng", "triệu đồng", "0.000001"), ("tỷ đồng", "triệu đồng", "1000"),
        ("người", "Nghìn người", "0.001"), ("ha", "m²", "10000"), ("hồ sơ", "HS", "1"), ("%", "%", "1"),
        ("", "người", "1"), ("hồ sơ", "", "1"), ("%", "người", None), ("hộ", "người", None),
    ],
)  # fmt: skip
def test_measures_are_turned_into_each_other_or_not_at_all(stored: str, wanted: str, factor: str | None) -> None:
    assert factor_between(stored, wanted) == (None if factor is None else Decimal(factor))


def test_names_are_the_same_without_numbering_abbreviations_and_filling_words() -> None:
    long = words_of("Hồ sơ thủ tục hành chính tiếp nhận trong kỳ")
    assert words_of("1.2. Số hồ sơ TTHC tiếp nhận (hồ sơ)").key == long.key
    assert words_of("- Trong đó: tổng số hồ sơ thủ tục hành chính đã tiếp nhận").key == long.key
    assert words_of("Tỷ lệ hồ sơ trên tổng số dân").divisor == words_of("dân").words


@pytest.mark.parametrize(
    ("one", "other"),
    [("hồ sơ đúng hạn", "hồ sơ quá hạn"), ("nộp trực tuyến", "nộp trực tiếp"), ("đã xử lí", "chưa xử lí"),
     ("tài khoản mức 1", "tài khoản mức 2")],
)  # fmt: skip
def test_contraries_are_known(one: str, other: str) -> None:
    assert are_opposite(one, other)


def test_lines_of_indicators_are_proposed_with_figure_and_factor() -> None:
    blank, found = proposals(indicator_lines())
    sheet = "Biểu 05-CĐS"
    assert found[sheet, "E8"] == Proposed(sheet, "E8", CellContent.FIGURE, 1, FormMeasure.VALUE)
    assert found[sheet, "F9"].measure == FormMeasure.CUMULATIVE
    assert found[sheet, "D12"] == Proposed(
        sheet, "D12", CellContent.FIGURE, 5, FormMeasure.TARGET, factor=Decimal("0.001")
    )
    assert found[sheet, "G12"].measure == FormMeasure.OF_TARGET
    assert found[sheet, "G12"].factor == 1, "a share has no measure to be turned"
    names = {key[1]: one.content for key, one in found.items() if one.content != CellContent.FIGURE}
    assert names == {
        "A1": CellContent.UNIT_NAME, "A3": CellContent.PERIOD_NAME, "E17": CellContent.TODAY,
    }  # fmt: skip
    assert not [cell for cell in blank.asked if cell.row in (7, 11)], "headings of parts are not asked for"


def test_the_contrary_is_not_proposed_and_what_is_nearly_right_is_doubtful() -> None:
    _blank, found = proposals(indicator_lines())
    sheet = "Biểu 05-CĐS"
    assert (sheet, "E10") not in found, "quá hạn is no đúng hạn"
    assert "khác chữ" in found[sheet, "E13"].doubt
    assert found[sheet, "E13"].factor == Decimal("0.001")
    assert (found[sheet, "E14"].indicator, "mẫu số khác" in found[sheet, "E14"].doubt) == (7, True)


def test_lines_that_are_communes_name_their_unit() -> None:
    blank, found = proposals(unit_lines())
    assert found["Theo xã", "C6"] == Proposed("Theo xã", "C6", CellContent.FIGURE, 1, FormMeasure.VALUE, 11)
    assert (found["Theo xã", "D7"].measure, found["Theo xã", "D7"].unit) == (FormMeasure.YEAR_BEFORE, 12)
    assert found["Theo xã", "F8"].measure == FormMeasure.CHANGE
    assert found["Theo xã", "E9"].unit is None
    assert "Dòng tổng" in found["Theo xã", "E9"].doubt
    assert not [key for key in found if key[1].startswith("G")], "remarks are not filled"
    assert blank.cells["Theo xã", "C6"].measure == "hồ sơ", "the measure of the whole table"


def test_columns_that_are_communes_name_their_unit() -> None:
    _blank, found = proposals(columns_of_units())
    assert [(one.unit, one.indicator, one.is_sure) for one in found.values()] == [(11, 2, True), (12, 2, True)]


def test_every_visible_sheet_is_read_and_a_percent_format_takes_a_hundredth() -> None:
    blank, found = proposals(two_sheets())
    assert [sheet.name for sheet in blank.sheets] == ["Biểu 1", "Biểu 2"]
    assert found["Biểu 1", "C5"].indicator == 3
    assert (found["Biểu 2", "C4"].indicator, found["Biểu 2", "C4"].factor) == (4, Decimal("0.01"))


def test_a_column_that_says_more_than_the_line_is_doubtful() -> None:
    workbook = load_workbook(io.BytesIO(two_sheets()))
    workbook["Biểu 1"]["C3"] = "Nữ"
    _blank, found = proposals(saved(workbook))
    assert "Nữ".lower() in found["Biểu 1", "C4"].doubt
    workbook["Biểu 1"]["B4"], workbook["Biểu 1"]["C3"] = "Đội thanh niên", "Hồ sơ tiếp nhận trực tuyến"
    _blank, found = proposals(saved(workbook))
    assert "Đội thanh niên" in found["Biểu 1", "C4"].doubt


def test_what_is_no_form_is_refused_with_what_to_do() -> None:
    with pytest.raises(FormError, match=r"Lưu thành \(Save As\) \.xlsx"):
        read_blank(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    with pytest.raises(FormError, match="mật khẩu"):
        read_blank(b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(FormError, match=r"không phải \.xlsx"):
        read_blank(b"a;b;c")


def test_a_sheet_that_is_locked_altogether_says_so() -> None:
    workbook = load_workbook(io.BytesIO(columns_of_units()))
    workbook.active.protection.sheet = True
    with pytest.raises(FormError, match="Unprotect"):
        read_blank(saved(workbook))
    for place in ("C4", "D4"):
        workbook.active[place].protection = Protection(locked=False)
    assert len(read_blank(saved(workbook)).asked) == 2, "open cells of a locked sheet are filled"
