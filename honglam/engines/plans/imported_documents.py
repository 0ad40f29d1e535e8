"""From files of document systems to rows: the titles of a sheet and its lines; packages as lines of the same kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from honglam.engines.documents.public import EdocPackage
from honglam.engines.plans.errors import ImportRefused
from honglam.engines.plans.rules.document_columns import heading_row
from honglam.engines.plans.terms import ImportField
from honglam.toolkit.sheets import SheetError, read_lines

TITLES_WITHIN = 30
MOST_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it came: its titles in their order (a title twice keeps its first column) and its lines below them."""

    headings: list[str]
    lines: list[tuple[int, list[str]]]

    def cells(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Number in the file and cells by title, for every line."""
        for number, texts in self.lines:
            cells: dict[str, str] = {}
            for heading, text in zip(self.headings, texts, strict=False):
                if heading:
                    cells.setdefault(heading, text)
            yield number, cells


def read_sheet(stream: IO[bytes]) -> Sheet:
    """The titles and lines of a file. Raises SheetError, ImportRefused (no table in it, or too many rows)."""
    lines = read_lines(stream)
    top = list(islice(lines, TITLES_WITHIN))
    if not top:
        raise ImportRefused(_("Tệp không có dòng nào."))
    place = heading_row(top)
    rest = [*top[place + 1 :], *islice(lines, MOST_ROWS + 1)]
    if len(rest) > MOST_ROWS:
        raise ImportRefused(_("Tệp có hơn %(most)d dòng. Hãy lọc theo thời gian rồi xuất lại.") % {"most": MOST_ROWS})
    if not rest:
        raise ImportRefused(_("Không có dòng nào dưới dòng tiêu đề."))
    return Sheet([" ".join(heading.split())[:200] for heading in top[place][1]], rest)


def first_lines(path: Path, most: int) -> list[dict[str, str]]:
    """The cells of a sheet's first lines, by title; nothing where the file cannot be read any more."""
    try:
        with path.open("rb") as stream:
            return [cells for _number, cells in islice(read_sheet(stream).cells(), most)]
    except (ImportRefused, SheetError, OSError):
        return []


def values_of(cells: Mapping[str, str], columns: Mapping[str, str]) -> dict[str, str]:
    """The cells of a line by field."""
    return {field: cells.get(heading, "") for heading, field in columns.items() if field}


def package_values(package: EdocPackage, received_by: Sequence[str] = ()) -> dict[str, str]:
    """A package as the values of a row: what is asked is its subject, of those whom it was sent to, by its due date.

    `received_by` names the leading units where they differ from the receivers.
    """
    leads = received_by or [organ.identifier or organ.name for organ in package.receivers]
    return {
        ImportField.NUMBER: package.number,
        ImportField.ISSUED_ON: f"{package.issued_on:%d/%m/%Y}" if package.issued_on else "",
        ImportField.KIND: package.kind,
        ImportField.ISSUER: package.sender.name,
        ImportField.TITLE: package.subject,
        ImportField.SIGNER: package.signer,
        ImportField.WORK: package.subject,
        ImportField.CONTENT: package.content if package.content != package.subject else "",
        ImportField.LEAD: "; ".join(leads),
        ImportField.DUE_ON: f"{package.due_on:%d/%m/%Y}" if package.due_on else "",
        ImportField.REFERENCE: package.document_id[:120],
    }
