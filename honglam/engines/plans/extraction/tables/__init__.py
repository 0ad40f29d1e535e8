"""Tables of tasks and of indicators, drawn, held by spaces, or flattened into lines.

`find_tables` finds and reads their rows; `read_tables` turns the rows into items. Empty report forms give none.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from honglam.engines.documents.public import ReadDocument

from ..deadlines import PlanYear
from ..items import Indicator, TaskRow
from .aligned import with_aligned_tables
from .flattened import flattened_regions
from .items_of_rows import items_of
from .mending import mend
from .model import Outline, TableRegion
from .ruled import ruled_regions

__all__ = ["Outline", "TableRegion", "find_tables", "mend_torn_rows", "read_tables"]


def find_tables(document: ReadDocument) -> list[TableRegion]:
    """The tables of tasks and indicators in reading order; `start:end` is the text that each takes."""
    ruled = ruled_regions(document)
    taken = [(block.start, block.end) for block in document.tables()]
    return sorted([*ruled, *flattened_regions(document, taken)], key=lambda region: region.start)


def read_tables(
    document: ReadDocument,
    regions: Iterable[TableRegion],
    outline: Outline,
    *,
    year: PlanYear,
    issued: date | str | None = None,
) -> tuple[list[Indicator], list[TaskRow]]:
    """The indicators and tasks of the tables; `outline.path_at` names the section or appendix of each."""
    return items_of(document, regions, outline, year=year, issued=issued)


def mend_torn_rows(document: ReadDocument) -> ReadDocument:
    """The document with the rows that a page break tore put together, so that every task can be cited.

    Tables whose columns are held by spaces alone become table blocks. The text keeps its length; whoever prints or
    stores the text that spans count in takes this document's.
    """
    document = with_aligned_tables(document)
    return mend(document, find_tables(document))
