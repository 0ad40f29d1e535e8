"""Example documents as plain text: with tabs between cells, and with cells flattened into lines."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from honglam.engines.plans.demo.example import AimTable, Example, TaskTable
from honglam.engines.plans.demo.writers.layout import KIND, headers, letterhead, reference, table_rows, text_lines

_WIDTHS = {5: (4, 46, 14, 14, 26), 6: (4, 40, 24, 24, 14, 20), 7: (4, 34, 20, 20, 18, 14, 18)}
"""Widths of columns in letters, by the number of columns: where a converter breaks the lines of a cell."""


def plain_text(example: Example) -> str:
    """The document with a line for every row and tabs between cells."""
    return _text(example, _tabbed)


def flattened_text(example: Example) -> str:
    """The document as converters of PDF leave it: every cell broken into lines of its own, no rules, no tabs."""
    return _text(example, _flattened)


def _text(example: Example, print_table: object) -> str:
    assert callable(print_table)
    left, right = letterhead(example)
    parts = [*left[:-1], *right[:-1], left[-1], right[-1], "", KIND, example.subject]
    for line in text_lines(example):
        parts += ["", f"- {line.text}" if line.is_bullet else line.text]
    parts += ["", "Nơi nhận:", *(f"- {recipient};" for recipient in example.recipients[:-1])]
    parts += [f"- {example.recipients[-1]}.", "", *example.signer_title, "", example.signer]
    for table in example.tables:
        parts += ["", "", table.label, table.title, reference(example), "", *print_table(table, example.year)]
    return "\n".join(parts) + "\n"


def _tabbed(table: TaskTable | AimTable, year: int) -> Iterator[str]:
    titles = headers(table, year)
    yield "\t".join(titles)
    for row in table_rows(table, year):
        cells = row.heading.split("\t") if row.heading else list(row.cells)
        yield "\t".join([*cells, *[""] * (len(titles) - len(cells))])


def _flattened(table: TaskTable | AimTable, year: int) -> Iterator[str]:
    titles = headers(table, year)
    widths = _WIDTHS[len(titles)]
    yield from _cells_in_lines(titles, widths)
    for row in table_rows(table, year):
        yield ""
        if row.heading:
            yield row.heading.replace("\t", " ")
        else:
            yield from _cells_in_lines(row.cells, widths)


def _cells_in_lines(cells: tuple[str, ...], widths: tuple[int, ...]) -> Iterator[str]:
    for text, width in zip(cells, widths, strict=True):
        yield from textwrap.wrap(text, width)
