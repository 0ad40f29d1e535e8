"""Figures at full size: 300 indicators, 89 units, 60 months (1.6 million cells), rolled up, shown, entered.

    python benchmarks/rollup.py [--indicators 300] [--months 60]        DATABASE_URL chooses PostgreSQL

Prints one JSON line a case: milliseconds of wall clock and CPU of this process for the first call and for repeated
ones (median), the number of queries, and beside it, in the same run, the peer: the same rows by one hand-written SQL
statement without Django. Nothing is kept between calls, so what is shown is always what was last entered.
"""

from __future__ import annotations

import argparse
import datetime
import json
import random
import statistics
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from made_province import Province, make_province  # before our own modules: it sets Django up

from honglam.core.organisations.models import Unit
from honglam.core.organisations.rules import path_of
from honglam.core.organisations.terms import Bloc, Kind, Level
from honglam.engines.indicators.actions import CellDraft, save_cell, save_cells
from honglam.engines.indicators.grids import grid_of
from honglam.engines.indicators.models import (
    FormLine,
    FormVersion,
    Indicator,
    IndicatorDependency,
    IndicatorForm,
    IndicatorValue,
)
from honglam.engines.indicators.rollup import roll_up
from honglam.engines.indicators.terms import Aggregation, Calculation, TimeAggregation
from honglam.toolkit.identifiers import uuid7
from honglam.toolkit.periods import Period, Scheme, latest_over

RATIOS, LINES, REPEATS = 100, 40, 5
TABLE = IndicatorValue._meta.db_table
COLUMNS = (
    "uid", "indicator_id", "unit_id", "period_scheme", "period_code", "period_start", "period_end", "value", "state",
    "source", "comment", "entered_at", "reporter_id", "return_reason", "version",
)  # fmt: skip
GROUPED = f"""
SELECT indicator_id, period_code, COUNT(*), SUM(value), MIN(value), MAX(value) FROM {TABLE}
WHERE period_scheme = 'month' AND state IN ('approved', 'locked') GROUP BY indicator_id, period_scheme, period_code
"""
PAIRED = f"""
SELECT r.id, a.period_code, COUNT(*), SUM(a.value), SUM(b.value)
FROM indicators_indicator r
JOIN {TABLE} a ON a.indicator_id = r.numerator_id
JOIN {TABLE} b ON b.indicator_id = r.denominator_id AND b.unit_id = a.unit_id
  AND b.period_scheme = a.period_scheme AND b.period_code = a.period_code
WHERE a.state IN ('approved', 'locked') AND b.state IN ('approved', 'locked') GROUP BY r.id, a.period_code
"""
CELLS = f"SELECT indicator_id, unit_id, period_code, value, state FROM {TABLE} WHERE period_scheme = 'month'"


OFFICES = 18
"""Offices and villages of each commune: bodies that report nothing here, but stand in the tree."""


def make_offices(province: Province) -> None:
    """The bodies below communes, as many as a real province has."""
    Unit.objects.bulk_create(
        Unit(
            code=f"{commune.code}.b{number}", name=f"Bộ phận {number} {commune.name}", kind=Kind.OFFICE, parent=commune,
            level=Level.COMMUNE, bloc=Bloc.GOVERNMENT, path=path_of(f"{commune.code}.b{number}", commune.path),
        )
        for commune in province.communes
        for number in range(OFFICES)
    )  # fmt: skip


