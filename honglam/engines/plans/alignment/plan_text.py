"""A plan ready to be compared: what was read from it, its lines with their parts, and who speaks to whom."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from honglam.engines.documents.public import ReadDocument
from honglam.engines.plans.alignment.findings import Quote
from honglam.engines.plans.extraction import mend_torn_rows, read_plan
from honglam.engines.plans.extraction.items import Indicator, PlanReading, Source
from honglam.engines.plans.extraction.lines import Line, read_lines
from honglam.engines.plans.extraction.outline import build_outline
from honglam.engines.plans.extraction.roles import Role, read_roles
from honglam.engines.plans.extraction.tables import find_tables
from honglam.toolkit.text import fold, squeeze

LONGEST_QUOTE = 400
_TAGS = re.compile(
    r"</?[a-z][a-z0-9]{0,10}(?: [^<>\n]{0,200})?/?>", re.IGNORECASE
)  # left by a web page that was saved as text
_PROVINCE = re.compile(r"(?:tỉnh|thành phố)\s+(?P<name>[A-ZĐÀ-Ỹ][^\W\d_]*(?:[ -][A-ZĐÀ-Ỹ][^\W\d_]*){0,3})")
_LOCAL = ("commune", "ward", "special_zone", "commune_office")


@dataclass(frozen=True, slots=True)
class Passage:
    """A line of the plan with the path of its section and the part that the section plays."""

    text: str
    source: Source
    section: str
    role: Role


@dataclass(frozen=True)
class PlanText:
    """One plan: its document, its reading and what follows from both."""

    document: ReadDocument
    reading: PlanReading

    @cached_property
    def years(self) -> tuple[int, int] | None:
        """First and last year of the plan; None where it names none."""
        year = self.reading.doc.year
        if year is None:
            return None
        return (year[0], year[-1]) if isinstance(year, list) else (year, year)

    @cached_property
    def columns_of_rows(self) -> dict[Source, list[Indicator]]:
        """Targets by where they stand: several where one row has a figure for each of several years."""
        found: dict[Source, list[Indicator]] = {}
        for item in self.reading.indicators:
            found.setdefault(item.source, []).append(item)
        return found

    def is_older_than(self, other: PlanText) -> bool:
        """Whether this plan was dated before the other one; False where a date is not printed."""
        own, theirs = self.reading.doc.date, other.reading.doc.date
        return bool(own and theirs and own < theirs)

    @property
    def is_local(self) -> bool:
        """Whether a commune, a ward or an office of one issues the plan."""
        return self.reading.doc.issuer_level in _LOCAL

    @cached_property
    def province(self) -> str:
        """The folded name of the province that the plan belongs to; empty where nothing tells.

        The issuer or the title name it where a province issues the plan; a commune's plan names its province more often
        than any other in its text.
        """
        for text in (self.reading.doc.issuer or "", self.reading.doc.title or ""):
            found = _PROVINCE.search(text)
            if found:
                return fold(found["name"])
        names = Counter(fold(found["name"]) for found in _PROVINCE.finditer(self.document.text))
        return names.most_common(1)[0][0] if names else ""

    @cached_property
    def passages(self) -> list[Passage]:
        """All lines of prose in order, without letterhead, recipients and signature."""
        spans = [(region.start, region.end) for region in find_tables(self.document)]
        lines = read_lines(self.document, spans)
        outline = build_outline(lines, spans)
        year = self.years
        roles = read_roles(outline, year[0] if year else None)
        found = []
        for index, line in enumerate(outline.lines):
            if index in outline.silent:
                continue
            heading = outline.heading_at(line.start)
            role = roles.of(heading)
            found.append(Passage(line.text, line.source(), heading.path if heading else "", role))
        return found

    @cached_property
    def _section_starts(self) -> list[int]:
        return [section.source.start for section in self.reading.sections]

    def section_at(self, position: int) -> str:
        """The path of the section in which a place of the text stands; empty before the first heading."""
        index = bisect_right(self._section_starts, position)
        return self.reading.sections[index - 1].path if index else ""

    @cached_property
    def _passage_starts(self) -> list[int]:
        return [passage.source.start for passage in self.passages]

    def passage_at(self, position: int) -> Passage | None:
        """The line of prose in which a place of the text stands; None inside tables and before the first line."""
        index = bisect_right(self._passage_starts, position) - 1
        passage = self.passages[index] if index >= 0 else None
        return passage if passage and position < passage.source.end else None

    def headings_over(self, path: str) -> list[str]:
        """The words of a section's heading and of those above it, the innermost first."""
        words = {section.path: section.heading for section in self.reading.sections}
        parts = path.split("/")
        above = ["/".join(parts[:count]) for count in range(len(parts), 0, -1)]
        return [words[prefix] for prefix in above if prefix in words]

    def quote(
        self,
        source: Source,
        value: float | list[float] | str | None = None,
        unit: str | None = None,
        *,
        section: str | None = None,
    ) -> Quote:
        """The words at a place, cut at `LONGEST_QUOTE` letters."""
        text = squeeze(_TAGS.sub(" ", self.document.text[source.start : source.end]))
        if len(text) > LONGEST_QUOTE:
            text = text[: LONGEST_QUOTE - 1].rstrip() + "…"
        return Quote(text, value, unit, section if section is not None else self.section_at(source.start), source)

    def all_lines(self) -> Iterator[Line]:
        """Every line, those of tables too."""
        yield from read_lines(self.document)


def read_for_alignment(document: ReadDocument) -> PlanText:
    """Read a plan so that it can be compared. Never raises on any text."""
    mended = mend_torn_rows(document)
    return PlanText(mended, read_plan(mended))
