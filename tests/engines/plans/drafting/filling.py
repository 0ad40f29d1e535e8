"""Fills the open places of a draft as an officer would in Word, and reads the file back."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.text.run import Run

from honglam.engines.documents.public import read_document
from honglam.engines.plans.alignment import PlanText, read_for_alignment

Answer = Callable[[str], str]


def yellow_runs(element: Any) -> list[Any]:
    """Every open place of a part of the file, in its order."""
    runs = [Run(found, element) for found in element.iter(qn("w:r"))]
    return [run for run in runs if run.font.highlight_color == WD_COLOR_INDEX.YELLOW]


def fill(stream: io.BytesIO, answer: Answer, *, targets: list[str]) -> bytes:
    """The file with every open place filled: `targets` in the table of targets, `answer(words)` elsewhere."""
    stream.seek(0)
    document = docx.Document(stream)
    table = next((table for table in document.tables if table.rows[0].cells[1].text == "Chỉ tiêu"), None)
    if table is not None:
        for row, figure in zip(table.rows[1:], targets, strict=True):
            (run,) = yellow_runs(row.cells[5]._tc)
            run.text, run.font.highlight_color = figure, None
    for run in yellow_runs(document.element.body):
        run.text, run.font.highlight_color = answer(run.text), None
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def read_back(content: bytes, folder: Path) -> PlanText:
    """The file as the reader of plans finds it."""
    path = folder / "ke-hoach.docx"
    path.write_bytes(content)
    return read_for_alignment(read_document(path))
