"""Wordings that plans of many places use, each in a sample of its own."""

from __future__ import annotations

import pytest

from honglam.engines.documents.readers.plain_text import read_text
from honglam.engines.plans.extraction import PlanReading, read_plan
from honglam.engines.plans.extraction.deadlines import ON_DEMAND, RECURRING, deadline_fit, read_deadline
from honglam.engines.plans.extraction.lines import read_lines
from honglam.engines.plans.extraction.numbering import Rank, read_marker
from honglam.engines.plans.extraction.tables.columns import read_header
from honglam.engines.plans.extraction.unit_names import begins_unit

from .by_hand import document

_HEAD = "KẾ HOẠCH\nGiảm nghèo năm 2026\n\n"


def goals(*lines: str) -> PlanReading:
    return read_plan(document(_HEAD + "I. MỤC TIÊU\n" + "\n".join(f"- {line}" for line in lines) + "\n"))


def implemented(*lines: str) -> PlanReading:
    return read_plan(document(_HEAD + "I. TỔ CHỨC THỰC HIỆN\n" + "\n".join(lines) + "\n"))


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Diện tích cây lâu năm đạt 1.900 ha, trong đó cam 700 ha, ổi 250 ha.", ["Diện tích cây lâu năm", "cam", "ổi"]),
        ("Đàn trâu đạt 1,4 triệu con.", ["Đàn trâu"]),
        ("Kiện toàn 18 tổ hợp tác thủy lợi.", ["Kiện toàn 18 tổ hợp tác thủy lợi"]),
        ("Tu bổ 05 di tích (Chủ trì: Sở Văn hóa; hoàn thành: Quý II).", ["Tu bổ 05 di tích"]),
        ("Nâng cấp 12 điểm trường.", ["Nâng cấp 12 điểm trường"]),
        ("Có 9 bác sĩ, 27 giường bệnh trên 1 vạn dân.", ["9 bác sĩ", "27 giường bệnh trên 1 vạn dân"]),
        ("Công nhận 22 sản phẩm đặc trưng 4 sao trở lên.", ["Công nhận 22 sản phẩm đặc trưng 4 sao trở lên"]),
        ("Ít nhất 2/3 số thôn đạt chuẩn.", ["số thôn đạt chuẩn"]),
    ],
)
def test_each_figure_of_the_goals_has_a_name_of_its_own(line: str, names: list[str]) -> None:
    assert [item.name for item in goals(line).indicators] == names


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Số hóa tài liệu lưu trữ năm 2026", "KẾ HOẠCH Số hóa tài liệu lưu trữ năm 2026"),
        ("Số: 12/KH-UBND", "KẾ HOẠCH"),
        ("Số 12/KH-UBND", "KẾ HOẠCH"),
        ("Số      /KH-UBND", "KẾ HOẠCH"),
    ],
)
def test_a_subject_may_begin_with_the_word_of_the_number(line: str, title: str) -> None:
    assert read_plan(document(f"KẾ HOẠCH\n{line}\n\nI. MỤC TIÊU\n- Có.\n")).doc.title == title


@pytest.mark.parametrize(
    ("text", "rank", "label"),
    [
        ("Il. NHIỆM VỤ", Rank.ROMAN, "II"),
        ("IIl. Giải pháp", Rank.ROMAN, "III"),
        ("lV. TỔ CHỨC THỰC HIỆN", Rank.ROMAN, "IV"),
        ("Vl. KINH PHÍ", Rank.ROMAN, "VI"),
        ("l. MỤC TIÊU", Rank.ROMAN, "I"),
        ("|. MỤC TIÊU", Rank.ROMAN, "I"),
        ("l. Phòng Kinh tế", Rank.ARABIC, "1"),
        ("II NHIỆM VỤ TRỌNG TÂM", Rank.ROMAN, "II"),
        ("l) Các ấp", Rank.LETTER, "l"),
        ("11. Sở Y tế", Rank.ARABIC, "11"),
    ],
)
def test_roman_numbers_misread_by_character_recognition_are_read_as_meant(text: str, rank: Rank, label: str) -> None:
    marker = read_marker(text)
    assert marker is not None
    assert (marker.rank, marker.label) == (rank, label)


def test_a_plan_with_misread_numbers_keeps_its_sections() -> None:
    text = f"{_HEAD}l. MỤC TIÊU\n- Giảm 3% hộ nghèo.\nIl. NHIỆM VỤ\nl. Dạy nghề\n- Mở lớp.\nIIl. TỔ CHỨC THỰC HIỆN\n"
    text += "1. Phòng Kinh tế\n- Chủ trì thực hiện.\n"
    reading = read_plan(document(text))
    assert [item.path for item in reading.sections] == ["I", "II", "II/1", "III", "III/1"]
    assert [item.unit for item in reading.assignments] == ["Phòng Kinh tế"]


