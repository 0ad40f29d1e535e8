"""The letter that gives a document's work: a table of tasks in the form of Decree 30/2020/NĐ-CP, annex I, as .docx.

A4, Times New Roman 14 (tables 12), margins 20–20–30–20 mm, name and motto of the state beside the issuer, number and
day left open in a draft, recipients and signer at the end.
"""

from __future__ import annotations

import datetime
import io
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from honglam.engines.plans.models import Assignment, Plan
from honglam.engines.plans.terms import AssignmentRole, PlanKind, TaskOrigin, WorkState

if TYPE_CHECKING:
    from honglam.core.access.models import User

FONT, SIZE, TABLE_SIZE = "Times New Roman", 14, 12
MOST_NAMES = 6
HEADINGS = ("TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn", "Sản phẩm, kết quả")
_WIDTHS = (10, 60, 32, 28, 22, 28)
_MISSING = "……"
_CLOSING = (
    "Đề nghị các cơ quan, đơn vị tổ chức thực hiện, cập nhật tiến độ và kết quả trên hệ thống đúng thời hạn; "
    "khó khăn, vướng mắc báo cáo về cơ quan giao việc để xem xét, giải quyết./."
)


@dataclass(frozen=True, slots=True)
class LetterTask:
    """One row of the table."""

    name: str
    lead: str
    coordinating: str
    due: str
    product: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What the letter says. Words of an official document are Vietnamese in every language of the interface."""

    issuer: str
    above: str
    place: str
    kind: str
    number: str
    issued_on: datetime.date | None
    title: str
    signer: str
    signer_title: str
    is_dispatch: bool
    to: list[str] = field(default_factory=list)
    tasks: list[LetterTask] = field(default_factory=list)


def letter_of(plan: Plan, user: User) -> Letter:
    """What the letter of a document says, with the work that the reader sees; three queries."""
    names: dict[tuple[int, str], list[str]] = defaultdict(list)
    said_otherwise = [TaskOrigin.PART, TaskOrigin.INSTRUCTION]  # not words of the document
    tasks = list(plan.tasks.visible_to(user).current().exclude(origin__in=said_otherwise).order_by("position", "pk"))
    shares = (
        Assignment.objects.filter(task__in=tasks, standing=None)
        .exclude(state=WorkState.WITHDRAWN)
        .select_related("unit")
        .order_by("unit__position", "unit__sort_key")
    )
    leading: dict[str, None] = {}
    for share in shares:
        said = share.named_as or str(share.unit)
        if said not in names[share.task_id, share.role]:
            names[share.task_id, share.role].append(said)
        if share.role == AssignmentRole.LEAD:
            leading[said] = None
    issuer = plan.issuer
    return Letter(
        issuer=str(issuer), above=str(issuer.parent) if issuer.parent else "", place=_place(issuer), kind=_kind(plan),
        number=plan.number, issued_on=plan.issued_on, title=plan.title, signer=plan.signer,
        signer_title=plan.signer_title, is_dispatch=plan.kind == PlanKind.DISPATCH, to=list(leading),
        tasks=[
            LetterTask(
                name=task.name + (f"\n{task.content}" if task.content else ""),
                lead=_listed(names[task.pk, AssignmentRole.LEAD]),
                coordinating=_listed(names[task.pk, AssignmentRole.COORDINATING]),
                due=f"{task.due_on:%d/%m/%Y}" if task.due_on else task.deadline_text,
                product=task.product,
            )
            for task in tasks
        ],
    )  # fmt: skip


def _kind(plan: Plan) -> str:
    return {PlanKind.NOTICE: "THÔNG BÁO", PlanKind.DIRECTIVE: "CHỈ THỊ", PlanKind.DECISION: "QUYẾT ĐỊNH",
            PlanKind.PLAN: "KẾ HOẠCH", PlanKind.PROGRAMME: "CHƯƠNG TRÌNH"}.get(PlanKind(plan.kind), "")  # fmt: skip


def _place(issuer: Any) -> str:
    """The place before the day: the commune's or the province's own name (Decree 30/2020, annex I, II.4)."""
    name = str(issuer if issuer.parent is None or issuer.level == "commune" else issuer.parent)
    for word in ("Ủy ban nhân dân ", "UBND ", "Tỉnh ", "tỉnh ", "Xã ", "xã ", "Phường ", "phường ", "Thành phố "):
        name = name.removeprefix(word)
    return name


def _listed(names: list[str]) -> str:
    if len(names) <= MOST_NAMES:
        return "; ".join(names)
    return f"{'; '.join(names[:MOST_NAMES])} và {len(names) - MOST_NAMES} đơn vị khác"


# --- .docx -----------------------------------------------------------------------------------------------------------


def written_letter(letter: Letter) -> io.BytesIO:
    """The letter as a file, at its beginning."""
    document = Document()
    _set_up(document)
    _write_top(document, letter)
    _write_opening(document, letter)
    _write_table(document, letter)
    _paragraph(document, _CLOSING, indent=True)
    _write_end(document, letter)
    stream = io.BytesIO()
    document.save(stream)
    stream.seek(0)
    return stream


def _set_up(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    section.different_first_page_header_footer = True  # page numbers stand from the second page on
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(SIZE)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(0)
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = number.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)


def _write_top(document: Any, letter: Letter) -> None:
    table = document.add_table(rows=2, cols=2)
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, (68, 92), strict=True):
            cell.width = Mm(width)
    left, right = table.rows[0].cells
    if letter.above:
        _line(left, letter.above.upper(), size=13)
    _line(left, letter.issuer.upper(), size=13, bold=True)
    _line(left, "_______", size=10)
    _line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=13, bold=True)
    _line(right, "Độc lập - Tự do - Hạnh phúc", size=14, bold=True)
    _line(right, "________________", size=10)
    left, right = table.rows[1].cells
    _line(left, f"Số: {letter.number or _MISSING}", size=13)
    if letter.is_dispatch:
        title = letter.title if letter.title.lower().startswith(("v/v", "về ")) else f"V/v {letter.title}"
        _line(left, title, size=12)
    day = letter.issued_on
    said = f"ngày {day:%d} tháng {day:%m} năm {day:%Y}" if day else f"ngày {_MISSING} tháng {_MISSING} năm {_MISSING}"
    _line(right, f"{letter.place}, {said}", size=14, italic=True)
    for row in table.rows:
        for cell in row.cells:
            cell._tc.remove(cell.paragraphs[0]._p)  # the empty paragraph that every new cell begins with


def _write_opening(document: Any, letter: Letter) -> None:
    _paragraph(document, "")
    if letter.is_dispatch:
        _paragraph(document, f"Kính gửi: {'; '.join(letter.to) or _MISSING}.", centred=len(letter.to) < 4)
        _paragraph(document, "")
    else:
        _paragraph(document, letter.kind, centred=True, bold=True)
        _paragraph(document, letter.title, centred=True, bold=True)
        _paragraph(document, "")
    _paragraph(document, f"{letter.issuer} giao các cơ quan, đơn vị thực hiện các nhiệm vụ sau:", indent=True)
    _paragraph(document, "")


def _write_table(document: Any, letter: Letter) -> None:
    table = document.add_table(rows=1, cols=len(HEADINGS))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for cell, heading in zip(table.rows[0].cells, HEADINGS, strict=True):
        _fill(cell, heading, bold=True, centred=True)
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)
    for place, task in enumerate(letter.tasks, 1):
        cells = table.add_row().cells
        texts = (str(place), task.name, task.lead, task.coordinating, task.due, task.product)
        for column, (cell, text) in enumerate(zip(cells, texts, strict=True)):
            _fill(cell, text, centred=column in (0, 4))
    for row in table.rows:
        for cell, width in zip(row.cells, _WIDTHS, strict=True):
            cell.width = Mm(width)


def _write_end(document: Any, letter: Letter) -> None:
    _paragraph(document, "")
    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    _fill(left, "Nơi nhận:", bold=True, italic=True)
    for name in ("- Như trên;" if letter.is_dispatch else "- Các đơn vị được giao việc;", "- Lưu: VT."):
        _line(left, name, size=11, centred=False)
    _fill(right, (letter.signer_title or "THỦ TRƯỞNG CƠ QUAN").upper(), bold=True, centred=True, size=SIZE)
    for _blank in range(4):
        _line(right, "")
    _line(right, letter.signer or _MISSING, bold=True)


def _paragraph(document: Any, text: str, *, centred: bool = False, bold: bool = False, indent: bool = False) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.JUSTIFY
    if indent:
        paragraph.paragraph_format.first_line_indent = Mm(10)
    paragraph.add_run(_clean(text)).bold = bold


def _line(
    cell: Any, text: str, *, size: int = SIZE, bold: bool = False, italic: bool = False, centred: bool = True
) -> None:
    paragraph = cell.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
    _say(paragraph, text, size=size, bold=bold, italic=italic)


def _fill(
    cell: Any, text: str, *, bold: bool = False, italic: bool = False, centred: bool = False, size: int = TABLE_SIZE
) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
    _say(paragraph, text, size=size, bold=bold, italic=italic)


def _say(paragraph: Any, text: str, *, size: int, bold: bool, italic: bool) -> None:
    run = paragraph.add_run(_clean(text))
    run.font.size, run.bold, run.italic = Pt(size), bold, italic


def _clean(text: str) -> str:
    """Without the control characters that no XML takes."""
    return "".join(sign for sign in text if sign in "\t\n" or sign.isprintable())
