"""Drafts in Word for the tests of checks: a fictional commune's plan with faults that were planted."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import docx
from docx.shared import Pt

HEAD = (
    "ỦY BAN NHÂN DÂN", "XÃ SUỐI HOA", "Số:     /KH-UBND", "Suối Hoa, ngày     tháng 02 năm 2026", "KẾ HOẠCH",
    "Chuyển đổi số xã Suối Hoa, tỉnh Mộc Lam năm 2026",
    "Để việc chuyển đổi số đi vào đời sống của người dân, kế hoạch này nêu rõ mục tiêu, nhiệm vụ và thời hạn như sau:",
)  # fmt: skip
ROWS = (
    ("TT", "Nhiệm vụ", "Chủ trì", "Thời hạn", "Sản phẩm"),
    ("1", "Rà soát hồ sơ số hóa của Bộ phận Một cửa", "Văn phòng HĐND và UBND xã", "Tháng 6/2026", "Báo cáo rà soát"),
    ("2", "Tập huấn kỹ năng số cho trưởng thôn", "Phòng Văn hóa – Xã hội", "Tháng 9/2026", "Lớp tập huấn"),
)


def word(*lines: str, rows: Sequence[Sequence[str]] = ROWS, head: Sequence[str] = HEAD) -> bytes:
    """A .docx with letterhead, these lines, a table, a header and a footer; some words bold within their paragraph."""
    document = docx.Document()
    document.styles["Normal"].font.name = "Times New Roman"
    section = document.sections[0]
    section.header.paragraphs[0].text = "DỰ THẢO LẦN 2"
    section.footer.paragraphs[0].text = "Lưu hành nội bộ"
    for line in (*head, *lines):
        paragraph = document.add_paragraph()
        first, _space, rest = line.partition(" ")
        paragraph.add_run(f"{first} ").bold = True
        run = paragraph.add_run(rest)
        run.italic, run.font.size = True, Pt(13)
    if rows:
        table = document.add_table(rows=0, cols=len(rows[0]))
        table.style = "Table Grid"
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.paragraphs[0].add_run(text)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def shown_text(content: bytes | io.BytesIO) -> list[str]:
    """Everything that a .docx says, paragraph by paragraph, cell by cell, with header and footer."""
    document: Any = docx.Document(io.BytesIO(content) if isinstance(content, bytes) else content)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    edges = [part.paragraphs[0].text for part in (document.sections[0].header, document.sections[0].footer)]
    return [*(paragraph.text for paragraph in document.paragraphs), *cells, *edges]
