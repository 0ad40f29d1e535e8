"""What a check gives out as Word: the draft with comments, or the list of findings. Its words are Vietnamese always."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from honglam.engines.plans.checking.commented import Note, commented_copy
from honglam.engines.plans.checking.wording import quoted
from honglam.engines.plans.models import CheckRound, PlanCheck, PlanFinding

WORD = "docx"
_WIDTHS = (10, 38, 66, 66, 77)


def has_comments(ended: CheckRound | None) -> bool:
    """Whether the draft came as a .docx, so that it can go out with comments."""
    return ended is not None and ended.file is not None and ended.file.kind == WORD


def commented_draft(ended: CheckRound, findings: Iterable[PlanFinding]) -> tuple[io.BytesIO, int]:
    """The draft of a round with a comment for each finding, and how many stand beside their words.

    Raises:
        NotCommentable: the file cannot be opened by python-docx, although it could be read.
    """
    assert ended.file is not None  # has_comments
    with translation.override("vi"):
        return commented_copy(ended.file.path, [_note(finding, ended.text_length) for finding in findings])


def _note(finding: PlanFinding, text_length: int) -> Note:
    lower = finding.lower
    place = (lower["source"]["start"] / text_length) if lower and text_length else 0.0
    return Note("\n".join(_said(finding)), lower["text"] if lower else "", place)


def _said(finding: PlanFinding) -> list[str]:
    lines = [f"{finding.kind_label} ({str(finding.get_severity_display()).lower()}). {finding.explanation}"]
    if finding.upper:
        lines.append(_("Cấp trên: %(quote)s") % {"quote": quoted(finding.upper)})
    if finding.suggestion:
        lines.append(_("Đề xuất: %(words)s") % {"words": finding.suggestion})
    return lines


def listed(check_run: PlanCheck, findings: Iterable[PlanFinding]) -> io.BytesIO:
    """The findings as a table in a .docx across the page, at its beginning."""
    with translation.override("vi"):
        document = Document()
        _set_up(document)
        _line(document, _("KẾT QUẢ SOÁT DỰ THẢO"), bold=True)
        _line(document, check_run.name, bold=True)
        if check_run.upper_name:
            _line(document, _("Đối chiếu với: %(plan)s") % {"plan": check_run.upper_name})
        today = timezone.localdate()
        said = {"number": check_run.finished_round, "day": f"{today:%d/%m/%Y}"}
        _line(document, _("Lần soát %(number)d; in ngày %(day)s. Hệ thống Hồng Lam.") % said)
        _table(document, findings)
    stream = io.BytesIO()
    document.save(stream)
    stream.seek(0)
    return stream


def _set_up(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    style.paragraph_format.space_after = Pt(4)


def _table(document: Any, findings: Iterable[PlanFinding]) -> None:
    headings = (_("TT"), _("Loại, mức độ"), _("Kế hoạch cấp trên"), _("Dự thảo"), _("Vì sao, đề xuất sửa"))
    table = document.add_table(rows=1, cols=len(headings))
    table.style, table.autofit = "Table Grid", False
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, heading in zip(table.rows[0].cells, headings, strict=True):
        _fill(cell, heading, bold=True)
    for number, finding in enumerate(findings, 1):
        why = finding.explanation
        if finding.suggestion:
            why += "\n" + _("Đề xuất: %(words)s") % {"words": finding.suggestion}
        texts = (str(number), f"{finding.kind_label}\n({finding.get_severity_display()})", quoted(finding.upper),
                 quoted(finding.lower), why)  # fmt: skip
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            _fill(cell, text)
    for row in table.rows:
        for cell, width in zip(row.cells, _WIDTHS, strict=True):
            cell.width = Mm(width)


def _line(document: Any, text: str, *, bold: bool = False) -> None:
    document.add_paragraph().add_run(_clean(text)).bold = bold


def _fill(cell: Any, text: str, *, bold: bool = False) -> None:
    run = cell.paragraphs[0].add_run(_clean(text))
    run.bold, run.font.size = bold, Pt(11)


def _clean(text: str) -> str:
    return "".join(sign for sign in text if sign == "\n" or sign.isprintable())
