"""Saving in the entry grid through the whole stack: one cell, a paste of forty, a paste over 69 units.

    python benchmarks/gridsave.py [--months 13] [--repeats 9]        DATABASE_URL chooses PostgreSQL

Prints one JSON line a case, new figures and figures that stand already apart: queries and milliseconds of a request
(middleware, rights, checks, log, answer), and in the same run beside it three peers: the bulk verb without the request;
the same cells unit by unit (what a loop over units would cost); and the floor, the rows of the figures alone by one
hand-written statement, without rights, rules, conflicts or log. Everything is undone.
"""

from __future__ import annotations

import argparse
import datetime
import json
import statistics
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from made_province import Province, make_province  # before our own modules: it sets Django up
from rollup import COLUMNS, TABLE, make_figures, make_form, make_offices

from honglam.core.access.actions import create_user, grant_role
from honglam.core.access.models import User
from honglam.core.organisations.models import Unit
from honglam.engines.indicators.actions import CellDraft, Filling, save_cells, save_fillings
from honglam.engines.indicators.models import Indicator, IndicatorForm, IndicatorValue
from honglam.toolkit.identifiers import uuid7
from honglam.toolkit.periods import Period

MOST_QUERIES = 32
"""No request may need more, whatever it carries."""

ROWS_A_STATEMENT = 40
"""SQLite takes few parameters a statement: every further forty rows of a table cost one more."""

UNITS, ACROSS, LINES = 69, 10, 40


def undone(action: Callable[[], Any]) -> None:
    """The action in a transaction that is taken back."""
    with transaction.atomic():
        action()
        transaction.set_rollback(True)


def measured(action: Callable[[], Any], repeats: int) -> dict[str, float]:
    """Queries, and milliseconds of the clock and of this process (medians)."""
    undone(action)  # what is kept between requests is there before the measurement
    with CaptureQueriesContext(connection) as captured:
        undone(action)
    queries = len([one for one in captured if "SAVEPOINT" not in one["sql"]])
    wall, cpu = [], []
    for _repeat in range(repeats):
        began, began_cpu = time.perf_counter(), time.process_time()
        undone(action)
        wall.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - began_cpu) * 1000)
    return {"queries": queries, "ms": round(statistics.median(wall), 1), "cpu_ms": round(statistics.median(cpu), 1)}


def bound_of(cells: int) -> int:
    """How many queries a request with so many cells may need."""
    return MOST_QUERIES + (2 * (cells // ROWS_A_STATEMENT) if connection.vendor == "sqlite" else 0)


def coordinator(province: Province) -> User:
    """Somebody who enters figures for every unit of the province."""
    user = create_user(by=None, username="pasting", full_name="Người Dán", must_change_password=False)
    grant_role(user=user, role="coordinator", unit=province.root, by=None, starts_on=datetime.date(2025, 7, 1))
    return User.objects.get(pk=user.pk)


class Case:
    """The same cells written in four ways; `versions` are those of figures that stand already."""

    def __init__(
        self, form: IndicatorForm, by: User, units: Sequence[Unit], indicators: Sequence[Indicator], period: Period
    ) -> None:
        self.form, self.by, self.period = form, by, period
        self.places = [(unit, indicator) for unit in units for indicator in indicators]
        self.units, self.indicators = units, indicators
        standing = IndicatorValue.objects.filter(unit__in=units, indicator__in=indicators).of_period(period)
        self.versions = {(one.unit_id, one.indicator_id): one.version for one in standing}
        self.client = Client()
        self.client.force_login(by)

    def request(self) -> None:
        """What the grid sends; every cell must come back written."""
        cells = [
            {"unit": unit.code, "period": self.period.code, "indicator": indicator.code, "text": "17,5",
             "version": self.versions.get((unit.pk, indicator.pk), 0)}
            for unit, indicator in self.places
        ]  # fmt: skip
        address = reverse("indicators:save_cells", args=[self.form.uid])
        answer = self.client.post(address, json.dumps({"cells": cells}), content_type="application/json")
        assert answer.status_code == 200, answer.status_code
        written = answer.json()["cells"]
        assert len(written) == len(cells) and not any("error" in one for one in written), written[:3]

    def _drafts(self, unit: Unit) -> list[CellDraft]:
        return [CellDraft(one, Decimal("17.5"), self.versions.get((unit.pk, one.pk), 0)) for one in self.indicators]

    def verb(self) -> None:
        """The verb alone."""
        save_fillings(
            form=self.form, fillings=[Filling(unit, self.period, self._drafts(unit)) for unit in self.units], by=self.by
        )

    def unit_by_unit(self) -> None:
        """A loop over units."""
        for unit in self.units:
            save_cells(form=self.form, unit=unit, period=self.period, drafts=self._drafts(unit), by=self.by)

    def floor(self) -> None:
        """The rows of the figures in one statement."""
        period, now = self.period, timezone.now().isoformat(" ")
        values: list[Any] = []
        for unit, indicator in self.places:
            uid = str(uuid7()) if connection.vendor == "postgresql" else uuid7().hex
            values += [
                uid, indicator.pk, unit.pk, period.scheme.value, period.code, period.start.isoformat(),
                period.end.isoformat(), "17.5", "draft", "", "", now, unit.pk, "", 1,
            ]  # fmt: skip
        row = f"({', '.join(['%s'] * len(COLUMNS))})"
        statement = (
            f"INSERT INTO {TABLE} ({', '.join(COLUMNS)}) VALUES {', '.join([row] * len(self.places))} "
            "ON CONFLICT (indicator_id, unit_id, period_scheme, period_code) "
            "DO UPDATE SET value = excluded.value, version = excluded.version, entered_at = excluded.entered_at"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, values)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--months", type=int, default=13)
    parser.add_argument("--repeats", type=int, default=9)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    province = make_province(0, timezone.localdate())
    make_offices(province)
    indicators, periods = make_figures(province, LINES, options.months)
    form, by = make_form(province, indicators, periods[0].start), coordinator(province)
    drafts, running = periods[-1], periods[-1].next()
    IndicatorValue.objects.of_period(drafts).update(state="draft")
    communes = province.communes[:UNITS]
    for name, units, some in (
        ("one cell", communes[:1], indicators[:1]),
        ("forty cells of one unit", communes[:1], indicators),
        ("one indicator over 69 units", communes, indicators[:1]),
        ("ten indicators over 69 units", communes, indicators[:ACROSS]),
    ):
        for state, period in (("new", running), ("changed", drafts)):
            case = Case(form, by, units, some, period)
            line = {
                "benchmark": "gridsave", "case": name, "figures": state, "database": connection.vendor,
                "cells": len(case.places), "bound_queries": bound_of(len(case.places)),
                "request": measured(case.request, options.repeats),
                "verb": measured(case.verb, options.repeats), "floor_sql": measured(case.floor, options.repeats),
            }  # fmt: skip
            if len(units) > 1:
                line["unit_by_unit"] = measured(case.unit_by_unit, 3)
            print(json.dumps(line, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