def make_figures(province: Province, indicators: int, months: int) -> tuple[list[Indicator], list[Period]]:
    """Monthly indicators that are added up, and a figure of every unit and month, one in ten a draft."""
    made = Indicator.objects.bulk_create(
        Indicator(
            code=f"CT-B-{number}", name=f"Chỉ tiêu số {number}", name_key=str(number), scheme=Scheme.MONTH,
            aggregation=Aggregation.SUM, time_aggregation=TimeAggregation.SUM,
        )
        for number in range(indicators)
    )  # fmt: skip
    periods = [latest_over(timezone.localdate(), Scheme.MONTH)]
    while len(periods) < months:
        periods.insert(0, periods[0].previous())
    units = [unit.pk for unit in (*province.communes, *province.departments)]
    is_postgres = connection.vendor == "postgresql"
    with transaction.atomic(), connection.cursor() as cursor:
        if is_postgres:
            with cursor.copy(f"COPY {TABLE} ({', '.join(COLUMNS)}) FROM STDIN") as copy:
                for row in _rows(made, units, periods):
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(COLUMNS))
            plain = ((str(row[0]).replace("-", ""), *row[1:]) for row in _rows(made, units, periods))
            cursor.executemany(f"INSERT INTO {TABLE} ({', '.join(COLUMNS)}) VALUES ({marks})", plain)
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {TABLE}" if is_postgres else "ANALYZE")
    return made, periods


def _rows(indicators: list[Indicator], units: list[int], periods: list[Period]) -> Iterator[tuple[Any, ...]]:
    dice = random.Random(4711)
    now = timezone.now().isoformat(" ")
    for period in periods:
        start, end = period.start.isoformat(), period.end.isoformat()
        for indicator in indicators:
            for unit in units:
                state = "draft" if dice.random() < 0.1 else "approved"
                yield (
                    str(uuid7()), indicator.pk, unit, period.scheme.value, period.code, start, end,
                    dice.randrange(10_000) / 10, state, "", "", now, unit, "", 1,
                )  # fmt: skip


