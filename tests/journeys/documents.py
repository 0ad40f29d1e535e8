"""Documents that journeys bring in: an example of our own around the day of the run, as Word, PDF and plain text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from honglam.engines.plans.demo.contents import examples
from honglam.engines.plans.demo.example import ALWAYS, Due, Example, Group, Row, TaskTable
from honglam.engines.plans.demo.writers import written
from tests.engines.plans.printed import pdf_of

ISSUED_DAYS_AGO = 60
OWN_COMMUNE = "UBND xã Đồng Lộc"
LOOSE_NAME = "Ban Quản lý Khu trưng bày Bến Đò"
COLUMNS = ("number", "name", "lead", "coordinating", "due", "product")


def words_of(day: date) -> Due:
    """A day as tables write it."""
    return Due(f"Trước ngày {day:%d/%m/%Y}", month=day.month, day=day.day)


def rows_of_the_story(mark: str, today: date) -> tuple[Row, ...]:
    """The rows that the journey follows. `mark` tells the documents of one journey from those of another."""
    born_late = today - timedelta(days=ISSUED_DAYS_AGO + 12)
    return (
        Row(f"Mở điểm hướng dẫn nộp hồ sơ lưu động tại chợ phiên, {mark}", (OWN_COMMUNE,),
            words_of(today + timedelta(days=25)), "Lịch mở điểm và số lượt hướng dẫn", ("Sở Khoa học và Công nghệ",)),
        Row(f"Chụp lại biển chỉ đường đến trụ sở mới, {mark}", (OWN_COMMUNE,), words_of(today - timedelta(days=9)),
            "Bộ ảnh biển chỉ đường"),
        Row(f"Bàn giao danh sách máy quét của huyện cũ, {mark}", ("Sở Tài chính",), words_of(born_late),
            "Biên bản bàn giao"),
        Row(f"Mở phòng đọc tài liệu đã số hóa, {mark}", (LOOSE_NAME,), words_of(today + timedelta(days=70)),
            "Phòng đọc mở cửa"),
        Row(f"Trực đường dây hỏi đáp buổi trưa, {mark}", ("Sở Nội vụ",), ALWAYS, "Sổ trực"),
        Row(f"In lại tờ gấp hướng dẫn bằng giấy, {mark}", ("Sở Y tế",), words_of(today + timedelta(days=40)),
            "Tờ gấp"),
    )  # fmt: skip


def province_draft(mark: str, today: date) -> Example:
    """A draft of the province: the example plan without number and date, with the story's rows in an annex."""
    whole = examples(today.year)[0]
    story = TaskTable(
        "PHỤ LỤC III", "VIỆC BỔ SUNG", COLUMNS, (Group("I", "Việc bổ sung", rows_of_the_story(mark, today)),)
    )
    return replace(
        whole, key=f"du-thao-tinh-{mark.replace(' ', '-')}", number=None, issued=None,
        subject=f"{whole.subject}, {mark}", tables=(*whole.tables, story),
    )  # fmt: skip


def bring_to_disk(example: Example, file_format: str, folder: Path) -> Path:
    """Write a document as `docx`, `pdf` or `txt`; its path."""
    path = folder / f"{example.key}.{file_format}"
    path.write_bytes(pdf_of(example) if file_format == "pdf" else written(example, file_format))
    return path
