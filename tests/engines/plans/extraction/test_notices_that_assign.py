"""Notices of conclusions and dispatches: read like a plan where they plainly say who does what by when."""

from __future__ import annotations

from honglam.engines.plans.extraction import PlanReading, read_plan

from .by_hand import document

_HEAD = "Mộc Lam, ngày 03 tháng 3 năm 2026\n\nTHÔNG BÁO\nKết luận cuộc họp về phòng cháy rừng\n\n"


def notice(body: str) -> PlanReading:
    return read_plan(document(f"{_HEAD}{body}\n"))


def test_a_notice_that_assigns_work_is_read_and_said_to_be_no_plan() -> None:
    reading = notice(
        "I. Đánh giá tình hình\nĐến nay có 54% chủ rừng ký cam kết.\n"
        "II. Việc phải làm\n1. Sở Xây dựng\na) Sửa 12 km đường băng, xong trước ngày 20/4/2026.\n"
        "2. Công an tỉnh\nTuần tra các điểm nóng.\n"
        "Giao Văn phòng UBND tỉnh theo dõi; kịp thời báo cáo Chủ tịch UBND tỉnh khi có phát sinh.\n"
    )
    assert [(item.unit, item.duties) for item in reading.assignments] == [
        ("Sở Xây dựng", ["Sửa 12 km đường băng, xong trước ngày 20/4/2026"]),
        ("Công an tỉnh", ["Tuần tra các điểm nóng"]),
    ]
    assert [item.value for item in reading.results] == [54]
    assert [(item.who, item.to) for item in reading.reporting] == [("Văn phòng UBND tỉnh", "Chủ tịch UBND tỉnh")]
    assert any("không phải là kế hoạch" in message for message in reading.messages)


def test_units_numbered_without_a_section_above_them_are_assigned_work_too() -> None:
    reading = notice("1. Sở Nội vụ: Tuyển 30 người trong tháng 5/2026.\n2. Sở Tài chính: Bố trí kinh phí.\n")
    assert [item.unit for item in reading.assignments] == ["Sở Nội vụ", "Sở Tài chính"]


def test_a_notice_that_assigns_nothing_by_a_day_stays_empty() -> None:
    reading = notice("I. Tham dự\n1. Sở Xây dựng\n- Ông An.\n2. Sở Nội vụ\n- Bà Bình.\nII. Nội dung\n- Góp ý 5 điều.\n")
    assert not (reading.assignments or reading.indicators or reading.results or reading.reporting or reading.tasks)


def test_the_title_of_a_notice_ends_where_the_day_of_the_meeting_opens_the_text() -> None:
    title = "Kết luận của Chủ tịch UBND tỉnh về công tác phòng cháy, chữa cháy rừng năm 2026"
    text = "Ngày 01 tháng 3 năm 2026, Chủ tịch UBND tỉnh chủ trì cuộc họp về phòng cháy rừng\nvà kết luận như sau:"
    reading = read_plan(document(f"THÔNG BÁO\n{title}\n{text}\nI. Đánh giá\nTốt.\n"))
    assert reading.doc.title == f"THÔNG BÁO {title}"
