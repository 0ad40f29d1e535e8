"""What is read from a plan: plain frozen values that print as the JSON of the extraction schema.

Every item has a `source` (span of the document's text and page) and a `confidence` from 0 to 1.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Source:
    """Where in the document the item was read: code points of the document's text, end exclusive."""

    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """Who issued what, when. `number` and `date` are None where the printed field is blank (a draft)."""

    title: str | None = None
    issuer: str | None = None
    issuer_level: str | None = None
    number: str | None = None
    date: str | None = None
    year: int | list[int] | None = None
    signer: str | None = None
    signer_title: str | None = None
    recipients: list[str] = field(default_factory=list)
    kind: str = "other"


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention of a cited document, with the date printed there (ISO) or None."""

    date: str | None
    source: Source


@dataclass(frozen=True, slots=True)
class Citation:
    """Another numbered document cited in the text, once per number, in order of first mention."""

    kind: str
    number: str
    date: str | None
    issuer: str | None
    source: Source
    confidence: float
    mentions: list[Mention] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its path: printed numbers joined by '/', appendices as printed ("PHỤ LỤC II")."""

    path: str
    heading: str
    source: Source
    confidence: float


@dataclass(frozen=True, slots=True)
class Result:
    """A figure that the document reports of the period that ended."""

    section: str
    text: str
    value: float | None
    unit: str | None
    source: Source
    confidence: float


@dataclass(frozen=True, slots=True)
class Indicator:
    """A quantified target. `operator` is one of >= > = <= < range done; `target` follows it."""

    section: str
    group: str | None
    no: str | None
    name: str
    operator: str
    target: float | list[float] | None
    target_text: str
    unit: str | None
    lead: list[str]
    source: Source
    confidence: float


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A row of a task table. `deadline` is an ISO date, 'recurring', 'on_demand' or None."""

    section_or_appendix: str
    group: str | None
    no: str | None
    name: str
    content: str | None
    lead: list[str]
    coordinating: list[str]
    monitoring: list[str]
    deadline_text: str | None
    deadline: str | None
    product: str | None
    source: Source
    confidence: float


@dataclass(frozen=True, slots=True)
class UnitDuties:
    """A unit and its duties in the implementation section, one duty per bullet."""

    unit: str
    duties: list[str]
    source: Source
    confidence: float
    duty_sources: list[Source] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ReportingDuty:
    """Who reports to whom, how often, by when; one item per reporter, recipient and frequency."""

    who: str
    to: str | None
    frequency: str
    due_rule: str | None
    quote: str
    source: Source
    confidence: float


@dataclass(frozen=True, slots=True)
class PlanReading:
    """Everything read from one document."""

    doc: DocumentHead
    legal_basis: list[Citation] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    tasks: list[TaskRow] = field(default_factory=list)
    assignments: list[UnitDuties] = field(default_factory=list)
    reporting: list[ReportingDuty] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The JSON of the extraction schema; what the reader has to say goes to standard error instead."""
        tree = asdict(self)
        del tree["messages"]
        for item in tree["assignments"]:
            del item["duty_sources"]
        return tree
