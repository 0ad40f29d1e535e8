"""The annex of tasks, across the page: what, who leads, who helps, who watches, what comes out, by when, with what."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from honglam.engines.plans.alignment.likeness import plain
from honglam.engines.plans.drafting.deadlines import DAYS_EARLIER, Calendar, own_due, printed
from honglam.engines.plans.drafting.facts import OwnUnit, UpperPlan, UpperWork
from honglam.engines.plans.drafting.owners import Owner, own_name, owner_of
from honglam.engines.plans.drafting.wording import place_of, quoted
from honglam.toolkit.official_paper import Hole, Noted, Paper, Text

HEADINGS = (
    "TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Theo dõi", "Sản phẩm", "Thời hạn", "Kinh phí",
    "Ghi chú",
)  # fmt: skip
_WIDTHS = (12, 58, 28, 31, 25, 28, 26, 19, 25)
_NUMERAL = re.compile(r"^(?:[IVX]+|[A-H]|\d{1,2})(?:[.):]\s*|\s+)(?=\S)")
"""The number of a group in the upper plan: the groups are numbered anew."""
_LISTED = "Nhiệm vụ trong danh mục của kế hoạch cấp trên"
_DUTIES = "Nhiệm vụ cấp trên giao tại phần Tổ chức thực hiện"


@dataclass(frozen=True, slots=True)
class Row:
    """One task of the annex: its number there, its group, who is proposed, and its day."""

    number: int
    group: str
    work: UpperWork
    owner: Owner | None
    due: dt.date | None


def annex_rows(works: Sequence[UpperWork], unit: OwnUnit, *, written_on: dt.date, calendar: Calendar) -> list[Row]:
    """The rows, those of one group together, in the order of the upper plan."""
    groups: dict[str, list[UpperWork]] = {}
    for work in works:
        groups.setdefault(_group_of(work), []).append(work)
    rows: list[Row] = []
    for title, members in groups.items():
        for work in members:
            due = own_due(work.due, written_on=written_on, calendar=calendar) if work.due else None
            rows.append(Row(len(rows) + 1, title, work, owner_of(work, unit.bodies), due))
    return rows


def _group_of(work: UpperWork) -> str:
    """The group of the upper plan, else whether the task stands in its lists or among its duties."""
    if not work.is_row:
        return _DUTIES
    return _NUMERAL.sub("", work.group).strip(" .:;") or _LISTED


def write_annex(paper: Paper, upper: UpperPlan, unit: OwnUnit, rows: Sequence[Row]) -> None:
    """The annex with its heading."""
    paper.landscape()
    paper.paragraph("PHỤ LỤC", centred=True, bold=True)
    paper.paragraph(f"DANH MỤC NHIỆM VỤ {upper.years.upper()}", centred=True, bold=True)
    paper.paragraph(
        f"(Kèm theo Kế hoạch số        /KH-UBND ngày      /     /{upper.first_year} của {unit.official})"
        if unit.is_local
        else f"(Kèm theo Kế hoạch của {unit.official})",
        centred=True, italic=True, after=6,
    )  # fmt: skip
    grid = paper.grid(HEADINGS, _WIDTHS, keeps_rows=True)
    groups = list(dict.fromkeys(row.group for row in rows))
    opened = ""
    for row in rows:
        if row.group != opened or row is rows[0]:
            grid.group(_roman(groups.index(row.group) + 1), row.group)
            opened = row.group
        grid.row(_cells(row, upper, unit, is_first=row is rows[0]), centred=(0, 6, 7))
    grid.close()


def _cells(row: Row, upper: UpperPlan, unit: OwnUnit, *, is_first: bool) -> tuple[Text, ...]:
    work = row.work
    name = f"{work.name.strip(' ;')}\n{work.content}" if work.content else work.name.strip(" ;")
    about_money = "Dự kiến cho từng nhiệm vụ của cả cột này; ghi 0 nếu làm trong chi thường xuyên." if is_first else ""
    about_watching = "Ai của đơn vị theo dõi việc này; thường là đơn vị đầu mối ở phần V." if is_first else ""
    place = place_of(work) or ("bảng nhiệm vụ" if work.is_row else "phần Tổ chức thực hiện")
    return (
        str(row.number),
        name,
        _lead(row),
        "; ".join(_helpers(row, unit)),
        "; ".join(dict.fromkeys(work.monitoring)) or Hole("điền đơn vị theo dõi", about_watching),
        work.product or Hole("điền sản phẩm", f"Sản phẩm đo đếm được. Kế hoạch cấp trên: {quoted(work.quote)}"),
        _deadline(row),
        Hole("điền kinh phí", about_money),
        f"{place[:1].upper()}{place[1:]} của {upper.kind.lower()} cấp trên",
    )


def _helpers(row: Row, unit: OwnUnit) -> list[str]:
    """Who helps, by the names of the unit's own bodies where they are meant; neither who leads nor the unit itself."""
    named = dict.fromkeys(own_name(helper, unit.bodies) for helper in row.work.coordinating)
    without = {plain(unit.name), plain(unit.official), plain(row.owner.body.name) if row.owner else ""}
    return [name for name in named if plain(name) not in without]


def _lead(row: Row) -> Text:
    work = row.work
    said = f"Kế hoạch cấp trên giao cho “{', '.join(work.leads)}”: {quoted(work.quote)}"
    if row.owner is None:
        return Hole("điền đơn vị chủ trì", f"Một đơn vị chịu trách nhiệm. {said}")
    why = f"Đề xuất theo chức năng, vì việc này nói đến “{row.owner.because}”; sửa nếu đơn vị phân công khác. {said}"
    return Noted(row.owner.body.name, why)


def _deadline(row: Row) -> Text:
    work = row.work
    if row.due and work.due:
        earlier = "" if row.due == work.due else f"; sớm hơn {DAYS_EARLIER} ngày làm việc để kịp tổng hợp"
        return Noted(printed(row.due), f"Hạn của cấp trên: {printed(work.due)}{earlier}.")
    if work.due:
        return Hole("điền hạn", f"Hạn của cấp trên, {printed(work.due)}, đã qua: ghi ngày sẽ xong và báo cáo cấp trên.")
    if work.deadline_text:
        return work.deadline_text
    return Hole("điền hạn", "Cấp trên không ghi hạn; chọn một ngày trong kỳ của kế hoạch.")


def _roman(number: int) -> str:
    """The numeral of a group, from 1 to 39."""
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return "X" * (number // 10) + ones[number % 10]
