"""Between the extractor's values and the records of a reading: items as rows, names tied to units, blocks as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from honglam.core.organisations.matching import Match, UnitMatcher
from honglam.core.organisations.models import Unit
from honglam.engines.documents.public import Block, ReadDocument
from honglam.engines.plans.errors import ItemInvalid
from honglam.engines.plans.extraction.items import PlanReading, Source
from honglam.engines.plans.models import Reading, ReadItem
from honglam.engines.plans.terms import AssignmentRole, ItemDecision, ItemKind

DOCUMENT_FORMATS = ("docx", "doc", "pdf", "html", "md", "txt")
"""Formats that a plan may come in."""

SETTLED_KINDS = {ItemKind.SECTION, ItemKind.RESULT, ItemKind.CITATION, ItemKind.REPORTING}
"""Kinds that give nobody work: accepted as read when the reader is sure, still open to correction."""
SURE = 0.6
LARGEST_LEVEL = 10**16
"""Levels of targets stay below it, as the column does."""

ROLE_FIELDS = {
    ItemKind.TASK: {
        "lead": AssignmentRole.LEAD,
        "coordinating": AssignmentRole.COORDINATING,
        "monitoring": AssignmentRole.MONITORING,
    },
    ItemKind.DUTY: {"lead": AssignmentRole.LEAD},
    ItemKind.INDICATOR: {"lead": AssignmentRole.LEAD},
}
"""Which fields of an item hold names of units, and the role that each stands for."""


def blocks_as_rows(document: ReadDocument) -> list[dict[str, Any]]:
    """The blocks as JSON, with only what showing the source needs; tables keep their cells' spans."""
    return [_block_as_row(block) for block in document.blocks]


def _block_as_row(block: Block) -> dict[str, Any]:
    row: dict[str, Any] = {"k": block.kind.value, "s": block.start, "e": block.end}
    for key, value in (("p", block.page), ("l", block.level), ("b", block.bold), ("i", block.italic),
                       ("c", block.centered)):  # fmt: skip
        if value:
            row[key] = value
    if block.table is not None:
        row["t"] = [
            [cell.row, cell.column, cell.row_span, cell.column_span, [[part.start, part.end] for part in cell.parts]]
            for cell in block.table.cells
        ]
        row["h"] = block.table.header_rows
    return row


def rows_of_reading(reading: Reading, found: PlanReading, matcher: UnitMatcher | None) -> Iterator[ReadItem]:
    """Every item that was read, as an unsaved record."""
    lists: list[tuple[ItemKind, list[Any]]] = [
        (ItemKind.SECTION, found.sections),
        (ItemKind.CITATION, found.legal_basis),
        (ItemKind.RESULT, found.results),
        (ItemKind.INDICATOR, found.indicators),
        (ItemKind.TASK, found.tasks),
        (ItemKind.REPORTING, found.reporting),
    ]
    for kind, values in lists:
        for position, value in enumerate(values):
            yield _row(reading, kind, position, asdict(value), value.source, value.confidence, matcher)
    duties = [(entry, duty, place) for entry in found.assignments for place, duty in enumerate(entry.duties)]
    for position, (entry, duty, place) in enumerate(duties):
        source = entry.duty_sources[place] if place < len(entry.duty_sources) else entry.source
        data = {"name": duty, "lead": [entry.unit], "deadline": None, "deadline_text": None}
        yield _row(reading, ItemKind.DUTY, position, data, source, entry.confidence, matcher)


def _row(
    reading: Reading, kind: ItemKind, position: int, data: dict[str, Any], source: Source, confidence: float,
    matcher: UnitMatcher | None,
) -> ReadItem:  # fmt: skip
    data = {key: value for key, value in data.items() if key not in ("source", "confidence")}
    settled = kind in SETTLED_KINDS and confidence >= SURE
    return ReadItem(
        reading=reading,
        kind=kind,
        position=position,
        original=dict(data),
        data=data | {"units": tie_units(kind, data, matcher)},
        confidence=max(0.0, min(1.0, confidence)),
        decision=ItemDecision.ACCEPTED if settled else ItemDecision.PENDING,
        source_start=source.start,
        source_end=source.end,
        source_page=source.page,
    )


