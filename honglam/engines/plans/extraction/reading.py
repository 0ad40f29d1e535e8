"""Puts the parts of a reading together and checks that every span contains its item."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from honglam.engines.documents.public import ReadDocument
from honglam.engines.plans.extraction.citations import find_citations
from honglam.engines.plans.extraction.duties import read_duties
from honglam.engines.plans.extraction.head import read_head
from honglam.engines.plans.extraction.items import PlanReading, Source
from honglam.engines.plans.extraction.lines import read_lines
from honglam.engines.plans.extraction.outline import build_outline
from honglam.engines.plans.extraction.reporting import find_reporting
from honglam.engines.plans.extraction.results import find_results
from honglam.engines.plans.extraction.roles import read_roles
from honglam.engines.plans.extraction.tables import find_tables, read_tables
from honglam.engines.plans.extraction.targets import find_targets, passages

Item = TypeVar("Item")
_PLANS = ("plan", "programme")
_NOT_A_PLAN = "Văn bản này không phải là kế hoạch hay chương trình ({kind}); chỉ đọc phần đầu, căn cứ, đề mục."
_KINDS = {
    "decision": "quyết định", "directive": "chỉ thị", "report": "báo cáo", "notice": "thông báo",
    "dispatch": "công văn", "decree": "nghị định", "other": "loại khác",
}  # fmt: skip


def read_plan(document: ReadDocument) -> PlanReading:
    """Reads a plan from the blocks of a document. Never raises on any text; abstains rather than guesses."""
    regions = find_tables(document)
    spans = [(region.start, region.end) for region in regions]
    lines = read_lines(document, spans)
    head = read_head(lines)
    outline = build_outline(lines, spans)
    citations = find_citations(read_lines(document), head.own_numbers)
    messages = list(document.warnings)
    sections = outline.sections()
    if head.head.kind not in _PLANS and not head.attached_plan:
        messages.append(_NOT_A_PLAN.format(kind=_KINDS.get(head.head.kind, head.head.kind)))
        return PlanReading(
            doc=head.head,
            legal_basis=_cited(document, citations, lambda item: item.number),
            sections=_cited(document, sections, lambda item: item.heading),
            messages=messages,
        )
    year = head.head.year
    first_year = year[0] if isinstance(year, list) else year
    roles = read_roles(outline, first_year)
    duties = read_duties(outline, roles)
    tabled, tasks = read_tables(document, regions, outline, year=head.head.year, issued=head.head.date)
    prose = passages(outline, roles, duties.unit_of_line)
    indicators = [*find_targets(prose, first_year), *tabled]
    if not (tasks or indicators or duties.assignments):
        messages.append("Không tìm thấy nhiệm vụ, chỉ tiêu hay phân công nào trong văn bản.")
    in_order = sorted(indicators, key=lambda item: item.source.start)
    return PlanReading(
        doc=head.head,
        legal_basis=_cited(document, citations, lambda item: item.number),
        sections=_cited(document, sections, lambda item: item.heading),
        results=_cited(document, find_results(prose), lambda item: item.text),
        indicators=_cited(document, in_order, lambda item: item.name),
        tasks=_cited(document, tasks, lambda item: item.name),
        assignments=duties.assignments,
        reporting=_cited(document, find_reporting(outline, roles, duties), lambda item: item.quote),
        messages=messages,
    )


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).lower())


def _cited(document: ReadDocument, items: Sequence[Item], key: Callable[[Any], str]) -> list[Item]:
    """The items whose span contains them: what cannot be shown in the text is not claimed.

    Letters that stand between the words of an item in the print (the foot of a page, markup) are tolerated as
    long as they are few.
    """
    kept: list[Item] = []
    for item in items:
        source: Source = item.source  # type: ignore[attr-defined]
        words, printed = _folded(key(item)), _folded(document.text[source.start : source.end])
        if words and (words in printed or _nearly(words, printed)):
            kept.append(item)
    return kept


def _nearly(words: str, printed: str) -> bool:
    """Whether the words stand in the print in order with a few letters in between."""
    if len(printed) > 1.15 * len(words):
        return False
    position = 0
    for char in words:
        position = printed.find(char, position) + 1
        if position == 0:
            return False
    return True
