"""PDF tables without drawn rules: their lines keep their columns, and running text stays running text."""

from __future__ import annotations

from honglam.engines.documents.public import read_document
from honglam.engines.plans.extraction import mend_torn_rows, read_plan

from .builders import PdfPage, pdf_file

PLACES = (60, 95, 270, 420)
LINES = (
    ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"),
    ("1", "Thay máy bơm đã", "Sở Công Thương", "Quý III/2026"),
    ("", "hỏng ở trạm đầu mối", "", ""),
    ("2", "Lập bản đồ các", "Sở Nông nghiệp", "Quý IV/2026"),
    ("", "tầng nước", "và Môi trường", ""),
    ("3", "Đo mực nước giếng", "Sở Xây dựng", "Hằng tháng"),
)


def _page() -> PdfPage:
    page = PdfPage()
    for order, text in enumerate(("ỦY BAN NHÂN DÂN TỈNH BÌNH HÒA", "KẾ HOẠCH", "Cấp nước mùa khô năm 2026")):
        page.text(150, 80 + 30 * order, text)
    page.text(60, 180, "I. DANH MỤC NHIỆM VỤ")
    for row, cells in enumerate(LINES):
        for x, words in zip(PLACES, cells, strict=True):
            if words:
                page.text(x, 210 + 16 * row, words, 11)
    page.text(60, 340, "II. TỔ CHỨC THỰC HIỆN")
    page.text(80, 360, "Các sở báo cáo kết quả với Ủy ban nhân dân tỉnh khi mùa khô kết thúc.", 11)
    return page


def test_lines_of_a_table_without_rules_keep_the_places_of_their_cells() -> None:
    document = read_document(pdf_file(_page()), name="a.pdf")
    block = next(block for block in document.blocks if block.text.startswith("TT"))
    lines = block.text.split("\n")
    assert len(lines) == len(LINES)
    assert [line.split() for line in lines] == [" ".join(cells).split() for cells in LINES]
    assert len({line.index(cells[1]) for line, cells in zip(lines, LINES, strict=True)}) == 1
    assert document.text[block.start : block.end] == block.text
    assert [block.text for block in document.blocks][-1].startswith("Các sở báo cáo kết quả")


def test_a_plan_is_read_from_a_table_without_rules() -> None:
    reading = read_plan(mend_torn_rows(read_document(pdf_file(_page()), name="a.pdf")))
    assert [(task.no, task.name, task.lead, task.deadline_text) for task in reading.tasks] == [
        ("1", "Thay máy bơm đã hỏng ở trạm đầu mối", ["Sở Công Thương"], "Quý III/2026"),
        ("2", "Lập bản đồ các tầng nước", ["Sở Nông nghiệp và Môi trường"], "Quý IV/2026"),
        ("3", "Đo mực nước giếng", ["Sở Xây dựng"], "Hằng tháng"),
    ]


def test_words_in_two_columns_or_lines_with_stretched_spaces_are_no_table() -> None:
    page = PdfPage()
    sentence = "Các xã ven sông rà soát danh sách hộ thiếu nước"
    for row in range(6):
        x = 60.0
        for place, word in enumerate(sentence.split()):
            page.text(x, 100 + 18 * row, word)
            x += 6 * len(word) + (10 if (row + place) % 3 else 15)
    for row in range(4):
        page.text(60, 400 + 16 * row, "- Các phòng chuyên môn;", 11)
        page.text(350, 400 + 16 * row, "CHỦ TỊCH", 12)
    document = read_document(pdf_file(page), name="a.pdf")
    assert not any("   " in block.text for block in document.blocks)
