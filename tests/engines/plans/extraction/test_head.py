"""The head of a document in the layouts in which it arrives."""

from __future__ import annotations

import pytest

from honglam.engines.plans.extraction.head import read_head
from honglam.engines.plans.extraction.issuers import level_of
from honglam.engines.plans.extraction.items import DocumentHead
from honglam.engines.plans.extraction.lines import read_lines

from .by_hand import document, reading_of


def head(text: str) -> DocumentHead:
    return read_head(read_lines(document(text))).head


@pytest.mark.parametrize(
    ("name", "level", "number", "date", "year", "signer", "kind"),
    [
        ("decision_with_plan", "province", "123/QĐ-UBND", "2026-01-05", 2026, "Lê Minh Khôi", "decision"),
        ("party_programme", "party", "15-CTr/TU", "2026-02-18", [2026, 2030], "Phan Thị Hồng Vân", "programme"),
        ("ministry_plan", "ministry", "777/KH-BKHCN", "2026-03-10", 2026, "Hoàng Văn Thịnh", "plan"),
        ("mekong_commune_plan", "commune", None, None, 2026, "Trần Quốc Hùng", "plan"),
        ("department_plan", "department", None, None, 2026, "Đỗ Thanh Bình", "plan"),
        ("multi_year_plan", "ward", "45/KH-UBND", "2026-01-12", [2026, 2030], "Nguyễn Hữu Phước", "plan"),
        ("decree", "government", "321/2025/NĐ-CP", "2025-12-15", 2025, None, "decree"),
    ],
)
def test_documents_of_every_bloc_are_headed_right(
    name: str, level: str, number: str | None, date: str | None, year: object, signer: str | None, kind: str
) -> None:
    doc = reading_of(name).doc
    assert (doc.issuer_level, doc.number, doc.date, doc.year) == (level, number, date, year)
    assert (doc.signer, doc.kind) == (signer, kind)


def test_the_title_stops_where_the_text_begins() -> None:
    assert reading_of("department_plan").doc.title == (
        "KẾ HOẠCH Triển khai bệnh án điện tử tại các cơ sở khám bệnh, chữa bệnh trên địa bàn tỉnh năm 2026"
    )
    assert reading_of("party_programme").doc.title is not None
    assert reading_of("party_programme").doc.title.endswith("giai đoạn 2026 - 2030")


def test_recipients_end_with_the_archive() -> None:
    assert reading_of("mekong_commune_plan").doc.recipients == [
        "UBND tỉnh",
        "TT. Đảng ủy, HĐND xã",
        "Các ấp",
        "Lưu: VT",
    ]


def test_without_a_letterhead_the_issuing_sentence_tells_the_issuer() -> None:
    text = """KẾ HOẠCH
Chuyển đổi số năm 2026
Thực hiện Văn bản số 3/SKHCN-CĐS ngày 23/10/2025 của Sở Khoa học và Công nghệ về việc hướng dẫn xây dựng Kế hoạch;
Ủy ban nhân dân phường Bến Ngự xây dựng kế hoạch như sau:
I. MỤC TIÊU"""
    assert (head(text).issuer, head(text).issuer_level) == ("Ủy ban nhân dân phường Bến Ngự", "ward")


def test_a_blank_number_and_date_are_none_and_the_note_of_an_appendix_counts() -> None:
    blank = "Số:     /KH-VP\nAn Bình, ngày      tháng 01 năm 2026\nKẾ HOẠCH\nCông tác năm 2026\nI. MỤC TIÊU\n- Có."
    assert (head(blank).number, head(blank).date) == (None, None)
    noted = blank + "\nPHỤ LỤC\nDanh mục\n(Kèm theo Kế hoạch số 06/KH- VP ngày 12/01/2026 của Văn phòng)"
    assert (head(noted).number, head(noted).date) == ("06/KH-VP", "2026-01-12")


@pytest.mark.parametrize(
    "letterhead",
    [
        "ỦY BAN NHÂN DÂN\nTỈNH SÓC ĐĂNG\nSố: 15/KH-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA\nVIỆT NAM\n"
        "Độc lập - Tự do - Hạnh phúc\nSóc Đăng, ngày 19 tháng 01 năm\n2026",
        "ỦY BAN NHÂN DÂN      CỘNG HÒA XÃ HỘI CHỦ NGHĨA\nTỈNH SÓC ĐĂNG              VIỆT NAM\n"
        "                   Độc lập - Tự do - Hạnh phúc\nSố: 15/KH-UBND     Sóc Đăng, ngày 19 tháng 01\n"
        "                            năm 2026",
        "ỦY BAN NHÂN DÂN      CỘNG HOÀ XÃ HỘI\nTỈNH SÓC ĐĂNG        CHỦ NGHĨA\n                     VIỆT NAM\n"
        "Số: 15/KH-UBND       Sóc Đăng, ngày 19\n                     tháng 01 năm 2026",
    ],
)
def test_a_motto_and_a_date_broken_in_a_narrow_letterhead_are_no_part_of_the_issuer(letterhead: str) -> None:
    doc = head(f"{letterhead}\n\nKẾ HOẠCH\nPhát triển du lịch năm 2026\n\nI. MỤC TIÊU\nĐón thêm khách.\n")
    assert (doc.issuer, doc.number, doc.date) == ("ỦY BAN NHÂN DÂN TỈNH SÓC ĐĂNG", "15/KH-UBND", "2026-01-19")


def test_recipients_and_signature_side_by_side_are_told_apart() -> None:
    text = """KẾ HOẠCH
Công tác năm 2026
I. MỤC TIÊU
- Có.
Nơi nhận:          TM. BAN CHỈ ĐẠO
- TT Đảng ủy;      TRƯỞNG BAN
- Lưu: VP, KT.
                   CHỦ TỊCH
                   Vũ Đình Quang"""
    assert head(text).recipients == ["TT Đảng ủy", "Lưu: VP, KT"]
    assert head(text).signer == "Vũ Đình Quang"


@pytest.mark.parametrize(
    ("issuer", "superior", "level"),
    [
        ("Ủy ban nhân dân tỉnh An Bình", "", "province"),
        ("UBND thành phố Hải Vân", "", "province"),
        ("UBND xã Tân Lập", "", "commune"),
        ("Ủy ban nhân dân phường Bến Ngự", "", "ward"),
        ("Ủy ban nhân dân đặc khu Hòn Tre", "", "commune"),
        ("Sở Y tế", "", "department"),
        ("Bộ Y tế", "", "ministry"),
        ("Thủ tướng Chính phủ", "", "government"),
        ("Ban Thường vụ Đảng ủy xã Tân Lập", "", "party"),
        ("Văn phòng Điều phối nông thôn mới tỉnh", "", "province_office"),
        ("Ban Chỉ đạo chuyển đổi số", "UBND XÃ TÂN LẬP", "commune"),
        (None, "", None),
    ],
)
def test_levels_follow_from_names(issuer: str | None, superior: str, level: str | None) -> None:
    assert level_of(issuer, superior=superior) == level
