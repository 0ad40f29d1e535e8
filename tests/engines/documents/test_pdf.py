"""PDF pages: lines become paragraphs, rules become tables, tables go on over pages, furniture is dropped."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import pytest

from honglam.engines.documents.public import BlockKind, ReadDocument, Table, read_document
from honglam.engines.documents.readers.pdf.grids import find_grids
from honglam.engines.documents.readers.pdf.lines import joined_text
from honglam.engines.documents.readers.pdf.page_content import Rule

from .builders import PdfPage, pdf_file

# 60 letters of 12 pt fill a line of 360 points from the left margin at 80.
LEFT, WIDE = 80, 440
X = (50, 90, 250, 400, 540)
HEADER = ("TT", "Nhiệm vụ", "Chủ trì", "Thời hạn")


def read(*pages: PdfPage) -> ReadDocument:
    return read_document(pdf_file(*pages), name="a.pdf")


def texts(document: ReadDocument) -> list[str]:
    return [block.text for block in document.blocks]


def tables(document: ReadDocument) -> list[Table]:
    return [block.table for block in document.tables() if block.table is not None]


def rows(table: Table) -> list[list[str]]:
    return [[cell.text for cell in table.row(index)] for index in range(table.row_count)]


def written(*lines: tuple[float, str], page: PdfPage | None = None, first: float = 100) -> PdfPage:
    """A page of lines, each with its left edge."""
    page = page or PdfPage()
    for number, (x, text) in enumerate(lines):
        page.text(x, first + 18 * number, text)
    return page


def ruled(page: PdfPage, body: Sequence[Sequence[str]], top: float, *, header: bool = True) -> PdfPage:
    """A page with a table of four columns, rows 40 points high."""
    content = [HEADER, *body] if header else list(body)
    y = [top + 40 * number for number in range(len(content) + 1)]
    cells = {(r, c): text for r, row in enumerate(content) for c, text in enumerate(row) if text}
    page.grid(X, y, cells)
    return page


FULL = "Ủy ban nhân dân xã giao các phòng, đơn vị trực thuộc và thôn"


def test_wrapped_lines_become_one_paragraph_by_the_room_that_was_left() -> None:
    document = read(
        written(
            (LEFT + 28, FULL[:55]),
            (LEFT, FULL),
            (LEFT, "thực hiện."),
            (LEFT + 28, "- Việc thứ nhất ngắn"),
            (LEFT + 28, "- Việc thứ hai cũng ngắn"),
            (LEFT + 28, "Đoạn sau thụt đầu dòng."),
        )
    )
    assert texts(document) == [
        f"{FULL[:55]} {FULL} thực hiện.",
        "- Việc thứ nhất ngắn",
        "- Việc thứ hai cũng ngắn",
        "Đoạn sau thụt đầu dòng.",
    ]
    assert document.blocks[1].kind is BlockKind.ITEM


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["Nghị quyết số 57-", "NQ/TW"], "Nghị quyết số 57-NQ/TW"),
        (["Kế hoạch số 231/", "KH-UBND"], "Kế hoạch số 231/KH-UBND"),
        (["giai đoạn 2021 -", "2025"], "giai đoạn 2021 - 2025"),
        (["văn hóa,", "xã hội"], "văn hóa, xã hội"),
    ],
)
def test_words_broken_at_a_hyphen_are_closed(lines: list[str], text: str) -> None:
    assert joined_text(lines) == text


def test_a_paragraph_goes_on_over_the_page_and_page_numbers_are_dropped() -> None:
    first = written((LEFT, FULL), (LEFT, FULL), first=700)
    second = written((LEFT, "tiếp tục thực hiện."), (LEFT, "Hết."), first=80)
    second.text(295, 40, "2")
    document = read(first, second)
    assert texts(document) == [f"{FULL} {FULL} tiếp tục thực hiện.", "Hết."]
    assert [block.page for block in document.blocks] == [1, 2]


def test_headers_that_run_on_every_page_are_dropped() -> None:
    pages = []
    for number in range(4):
        page = written((LEFT, f"Nội dung của trang {['một', 'hai', 'ba', 'bốn'][number]}."))
        page.text(LEFT, 30, f"Kế hoạch chuyển đổi số - trang {number + 1}")
        pages.append(page)
    assert texts(read(*pages)) == [f"Nội dung của trang {word}." for word in ["một", "hai", "ba", "bốn"]]


def test_a_letterhead_in_two_columns_is_read_one_column_after_the_other() -> None:
    page = PdfPage()
    for y, left, right in (
        (60, "ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (78, "XÃ SƠN MINH", "Độc lập - Tự do - Hạnh phúc"),
        (100, "Số: 12/KH-UBND", "Sơn Minh, ngày 05 tháng 02 năm 2026"),
    ):
        page.text(60, y, left, 11, bold=y < 90)
        page.text(320, y + 1, right, 11, bold=y < 90)
    page.text(270, 150, "KẾ HOẠCH", bold=True)
    written((LEFT, FULL), (LEFT, "thực hiện."), page=page, first=190)
    assert texts(read(page)) == [
        "ỦY BAN NHÂN DÂN",
        "XÃ SƠN MINH",
        "Số: 12/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Sơn Minh, ngày 05 tháng 02 năm 2026",
        "KẾ HOẠCH",
        f"{FULL} thực hiện.",
    ]


def test_a_motto_and_a_date_broken_in_a_narrow_letterhead_are_whole() -> None:
    page = PdfPage()
    left = ["ỦY BAN NHÂN DÂN", "XÃ SƠN MINH", "Số: 12/KH-UBND"]
    right = [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA",
        "VIỆT NAM",
        "Độc lập - Tự do -",
        "Hạnh phúc",
        "Sơn Minh, ngày 05 tháng 02 năm",
        "2026",
    ]
    for index, text in enumerate(left):
        page.text(60, 60 + 16 * index, text, 11)
    for index, text in enumerate(right):
        page.text(340, 61 + 16 * index, text, 11)
    written((LEFT, FULL), (LEFT, "thực hiện."), page=page, first=220)
    assert texts(read(page)) == [
        *left,
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Sơn Minh, ngày 05 tháng 02 năm 2026",
        f"{FULL} thực hiện.",
    ]


def test_a_heading_below_the_title_is_no_part_of_a_narrow_letterhead() -> None:
    page = PdfPage()
    left = ["UBND XÃ SƠN MINH", "TRUNG TÂM", "PHỤC VỤ HÀNH CHÍNH", "Số: 3/KH-TT"]
    right = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Sơn Minh, ngày 05 tháng 02 năm 2026"]
    for index, text in enumerate(left):
        page.text(40, 60 + 15 * index, text, 11)
    for index, text in enumerate(right):
        page.text(320, 61 + 15 * index, text, 11)
    page.text(270, 190, "KẾ HOẠCH", 13, bold=True)
    written((LEFT, "I. MỤC TIÊU"), (LEFT, FULL), (LEFT, "thực hiện."), page=page, first=240)
    assert texts(read(page)) == [*left, *right, "KẾ HOẠCH", "I. MỤC TIÊU", f"{FULL} thực hiện."]


@pytest.mark.parametrize(("bullet", "closing"), [(100, 100), (LEFT, 100), (LEFT, LEFT)])
def test_the_closing_paragraph_begins_anew_below_a_full_bullet_that_has_ended(bullet: int, closing: int) -> None:
    duty = f"- {FULL}"[: (WIDE - bullet) // 6 - 1] + "."
    page = written(
        (LEFT, FULL),
        (LEFT, "thực hiện."),
        (bullet, duty),
        (closing, "Trên đây là Kế hoạch năm 2026, yêu cầu các đơn vị nghiêm"),
        (LEFT, "túc triển khai./."),
    )
    assert texts(read(page))[1] == duty
    assert texts(read(page))[2].startswith("Trên đây là Kế hoạch")


def test_recipients_and_signature_side_by_side_are_told_apart() -> None:
    page = written((LEFT, FULL), (LEFT, "thực hiện./."))
    for y, left in ((200, "Nơi nhận:"), (215, "- Đảng ủy, HĐND xã;"), (230, "- Lưu: VT.")):
        page.text(LEFT, y, left, 11)
    for y, right in ((200, "TM. ỦY BAN NHÂN DÂN"), (218, "CHỦ TỊCH"), (300, "Nguyễn Văn Mẫu")):
        page.text(350, y, right)
    assert texts(read(page))[1:] == [
        "Nơi nhận:",
        "- Đảng ủy, HĐND xã;",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "CHỦ TỊCH",
        "Nguyễn Văn Mẫu",
    ]


def test_a_footnote_leaves_the_running_text_and_its_sign_the_sentence() -> None:
    page = PdfPage()
    page.text(LEFT, 100, FULL)
    page.text(LEFT, 118, "thực hiện")
    page.text(LEFT + 54, 113, "1", 7)
    page.text(LEFT + 66, 118, "Nghị quyết; diện tích 50 m")
    page.text(LEFT + 66 + 26 * 6, 113, "2", 7)
    page.line(LEFT, 700, LEFT + 140, 700)
    page.text(LEFT, 708, "1", 6)
    page.text(LEFT + 6, 712, "Ban hành năm 2025.", 9)
    document = read(page)
    assert texts(document) == [f"{FULL} thực hiện Nghị quyết; diện tích 50 m2", "1 Ban hành năm 2025."]
    assert document.blocks[-1].kind is BlockKind.FOOTNOTE


def test_a_table_is_read_with_line_breaks_that_were_meant_and_without_those_of_wrapping() -> None:
    body = [["1", "Xây dựng kho dữ liệu dùng chung\ncủa xã", "Phòng Văn hóa\nVăn phòng", "Quý I/2026"]]
    (table,) = tables(read(ruled(written((LEFT, "Phụ lục")), body, 200)))
    assert rows(table)[1] == [
        "1",
        "Xây dựng kho dữ liệu dùng chung của xã",
        "Phòng Văn hóa\nVăn phòng",
        "Quý I/2026",
    ]
    assert table.header_rows == 1


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("Phòng Văn hóa\n- Xã hội", "Phòng Văn hóa - Xã hội"),
        ("- Phòng Nội vụ\n- Phòng Y tế", "- Phòng Nội vụ\n- Phòng Y tế"),
        ("Gồm các việc:\n- Một", "Gồm các việc:\n- Một"),
        ("Phòng Kinh tế\nđô thị", "Phòng Kinh tế đô thị"),
        ("Sở A\nSở B", "Sở A\nSở B"),
    ],
)
def test_lines_of_a_narrow_cell_are_told_apart_by_what_would_have_fitted(printed: str, text: str) -> None:
    page = written((LEFT, "Phụ lục"))
    page.grid((50, 90, 166), (200, 260), {(0, 0): "1", (0, 1): printed})
    (table,) = tables(read(page))
    assert table.cells[1].text == text


def test_a_second_name_of_one_kind_begins_below_a_line_that_ended_early() -> None:
    page = written((LEFT, "Phụ lục"))
    cells = {(0, 0): "1", (0, 1): "Phòng Kinh\nPhòng Văn hóa", (1, 0): "2", (1, 1): "Phòng Văn hóa\nPhòng họp"}
    page.grid((50, 90, 175), (200, 260, 320), cells)
    (table,) = tables(read(page))
    assert [cell.text for cell in table.cells][1::2] == ["Phòng Kinh\nPhòng Văn hóa", "Phòng Văn hóa Phòng họp"]


def test_a_table_goes_on_over_three_pages_with_or_without_its_header() -> None:
    document = read(
        ruled(written((LEFT, "Phụ lục")), [["1", "Việc một", "Sở A", ""], ["2", "Việc hai", "Sở B", ""]], 600),
        ruled(PdfPage(), [["3", "Việc ba", "Sở C", ""]], 60),
        ruled(PdfPage(), [["4", "Việc bốn", "Sở D", ""]], 60, header=False),
    )
    (table,) = tables(document)
    assert [row[0] for row in rows(table)] == ["TT", "1", "2", "3", "4"]
    assert {part.page for cell in table.cells for part in cell.parts} == {1, 2, 3}


def test_a_row_torn_by_the_page_is_whole_again_and_remembers_its_parts() -> None:
    document = read(
        ruled(written((LEFT, "Phụ lục")), [["1", "Triển khai hệ thống", "Sở A", ""]], 600),
        ruled(PdfPage(), [["", "thông tin báo cáo.", "", ""], ["2", "Việc hai", "Sở B", ""]], 60),
    )
    (table,) = tables(document)
    torn = table.at(1, 1)
    assert torn is not None and torn.text == "Triển khai hệ thống thông tin báo cáo."
    assert [(document.text[part.start : part.end], part.page) for part in torn.parts] == [
        ("Triển khai hệ thống", 1),
        ("thông tin báo cáo.", 2),
    ]
    assert [row[0] for row in rows(table)] == ["TT", "1", "2"]


def test_a_first_row_without_a_number_that_is_complete_stays_a_row() -> None:
    document = read(
        ruled(PdfPage(), [["1", "Việc một", "Sở A", "2026"]], 600),
        ruled(PdfPage(), [["", "Việc con", "Sở B", "2027"]], 60),
    )
    (table,) = tables(document)
    assert table.row_count == 3


def test_two_tables_of_one_form_stay_two() -> None:
    document = read(
        ruled(PdfPage(), [["1", "Việc một", "Sở A", "2026"], ["2", "Việc hai", "Sở A", "2026"]], 600),
        ruled(PdfPage(), [["1", "Việc khác", "Sở B", "2027"]], 60),
    )
    assert len(tables(document)) == 2


def test_a_title_between_keeps_tables_apart() -> None:
    document = read(
        ruled(PdfPage(), [["1", "Việc một", "Sở A", "2026"]], 600),
        ruled(written((LEFT, "PHỤ LỤC II"), first=50), [["2", "Việc hai", "Sở B", "2027"]], 80),
    )
    assert len(tables(document)) == 2


def test_merged_cells_are_known_by_the_walls_that_are_missing() -> None:
    page = written((LEFT, "Phụ lục"))
    page.grid(
        (50, 100, 200, 300),
        (200, 230, 260, 290),
        {(0, 0): "TT", (0, 1): "Thời hạn", (1, 1): "Từ", (1, 2): "Đến", (2, 0): "1", (2, 1): "x"},
        without=[("h", 1, 0), ("v", 0, 2)],
    )
    (table,) = tables(read(page))
    assert [(c.text, c.row, c.column, c.row_span, c.column_span) for c in table.cells][:2] == [
        ("TT", 0, 0, 2, 1),
        ("Thời hạn", 0, 1, 1, 2),
    ]
    empty = table.at(2, 2)
    assert empty is not None and (empty.text, empty.row_span) == ("", 1)


def test_shading_is_no_border_and_thin_rectangles_are() -> None:
    page = written((LEFT, "Phụ lục"))
    for x in (50, 150, 300):
        page.box(x, 200, 0.5, 60)
    for y in (200, 230, 260):
        page.box(50, y, 250, 0.5)
    page.box(60, 205, 70, 20)
    page.text(55, 215, "a", 10)
    page.text(155, 215, "b", 10)
    (table,) = tables(read(page))
    assert (table.row_count, table.column_count) == (2, 2)


def test_words_set_tightly_against_a_wall_are_cut_at_it() -> None:
    page = written((LEFT, "Phụ lục"))
    page.grid((50, 110, 300), (200, 230), {})
    page.text(80, 215, "100%Phòng", 15)
    (table,) = tables(read(page))
    assert [cell.text for cell in table.cells] == ["100%", "Phòng"]


def test_a_frame_around_text_is_no_table() -> None:
    page = written((LEFT, "Trong khung"))
    page.grid((50, 300), (80, 120), {})
    assert not tables(read(page))


@pytest.mark.parametrize("turned", ["by the flag", "only drawn"])
def test_a_landscape_page_printed_sideways_is_read_upright(turned: str) -> None:
    page = PdfPage(rotate=90 if turned == "by the flag" else 0)
    page.sideways(100, 80, "Dòng thứ nhất")
    page.sideways(118, 80, "1. Dòng thứ hai")
    for x in (130, 160, 190):
        page.line(x, 842 - 80, x, 842 - 400)
    for y in (80, 200, 400):
        page.line(130, 842 - y, 190, 842 - y)
    page.sideways(150, 85, "TT", 10)
    page.sideways(150, 205, "Tên", 10)
    page.sideways(180, 205, "abc", 10)
    document = read(page)
    assert texts(document) == ["Dòng thứ nhất", "1. Dòng thứ hai", "TT\tTên\n\tabc"]


def test_a_watermark_across_the_page_is_left_out() -> None:
    page = written((LEFT, "Nội dung thứ nhất của kế hoạch"), (LEFT, "1. Nội dung thứ hai"))
    codes = "DỰ THẢO".encode("utf-16-be").hex()
    page.operations.append(f"BT /F1 80 Tf 0.7 0.7 -0.7 0.7 100 650 Tm <{codes}> Tj ET")
    assert texts(read(page)) == ["Nội dung thứ nhất của kế hoạch", "1. Nội dung thứ hai"]


def test_old_fonts_are_converted() -> None:
    page = PdfPage()
    for row in range(5):
        page.text(LEFT, 100 + 18 * row, "KÕ ho¹ch chuyÓn ®æi sè cña Uû ban nh©n d©n")
    assert read(page).text.startswith("Kế hoạch chuyển đổi số của Uỷ ban nhân dân")


def test_decomposed_letters_are_composed() -> None:
    page = PdfPage()
    page.text(LEFT, 100, unicodedata.normalize("NFD", "Ủy ban nhân dân xã ban hành kế hoạch"))
    assert read(page).text == "Ủy ban nhân dân xã ban hành kế hoạch"


def test_a_table_open_at_its_sides_still_has_its_outer_cells() -> None:
    rules = [Rule(True, y, 0, 300) for y in (0, 30, 60)] + [Rule(False, x, 0, 60) for x in (100, 200)]
    (grid,) = find_grids(rules)
    assert (grid.row_count, grid.column_count, len(grid.cells)) == (2, 3, 6)


def test_rules_that_do_not_touch_make_no_table() -> None:
    assert not find_grids([Rule(True, 10, 0, 100), Rule(True, 20, 0, 100), Rule(False, 300, 50, 90)])
    assert not find_grids([])
