"""A paste over units and periods: one writing, an entry of the log for each place, the same cost however many."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from honglam.core.access.errors import NotAllowed
from honglam.core.audit.models import AuditEntry
from honglam.core.organisations.models import Unit
from honglam.core.organisations.terms import Kind, Level
from honglam.engines.indicators.actions import CellDraft, Filling, cells, save_cells, save_fillings
from honglam.engines.indicators.errors import StepRefused, ValueChanged, ValueClosed
from honglam.engines.indicators.models import Indicator, IndicatorForm, IndicatorValue, Submission
from honglam.engines.indicators.terms import ValueState
from tests.engines.indicators.digital_share import Browser, form, online, received, share, today
from tests.engines.indicators.stories import APRIL, MARCH, TODAY, make_form, make_indicator, put
from tests.people import People, make_unit

__all__ = ["form", "online", "received", "share", "today"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def test_a_paste_over_units_and_periods_is_one_writing_with_an_entry_for_each_place(
    people: People, form: IndicatorForm, online: Indicator, received: Indicator
) -> None:
    put(online, people.south, APRIL, 50)
    before = AuditEntry.objects.count()
    fillings = [
        Filling(people.north, MARCH, [CellDraft(online, Decimal(1))]),
        Filling(people.north, APRIL, [CellDraft(online, Decimal(2)), CellDraft(received, Decimal(3))]),
        Filling(people.south, APRIL, [CellDraft(online, Decimal(51), 1)]),
        Filling(people.police, APRIL, [CellDraft(online, Decimal(4))]),
    ]
    march, april, closed, foreign = save_fillings(form=form, fillings=fillings, by=people.coordinator)
    assert [one.cell.value for one in (*march.results, *april.results)] == [1, 2, 3]
    assert isinstance(closed.results[0].error, ValueClosed) and closed.results[0].cell.value == Decimal(50)
    assert isinstance(foreign.refusal, StepRefused) and foreign.results == ()
    assert AuditEntry.objects.count() == before + 2, "March and April of the commune that could be written"
    single, several = AuditEntry.objects.order_by("-id")[:2][::-1]
    assert (single.target_key, single.values.changes, single.unit) == (
        str(online.pk), {"value": ("", "1")}, people.north,
    )  # fmt: skip
    assert (several.row_count, several.values.summary, several.target_key) == (2, APRIL.label, "")
    assert several in AuditEntry.objects.for_target(received)
    with pytest.raises(ValueError, match="twice"):
        save_fillings(form=form, fillings=fillings[:1] * 2, by=people.coordinator)


def test_units_out_of_reach_are_refused_one_by_one(people: People, form: IndicatorForm, online: Indicator) -> None:
    fillings = [Filling(unit, APRIL, [CellDraft(online, Decimal(1))]) for unit in (people.north, people.south)]
    own, other = save_fillings(form=form, fillings=fillings, by=people.officer)
    assert own.results[0].error is None
    assert isinstance(other.refusal, NotAllowed)
    assert list(IndicatorValue.objects.values_list("unit", flat=True)) == [people.north.pk]
    assert Submission.objects.count() == 1


def test_a_place_that_somebody_fills_at_the_same_moment_is_theirs(
    people: People, form: IndicatorForm, online: Indicator, received: Indicator, monkeypatch: Any
) -> None:
    put(online, people.north, APRIL, 50, ValueState.DRAFT)
    monkeypatch.setattr(cells, "_known", lambda fillings: {})  # it was not there when this writing looked
    drafts = [CellDraft(online, Decimal(7)), CellDraft(received, Decimal(60))]
    theirs, own = save_cells(form=form, unit=people.north, period=APRIL, drafts=drafts, by=people.officer)
    assert isinstance(theirs.error, ValueChanged) and theirs.cell.value == Decimal(50)
    assert (own.error, own.cell.value) == (None, Decimal(60))
    entry = AuditEntry.objects.order_by("-id")[0]
    assert entry in AuditEntry.objects.for_target(received)
    assert entry not in AuditEntry.objects.for_target(online)


def _communes(people: People, count: int) -> list[Unit]:
    """Communes made for a test of sizes."""
    return [
        make_unit(f"9{count:02}{number:02}", f"Xã {count}-{number}", Kind.COMMUNE, people.province, level=Level.COMMUNE)
        for number in range(count)
    ]


def test_a_paste_over_units_costs_the_same_for_five_units_as_for_sixty_nine(people: People) -> None:
    indicators = [make_indicator(people, f"Chỉ tiêu {number}") for number in range(3)]
    people.coordinator.posts(TODAY)
    first, again = [], []
    for count in (5, 69):
        units = _communes(people, count)
        form = make_form(people, *indicators, code=f"B{count}", units=tuple(units))

        def paste(units: list[Unit], form: IndicatorForm, value: int, versions: dict[Any, int]) -> int:
            fillings = [
                Filling(unit, APRIL, [CellDraft(one, Decimal(value), versions.get((unit.pk, one.pk), 0))
                                      for one in indicators])
                for unit in units
            ]  # fmt: skip
            with CaptureQueriesContext(connection) as queries:
                filled = save_fillings(form=form, fillings=fillings, by=people.coordinator)
            assert all(result.error is None for one in filled for result in one.results)
            return sum(not _is_next_batch(query["sql"], before["sql"]) for before, query in pairwise(queries))

        first.append(paste(units, form, 7, {}))
        rows = IndicatorValue.objects.filter(unit__in=units).values_list("unit", "indicator", "version")
        again.append(paste(units, form, 8, {(unit, indicator): version for unit, indicator, version in rows}))
        assert set(IndicatorValue.objects.filter(unit__in=units).values_list("value", flat=True)) == {Decimal(8)}
    assert (first, again) == ([16, 16], [11, 11])


def _is_next_batch(sql: str, before: str) -> bool:
    """SQLite takes few parameters a statement: more rows of one insertion come in further statements."""
    return connection.vendor == "sqlite" and sql.startswith("INSERT") and sql[:60] == before[:60]


def test_a_paste_over_units_in_the_browser_answers_cell_by_cell_at_one_cost(
    people: People, form: IndicatorForm, online: Indicator, browser: Browser
) -> None:
    units = _communes(people, 30)
    wide = make_form(people, online, code="B02", units=(*units, people.north))
    client = browser(people.coordinator)

    def paste(some: list[Unit], versions: dict[int, int]) -> tuple[dict[str, dict[str, Any]], int]:
        sent = [
            {"unit": unit.code, "period": APRIL.code, "indicator": online.code, "text": "7",
             "version": versions.get(unit.pk, 0)}
            for unit in some
        ]  # fmt: skip
        return _posted(client, wide, sent)

    _some, few = paste(units[:3], {})
    put(online, units[3], APRIL, 9, ValueState.DRAFT, entered_by=people.officer)
    put(online, units[4], APRIL, 9)
    answer, many = paste([*units[3:], people.south], {})
    assert many <= few + 1, "who wrote the figure that was not seen is one query more"
    conflict, closed, written, foreign = (
        answer[f"{unit.code}|{APRIL.code}|{online.code}"] for unit in (*units[3:6], people.south)
    )
    assert (conflict["code"], conflict["theirs"]["value"], conflict["theirs"]["who"]) == (
        "indicators.value_changed", "9", "Trần Thị Bình",
    )  # fmt: skip
    assert (closed["code"], closed["theirs"]["value"]) == ("indicators.value_changed", "9")
    assert (written["value"], "error" in written) == ("7", False)
    assert "không phải báo cáo" in foreign["error"]


def _posted(client: Client, form: IndicatorForm, sent: list[dict[str, Any]]) -> tuple[dict[str, dict[str, Any]], int]:
    """What the grid gets back, by the key of the cell, and the queries that it took."""
    address = reverse("indicators:save_cells", args=[form.uid])
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(address, json.dumps({"cells": sent}), content_type="application/json")
    return {one["key"]: one for one in answer.json()["cells"]}, len(queries)
