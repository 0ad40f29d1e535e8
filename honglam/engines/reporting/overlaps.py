"""What a new form or demand asks for although it is stored already, and which demands ask for it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from honglam.engines.indicators.public import StoredMatch, similar_stored, written
from honglam.engines.reporting.demands.register import demands_of
from honglam.engines.reporting.demands.rows import Demand
from honglam.engines.reporting.workbooks.form import HEADINGS_JOINED, Area, open_workbook, read_form, said
from honglam.toolkit.text import squeeze

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit

MOST_LABELS = 300
SHORTEST_LABEL = 4
_SUM = re.compile(r"tổng|tổng số|tổng cộng|cộng")


@dataclass(frozen=True, slots=True)
class StoredFigure:
    """An indicator that a label may mean: its page, its newest figure as printed, of which period; `why` doubts it."""

    name: str
    url: str
    figure: str
    period: str
    why: str


@dataclass(frozen=True, slots=True)
class AskedAlready:
    """A label that asks for a stored figure: the figures that it may mean, and the demands that ask for them."""

    label: str
    stored: tuple[StoredFigure, ...]
    demands: tuple[Demand, ...]


def asked_already(labels: Sequence[str], unit: Unit | None, user: User | None = None) -> list[AskedAlready]:
    """The labels that ask for what a unit stores already, in their order; a constant number of queries.

    With a `user` only figures count that this person may see.
    """
    wanted = list(dict.fromkeys(label for label in map(squeeze, labels) if len(label) >= SHORTEST_LABEL))[:MOST_LABELS]
    by_label: dict[str, list[StoredMatch]] = defaultdict(list)
    for match in similar_stored(wanted, unit=unit, limit=2, user=user):
        if not match.doubtful and match.unit == str(unit):  # what is counted otherwise, or by another, is no answer
            by_label[match.label].append(match)
    if not by_label or unit is None:
        return []
    asking: dict[int, list[Demand]] = defaultdict(list)
    for demand in demands_of(unit):
        for indicator in demand.indicators:
            asking[indicator].append(demand)
    return [
        AskedAlready(label, tuple(map(_figure, by_label[label])), tuple(_once(asking, by_label[label])))
        for label in wanted
        if label in by_label
    ]


def labels_of_form(content: bytes) -> list[str]:
    """The names of what a blank form asks for, as printed, each once: its lines, or the headings of a list.

    Raises FormError.
    """
    form = read_form(content)
    printed = {
        said(cell): squeeze(str(cell.value))
        for sheet in open_workbook(content).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    }
    found: list[str] = []
    for sheet in form.sheets:
        if sheet.area == Area.SUM:
            found += [words for _row, _column, words in sheet.names_of_lines if not _SUM.fullmatch(words)]
        else:
            found += [column.heading.rpartition(HEADINGS_JOINED)[2] for column in sheet.columns if not column.is_order]
    return [printed.get(words, words) for words in dict.fromkeys(found)]


def labels_in(text: str) -> list[str]:
    """The names that somebody typed or pasted: one in a line, or behind semicolons."""
    return [piece for piece in map(squeeze, text.replace(";", "\n").splitlines()) if piece]


def _figure(match: StoredMatch) -> StoredFigure:
    return StoredFigure(match.name, match.url, written(match.value, match.measure), match.period, match.why)


def _once(asking: dict[int, list[Demand]], matches: Iterable[StoredMatch]) -> list[Demand]:
    found = {demand.key: demand for match in matches for demand in asking.get(match.indicator_id, ())}
    return list(found.values())