@pytest.mark.parametrize(
    ("sentence", "recipient"),
    [
        ("Hằng quý báo cáo Sở Nội vụ về tiến độ các phòng, ban thực hiện", "Sở Nội vụ"),
        ("Hằng tháng báo cáo Chủ tịch UBND xã về tiến độ giải ngân", "Chủ tịch UBND xã"),
        ("Hằng tháng báo cáo Đảng ủy xã về số hộ thoát nghèo", "Đảng ủy xã"),
        ("Hằng tháng báo cáo Ban Chỉ đạo về tiến độ, kết quả", "Ban Chỉ đạo"),
        ("Hằng tháng báo cáo Ban Chỉ đạo về chuyển đổi số xã", "Ban Chỉ đạo về chuyển đổi số xã"),
        ("Hằng tháng báo cáo về tiến độ các thôn thực hiện", None),
        ("Hằng tháng tổng hợp, báo cáo kết quả về UBND xã", "UBND xã"),
    ],
)
def test_what_a_report_is_about_is_no_part_of_its_recipient(sentence: str, recipient: str | None) -> None:
    reading = implemented("1. Phòng Kinh tế", f"- {sentence}.")
    assert [item.to for item in reading.reporting] == [recipient]


@pytest.mark.parametrize(
    "line",
    [
        "Mỗi việc có một cơ quan chịu trách nhiệm chính.",
        "Mỗi nhiệm vụ có một đầu mối theo dõi.",
        "Mỗi nội dung chỉ có một người phụ trách.",
    ],
)
def test_who_answers_for_a_piece_of_work_is_no_target(line: str) -> None:
    assert not goals(line).indicators


def test_how_often_is_a_target() -> None:
    reading = goals("Đăng tin 03 lần/tuần.", "Phát thanh ít nhất 02 lần mỗi tháng.", "Mỗi thôn có một tổ hòa giải.")
    assert [(item.operator, item.target, item.unit) for item in reading.indicators] == [
        ("=", 3, "lần/tuần"),
        (">=", 2, "lần/tháng"),
        ("=", 1, "tổ/thôn"),
    ]


def test_a_single_verb_before_a_count_names_it() -> None:
    assert [item.name for item in goals("Đón trên 20.000 lượt khách.").indicators] == ["Đón trên 20.000 lượt khách"]


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Thông báo của xã", False),
        ("Bảng tổng hợp", False),
        ("Trạmg", False),
        ("Thôn Đông", True),
        ("Ban Dân vận", True),
        ("P.Nội vụ", True),
    ],
)
def test_the_head_of_a_units_name_is_a_whole_word(text: str, begins: bool) -> None:
    assert begins_unit(text) is begins


def test_the_closing_paragraph_begins_anew_behind_a_bullet_without_an_end() -> None:
    text = (
        "KẾ HOẠCH\nLưu trữ năm 2026\n\n"
        "- Các đơn vị chủ động bố trí người và phương tiện để triển khai thực hiện Kế\n"
        "Trên đây là Kế hoạch lưu trữ năm 2026, yêu cầu các đơn vị nghiêm túc thực hiện./.\n"
    ) * 3
    assert [line.text[:12] for line in read_lines(document(text))][3] == "Trên đây là "


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("2. Ủy ban Kiểm tra Tỉnh ủy, Ban Nội chính Tỉnh ủy giám sát việc thực hiện.",
         "Ủy ban Kiểm tra Tỉnh ủy, Ban Nội chính Tỉnh ủy"),
        ("2. Ban Tổ chức Tỉnh ủy chủ trì sơ kết.", "Ban Tổ chức Tỉnh ủy"),
        ("2. Các sở: Tài chính, Xây dựng, Công Thương\n- Bố trí vốn.", "Các sở: Tài chính, Xây dựng, Công Thương"),
        ("2. Công an xã: Giữ trật tự, an toàn.", "Công an xã"),
    ],
)  # fmt: skip
def test_the_name_of_a_unit_is_read_whole(line: str, unit: str) -> None:
    reading = implemented("1. Phòng Kinh tế", "- Chủ trì.", line)
    assert [item.unit for item in reading.assignments] == ["Phòng Kinh tế", unit]


def test_the_programme_that_speaks_of_itself_at_the_end_is_no_duty() -> None:
    closing = "Chương trình hành động này được phổ biến đến chi bộ./."
    reading = implemented("1- Đảng ủy xã", "- Chỉ đạo xây dựng kế hoạch.", closing)
    assert [item.duties for item in reading.assignments] == [["Chỉ đạo xây dựng kế hoạch"]]


@pytest.mark.parametrize(
    ("line", "name", "figure"),
    [
        ("Tốc độ tăng năng suất từ 7 - 8%/năm.", "Tốc độ tăng năng suất", "từ 7 - 8%/năm"),
        ("Tăng trưởng bình quân 8,5%/năm.", "Tăng trưởng bình quân", "8,5%/năm"),
        ("Đến 2030, kinh tế số chiếm tối thiểu 30% GRDP.", "kinh tế số", "chiếm tối thiểu 30%"),
        ("Thời gian xử lý hồ sơ không quá 03 ngày làm việc.", "Thời gian xử lý hồ sơ", "không quá 03 ngày làm việc"),
    ],
)
def test_a_figure_takes_its_period_and_a_name_no_lead_in(line: str, name: str, figure: str) -> None:
    assert [(item.name, item.target_text) for item in goals(line).indicators] == [(name, figure)]


