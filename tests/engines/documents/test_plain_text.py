"""Plain text keeps its lines; wrapped sentences become paragraphs and tabs become tables."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from honglam.engines.documents.public import BlockKind, ReadDocument, read_document


def read(text: str) -> ReadDocument:
    return read_document(text.encode(), name="a.txt")


def words(document: ReadDocument) -> list[str]:
    return [" ".join(block.text.split()) for block in document.blocks]


WRAPPED = """KẾ HOẠCH
Chuyển đổi số năm 2026

Căn cứ Quyết định số 12/QĐ-UBND ngày 05/01/2026 của Ủy ban nhân dân tỉnh về
việc ban hành chương trình công tác năm 2026;

I. MỤC TIÊU
1. Mục tiêu chung
- Nâng cao hiệu quả hoạt động của cơ quan nhà nước trên địa bàn xã, phục vụ
người dân và doanh nghiệp tốt hơn.
- Hoàn thành các chỉ tiêu được giao.
"""


def test_wrapped_lines_become_one_paragraph_and_numbers_begin_a_new_one() -> None:
    document = read(WRAPPED)
    assert words(document)[2:] == [
        "Căn cứ Quyết định số 12/QĐ-UBND ngày 05/01/2026 của Ủy ban nhân dân tỉnh về "
        "việc ban hành chương trình công tác năm 2026;",
        "I. MỤC TIÊU",
        "1. Mục tiêu chung",
        "- Nâng cao hiệu quả hoạt động của cơ quan nhà nước trên địa bàn xã, phục vụ "
        "người dân và doanh nghiệp tốt hơn.",
        "- Hoàn thành các chỉ tiêu được giao.",
    ]
    assert [block.marker for block in document.blocks[3:]] == ["I.", "1.", "-", "-"]
    assert document.blocks[5].kind is BlockKind.ITEM


def test_a_double_spaced_export_reads_like_a_single_spaced_one() -> None:
    double = WRAPPED.replace("\n", " \n\n")
    assert words(read(double)) == words(read(WRAPPED))


def test_the_text_is_the_file_itself_in_nfc() -> None:
    file = unicodedata.normalize("NFD", "Uỷ ban nhân dân\r\nxã\u00a0Sơn Minh\u200b")
    assert read(file).text == "Uỷ ban nhân dân\nxã Sơn Minh"


def test_form_feeds_count_pages() -> None:
    document = read("Trang đầu.\n\fTrang sau.\n")
    assert [block.page for block in document.blocks] == [1, 2]
    assert document.page_count == 2


TABLE = """Phụ lục

STT\tNhiệm vụ\tChủ trì\tThời hạn
1\tXây dựng kho dữ liệu\tSở A\tQuý I/2026
2\tNâng cấp cổng thông tin, bảo đảm người dân\tSở B\t31/12/2026

\tđược phục vụ trực tuyến\t\t
STT\tNhiệm vụ\tChủ trì\tThời hạn

3\t<ul style="x"> - Mua sắm - Lắp đặt </ul>\tSở A<br>Sở B\t
Hết.
"""


def test_rows_of_tabs_become_a_table_and_a_torn_row_is_whole_again() -> None:
    document = read(TABLE)
    (block,) = document.tables()
    table = block.table
    assert table is not None and table.ruled
    assert (table.row_count, table.column_count, table.header_rows) == (5, 4, 1)
    torn = table.at(2, 1)
    assert torn is not None and torn.text == "Nâng cấp cổng thông tin, bảo đảm người dân được phục vụ trực tuyến"
    assert [document.text[part.start : part.end] for part in torn.parts] == [
        "Nâng cấp cổng thông tin, bảo đảm người dân",
        "được phục vụ trực tuyến",
    ]


def test_leftover_markup_is_kept_in_the_text_but_not_in_the_cell() -> None:
    document = read(TABLE)
    (block,) = document.tables()
    assert block.table is not None
    assert "<ul" in block.text
    assert [cell.text for cell in block.table.row(4)] == ["3", "- Mua sắm - Lắp đặt", "Sở A\nSở B", ""]


def test_a_header_repeated_after_a_page_break_is_dropped() -> None:
    document = read("A\tB\n1\tx\n\nA\tB\n2\ty\n")
    (block,) = document.tables()
    assert block.table is not None
    assert [cell.text for cell in block.table.cells] == ["A", "B", "1", "x", "2", "y"]


def test_lines_indented_by_tabs_are_no_table() -> None:
    assert not list(read("\tMột đoạn văn.\n\tHai đoạn văn.\n").tables())


def test_emphasis_marks_tell_bold_and_italic() -> None:
    bold, italic, plain = read("**Danh mục nhiệm vụ**\n\n*Ghi chú*\n\nThường\n").blocks
    assert (bold.bold, bold.italic) == (True, False)
    assert (italic.bold, italic.italic) == (False, True)
    assert (plain.bold, plain.italic) == (False, False)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_of_any_form_is_read(encoding: str) -> None:
    text = "Kế hoạch chuyển đổi số của Ủy ban nhân dân tỉnh, giai đoạn 2026-2030"
    assert read_document(text.encode(encoding), name="a.txt").text == text


def test_every_reference_plan_is_read_and_its_tab_tables_are_found(plans_folder: Path) -> None:
    plans = sorted(plans_folder.glob("*.txt"))
    assert plans
    for plan in plans:
        document = read_document(plan)
        assert len(document.blocks) > 100
        tabbed = sum(line.count("\t") > 2 for line in document.text.splitlines())
        rows = sum(block.table.row_count for block in document.tables() if block.table is not None)
        assert (rows > tabbed / 2) if tabbed else rows == 0
