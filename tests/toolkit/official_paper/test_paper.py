"""Papers in the form of Decree 30/2020/NĐ-CP, opened again with a library of their own."""

from __future__ import annotations

from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_COLOR_INDEX
from hypothesis import given
from hypothesis import strategies as st

from honglam.toolkit.official_paper import Hole, Noted, Paper, Text, clean, plain_text


def opened(paper: Paper) -> Any:
    """The paper as Word finds it."""
    return docx.Document(paper.stream())


def test_a_page_has_the_size_the_margins_and_the_typeface_of_the_decree() -> None:
    document = opened(Paper())
    section = document.sections[0]
    sizes = (section.page_width, section.page_height, section.top_margin, section.left_margin, section.right_margin)
    assert [round(size.mm) for size in sizes] == [210, 297, 20, 30, 20]
    normal = document.styles["Normal"].font
    assert (normal.name, normal.size.pt) == ("Times New Roman", 14)
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header.paragraphs[0]._p.xml


def test_the_letterhead_stands_beside_state_and_motto() -> None:
    paper = Paper()
    paper.top(
        above=["Ủy ban nhân dân tỉnh"], issuer=["Sở Thử"], number="Số: 05/KH-STh", about="V/v thử",
        day="Thử, ngày 03 tháng 02 năm 2026",
    )  # fmt: skip
    (left, right), (number, day) = (
        (cell.text.split("\n") for cell in row.cells) for row in opened(paper).tables[0].rows
    )
    assert left[:2] == ["ỦY BAN NHÂN DÂN TỈNH", "SỞ THỬ"]
    assert right[:2] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    assert (number, day) == (["Số: 05/KH-STh", "V/v thử"], ["Thử, ngày 03 tháng 02 năm 2026"])


def test_an_open_place_is_yellow_counted_and_carries_its_comment_a_remark_only_its_comment() -> None:
    paper = Paper(author="Người soạn")
    hole = Hole("điền ngày", "Chọn ngày họp.")
    paper.paragraph(["Họp ngày ", hole, " tại ", Noted("nhà văn hóa", "Theo kế hoạch.")])
    document = opened(paper)
    runs = document.paragraphs[0].runs
    yellow = [run.text for run in runs if run.font.highlight_color == WD_COLOR_INDEX.YELLOW]
    assert yellow == ["[… điền ngày …]"]
    assert [(note.text, note.author) for note in document.comments] == [
        ("Chọn ngày họp.", "Người soạn"), ("Theo kế hoạch.", "Người soạn"),
    ]  # fmt: skip
    assert paper.holes == [hole]


def test_an_open_place_without_anything_to_decide_has_no_comment() -> None:
    paper = Paper()
    paper.paragraph(Hole("điền"))
    assert len(list(opened(paper).comments)) == 0


def test_a_table_repeats_its_header_and_heads_its_groups_over_the_whole_width() -> None:
    paper = Paper()
    grid = paper.grid(("TT", "Việc", "Hạn"), (10, 100, 50))
    grid.group("I", "Dữ liệu")
    grid.row(("1", "Rà soát", "30/6/2026"), centred=(0,))
    grid.close()
    table = opened(paper).tables[0]
    assert "w:tblHeader" in table.rows[0]._tr.xml
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["TT", "Việc", "Hạn"], ["I", "Dữ liệu", "Dữ liệu"], ["1", "Rà soát", "30/6/2026"],
    ]  # fmt: skip
    assert [round(cell.width.mm) for cell in table.rows[2].cells] == [10, 100, 50]
    assert round(table.rows[1].cells[1].width.mm) == 150


def test_a_short_row_stays_whole_and_a_long_one_may_break() -> None:
    paper = Paper()
    grid = paper.grid(("TT", "Việc"), (10, 100), keeps_rows=True)
    for text in ("Rà soát", "Rà soát " * 60):
        grid.row(("1", text))
    grid.close()
    _header, short, long = opened(paper).tables[0].rows
    assert ("w:cantSplit" in short._tr.xml, "w:cantSplit" in long._tr.xml) == (True, False)


def test_an_annex_lies_across_the_page() -> None:
    paper = Paper()
    paper.paragraph("Kế hoạch")
    paper.landscape()
    paper.paragraph("PHỤ LỤC")
    first, annex = opened(paper).sections
    assert (first.orientation, annex.orientation) == (WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE)
    assert annex.page_width > annex.page_height


def test_the_end_names_recipients_on_the_left_and_the_signer_on_the_right() -> None:
    paper = Paper()
    paper.end(recipients=["- Lưu: VT."], signer=["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"], name=Hole("điền họ tên"))
    left, right = (cell.text for cell in opened(paper).tables[0].rows[0].cells)
    assert left == "Nơi nhận:\n- Lưu: VT."
    assert right.split("\n") == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "", "", "", "", "[… điền họ tên …]"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Họp", "Họp"),
        (Hole("điền"), "[… điền …]"),
        (["Họp ", Hole("điền"), Noted(" tại xã", "?")], "Họp [… điền …] tại xã"),
    ],
)
def test_a_text_reads_as_it_is_printed(text: Text, words: str) -> None:
    assert plain_text(text) == words


@given(st.text(max_size=60))
def test_no_sign_that_people_paste_breaks_a_paper(text: str) -> None:
    paper = Paper()
    paper.paragraph([text, Hole(text, text), Noted(text, text)])
    assert opened(paper).paragraphs[0].text.startswith(clean(text))
