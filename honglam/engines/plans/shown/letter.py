"""The letter that gives a document's work: a table of tasks in the form of Decree 30/2020/NĐ-CP, annex I, as .docx.

The number and the day are left open in a draft. How the paper looks: `honglam/toolkit/official_paper`.
"""

from __future__ import annotations

import datetime
import io
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from honglam.engines.plans.models import Assignment, Plan
from honglam.engines.plans.terms import AssignmentRole, PlanKind, TaskOrigin, WorkState
from honglam.toolkit.official_paper import Paper

if TYPE_CHECKING:
    from honglam.core.access.models import User

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
        issuer=str(issuer), above=str(issuer.parent) if issuer.parent else "", place=issuing_place(issuer),
        kind=_kind(plan), number=plan.number, issued_on=plan.issued_on, title=plan.title, signer=plan.signer,
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


def issuing_place(issuer: Any) -> str:
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
    paper = Paper()
    _write_top(paper, letter)
    _write_opening(paper, letter)
    _write_table(paper, letter)
    paper.paragraph(_CLOSING, indent=True)
    paper.end(
        recipients=["- Như trên;" if letter.is_dispatch else "- Các đơn vị được giao việc;", "- Lưu: VT."],
        signer=[(letter.signer_title or "THỦ TRƯỞNG CƠ QUAN").upper()],
        name=letter.signer or _MISSING,
    )
    return paper.stream()


def _write_top(paper: Paper, letter: Letter) -> None:
    title = letter.title if letter.title.lower().startswith(("v/v", "về ")) else f"V/v {letter.title}"
    day = letter.issued_on
    said = f"ngày {day:%d} tháng {day:%m} năm {day:%Y}" if day else f"ngày {_MISSING} tháng {_MISSING} năm {_MISSING}"
    paper.top(
        above=[letter.above] if letter.above else [],
        issuer=[letter.issuer],
        number=f"Số: {letter.number or _MISSING}",
        about=title if letter.is_dispatch else "",
        day=f"{letter.place}, {said}",
    )


def _write_opening(paper: Paper, letter: Letter) -> None:
    paper.paragraph("")
    if letter.is_dispatch:
        paper.paragraph(f"Kính gửi: {'; '.join(letter.to) or _MISSING}.", centred=len(letter.to) < 4)
        paper.paragraph("")
    else:
        paper.paragraph(letter.kind, centred=True, bold=True)
        paper.paragraph(letter.title, centred=True, bold=True)
        paper.paragraph("")
    paper.paragraph(f"{letter.issuer} giao các cơ quan, đơn vị thực hiện các nhiệm vụ sau:", indent=True)
    paper.paragraph("")


def _write_table(paper: Paper, letter: Letter) -> None:
    grid = paper.grid(HEADINGS, _WIDTHS)
    for place, task in enumerate(letter.tasks, 1):
        grid.row((str(place), task.name, task.lead, task.coordinating, task.due, task.product), centred=(0, 4))
    grid.close(columns_too=False)
