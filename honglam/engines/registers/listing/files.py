"""The list as a file: a workbook, CSV or GeoJSON, written piece by piece."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO, Any

from honglam.engines.registers.listing.rows import Listing
from honglam.engines.registers.listing.tables import features, table_of
from honglam.engines.registers.terms import FileForm
from honglam.toolkit.sheets import write_csv, write_xlsx

MOST_IN_EXCEL = 100_000
"""Rows of a workbook; Excel opens ten times as many, an office computer does not."""
MOST_AT_ONCE = 20_000
"""Rows of a file that is made while the reader waits; a larger one is made in the background."""


def in_which_form(form: str, count: int) -> FileForm:
    """The form that is made of so many rows: beyond what a workbook holds, CSV instead of Excel.

    Raises ValueError where there is no such form.
    """
    return FileForm.CSV if form == FileForm.XLSX and count > MOST_IN_EXCEL else FileForm(form)


def write_list(listing: Listing, form: FileForm, stream: IO[bytes], rows: Iterator[Any] | None = None) -> None:
    """Write the list, or `rows` of it, into a binary stream."""
    if form == FileForm.XLSX:
        write_xlsx(stream, [table_of(listing, rows=rows)])
        return
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
    if form == FileForm.CSV:
        write_csv(text, table_of(listing, rows=rows))
    else:
        for piece in features(listing, rows=rows):
            text.write(piece)
    text.flush()
    text.detach()
