"""The numbering grammar, and which numbered lines are headings."""

from __future__ import annotations

import pytest

from honglam.engines.plans.extraction.lines import read_lines
from honglam.engines.plans.extraction.numbering import Rank, read_marker
from honglam.engines.plans.extraction.outline import build_outline

from .by_hand import document


@pytest.mark.parametrize(
    ("line", "rank", "label"),
    [
        ("Phần I. ĐÁNH GIÁ", Rank.PART, "Phần I"),
        ("PHẦN THỨ HAI", Rank.PART, "PHẦN THỨ HAI"),
        ("Chương II", Rank.CHAPTER, "Chương II"),
        ("Mục 1. QUY ĐỊNH CHUNG", Rank.SECTION, "Mục 1"),
        ("A. MỤC TIÊU", Rank.CAPITAL, "A"),
        ("IV. GIẢI PHÁP", Rank.ROMAN, "IV"),
        ("I- MỤC TIÊU", Rank.ROMAN, "I"),
        ("II/ NỘI DUNG", Rank.ROMAN, "II"),
        ("Điều 3. Tổ chức thực hiện", Rank.ARTICLE, "Điều 3"),
        ("1. Mục tiêu chung", Rank.ARABIC, "1"),
        ("1- Mục tiêu chung", Rank.ARABIC, "1"),
        ("3 Thúc đẩy kinh tế số:", Rank.ARABIC, "3"),
        ("2.1. Phát triển", Rank.DOTTED, "2.1"),
        ("2.1.3. Phát triển", Rank.DOTTED_TWICE, "2.1.3"),
        ("a) Kinh tế số", Rank.LETTER, "a"),
        ("đ) Xã hội số", Rank.LETTER, "đ"),
        ("- Tăng cường", Rank.DASH, "-"),
        ("+ Rà soát", Rank.PLUS, "+"),
        ("PHỤ LỤC 02", Rank.APPENDIX, "PHỤ LỤC 02"),
        ("PHỤ LỤC: DANH MỤC NHIỆM VỤ", Rank.APPENDIX, "PHỤ LỤC"),
        ("Phụ lục II", Rank.APPENDIX, "PHỤ LỤC II"),
    ],
)
def test_markers_of_the_drafting_rules_are_known(line: str, rank: Rank, label: str) -> None:
    marker = read_marker(line)
    assert marker is not None
    assert (marker.rank, marker.label) == (rank, label)


@pytest.mark.parametrize(
    "line",
    [
        "Phụ lục I kèm theo Kế hoạch này",
        "2026 là năm bản lề",
        "V/v báo cáo kết quả",
        "15 tuổi trở lên",
        "Mục tiêu chung",
        "phần mềm 3 lớp",
    ],
)
def test_words_that_only_look_like_markers_are_none(line: str) -> None:
    assert read_marker(line) is None


def paths(text: str) -> list[tuple[str, str]]:
    outline = build_outline(read_lines(document(text)))
    return [(section.path, section.heading) for section in outline.sections()]


def test_a_dotted_number_carries_its_ancestors_and_letters_hang_below() -> None:
    text = """I. MỤC TIÊU
2. Mục tiêu cụ thể
2.1. Chính quyền số
a) Hạ tầng
- Nâng cấp mạng.
II. NHIỆM VỤ
1. Hạ tầng số
- Phủ sóng."""
    assert paths(text) == [
        ("I", "MỤC TIÊU"),
        ("I/2", "Mục tiêu cụ thể"),
        ("I/2.1", "Chính quyền số"),
        ("I/2.1/a", "Hạ tầng"),
        ("II", "NHIỆM VỤ"),
        ("II/1", "Hạ tầng số"),
    ]


def test_numbered_paragraphs_are_no_headings_but_run_in_headings_are_up_to_the_colon() -> None:
    text = """I. GIẢI PHÁP
1. Nâng cao nhận thức của cán bộ, công chức về công tác lưu trữ; tổ chức tập huấn hằng năm.
2. Bố trí kinh phí từ ngân sách xã.
II. TỔ CHỨC THỰC HIỆN
1. Công an xã: Phối hợp tuần tra.
2. Các cơ quan, đơn vị (đầu mối: Văn phòng)
- Thực hiện."""
    assert paths(text) == [
        ("I", "GIẢI PHÁP"),
        ("II", "TỔ CHỨC THỰC HIỆN"),
        ("II/1", "Công an xã"),
        ("II/2", "Các cơ quan, đơn vị (đầu mối: Văn phòng)"),
    ]


def test_an_appendix_starts_afresh_and_takes_the_title_below_it() -> None:
    text = """V. TỔ CHỨC THỰC HIỆN
1. Phòng Kinh tế
- Chủ trì.
Nơi nhận:
- Lưu: VT.
PHỤ LỤC II
Danh mục nhiệm vụ năm 2026
(Kèm theo Kế hoạch số /KH-UBND ngày /4/2026)
I. NHIỆM VỤ CHUNG
1. Nội dung
Văn bản."""
    assert paths(text)[2:] == [
        ("PHỤ LỤC II", "Danh mục nhiệm vụ năm 2026"),
        ("PHỤ LỤC II/I", "NHIỆM VỤ CHUNG"),
        ("PHỤ LỤC II/I/1", "Nội dung"),
    ]


def test_a_part_printed_alone_takes_the_capitals_below_it() -> None:
    assert paths("Phần thứ nhất\nKẾT QUẢ NĂM 2025\n1. Về hạ tầng\nĐã lắp đặt.") == [
        ("Phần thứ nhất", "KẾT QUẢ NĂM 2025"),
        ("Phần thứ nhất/1", "Về hạ tầng"),
    ]
