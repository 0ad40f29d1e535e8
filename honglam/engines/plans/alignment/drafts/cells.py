"""Cells that hold what belongs into another column: a body under “thời hạn”, a date under “chủ trì”."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from honglam.engines.plans.alignment.drafts.printed import PrintedRow, PrintedTable
from honglam.engines.plans.alignment.drafts.saying import found, place, row_name
from honglam.engines.plans.alignment.findings import Finding, Kind, Severity
from honglam.engines.plans.alignment.likeness import plain
from honglam.engines.plans.alignment.plan_text import PlanText
from honglam.engines.plans.extraction.deadlines import deadline_fit, read_deadline
from honglam.engines.plans.extraction.tables.columns import Role
from honglam.engines.plans.extraction.unit_names import split_units, unit_fit

_SURE = 0.9
_DOUBTFUL = 0.3
_TOO_MANY = 0.34
"""Above this share of a table's rows the columns were read wrongly, or mean something else: nothing is said."""

_FIGURE = re.compile(r"(?:[≥≤<>]=?\s*|trên\s+|đạt\s+)?\d[\d.,]*\s*%?")
_YEAR = re.compile(r"(?:năm\s+)?20\d{2}")
_DAY_WORDS = re.compile(r"\b(?:quí|tháng|ngày|thường xuyên|hằng|hàng)\b|\d{1,2}/\d{1,2}")
_COLUMNS = {
    Role.DEADLINE: "thời hạn", Role.LEAD: "chủ trì", Role.COORDINATING: "phối hợp", Role.MONITORING: "theo dõi",
    Role.PRODUCT: "sản phẩm", Role.MEASURE: "đơn vị tính", Role.TARGET: "chỉ tiêu",
}  # fmt: skip


def misplaced_cells(plan: PlanText, tables: Sequence[PrintedTable]) -> list[Finding]:
    """One finding per row with a cell that plainly belongs elsewhere."""
    units = {plain(name) for table in tables for row in table.rows for name in split_units([row.cell(Role.LEAD)])}
    findings = []
    for table in tables:
        wrong = [(row, list(_slips(row, units, holds_tasks=table.holds_tasks))) for row in table.rows]
        wrong = [(row, slips) for row, slips in wrong if slips]
        if len(wrong) > max(2, _TOO_MANY * len(table.rows)):
            continue
        findings += [_finding(plan, table, row, slips) for row, slips in wrong]
    return findings


def _slips(row: PrintedRow, units: set[str], *, holds_tasks: bool) -> Iterator[tuple[Role, str, str]]:
    """(column, words, what they are) of every cell of a row that holds something else."""
    tests: dict[Role, tuple[tuple[Callable[[str], bool], str], ...]] = {
        Role.DEADLINE: ((is_body, "tên cơ quan"), (is_figure, "con số")),
        Role.LEAD: ((is_time, "thời gian"), (is_figure, "con số")),
        Role.COORDINATING: ((is_time, "thời gian"), (is_figure, "con số")),
        Role.MONITORING: ((is_time, "thời gian"), (is_figure, "con số")),
        Role.MEASURE: ((is_time, "thời gian"), (lambda text: plain(text) in units, "tên cơ quan")),
    }
    if holds_tasks:
        known = (lambda text: plain(text) in units, "tên cơ quan")
        tests[Role.PRODUCT] = ((is_time, "thời gian"), (is_figure, "con số"), known)
    else:
        tests[Role.TARGET] = (
            (lambda text: is_body(text) and plain(text) in units, "tên cơ quan"),
            (is_time, "thời gian"),
        )
    for role, kinds in tests.items():
        text = row.own.get(role, "").strip(" .;,-–")
        for test, what in kinds if text else ():
            if test(text):
                yield role, text, what
                break


def is_body(text: str) -> bool:
    """Whether a cell names bodies and no time.

    >>> is_body("Phòng Văn hóa - Xã hội"), is_body("Quý II/2026"), is_body("Theo Đề án 06")
    (True, False, False)
    """
    return unit_fit(text) >= _SURE and deadline_fit(text) < _DOUBTFUL and read_deadline(text, year=2026) is None


def is_time(text: str) -> bool:
    """Whether a cell names a time and no body; a mere year may be a count and is no time here.

    >>> is_time("Quý II/2026"), is_time("2026"), is_time("Phòng Kinh tế"), is_time("Báo cáo quý")
    (True, False, False, False)
    """
    if _YEAR.fullmatch(plain(text)) or not _DAY_WORDS.search(plain(text)):
        return False
    return deadline_fit(text) >= _SURE and unit_fit(text) < _DOUBTFUL and read_deadline(text, year=2026) is not None


def is_figure(text: str) -> bool:
    """Whether a cell is a bare figure.

    >>> is_figure("100%"), is_figure("2026"), is_figure("100% hồ sơ"), is_figure("31/12/2026")
    (True, False, False, False)
    """
    return bool(_FIGURE.fullmatch(plain(text))) and not _YEAR.fullmatch(plain(text))


def _finding(plan: PlanText, table: PrintedTable, row: PrintedRow, slips: list[tuple[Role, str, str]]) -> Finding:
    told = ", ".join(f"cột {_COLUMNS[role]} ghi {what} “{text}”" for role, text, what in slips)
    first = slips[0][0]
    return found(
        plan, Kind.MISPLACED_CELL, Severity.MEDIUM, row.source,
        f"Dòng {row_name(row.number, row.name)} của bảng ở {place(table.section)}: {told}. Có thể đã điền nhầm cột.",
        f"Điền lại đúng nội dung của cột {_COLUMNS[first]}.", value=slips[0][1], section=table.section,
    )  # fmt: skip
