"""Bodies that no longer exist: named as owner, partner or addressee of work to come.

What ended and what followed is data shipped with the software (`honglam/data`, with sources); a title of a legal
document, a quotation and a look back may keep the old name.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from honglam.core.organisations.shipped import Ended, ended_bodies
from honglam.engines.plans.alignment.findings import Finding, Kind, Severity
from honglam.engines.plans.alignment.plan_text import PlanText
from honglam.engines.plans.alignment.words import Names, window
from honglam.engines.plans.extraction.items import Source
from honglam.engines.plans.extraction.lines import Line
from honglam.engines.plans.extraction.roles import Role
from honglam.toolkit.text import fold

# The old name may stand where a document is cited ("Thông tư số … của Bộ …", "Quyết định …"), in a title or in
# quotation marks.
_CITING = re.compile(
    r"(?:\b\d+[\w.]*(?:/20\d{2})?[-/][A-ZĐ][\w-]*[^;.]{0,160}|\bngày \d{1,2}/\d{1,2}/\d{4}[^;.]{0,60})$"
)
_OPEN_QUOTE = re.compile(r"[“\"][^”\"]{0,200}$")
_BEFORE = re.compile(
    r"(?:\(?nay (?:là|thuộc)|\bcũ\b|ban hành trước|trước đây|\(cũ\)|\bcũ\b|nguyên là|trước khi sáp nhập|sáp nhập"
    r"|hợp nhất|giải thể"
    r"|kết thúc hoạt động)"
)


_OF_DISTRICT = re.compile(
    r"(?:Phòng|Trung tâm|Ban|Công an|Chi cục|Hạt|Đội|Trạm|Huyện|Thị|Quận)\s(?:[^,;.:()]"
    r"|, (?=[A-ZĐÀ-Ỹ][^,;.:()]{2,20} và )){0,70}?(?<!\w)(?:huyện|thị xã|quận)(?![^\W\d_])"
    r"|(?:Huyện|Thị|Quận) (?:ủy|uỷ|đoàn)(?![^\W\d_])"
)
# Cities directly under the Government are provinces; cities of provinces ended with the districts.
_GOVERNED_CITY = re.compile(
    r"(?:UBND|[ỦU]y ban nhân dân|Uỷ ban nhân dân|HĐND|Hội đồng nhân dân)\s+(?:TP\.?|thành phố)\s+"
    r"(?:Hà Nội|Hồ Chí Minh|Hải Phòng|Đà Nẵng|Cần Thơ|Huế)"
)
_END_OF_DISTRICTS = Ended(
    "district-bodies", (), dt.date(2025, 6, 30), ("phòng chuyên môn của xã, phường", "cơ quan cấp tỉnh")
)
"""Offices of districts are too many to list; they ended with the districts (Luật số 72/2025/QH15)."""


def unknown_units(plan: PlanText, *, is_upper: bool) -> list[Finding]:
    """One finding for every body that ended before the plan begins and that the plan still counts on."""
    if plan.years is None:
        return []
    names, bodies = _names(plan.province)
    past = [
        (passage.source.start, passage.source.end)
        for passage in plan.passages
        if passage.role is Role.RESULTS
    ]  # fmt: skip
    places: dict[str, list[tuple[Line, int, int]]] = defaultdict(list)
    for line in plan.all_lines():
        if any(start <= line.start < end for start, end in past):
            continue
        hits = list(names.find(line.text))
        for key, start, end in [*hits, *_district_bodies(line.text, hits)]:
            ended = bodies.get(key, _END_OF_DISTRICTS)
            if _GOVERNED_CITY.match(line.text[start:]):
                continue
            if ended.last_day.year <= plan.years[0] and not _is_of_the_past(line.text, start, end):
                places[key].append((line, start, end))
    return [_finding(plan, bodies.get(key, _END_OF_DISTRICTS), found, is_upper) for key, found in places.items()]


def _district_bodies(text: str, known: list[tuple[str, int, int]]) -> Iterator[tuple[str, int, int]]:
    """Offices named after a district, each under its own folded name."""
    for match in _OF_DISTRICT.finditer(text):
        if not any(start < match.end() and match.start() < end for _, start, end in known):
            yield fold(match.group()), match.start(), match.end()


@cache
def _names(province: str) -> tuple[Names, dict[str, Ended]]:
    bodies = {body.code: body for body in ended_bodies(province)}
    pairs = [(name, body.code) for body in bodies.values() for name in body.names]
    return Names(pairs), bodies


def _is_of_the_past(text: str, start: int, end: int) -> bool:
    before, behind = text[max(0, start - 240) : start], text[end : end + 30]
    return bool(
        _CITING.search(before)
        or _OPEN_QUOTE.search(before)
        or _BEFORE.search(behind.lower())
        or _BEFORE.search(before[-40:].lower())
    )


def _finding(plan: PlanText, body: Ended, found: list[tuple[Line, int, int]], is_upper: bool) -> Finding:
    line, start, end = found[0]
    quote = plan.quote(window(line, start, end))
    times = f" (và {len(found) - 1} chỗ nữa)" if len(found) > 1 else ""
    heirs = " hoặc ".join(body.successors)
    why = f"“{line.text[start:end]}”{times} không còn từ sau ngày {body.last_day:%d/%m/%Y}."
    if heirs:
        why += f" Việc của cơ quan này nay thuộc {heirs}."
    owns = _owns_work(plan, [place[0].source(place[1], place[2]) for place in found])
    return Finding(
        Kind.UNKNOWN_UNIT, Severity.HIGH if owns else Severity.MEDIUM,
        quote if is_upper else None, None if is_upper else quote, why,
        f"Thay bằng {heirs}." if heirs else "Thay bằng cơ quan đang làm việc này, hoặc bỏ.",
    )  # fmt: skip


def _owns_work(plan: PlanText, places: list[Source]) -> bool:
    """Whether one of the places lies in a task or a duty: then nobody will do that work."""
    spans = [(task.source.start, task.source.end) for task in plan.reading.tasks]
    spans += [(source.start, source.end) for item in plan.reading.assignments for source in item.duty_sources]
    return any(start <= place.start < end for place in places for start, end in spans)
