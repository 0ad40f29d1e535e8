"""The example documents are read for exactly what they were written to say, in every format."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from honglam.engines.documents.public import read_document
from honglam.engines.plans.amendment import pair_tasks
from honglam.engines.plans.demo.contents import examples
from honglam.engines.plans.demo.contents.commune import amended_commune_plan, commune_plan
from honglam.engines.plans.demo.example import Example
from honglam.engines.plans.demo.writers import written
from honglam.engines.plans.extraction import read_plan
from honglam.engines.plans.extraction.items import PlanReading

from .printed import pdf_of

YEARS = (2026, 2031)
EXAMPLES = {f"{example.key}-{year}": example for year in YEARS for example in examples(year)}
RULED = ("docx", "txt", "pdf")


@cache
def reading_of(name: str, file_format: str) -> PlanReading:
    example = EXAMPLES[name]
    content = pdf_of(example) if file_format == "pdf" else written(example, file_format)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.{'txt' if file_format == 'flattened' else file_format}"
        path.write_bytes(content)
        return read_plan(read_document(path))


each_example = pytest.mark.parametrize("name", EXAMPLES)
each_ruled_format = pytest.mark.parametrize("file_format", RULED)


def wanted_rows(example: Example) -> list[dict[str, object]]:
    return [
        {
            "no": str(number), "group": f"{group.numeral} {group.title}" if group.title else None, "name": row.name,
            "lead": list(row.lead), "coordinating": list(row.coordinating), "monitoring": list(row.monitoring),
            "deadline": row.due.meant(example.year), "product": row.product,
        }
        for _table, group, number, row in example.rows()
    ]  # fmt: skip


@each_example
@each_ruled_format
def test_every_task_is_read_whole_and_in_order(name: str, file_format: str) -> None:
    wanted = wanted_rows(EXAMPLES[name])
    found = [{key: getattr(row, key) for key in wanted[0]} for row in reading_of(name, file_format).tasks]
    assert found == wanted


@each_example
@each_ruled_format
def test_every_target_is_read_with_its_figure(name: str, file_format: str) -> None:
    found, wanted = reading_of(name, file_format).indicators, list(EXAMPLES[name].aims())
    assert [(item.name, item.operator, item.target, item.unit, item.lead) for item in found] == [
        (aim.name, aim.operator, aim.target, aim.measure, list(aim.lead)) for aim in wanted
    ]
    assert all(aim.text.lower() in item.target_text.lower() for aim, item in zip(wanted, found, strict=True))


@each_example
@pytest.mark.parametrize("file_format", [*RULED, "flattened"])
def test_duties_reports_and_citations_are_those_of_the_text(name: str, file_format: str) -> None:
    example, found = EXAMPLES[name], reading_of(name, file_format)
    assert [(item.unit, item.duties) for item in found.assignments] == [
        (duty.unit, list(duty.duties)) for duty in example.duties
    ]
    assert [(item.who, item.to, item.frequency) for item in found.reporting] == [
        (report.who, report.to, report.frequency) for report in example.reports
    ]
    assert [(item.number, item.date) for item in found.legal_basis] == list(example.cited)


@each_example
@pytest.mark.parametrize("file_format", [*RULED, "flattened"])
def test_the_head_says_who_issued_what_when(name: str, file_format: str) -> None:
    example, head = EXAMPLES[name], reading_of(name, file_format).doc
    assert head.kind == "plan"
    assert head.title == f"KẾ HOẠCH {example.subject}"
    assert head.number == example.full_number
    assert head.date == (example.issued_on.isoformat() if example.issued_on else None)
    assert head.year == example.year
    assert head.signer == example.signer
    assert head.recipients == list(example.recipients)


@each_example
def test_a_flattened_table_keeps_its_tasks_dates_and_products(name: str) -> None:
    """Which of two neighbouring columns an empty cell stood in is lost in such a text; nothing else is."""
    wanted = wanted_rows(EXAMPLES[name])
    found = reading_of(name, "flattened").tasks
    assert [(row.name, row.deadline, row.product) for row in found] == [
        (row["name"], row["deadline"], row["product"]) for row in wanted
    ]
    led = [(row.lead, want["lead"]) for row, want in zip(found, wanted, strict=True) if want["lead"]]
    assert [got for got, _want in led] == [want for _got, want in led]


def test_the_province_plan_has_the_shapes_that_plans_have() -> None:
    example = EXAMPLES["ke-hoach-tinh-2026"]
    rows = [row for _table, _group, _number, row in example.rows()]
    assert 45 <= len(rows) <= 60
    assert len(list(example.aims())) == 25
    assert sum(row.lead == ("UBND các xã, phường",) for row in rows) >= 8
    assert any(not row.lead for row in rows), "a task without owner"
    assert any("Sở Thông tin và Truyền thông" in row.lead for row in rows), "a body that was dissolved in 2025"
    assert {row.due.meant(2026) for row in rows} >= {None, "recurring", "on_demand", "2026-12-31"}
    issued = example.issued_on
    assert issued is not None
    dated = [due for row in rows if (due := row.due.meant(2026)) and due[0] == "2"]
    assert sum(due <= issued.isoformat() for due in dated) == 1, "one task is late when it is given"
    assert len({due[:7] for due in dated}) >= 11, "deadlines are spread over the year"


def test_the_amended_plan_moves_two_dates_adds_one_task_and_drops_one() -> None:
    old, new = (
        {row.name: row.due for *_place, row in make(2026).rows()} for make in (commune_plan, amended_commune_plan)
    )
    pairing = pair_tasks(list(old), list(new))
    assert len(pairing.added) == len(pairing.gone) == 1
    assert sum(old[name] != new[name] for name in old.keys() & new.keys()) == 2


def test_an_example_without_number_is_a_draft() -> None:
    drafts = [example for example in examples(2026) if example.number is None]
    assert [example.issued_on for example in drafts] == [None]
    assert reading_of(f"{drafts[0].key}-2026", "docx").doc.number is None
