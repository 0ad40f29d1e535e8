"""Headings and rows whose numbers skip or repeat.

Many plans number the rows of a table through, over all its groups; others begin anew under each. Both are right. A
number that the reading lost is no fault of the draft: a skip counts only where the missing number is printed nowhere
between.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from honglam.engines.plans.alignment.drafts.printed import PrintedTable
from honglam.engines.plans.alignment.drafts.saying import found, place, row_name
from honglam.engines.plans.alignment.findings import Finding, Kind, Severity
from honglam.engines.plans.alignment.plan_text import PlanText
from honglam.engines.plans.extraction.items import Section, Source
from honglam.engines.plans.extraction.tables.model import GridRow, RowKind
from honglam.engines.plans.extraction.tables.numerals import Numeral, read_numeral

_TOO_MANY = 0.34
"""Above this share of rows out of order the reading of the table is not to be trusted, and nothing is said."""

_LONGEST_SKIP = 8
"""A jump wider than this is two lists, not a skipped number."""

_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII",
           "XVIII", "XIX", "XX")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Break:
    """One place where the numbers do not go on."""

    words: str
    source: Source
    repeats: bool


def wrong_numbers(plan: PlanText, tables: Sequence[PrintedTable]) -> list[Finding]:
    """One finding per list of headings and one per table, each with all of its breaks."""
    findings = [_heading_finding(plan, breaks) for breaks in _headings(plan)]
    for table in tables:
        findings += _table(plan, table)
    return findings


def _heading_finding(plan: PlanText, breaks: Sequence[_Break]) -> Finding:
    return found(
        plan, Kind.NUMBERING, Severity.LOW, breaks[0].source, f"Số mục không liền mạch:"
        f" {'; '.join(gap.words for gap in breaks)}.",
        "Đánh số lại và sửa các chỗ dẫn chiếu đến số cũ; nếu mất một mục khi sao chép thì bổ sung.",
    )  # fmt: skip


def _headings(plan: PlanText) -> Iterator[list[_Break]]:
    """The breaks of every list of headings under one parent that has any."""
    families: dict[tuple[str, str], list[tuple[Section, Numeral]]] = defaultdict(list)
    for section in plan.reading.sections:
        parent, label = _split(section.path)
        numeral = read_numeral(label)
        if numeral is not None and numeral.kind != "letter":
            families[f"{parent}/{numeral.value[:-1]}", numeral.kind].append((section, numeral))
    for row in families.values():
        breaks = list(_breaks(plan, row))
        if breaks and len(breaks) <= max(2, _TOO_MANY * len(row)):
            yield breaks


def _breaks(plan: PlanText, row: Sequence[tuple[Section, Numeral]]) -> Iterator[_Break]:
    """Numbers that repeat or are skipped; a skip right behind a repetition has the same cause and is not told."""
    repeated = False
    for (before, last), (after, following) in pairwise(row):
        step = following.value[-1] - last.value[-1]
        if step == 0:
            yield _Break(f"số {last.printed} dùng cho cả “{before.heading}” và “{after.heading}”", after.source, True)
        elif 1 < step <= _LONGEST_SKIP and not _stands_between(plan, before, after, last, following):
            if not (repeated and step == 2):
                yield _Break(
                    f"nhảy từ {_shown(before)} sang {_shown(after)}, thiếu {_missing(last, following)}",
                    after.source,
                    False,
                )
        repeated = step == 0


def _split(path: str) -> tuple[str, str]:
    """Parent and last label: ("II/3", "a"); “PHỤ LỤC 02” and “Phần II” keep their word as part of the parent."""
    head, _, label = path.rpartition("/")
    word, _, number = label.rpartition(" ")
    if label.upper().startswith("PHỤ LỤC"):
        return "PHỤ LỤC", number
    return (f"{head}/{word}" if word else head), number


def _shown(section: Section) -> str:
    return place(section.path).removeprefix("mục ")


def _missing(last: Numeral, following: Numeral) -> str:
    return ", ".join(_label(last, value) for value in range(last.value[-1] + 1, following.value[-1]))


def _label(like: Numeral, value: int) -> str:
    if like.kind == "roman":
        return _ROMANS[value - 1] if value <= len(_ROMANS) else str(value)
    return ".".join(map(str, (*like.value[:-1], value)))


def _stands_between(plan: PlanText, before: Section, after: Section, last: Numeral, following: Numeral) -> bool:
    """Whether the missing number heads a line between the two: then the reading missed a heading, not the draft."""
    wanted = [_label(last, value) for value in range(last.value[-1] + 1, following.value[-1])]
    text = plan.document.text[before.source.end : after.source.start]
    return any(re.search(rf"(?m)^\W*(?:Phần |Mục |Điều )?{re.escape(label)}(?![\d%])\W", text) for label in wanted)


def _table(plan: PlanText, table: PrintedTable) -> Iterator[Finding]:
    breaks = [*_rows(plan, table), *_groups(table)]
    if not breaks or len(breaks) > max(2, _TOO_MANY * len(table.rows)):
        return
    breaks.sort(key=lambda gap: gap.source.start)
    told = "; ".join(gap.words for gap in breaks[:5])
    more = f" và {len(breaks) - 5} chỗ nữa" if len(breaks) > 5 else ""
    yield found(
        plan, Kind.NUMBERING, Severity.LOW, breaks[0].source,
        f"Số thứ tự trong bảng ở {place(table.section)} không liền mạch: {told}{more}.",
        "Đánh số lại; kiểm tra có dòng nào bị mất khi sao chép không.", section=table.section,
    )  # fmt: skip


def _rows(plan: PlanText, table: PrintedTable) -> Iterator[_Break]:
    """Breaks among the items: against the row above, or from 1 again under a new heading."""
    above: tuple[GridRow, Numeral] | None = None
    fresh = True
    whole: Numeral | None = None
    for row in table.region.rows:
        if row.kind is RowKind.GROUP:
            fresh = True
            continue
        numeral = read_numeral(row.number) if row.number else None
        if numeral is None or numeral.kind not in ("arabic", "dotted"):
            continue
        if numeral.kind == "dotted":
            if whole is not None and len(numeral.value) == 2 and numeral.value[0] != whole.value[0]:
                yield _Break(f"dòng {numeral.printed} nằm dưới dòng {whole.printed}", _at(row), True)
            continue
        if above is not None and not (fresh and numeral.value == (1,)):
            step = numeral.value[0] - above[1].value[0]
            if step == 0:
                yield _Break(f"số {numeral.printed} dùng cho hai dòng", _at(row), True)
            elif 1 < step <= _LONGEST_SKIP and not _row_between(plan, above[0], row, above[1], numeral):
                yield _Break(f"từ {above[1].printed} sang {numeral.printed}", _at(row), False)
        above, fresh, whole = (row, numeral), False, numeral


def _row_between(plan: PlanText, before: GridRow, after: GridRow, last: Numeral, following: Numeral) -> bool:
    text = plan.document.text[before.start : after.start]
    wanted = range(last.value[0] + 1, following.value[0])
    return any(re.search(rf"(?m)(?:^|[|\t])\s*0?{value}[.)]?(?=\s)(?!\s*(?:/|%|tháng))", text) for value in wanted)


def _groups(table: PrintedTable) -> Iterator[_Break]:
    last: Numeral | None = None
    for row in table.region.rows:
        numeral = read_numeral(row.number) if row.kind is RowKind.GROUP and row.number else None
        if numeral is None or numeral.kind != "roman":
            continue
        heading = next((cell.text for cell in row.cells.values() if cell), "")
        if last is not None and numeral.value == last.value:
            yield _Break(f"nhóm {row_name(numeral.printed, heading)} trùng số với nhóm trước", _at(row), True)
        elif last is not None and 1 < numeral.value[0] - last.value[0] <= _LONGEST_SKIP:
            yield _Break(f"nhóm {last.printed} sang nhóm {numeral.printed}", _at(row), False)
        last = numeral


def _at(row: GridRow) -> Source:
    return Source(row.start, row.end, row.page)
