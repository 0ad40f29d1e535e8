"""Results: the figures that a document reports of the period that ended.

Only sections that report ("Kết quả thực hiện năm 2025") give results; in those every figure counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from honglam.engines.plans.extraction.clauses import clauses, name_figures
from honglam.engines.plans.extraction.items import Result
from honglam.engines.plans.extraction.quantities import Quantity, find_quantities
from honglam.engines.plans.extraction.roles import Role
from honglam.engines.plans.extraction.targets import Passage

_LONGEST = 260
# What a result is compared with belongs to it.
_COMPARED = re.compile(r"\s+so với\s[^,;.()]*[^\s,;.()]", re.IGNORECASE)
# “Thực hiện Kế hoạch số 96/KH-UBND ngày … của …, ”: under which document a result was reached is not the result.
_BY_DOCUMENT = re.compile(
    r"[\s\d.)-]*(?:thực hiện|triển khai|căn cứ|theo)\s[^,;]*\b\d+(?:/\d{4})?[-/][A-ZĐ][^,;]*,\s+", re.IGNORECASE
)


def find_results(passages: Sequence[Passage]) -> list[Result]:
    """The results of the reporting sections, in order, one per figure."""
    found: list[Result] = []
    for passage in passages:
        if passage.role is not Role.RESULTS:
            continue
        text = passage.line.text
        quantities = [
            quantity
            for quantity in find_quantities(text)
            if quantity.start >= passage.begin and not (quantity.in_words and not quantity.is_bounded)
        ]
        for clause in clauses(text, passage.begin) if quantities else ():
            within = [quantity for quantity in quantities if clause[0] <= quantity.start and quantity.end <= clause[1]]
            found.extend(_clause_results(passage, clause, within))
    return found


def _clause_results(passage: Passage, clause: tuple[int, int], quantities: Sequence[Quantity]) -> list[Result]:
    """The results of one clause: each figure with the words around it up to its neighbours."""
    text = passage.line.text
    spans = {named.quantity.end: (named.low, named.high) for named in name_figures(text, clause, quantities)}
    results: list[Result] = []
    for quantity in quantities:
        low, high = spans.get(quantity.end, (quantity.start, quantity.end))
        low, high = _trim(text, min(low, quantity.start), max(high, quantity.end), quantity)
        if compared := _COMPARED.match(text, high, clause[1]):
            high = compared.end()
        value = quantity.target if not isinstance(quantity.target, list) else quantity.target[-1]
        results.append(
            Result(
                section=passage.section,
                text=text[low:high],
                value=value,
                unit=quantity.unit,
                source=passage.line.source(low, high),
                confidence=0.85 if quantity.is_percent else 0.7,
            )
        )
    return results


def _trim(text: str, low: int, high: int, quantity: Quantity) -> tuple[int, int]:
    """The stretch without loose punctuation; a very long one ends at a comma behind the figure."""
    if high - low > _LONGEST:
        comma = text.find(", ", quantity.end, high)
        high = comma if comma > 0 else high
    opened = text.rfind("(", low, quantity.start)
    closed = text.find(")", quantity.end, high)
    if opened >= 0 and text.find(")", opened, quantity.start) < 0 and (closed < 0 or closed > quantity.end):
        # A list in brackets: each figure is a result of its own.
        low = opened + 1
    if closed >= 0 and text.find("(", quantity.end, closed) < 0 and text.rfind("(", low, quantity.start) < 0:
        high = closed
    headed = text.rfind(": ", low, quantity.start)
    if headed >= 0 and len(text[headed + 2 : high].split()) >= 4 and text.find("(", low, headed) < 0:
        low = headed + 2
    if cited := _BY_DOCUMENT.match(text, low, quantity.start):
        low = cited.end()
    while low < quantity.start and text[low] in " ,;:-–+(*":
        low += 1
    while high > quantity.end and text[high - 1] in " ,;:.":
        high -= 1
    words = text[low:high]
    if words.count("(") < words.count(")") and words.endswith(")"):
        high -= 1
    lead = re.match(r"(?:và|đồng thời|với)\s+", words)
    tail = re.search(r"\s(?:cho|với|và|của|có)$", text[low:high])
    high = low + tail.start() if tail else high
    return (low + lead.end() if lead else low), high