def make_calculated(indicators: list[Indicator]) -> list[Indicator]:
    """Ratios of neighbouring indicators."""
    made = Indicator.objects.bulk_create(
        Indicator(
            code=f"CT-R-{number}", name=f"Tỷ lệ số {number}", name_key=f"r{number}", scheme=Scheme.MONTH,
            calculation=Calculation.RATIO, aggregation=Aggregation.RECOMPUTE, factor=Decimal(100),
            numerator=indicators[2 * number], denominator=indicators[2 * number + 1],
        )
        for number in range(min(RATIOS, len(indicators) // 2))
    )  # fmt: skip
    IndicatorDependency.objects.bulk_create(
        IndicatorDependency(indicator=one, used=used) for one in made for used in (one.numerator, one.denominator)
    )
    return made


def make_form(province: Province, indicators: list[Indicator], since: datetime.date) -> IndicatorForm:
    """A monthly form of all units with forty lines."""
    form = IndicatorForm.objects.create(
        code="B-1", name="Biểu số 1", scheme=Scheme.MONTH, receiver=province.departments[0], starts_on=since
    )
    form.units.set([*province.communes, *province.departments])
    version = FormVersion.objects.create(form=form, number=1)
    FormLine.objects.bulk_create(
        FormLine(form=form, version=version, indicator=indicator, position=number)
        for number, indicator in enumerate(indicators[:LINES], start=1)
    )
    return form


def timed(action: Callable[[], Any]) -> tuple[float, float]:
    """Wall clock and CPU of this process, in milliseconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    action()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def case(name: str, action: Callable[[], Any], peer: Callable[[], Any], **size: int) -> None:
    """Measure ours and the peer, and print one line."""
    first = timed(action)
    again = [timed(action) for _repeat in range(REPEATS)]
    with CaptureQueriesContext(connection) as captured:
        action()
    beside = [timed(peer) for _repeat in range(REPEATS)]
    print(
        json.dumps(
            {
                "benchmark": "rollup", "case": name, "database": connection.vendor, **size,
                "first_ms": round(first[0], 1), "first_cpu_ms": round(first[1], 1),
                "repeated_ms": round(statistics.median(one[0] for one in again), 1),
                "repeated_cpu_ms": round(statistics.median(one[1] for one in again), 1),
                "queries": len(captured),
                "peer_sql_ms": round(statistics.median(one[0] for one in beside), 1),
                "peer_sql_cpu_ms": round(statistics.median(one[1] for one in beside), 1),
            },
            ensure_ascii=False,
        ),
        flush=True,
    )  # fmt: skip


def sql(statement: str, *parameters: Any) -> Callable[[], None]:
    """One statement, all its rows fetched."""

    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters or None)
            cursor.fetchall()

    return run


def rows(some: list[Indicator], when: list[Period]) -> Callable[[], None]:
    """The cells of some indicators and periods, one row each."""
    keys, codes = [one.pk for one in some], [one.code for one in when]
    marks = (", ".join(["%s"] * len(given)) for given in (keys, codes))
    return sql("{} AND indicator_id IN ({}) AND period_code IN ({})".format(CELLS, *marks), *keys, *codes)


def undone(action: Callable[[], Any]) -> Callable[[], None]:
    """An action whose writes are undone."""

    def run() -> None:
        with transaction.atomic():
            action()
            transaction.set_rollback(True)

    return run


def read(province: Province, indicators: list[Indicator], ratios: list[Indicator], periods: list[Period]) -> None:
    """The cases of roll-up."""
    cells, last, root = IndicatorValue.objects.count(), periods[-1], province.root

    def asked(some: list[Indicator], when: list[Period], *, by_unit: bool = False) -> Callable[[], Any]:
        return lambda: roll_up(indicators=some, unit=root, periods=when, by_unit=by_unit)

    case("all indicators, province, all months", asked(indicators, periods), sql(GROUPED), cells=cells,
         rows=len(indicators) * len(periods))  # fmt: skip
    case("ratios recomputed, province, all months", asked(ratios, periods), sql(PAIRED), cells=cells,
         rows=len(ratios) * len(periods))  # fmt: skip
    case("all indicators, province, last month", asked(indicators, [last]), rows(indicators, [last]), cells=cells,
         rows=len(indicators))  # fmt: skip
    case("one indicator, every unit, all months", asked(indicators[:1], periods, by_unit=True),
         rows(indicators[:1], periods), cells=cells, rows=90 * len(periods))  # fmt: skip
    case("forty indicators, every unit, last month", asked(indicators[:LINES], [last], by_unit=True),
         rows(indicators[:LINES], [last]), cells=cells, rows=90 * LINES)  # fmt: skip


def entered(province: Province, form: IndicatorForm, indicators: list[Indicator], last: Period) -> None:
    """The cases of the entry grid: shown, one cell written, forty pasted into the running month."""
    unit, by, now = province.communes[0], province.officer, last.next()
    drafts = [CellDraft(indicator, Decimal(number)) for number, indicator in enumerate(indicators[:LINES], start=1)]
    save_cell(form=form, unit=unit, period=now, draft=drafts[0], by=by)
    IndicatorValue.objects.filter(unit=unit).of_period(now).delete()

    def insert(count: int) -> Callable[[], None]:
        marks = ", ".join(["%s"] * len(COLUMNS))
        moment = timezone.now()

        def run() -> None:
            with connection.cursor() as cursor:
                cursor.executemany(
                    f"INSERT INTO {TABLE} ({', '.join(COLUMNS)}) VALUES ({marks})",
                    [
                        (uuid7().hex, indicator.pk, unit.pk, now.scheme.value, now.code, now.start, now.end, 1, "draft",
                         "", "", moment, unit.pk, "", 1)
                        for indicator in indicators[:count]
                    ],
                )  # fmt: skip

        return undone(run)

    case("grid of forty lines shown", lambda: grid_of(form=form, unit=unit, periods=[last], user=by),
         rows(indicators[:LINES], [last]), rows=LINES)  # fmt: skip
    case("one cell written", undone(lambda: save_cell(form=form, unit=unit, period=now, draft=drafts[0], by=by)),
         insert(1), rows=1)  # fmt: skip
    case("forty cells pasted", undone(lambda: save_cells(form=form, unit=unit, period=now, drafts=drafts, by=by)),
         insert(LINES), rows=LINES)  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--indicators", type=int, default=300)
    parser.add_argument("--months", type=int, default=60)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    province = make_province(0, timezone.localdate())
    make_offices(province)
    indicators, periods = make_figures(province, options.indicators, options.months)
    ratios = make_calculated(indicators)
    form = make_form(province, indicators, periods[0].start)
    read(province, indicators, ratios, periods)
    entered(province, form, indicators, periods[-1])


if __name__ == "__main__":
    main()