def test_reports_made_at_once_have_a_recipient_and_a_due_date_ends_before_it() -> None:
    reading = implemented(
        "1. Công an xã",
        "- Báo cáo đột xuất UBND xã khi xảy ra sự cố.",
        "- Báo cáo sơ kết 6 tháng trước ngày 15/6, tổng kết năm trước ngày 15/11 gửi Đảng ủy xã.",
    )
    assert [(item.to, item.frequency, item.due_rule) for item in reading.reporting] == [
        ("UBND xã", "adhoc", "đột xuất"),
        ("Đảng ủy xã", "semiannual", "6 tháng trước ngày 15/6"),
        ("Đảng ủy xã", "annual", "tổng kết năm trước ngày 15/11"),
    ]


@pytest.mark.parametrize(
    ("letterhead", "issuer", "date"),
    [
        (
            "MẶT TRẬN TỔ QUỐC VIỆT NAM\nXÃ SÔNG MÂY\nBAN THƯỜNG TRỰC\nSố: 5/KH-MTTQ\nSông Mây, ngày 9/02/2026",
            "BAN THƯỜNG TRỰC MẶT TRẬN TỔ QUỐC VIỆT NAM XÃ SÔNG MÂY",
            "2026-02-09",
        ),
        (
            "ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH SÓC ĐĂNG | Độc lập - Tự do - Hạnh phúc\n"
            "Số: 5/KH-UBND | Sóc Đăng, ngày 31 tháng 10 năm 2026",
            "ỦY BAN NHÂN DÂN TỈNH SÓC ĐĂNG",
            "2026-10-31",
        ),
    ],
)
def test_letterheads_with_pipes_figures_and_bare_bodies(letterhead: str, issuer: str, date: str) -> None:
    doc = read_plan(document(f"{letterhead}\nKẾ HOẠCH\nDân vận năm 2026\n\nI. MỤC TIÊU\n- Có.\n")).doc
    assert (doc.issuer, doc.date) == (issuer, date)


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("CQ chủ trì", "lead"),
        ("CQ phối hợp", "coordinating"),
        ("Cơ quan soạn thảo", "lead"),
        ("Mốc hoàn thành", "deadline"),
        ("Thời gian, địa điểm", "deadline"),
        ("Lãnh đạo UBND xã chỉ đạo", "note"),
        ("Đ/c phụ trách", "note"),
        ("Hình thức thực hiện", "note"),
        ("Thẩm quyền ban hành", "approving"),
        ("Tên văn bản", "name"),
        ("Ước TH 2025", "baseline"),
        ("Yêu cầu sản phẩm", "product"),
        ("Người phụ trách", "lead"),
        ("Văn bản chỉ đạo", "note"),
    ],
)
def test_column_titles_of_many_places(header: str, role: str) -> None:
    column = read_header(header)
    assert column is not None
    assert column.role.value == role


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("T6/2026", "2026-06-30"),
        ("T12", "2026-12-31"),
        ("Ngày 10 tháng cuối quý", RECURRING),
        ("Tháng cuối quý II", "2026-06-30"),
        ("Tháng 6 hằng năm", RECURRING),
        ("Chậm nhất ngày 15 tháng 12", "2026-12-15"),
        ("Khi có phát sinh", ON_DEMAND),
        ("2026-2027", "2027-12-31"),
        ("9 tháng", None),
    ],
)
def test_deadlines_of_many_places(text: str, meant: str | None) -> None:
    assert read_deadline(text, year=2026, issued="2026-01-15") == meant
    assert deadline_fit(text) > 0.5


_LAYOUT = """  ỦY BAN NHÂN DÂN               CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
 THÀNH PHỐ SÓC ĐĂNG                 Độc lập - Tự do - Hạnh phúc
     SỞ XÂY DỰNG                 Sóc Đăng, ngày 06 tháng 02 năm 2026
   Số: 71/KH-SXD

                                 KẾ HOẠCH
                      Chỉnh trang đô thị năm 2026
      Căn cứ Luật Quy hoạch đô thị;
      I. MỤC TIÊU
      - Trồng mới 900 cây xanh.
Nơi nhận:                                    KT. GIÁM ĐỐC
- UBND thành phố (b/c);
                                             PHÓ GIÁM ĐỐC
- Các phòng thuộc Sở;
- Lưu: VT, QLĐT.

                                             Mai Thị Hiền Lương
"""


def test_a_head_aligned_by_spaces_keeps_issuer_recipients_and_signer() -> None:
    doc = read_plan(read_text(_LAYOUT)).doc
    assert (doc.issuer, doc.issuer_level) == ("SỞ XÂY DỰNG", "department")
    assert (doc.number, doc.date) == ("71/KH-SXD", "2026-02-06")
    assert doc.recipients == ["UBND thành phố (b/c)", "Các phòng thuộc Sở", "Lưu: VT, QLĐT"]
    assert (doc.signer, doc.signer_title) == ("Mai Thị Hiền Lương", "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC")
