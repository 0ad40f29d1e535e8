"""The tables of the reference plans: every row found, every row citable; skips loudly where they are not there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from honglam.engines.documents.public import read_document
from honglam.engines.plans.extraction import mend_torn_rows, read_plan
from honglam.engines.plans.extraction.items import PlanReading
from honglam.engines.plans.extraction.tables import find_tables

from .measuring import alike, bare


def _read(path: Path) -> tuple[str, PlanReading]:
    document = mend_torn_rows(read_document(path))
    return document.text, read_plan(document)


def test_rows_of_plans_with_expected_readings_are_found(plans_folder: Path) -> None:
    expected = sorted((plans_folder / "expected").glob("*.json"))
    assert expected
    for want in expected:
        tasks = json.loads(want.read_text(encoding="utf-8"))["tasks"]
        _, reading = _read(plans_folder / f"{want.stem}.txt")
        found = [max((alike(task["name"], got.name) for got in reading.tasks), default=0.0) >= 0.8 for task in tasks]
        assert sum(found) >= 0.98 * len(tasks), want.stem
        assert len(reading.tasks) <= 1.02 * len(tasks), want.stem


def test_every_row_of_a_flattened_table_is_cited_whole(plans_folder: Path) -> None:
    plans = sorted(plans_folder.glob("*.txt"))
    flattened = 0
    for path in plans:
        text, reading = _read(path)
        if any(not region.ruled for region in find_tables(read_document(path))):
            flattened += 1
            assert reading.tasks, path.name
        for task in reading.tasks:
            assert bare(task.name) in bare(text[task.source.start : task.source.end]), (path.name, task.no)
            assert task.lead or task.coordinating, (path.name, task.no)
    if not flattened:
        pytest.skip(f"NO FLATTENED TABLES in {plans_folder}")
