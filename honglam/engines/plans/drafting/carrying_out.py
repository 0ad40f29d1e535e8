"""Part V of the draft: which body does what, and who reports when."""

from __future__ import annotations

from collections.abc import Sequence

from honglam.engines.plans.drafting.annex import Row
from honglam.engines.plans.drafting.choosing import scope_over
from honglam.engines.plans.drafting.facts import OwnUnit, Report, UpperPlan
from honglam.engines.plans.drafting.wording import quoted
from honglam.toolkit.official_paper import Hole, Paper, Piece

_ROOM = 6


def write_carrying_out(paper: Paper, upper: UpperPlan, unit: OwnUnit, rows: Sequence[Row]) -> None:
    """Every body of the unit with the tasks proposed for it, the villages, the reports, the closing sentence."""
    paper.paragraph("V. TỔ CHỨC THỰC HIỆN", bold=True, indent=True, after=_ROOM, with_next=True)
    number = 0
    for body in unit.bodies:
        number += 1
        asked = "Đề nghị " if body.is_asked else ""
        _heading(paper, f"{number}. {asked}{body.name}")
        led = [str(row.number) for row in rows if row.owner and row.owner.body == body]
        if led:
            _line(paper, [f"- Chủ trì thực hiện nhiệm vụ số {', '.join(led)} tại Phụ lục."])
        decide = f"Việc cụ thể của {body.name} trong kế hoạch này, hoặc bỏ mục này."
        if not led:
            _line(paper, ["- ", Hole(f"điền nhiệm vụ của {body.name}, hoặc bỏ mục này", decide), "."])
    if not unit.bodies:
        number += 1
        _heading(paper, f"{number}. Các phòng, đơn vị trực thuộc")
        _line(paper, ["- ", Hole("điền nhiệm vụ của từng phòng, đơn vị", "Mỗi đơn vị một mục."), "."])
    if unit.has_villages:
        number += 1
        _heading(paper, f"{number}. Các thôn, tổ dân phố")
        decide = "Việc nhờ thôn, tổ dân phố: vận động, lập danh sách, hỗ trợ tại chỗ; hoặc bỏ mục này."
        _line(paper, ["- ", Hole("điền việc của các thôn, tổ dân phố, hoặc bỏ mục này", decide), "."])
    _write_reports(paper, upper, unit, number + 1)
    _line(
        paper,
        [f"Trên đây là Kế hoạch của {unit.official}; quá trình thực hiện có khó khăn, vướng mắc, các đơn vị kịp thời "
         f"phản ánh để {unit.word or 'đơn vị'} xem xét, giải quyết./."],
    )  # fmt: skip


def reports_of(upper: UpperPlan, unit: OwnUnit) -> list[Report]:
    """The reporting duties of the upper plan that are the unit's, each once."""
    scope = scope_over(unit)
    found = {(report.to, report.due_rule): report for report in upper.reports if scope.addresses([report.who])}
    return list(found.values())


def _write_reports(paper: Paper, upper: UpperPlan, unit: OwnUnit, number: int) -> None:
    _heading(paper, f"{number}. Theo dõi, báo cáo")
    watcher = Hole("điền đơn vị đầu mối", "Một đơn vị theo dõi, đôn đốc kế hoạch này và soạn báo cáo gửi cấp trên.")
    _line(paper, ["- Đơn vị đầu mối theo dõi, đôn đốc, tổng hợp kết quả thực hiện Kế hoạch này: ", watcher, "."])
    own = reports_of(upper, unit)
    if not own:
        decide = "Kế hoạch cấp trên không ghi hạn báo cáo cho đơn vị; hỏi cơ quan theo dõi, hoặc chọn ngày cuối quý."
        _line(paper, ["- Báo cáo kết quả về ", upper.issuer_short, " ", Hole("điền kỳ và ngày báo cáo", decide), "."])
    for report in own:
        when = Hole("điền ngày gửi về đầu mối", f"Trước hạn của cấp trên vài ngày. {quoted(report.quote)}")
        due = report.due_rule[:1].lower() + report.due_rule[1:] if report.due_rule else "theo yêu cầu"
        _line(
            paper,
            ["- Các phòng, đơn vị gửi kết quả về đầu mối ", when,
             f"; đầu mối tham mưu {unit.word or 'đơn vị'} báo cáo {report.to or upper.issuer_short} {due}."],
        )  # fmt: skip


def _heading(paper: Paper, text: str) -> None:
    paper.paragraph(text, bold=True, indent=True, after=_ROOM, with_next=True)


def _line(paper: Paper, pieces: Sequence[Piece]) -> None:
    paper.paragraph(list(pieces), indent=True, after=_ROOM)
