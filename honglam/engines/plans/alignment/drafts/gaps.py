"""Tasks and targets that lack an owner, a date or something to measure them by.

A column that is missing, or that most rows leave empty, is one finding about the table; single gaps are told by row.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from honglam.engines.plans.alignment.drafts.printed import PrintedRow, PrintedTable
from honglam.engines.plans.alignment.drafts.saying import examples, found, place, row_name
from honglam.engines.plans.alignment.findings import Finding, Kind, Severity
from honglam.engines.plans.alignment.likeness import plain
from honglam.engines.plans.alignment.plan_text import Passage, PlanText
from honglam.engines.plans.alignment.tasks import work_of
from honglam.engines.plans.extraction.deadlines import read_deadline
from honglam.engines.plans.extraction.quantities import find_quantities
from honglam.engines.plans.extraction.roles import Role as Part
from honglam.engines.plans.extraction.tables.columns import Role
from honglam.engines.plans.extraction.unit_names import begins_unit, split_units

_ROW_BY_ROW = 4
"""More rows than these with one and the same gap are told together."""

_MOST = 0.5
_FEWEST_DUTIES = 8
_FEWEST_ROWS = 5
_FEW_HOLES = 0.15
_CROWD = 3
_COLLECTIVE = re.compile(r"^(?:các|mọi|toàn thể|tất cả)\b")
_RATE = re.compile(r"^(?:t[ỉỷ] lệ|tỉ trọng|số lượng|mức độ|tỉ số)\b")
_TIME_OF_ITS_OWN = re.compile(
    r"\b(?:thường xuyên|định kì|hằng|hàng|khi có|kịp thời|quí|tháng|trước ngày|liên tục|đột xuất|năm 20\d\d)\b"
)
_FEWEST_GOALS = 4
_BULLET = re.compile(r"^\s*(?:[-–—+•*]|\(?\d{1,2}[.)]|[a-zđ][.)])\s*")
# Words of degree: without a figure nobody can say whether it came about. “Được phủ sóng”, “hoàn thành” can be seen.
_OF_DEGREE = re.compile(
    r"^(?:tiếp tục |từng bước |phấn đấu |tích cực )*(?:nâng cao|tăng cường|đẩy mạnh|cải thiện|từng bước|tiếp tục"
    r"|góp phần"
    r"|phát triển|mở rộng|thúc đẩy|bảo đảm|đảm bảo|duy trì|thực hiện|phát huy|khuyến khích|chú trọng|tập trung"
    r"|hỗ trợ)\b"
    r"|\b(?:rõ rệt|đáng kể|cơ bản|tốt hơn|ngày càng)\b"
)
_BY_ANOTHER = re.compile(r"^theo\b")


def gaps(plan: PlanText, tables: Sequence[PrintedTable]) -> list[Finding]:
    """What tables of tasks and targets leave open, and duties without a date where no table dates the work."""
    findings: list[Finding] = []
    for table in tables:
        if table.holds_tasks:
            findings += [*_owners(plan, table), *_dates(plan, table), *_measures(plan, table)]
        else:
            findings += [*_owners(plan, table), *_rates(plan, table)]
    if not any(table.holds_tasks for table in tables):
        findings += _duties(plan)
    return [*findings, *_goals(plan)]


def _owners(plan: PlanText, table: PrintedTable) -> list[Finding]:
    if not table.has(Role.LEAD):
        if not table.holds_tasks or _is_of_one_unit(plan, table):
            return []
        return [
            found(
                plan, Kind.NO_OWNER, Severity.HIGH, table.source,
                f"Bảng ở {place(table.section)} có {len(table.rows)} nhiệm vụ nhưng không có cột cơ quan chủ trì:"
                f" không ai"
                " chịu trách nhiệm.",
                "Thêm cột “Cơ quan, đơn vị chủ trì”, mỗi nhiệm vụ ghi một đơn vị.", section=table.section,
            )
        ]  # fmt: skip
    what = "nhiệm vụ" if table.holds_tasks else "chỉ tiêu"
    rows = _leaves(table)
    lacking = [row for row in rows if not row.cell(Role.LEAD) or _is_hole(table, row)]
    if not table.region.shows_merges and len(lacking) > _FEW_HOLES * len(table.rows):
        lacking = []
    return [
        *_told(
            plan, table, lacking, Kind.NO_OWNER, Severity.HIGH if table.holds_tasks else Severity.MEDIUM,
            lambda row: f"{what.capitalize()} {row_name(row.number, row.name)} để trống ô đơn vị chủ trì.",
            f"{what} để trống ô đơn vị chủ trì", f"Ghi một đơn vị chủ trì cho mỗi {what}.",
        ),
        *(_shared(plan, table, rows) if table.holds_tasks else ()),
    ]  # fmt: skip


def _is_hole(table: PrintedTable, row: PrintedRow) -> bool:
    """Whether the lead was taken from above only because the format cannot tell an empty cell from a merged one.

    Where nearly all rows fill the cell an empty one is a hole; many empty ones are merged cells that the text lost.
    """
    return not table.region.shows_merges and not row.own.get(Role.LEAD) and "." not in (row.number or "").rstrip(".")


def _shared(plan: PlanText, table: PrintedTable, rows: Sequence[PrintedRow]) -> list[Finding]:
    """Tasks that many lead: three and more named bodies, or, in a commune, everybody together."""
    crowds = []
    for row in rows:
        leads = split_units([row.cell(Role.LEAD)])
        together = [bool(_COLLECTIVE.match(plain(lead))) for lead in leads]
        if (len(leads) >= _CROWD and not any(together)) or (plan.is_local and leads and all(together)):
            crowds.append(row)
    return _told(
        plan, table, crowds, Kind.NO_OWNER, Severity.MEDIUM,
        lambda row: f"Nhiệm vụ {row_name(row.number, row.name)} giao chung cho “{row.cell(Role.LEAD)}”: không rõ ai là"
        f" đầu mối"
        " chịu trách nhiệm.",
        "nhiệm vụ giao chung cho nhiều đơn vị, không rõ đầu mối",
        "Chọn một đơn vị chủ trì; các đơn vị khác ghi ở cột phối hợp.", few=2,
    )  # fmt: skip


def _is_of_one_unit(plan: PlanText, table: PrintedTable) -> bool:
    """Whether headings name the owner: of the section, or above the rows."""
    heading = next((one.heading for one in plan.reading.sections if one.path == table.section), "")
    groups = [re.sub(r"^\S+\s+", "", row.group or "") for row in table.rows]
    return begins_unit(heading) or sum(begins_unit(group) for group in groups) > _MOST * len(groups)


def _dates(plan: PlanText, table: PrintedTable) -> list[Finding]:
    if not table.has(Role.DEADLINE):
        timed = [row for row in table.rows if _TIME_OF_ITS_OWN.search(plain(row.name))]
        if len(timed) > _MOST * len(table.rows):
            return []
        return [
            found(
                plan, Kind.NO_DATE, Severity.MEDIUM, table.source,
                f"Bảng ở {place(table.section)} có {len(table.rows)} nhiệm vụ nhưng không có cột thời hạn: không theo"
                f" dõi được"
                " tiến độ.",
                "Thêm cột “Thời hạn hoàn thành” và ghi ngày, tháng hoặc quý cho từng nhiệm vụ.", section=table.section,
            )
        ]  # fmt: skip
    rows = _leaves(table)
    empty = [row for row in rows if not row.cell(Role.DEADLINE) and not _TIME_OF_ITS_OWN.search(plain(row.name))]
    year = plan.reading.doc.year
    vague = [
        row
        for row in rows
        if _BY_ANOTHER.match(plain(row.cell(Role.DEADLINE)))
        and read_deadline(row.cell(Role.DEADLINE), year=year) is None
    ]
    standing = [row for row in rows if (read_deadline(row.cell(Role.DEADLINE), year=year) or "x")[0].isalpha()]
    if len(standing) == len(rows) >= _FEWEST_ROWS and not empty:
        return [
            found(
                plan, Kind.NO_DATE, Severity.MEDIUM, table.source,
                f"Cả {len(rows)} nhiệm vụ của bảng ở {place(table.section)} đều không có ngày, tháng hay quý hoàn"
                f" thành (chỉ ghi"
                f" “{rows[0].cell(Role.DEADLINE)}” và tương tự): không có mốc để kiểm tra.",
                "Việc có sản phẩm một lần (kế hoạch, hệ thống, lớp tập huấn) thì ghi tháng hoặc quý; chỉ việc lặp lại"
                " mới ghi"
                " “thường xuyên”.",
                section=table.section,
            )
        ]  # fmt: skip
    return [
        *_told(
            plan, table, empty, Kind.NO_DATE, Severity.MEDIUM,
            lambda row: f"Nhiệm vụ {row_name(row.number, row.name)} chưa có thời hạn.",
            "nhiệm vụ chưa có thời hạn", "Ghi ngày, tháng hoặc quý hoàn thành; việc làm quanh năm thì ghi “thường"
            " xuyên”.",
        ),
        *_told(
            plan, table, vague, Kind.NO_DATE, Severity.LOW,
            lambda row: f"Nhiệm vụ {row_name(row.number, row.name)} ghi thời hạn “{row.cell(Role.DEADLINE)}”: người"
            f" làm phải"
            " tìm ở văn bản khác mới biết ngày.",
            "nhiệm vụ ghi thời hạn theo văn bản khác, không rõ ngày",
            "Ghi luôn ngày, tháng hoặc quý lấy từ văn bản đó.",
        ),
    ]  # fmt: skip


def _measures(plan: PlanText, table: PrintedTable) -> list[Finding]:
    without = [
        row for row in _leaves(table) if not row.cell(Role.PRODUCT) and not _is_measured(row) and not _is_part(row)
    ]
    if not table.has(Role.PRODUCT):
        if table.has(Role.TARGET) or len(without) <= _MOST * len(table.rows):
            return []
        return [
            found(
                plan, Kind.NO_MEASURE, Severity.MEDIUM, table.source,
                f"Bảng ở {place(table.section)} không có cột sản phẩm, kết quả: {len(without)} trên {len(table.rows)}"
                f" nhiệm vụ"
                " không có gì để kiểm tra khi nghiệm thu.",
                "Thêm cột “Sản phẩm, kết quả” (văn bản, hệ thống, số lượng hoặc tỷ lệ phải đạt).",
                section=table.section,
            )
        ]  # fmt: skip
    return _told(
        plan, table, without, Kind.NO_MEASURE, Severity.MEDIUM,
        lambda row: f"Nhiệm vụ {row_name(row.number, row.name)} chưa ghi sản phẩm hoặc con số phải đạt.",
        "nhiệm vụ chưa ghi sản phẩm hoặc con số phải đạt", "Ghi sản phẩm kiểm tra được: văn bản, hệ thống, số lượng,"
        " tỷ lệ.",
    )  # fmt: skip


def _is_part(row: PrintedRow) -> bool:
    """Whether a row is a part of the one above it, which names the product of both."""
    return "." in (row.number or "").rstrip(".")


def _is_measured(row: PrintedRow) -> bool:
    """Whether a row says by a figure when it is done."""
    return any(find_quantities(row.cell(role)) for role in (Role.NAME, Role.CONTENT, Role.TARGET, Role.NOTE))


def _rates(plan: PlanText, table: PrintedTable) -> list[Finding]:
    """Targets that are called a rate and bear no figure, and targets without any entry."""
    rates = [
        row
        for row in table.rows
        if _RATE.match(plain(row.name)) and row.cell(Role.TARGET) and not re.search(r"\d", row.cell(Role.TARGET))
    ]
    empty = [row for row in _leaves(table) if table.has(Role.TARGET) and not row.cell(Role.TARGET)]
    findings = [
        *_told(
            plan, table, rates, Kind.NO_MEASURE, Severity.MEDIUM,
            lambda row: f"Chỉ tiêu {row_name(row.number, row.name)} là một tỷ lệ nhưng chỉ ghi"
            f" “{row.cell(Role.TARGET)}”, không"
            " có con số nên không đo được.",
            "chỉ tiêu là tỷ lệ nhưng không có con số", "Ghi tỷ lệ phải đạt (ví dụ 90%), hoặc đổi tên chỉ tiêu thành"
            " một việc.",
        ),
    ]  # fmt: skip
    if len(empty) <= _MOST * len(table.rows):
        findings += _told(
            plan, table, empty, Kind.NO_MEASURE, Severity.MEDIUM,
            lambda row: f"Chỉ tiêu {row_name(row.number, row.name)} chưa có mức phải đạt.",
            "chỉ tiêu chưa có mức phải đạt", "Ghi con số phải đạt.",
        )  # fmt: skip
    return findings


def _goals(plan: PlanText) -> list[Finding]:
    """Goals in words only: each where the section calls them “chỉ tiêu”, one finding where most goals have none."""
    headings = {section.path: plain(section.heading) for section in plan.reading.sections}
    starts = {section.source.start for section in plan.reading.sections}
    goals: dict[str, list[Passage]] = defaultdict(list)
    for passage in plan.passages:
        heads = any(
            start in starts for start in range(passage.source.start, min(passage.source.end, passage.source.start + 20))
        )
        if passage.role is Part.GOALS and _BULLET.match(passage.text) and not heads:
            goals[passage.section].append(passage)
    findings = []
    vague: list[Passage] = []
    total = 0
    for section, passages in goals.items():
        named = " ".join(headings.get(above, "") for above in _above(section))
        if "mục tiêu chung" in named or re.search(r"mục đích|yêu cầu|quan điểm", named):
            continue
        bare = [passage for passage in passages if not _is_stated(plan, passage)]
        if "chỉ tiêu" in named and 0 < len(bare) <= min(_ROW_BY_ROW, _MOST * len(passages)):
            findings += [_vague(plan, passage) for passage in bare]
        else:
            vague += bare
            total += len(passages)
    if total >= _FEWEST_GOALS and len(vague) > _MOST * total:
        findings.append(
            found(
                plan, Kind.NO_MEASURE, Severity.LOW, vague[0].source,
                f"{len(vague)} trên {total} mục tiêu cụ thể không có con số hay kết quả đo được:"
                f" {examples([_BULLET.sub('', passage.text) for passage in vague], noun='mục tiêu')}.",
                "Thêm con số phải đạt và thời điểm, hoặc chuyển các câu này xuống phần nhiệm vụ.",
                section=vague[0].section,
            )
        )  # fmt: skip
    return findings


def _above(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]


def _is_stated(plan: PlanText, passage: Passage) -> bool:
    """Whether a goal holds a figure, or names something that can be seen to be there or not."""
    inside = any(passage.source.start <= item.source.start < passage.source.end for item in plan.reading.indicators)
    words = plain(_BULLET.sub("", passage.text))
    return inside or bool(find_quantities(passage.text)) or not _OF_DEGREE.search(words)


def _vague(plan: PlanText, passage: Passage) -> Finding:
    return found(
        plan, Kind.NO_MEASURE, Severity.MEDIUM, passage.source,
        "Chỉ tiêu này không có con số: cuối kỳ không biết là đạt hay chưa.",
        "Ghi con số phải đạt (tỷ lệ, số lượng), hoặc chuyển câu này thành một nhiệm vụ.", section=passage.section,
    )  # fmt: skip


def _duties(plan: PlanText) -> list[Finding]:
    """The plan has no table of tasks: then the duties have to say by when."""
    duties = [work for work in work_of(plan) if work.leads]
    undated = [work for work in duties if not work.deadline and not _TIME_OF_ITS_OWN.search(plain(work.name))]
    if len(duties) < _FEWEST_DUTIES or len(undated) <= _MOST * len(duties):
        return []
    first = undated[0]
    return [
        found(
            plan, Kind.NO_DATE, Severity.LOW, first.source,
            f"Kế hoạch không có bảng nhiệm vụ, và {len(undated)} trên {len(duties)} việc giao ở {place(first.section)}"
            f" và các"
            f" mục sau không có thời hạn: {examples([work.name for work in undated])}.",
            "Lập phụ lục nhiệm vụ (nội dung, chủ trì, phối hợp, sản phẩm, thời hạn), hoặc ghi thời hạn vào từng việc.",
            section=first.section,
        )
    ]  # fmt: skip


def _leaves(table: PrintedTable) -> list[PrintedRow]:
    """The rows that stand for themselves: a row that only heads the rows numbered below it is left out."""
    rows = list(table.rows)
    return [
        row
        for row, following in zip(rows, [*rows[1:], None], strict=True)
        if not (following and row.number and _is_below(following.number, row.number) and len(row.own) <= 2)
    ]


def _is_below(number: str, parent: str) -> bool:
    bare = parent.rstrip(".)")
    return number.startswith(f"{bare}.") or (bare.isdigit() and bool(re.fullmatch(r"[a-hđ][.)]?", number)))


def _told(
    plan: PlanText, table: PrintedTable, lacking: Sequence[PrintedRow], kind: Kind, severity: Severity,
    one: Callable[[PrintedRow], str], many: str, suggestion: str, *, few: int = _ROW_BY_ROW,
) -> list[Finding]:  # fmt: skip
    """Row by row while they are few, else one finding for the table with the count and the first of them."""
    if not lacking:
        return []
    if len(lacking) <= few and len(lacking) <= _MOST * len(table.rows):
        return [found(plan, kind, severity, row.source, one(row), suggestion, section=table.section) for row in lacking]
    why = (
        f"{len(lacking)} trên {len(table.rows)} {many} (bảng ở {place(table.section)}): "
        f"{examples([row.name for row in lacking])}."
    )
    return [found(plan, kind, severity, lacking[0].source, why, suggestion, section=table.section)]
