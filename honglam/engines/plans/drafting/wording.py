"""Small pieces of official wording: how the upper plan is cited, names of targets, the title of the own plan."""

from __future__ import annotations

import re

from honglam.engines.plans.alignment.targets import level_of
from honglam.engines.plans.drafting.deadlines import printed
from honglam.engines.plans.drafting.facts import OwnUnit, UpperPlan, UpperTarget, UpperWork
from honglam.engines.plans.extraction.items import Indicator
from honglam.toolkit.numbers import format_number
from honglam.toolkit.official_paper import Hole, Piece

_LONGEST_QUOTE = 300
_KIND = re.compile(
    r"^(?:kế hoạch|chương trình(?: hành động)?)\s+(?:(?:triển khai )?thực hiện\s+(?=kế hoạch))?", re.IGNORECASE
)
_PLACE = re.compile(
    r"(?:của\s+)?(?:trên địa bàn\s+)?(?:tỉnh|thành phố|Tỉnh|Thành phố)"
    r"\s+[A-ZĐÀ-Ỹ][^\W\d_]*(?:\s+[A-ZĐÀ-Ỹ][^\W\d_]*){0,3}"
)
_YEARS = re.compile(r"\s*,?\s*(?:năm|giai đoạn)\s+20\d{2}.*$")
_MEASURED = re.compile(r"^(?:tỷ lệ|tỉ lệ|mức|số|tổng|chỉ số|tỷ trọng|tỉ trọng|ít nhất|mỗi)(?!\w)", re.IGNORECASE)
_SIGNS = {">": "trên ", ">=": "≥ ", "<": "dưới ", "<=": "≤ "}


def quoted(text: str) -> str:
    """A quotation for a comment: one line, cut where it is long."""
    line = " ".join(text.split())
    return f"“{line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1].rstrip() + '…'}”"


def cited(upper: UpperPlan) -> list[Piece]:
    """“Kế hoạch số 12/KH-UBND ngày 05/3/2026 của Ủy ban nhân dân tỉnh …”; number and day open for a draft."""
    if upper.number and upper.issued_on:
        return [f"{upper.kind} số {upper.number} ngày {printed(upper.issued_on)} của {upper.issuer}"]
    why = "Kế hoạch cấp trên còn là dự thảo: ghi số và ngày sau khi ban hành."
    return [f"{upper.kind} số ", Hole("điền số", why), " ngày ", Hole("điền ngày", why), f" của {upper.issuer}"]


def upper_subject(upper: UpperPlan) -> str:
    """The title of the upper plan without the name of its kind."""
    title = " ".join(_KIND.sub("", upper.title).split()) or upper.title
    return title[:1].upper() + title[1:]


def first_clause(text: str) -> str:
    """The first statement of a task, for a line of prose; the whole stands in the annex."""
    return re.split(r"[;.](?:\s|$)", text.strip(), maxsplit=1)[0].rstrip(" .,…")


def own_subject(upper: UpperPlan, unit: OwnUnit) -> str:
    """The title with the unit's name in the place of the superior's: “Chuyển đổi số xã Bắc Sơn năm 2026”."""
    title = upper_subject(upper)
    name = unit.running if unit.is_local else f"của {unit.running}"
    changed, count = _PLACE.subn(name, title, count=1)
    if count:
        return changed
    years = _YEARS.search(title)
    return f"{title[: years.start()]} {name}{years.group()}" if years else f"{title} {name} {upper.years}"


def target_name(item: Indicator) -> str:
    """The target as the head of a row: “Tỷ lệ hộ …” for the share of those whom the plan counts."""
    name = item.name.strip(" .;:")
    if item.unit == "%" and not _MEASURED.match(name):
        first, _, rest = name.partition(" ")
        lowered = name if first.isupper() else f"{first[:1].lower()}{first[1:]} {rest}".strip()
        return f"Tỷ lệ {lowered}"
    return name[:1].upper() + name[1:]


def figure(item: Indicator) -> str:
    """The figure of a target without its unit of measure: “≥ 75”, “15-20”."""
    if item.target is None:
        return item.target_text or "Hoàn thành"
    if isinstance(item.target, list):
        return "-".join(format_number(end) for end in item.target)
    return f"{_SIGNS.get(item.operator, '')}{format_number(item.target)}"


def shown_level(item: Indicator) -> str:
    """The figure with its unit of measure: “≥ 75%”, “12 lớp”."""
    if item.target is None or not item.unit:
        return figure(item)
    return f"{figure(item)}%" if item.unit == "%" else f"{figure(item)} {item.unit}"


def floor_of(target: UpperTarget) -> str:
    """What the unit's own figure must respect: “không thấp hơn 75%”."""
    item, level = target.item, level_of(target.item)
    if level is None:
        return "theo cấp trên"
    bound = format_number(level.bound)
    shown = f"{bound}%" if item.unit == "%" else f"{bound} {item.unit or ''}".strip()
    return f"không {'cao' if level.less_is_better else 'thấp'} hơn {shown}"


def place_of(work: UpperWork) -> str:
    """Where a task stands in the upper plan: “Phụ lục III, mục 6”, “phần V, mục 6”."""
    section = work.section.replace("PHỤ LỤC", "Phụ lục")
    parts = [section]
    if not section.startswith("Phụ lục"):
        part, _, below = section.partition("/")
        parts = [f"phần {part}" if part else "", f"mục {below.replace('/', '.')}" if below else ""]
    return ", ".join(filter(None, (*parts, f"mục {work.number}" if work.number else "")))
