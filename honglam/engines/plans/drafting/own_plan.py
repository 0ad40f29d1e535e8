"""The draft of the unit's own plan, part by part in the order of the form."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass

from honglam.engines.plans.drafting.annex import Row, annex_rows, write_annex
from honglam.engines.plans.drafting.carrying_out import reports_of, write_carrying_out
from honglam.engines.plans.drafting.deadlines import Calendar, printed
from honglam.engines.plans.drafting.facts import Basis, OwnUnit, UpperPlan, UpperTarget, UpperWork
from honglam.engines.plans.drafting.wording import (
    cited,
    figure,
    first_clause,
    floor_of,
    own_subject,
    quoted,
    target_name,
    upper_subject,
)
from honglam.toolkit.official_paper import Hole, Noted, Paper, Piece, Text

_ROOM = 6
_TARGET_WIDTHS = (10, 62, 20, 20, 22, 26)


@dataclass(frozen=True)
class OwnPlan:
    """A draft that was written: the file, and what is left open in it, in the order of the paper."""

    subject: str
    stream: io.BytesIO
    holes: tuple[Hole, ...]
    rows: tuple[Row, ...]


def write_own_plan(
    upper: UpperPlan,
    unit: OwnUnit,
    *,
    targets: Sequence[UpperTarget],
    works: Sequence[UpperWork],
    written_on: dt.date,
    calendar: Calendar,
) -> OwnPlan:
    """The draft with the targets and the tasks that were chosen."""
    paper = Paper()
    rows = annex_rows(works, unit, written_on=written_on, calendar=calendar)
    subject = own_subject(upper, unit)
    _write_head(paper, upper, unit, subject)
    _write_bases(paper, upper, unit, subject)
    _write_purpose(paper, upper, unit)
    _write_targets(paper, upper, targets)
    _write_work(paper, rows)
    _write_funding(paper, upper)
    write_carrying_out(paper, upper, unit, rows)
    _write_end(paper, upper, unit)
    if rows:
        write_annex(paper, upper, unit, rows)
    return OwnPlan(subject, paper.stream(), tuple(paper.holes), tuple(rows))


def _write_head(paper: Paper, upper: UpperPlan, unit: OwnUnit, subject: str) -> None:
    symbol: list[Piece] = ["Số:        /KH-UBND"]
    if not unit.is_local:
        symbol = ["Số:        /KH-", Hole("điền chữ viết tắt tên đơn vị")]
    paper.top(
        above=unit.above, issuer=unit.letterhead, number=symbol,
        day=f"{unit.place}, ngày       tháng       năm {upper.first_year}", widths=(60, 100),
    )  # fmt: skip
    paper.paragraph("")
    paper.paragraph("KẾ HOẠCH", centred=True, bold=True)
    note = f"Phỏng theo tên kế hoạch cấp trên: {quoted(upper.title)} Sửa cho đúng phạm vi của đơn vị."
    paper.paragraph(Noted(subject, note), centred=True, bold=True)
    paper.paragraph("___________", centred=True, after=_ROOM)


def _write_bases(paper: Paper, upper: UpperPlan, unit: OwnUnit, subject: str) -> None:
    paper.paragraph(
        ["Thực hiện ", *cited(upper), f" về {_lowered(upper_subject(upper))};"], indent=True, italic=True, after=_ROOM
    )
    for basis in upper.bases:
        paper.paragraph(f"Căn cứ {_named(basis)};", indent=True, italic=True, after=_ROOM)
    more = Hole(
        "điền căn cứ khác của đơn vị, hoặc bỏ dòng này",
        "Thêm nghị quyết của cấp ủy, HĐND cùng cấp và văn bản quy định thẩm quyền ban hành; bỏ nếu không có.",
    )
    paper.paragraph(["Căn cứ ", more, "."], indent=True, italic=True, after=_ROOM)
    paper.paragraph(f"{unit.official} ban hành Kế hoạch {_lowered(subject)} như sau:", indent=True, after=_ROOM)


def _named(basis: Basis) -> str:
    parts = [f"{basis.kind} số {basis.number}"]
    if basis.day:
        parts.append(f"ngày {printed(basis.day)}")
    if basis.issuer:
        parts.append(f"của {basis.issuer}")
    return " ".join(parts)


def _lowered(subject: str) -> str:
    """A subject inside a sentence; an abbreviation keeps its capitals."""
    return subject if subject[1:2].isupper() else subject[:1].lower() + subject[1:]


def heading(paper: Paper, text: str) -> None:
    """A heading of the first rank."""
    paper.paragraph(text, bold=True, indent=True, after=_ROOM, with_next=True)


def _write_purpose(paper: Paper, upper: UpperPlan, unit: OwnUnit) -> None:
    heading(paper, "I. MỤC ĐÍCH, YÊU CẦU")
    paper.paragraph("1. Mục đích", bold=True, indent=True, after=_ROOM, with_next=True)
    where = f"trên địa bàn {unit.running}" if unit.is_local else f"tại {unit.running}"
    paper.paragraph(f"- Triển khai {upper.kind} nêu trên của {upper.issuer_short} {where}.", indent=True, after=_ROOM)
    purpose = Hole(
        "điền điều đơn vị muốn thay đổi được",
        "Một hoặc hai câu về việc của chính đơn vị: ai được lợi, điều gì khác đi. Không chép mục đích của cấp trên.",
    )
    paper.paragraph(["- ", purpose, "."], indent=True, after=_ROOM)
    paper.paragraph("2. Yêu cầu", bold=True, indent=True, after=_ROOM, with_next=True)
    paper.paragraph(
        "- Mỗi nhiệm vụ có một đơn vị chủ trì, thời hạn, sản phẩm và nguồn lực rõ ràng.", indent=True, after=_ROOM
    )
    demand = Hole("điền yêu cầu riêng của đơn vị, hoặc bỏ dòng này", "Cách phối hợp, cách kiểm tra; bỏ nếu không có.")
    paper.paragraph(["- ", demand, "."], indent=True, after=_ROOM)


def _write_targets(paper: Paper, upper: UpperPlan, targets: Sequence[UpperTarget]) -> None:
    heading(paper, "II. MỤC TIÊU")
    paper.paragraph("1. Mục tiêu chung", bold=True, indent=True, after=_ROOM, with_next=True)
    paper.paragraph(
        ["- ", Hole("điền mục tiêu chung", "Một câu: cuối kỳ đơn vị sẽ ở đâu so với hiện nay."), "."],
        indent=True, after=_ROOM,
    )  # fmt: skip
    if not targets:
        return
    paper.paragraph("2. Mục tiêu cụ thể", bold=True, indent=True, after=_ROOM, with_next=True)
    before, last = upper.first_year - 1, upper.last_year
    grid = paper.grid(
        ("TT", "Chỉ tiêu", "Đơn vị tính", "Cấp trên giao", f"Thực hiện năm {before}", f"Kế hoạch năm {last}"),
        _TARGET_WIDTHS,
        keeps_rows=True,
    )
    for place, target in enumerate(targets, start=1):
        item = target.item
        own = Hole("điền mức", f"Mức của đơn vị, {floor_of(target)}. Kế hoạch cấp trên: {quoted(target.quote)}")
        grid.row(
            (str(place), target_name(item), item.unit or "", figure(item), target.last_figure, own),
            centred=(0, 2, 3, 4, 5),
        )
    grid.close()
    paper.paragraph("", after=_ROOM)


def _write_work(paper: Paper, rows: Sequence[Row]) -> None:
    heading(paper, "III. NHIỆM VỤ, GIẢI PHÁP")
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    for number, (title, members) in enumerate(groups.items(), start=1):
        paper.paragraph(f"{number}. {title}", bold=True, indent=True, after=_ROOM, with_next=True)
        for row in members:
            paper.paragraph(f"- {first_clause(row.work.name)} (nhiệm vụ {row.number}).", indent=True, after=_ROOM)
    own = Hole(
        "điền nhiệm vụ riêng của đơn vị, hoặc bỏ dòng này",
        "Việc mà kế hoạch cấp trên không giao nhưng đơn vị cần làm để đạt mục tiêu; thêm cả vào Phụ lục.",
    )
    paper.paragraph(f"{len(groups) + 1}. Nhiệm vụ khác của đơn vị", bold=True, indent=True, after=_ROOM, with_next=True)
    paper.paragraph(["- ", own, "."], indent=True, after=_ROOM)
    if rows:
        paper.paragraph(
            "Đơn vị chủ trì, sản phẩm, thời hạn của từng nhiệm vụ tại Phụ lục kèm theo.", indent=True, after=_ROOM
        )


def _write_funding(paper: Paper, upper: UpperPlan) -> None:
    heading(paper, "IV. KINH PHÍ THỰC HIỆN")
    decide = "Tổng kinh phí, nguồn (ngân sách đơn vị, lồng ghép, xã hội hóa) và cơ quan bố trí."
    if upper.funding:
        decide += f" Kế hoạch cấp trên: {quoted(upper.funding)}"
    paper.paragraph(["- ", Hole("điền kinh phí và nguồn kinh phí", decide), "."], indent=True, after=_ROOM)


def _write_end(paper: Paper, upper: UpperPlan, unit: OwnUnit) -> None:
    above = [upper.issuer_short, *(report.to for report in reports_of(upper, unit) if report.to)]
    recipients = [f"- {name} (b/c);" for name in dict.fromkeys(above)]
    recipients += [f"- {name};" for name in unit.copies_to]
    recipients += [f"- Các phòng, đơn vị thuộc {unit.word or 'đơn vị'};", "- Lưu: VT."]
    why = "Người ký theo phân công: người đứng đầu, hoặc cấp phó ký thay (KT.)."
    signer: list[Text] = [Hole("điền GIÁM ĐỐC, hoặc KT. GIÁM ĐỐC và PHÓ GIÁM ĐỐC", why)]
    if unit.is_local:
        signer = ["TM. ỦY BAN NHÂN DÂN", Hole("điền CHỦ TỊCH, hoặc KT. CHỦ TỊCH và PHÓ CHỦ TỊCH", why)]
    paper.end(recipients=recipients, signer=signer, name=Hole("điền họ tên"), stays_with_text=True)