def tie_units(kind: str, data: Mapping[str, Any], matcher: UnitMatcher | None) -> list[dict[str, Any]]:
    """The names in an item, each with the units it means, or with suggestions where that is not certain."""
    tied = []
    for field, role in ROLE_FIELDS.get(ItemKind(kind), {}).items():
        for text in data.get(field) or []:
            entry: dict[str, Any] = {"role": role.value, "text": text, "kind": "unknown", "units": [], "candidates": []}
            if matcher is not None:
                entry |= tied_to(matcher.match(text))
            tied.append(entry)
    return tied


def tied_to(match: Match) -> dict[str, Any]:
    """What a match says, as JSON; only a certain match carries units, all others are suggestions, each unit once."""
    offered = [] if match.is_certain else [(unit, match.score) for unit in match.units[:5]]
    offered += [(candidate.unit, candidate.score) for candidate in match.candidates[:5] if candidate.unit is not None]
    best: dict[int, tuple[Unit, float]] = {}
    for unit, score in offered:
        if unit.pk not in best or score > best[unit.pk][1]:
            best[unit.pk] = (unit, score)
    return {
        "kind": match.kind,
        "units": [unit.pk for unit in match.units] if match.is_certain else [],
        "group": match.group.code if match.group else None,
        "label": str(match.unit or match.group or ""),
        "score": round(match.score, 3),
        "candidates": [
            {"unit": unit.pk, "name": str(unit), "score": round(score, 3)}
            for unit, score in sorted(best.values(), key=lambda offer: -offer[1])  # stable: the matcher's order else
        ],
        "note": match.note,
    }


def checked_data(kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """An item's data after an edit, if it holds what its kind needs.

    Raises:
        ItemInvalid: a task without a name, a deadline that is no date, a target that does not follow its operator.
    """
    checked = dict(data)
    wanted = {
        ItemKind.TASK: ("name", _("Nhiệm vụ phải có tên.")),
        ItemKind.DUTY: ("name", _("Việc được phân công phải có nội dung.")),
        ItemKind.INDICATOR: ("name", _("Chỉ tiêu phải có tên.")),
        ItemKind.CITATION: ("number", _("Văn bản viện dẫn phải có số, ký hiệu.")),
        ItemKind.REPORTING: ("who", _("Chế độ báo cáo phải có đơn vị báo cáo.")),
        ItemKind.SECTION: ("heading", _("Mục phải có tiêu đề.")),
        ItemKind.RESULT: ("text", _("Kết quả phải có nội dung.")),
    }
    column, message = wanted[ItemKind(kind)]
    if not str(checked.get(column) or "").strip():
        raise ItemInvalid(message, column)
    deadline = checked.get("deadline")
    if deadline and deadline not in ("recurring", "on_demand"):
        try:
            date.fromisoformat(deadline)
        except ValueError as error:
            raise ItemInvalid(_("Thời hạn phải là ngày có thật, ghi dạng ngày/tháng/năm."), "deadline") from error
    if kind == ItemKind.INDICATOR:
        _check_target(checked)
    return checked


def _check_target(data: Mapping[str, Any]) -> None:
    operator, target = data.get("operator"), data.get("target")
    if operator == "range":
        levels = target if isinstance(target, list) else []
        if len(levels) != 2 or not all(map(_is_level, levels)) or levels[0] > levels[1]:
            raise ItemInvalid(_("Khoảng phải có hai số, số đầu không lớn hơn số cuối."), "target")
    elif operator == "done":
        if target is not None:
            raise ItemInvalid(_("Chỉ tiêu “hoàn thành” không ghi mức."), "target")
    elif not _is_level(target):
        raise ItemInvalid(_("Chỉ tiêu phải có mức bằng số, nhỏ hơn 10 triệu tỷ."), "target")


def _is_level(value: object) -> bool:
    """Whether a value is a number that the column of targets can hold (20 digits, 4 of them decimals)."""
    return isinstance(value, int | float) and abs(value) < LARGEST_LEVEL
