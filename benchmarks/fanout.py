"""A directive of the province becomes the work of 69 communes: queries and time of giving it at once.

    python benchmarks/fanout.py [--repeats 9]        DATABASE_URL chooses PostgreSQL

Prints JSON lines, each measured in the same run and undone afterwards: the fan-out of one piece of work and of ten; the
same work given unit by unit (what a loop over units would cost); and the floor: the rows of the shares written by hand
in one statement, without rights, codes, log, notices or search.
"""

from __future__ import annotations

import argparse
import datetime
import json
import statistics
import time
from collections.abc import Callable

from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from made_province import Province, make_province  # before our own modules: it sets Django up

from honglam.core.numbering.series import next_code
from honglam.engines.plans.actions.directives import DocumentHead, PieceOfWork, give_by_document
from honglam.engines.plans.actions.instructions import instruct
from honglam.engines.plans.models import Assignment, Task
from honglam.engines.plans.terms import PlanKind, WorkState
from honglam.toolkit.identifiers import uuid7

BOUNDS = {"fan_out_queries": 36}
UNITS = 69


def undone(action: Callable[[], None]) -> Callable[[], None]:
    """The action in a transaction that is taken back."""

    def run() -> None:
        with transaction.atomic():
            action()
            transaction.set_rollback(True)

    return run


def measured(action: Callable[[], None], repeats: int) -> dict[str, float]:
    """Queries, and milliseconds of the clock and of this process (medians)."""
    action()  # caches fill outside the measurement
    with CaptureQueriesContext(connection) as captured:
        action()
    queries = len(captured)
    wall, cpu = [], []
    for _repeat in range(repeats):
        began, began_cpu = time.perf_counter(), time.process_time()
        action()
        wall.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - began_cpu) * 1000)
    return {"queries": queries, "ms": round(statistics.median(wall), 1), "cpu_ms": round(statistics.median(cpu), 1)}


def fan_out(province: Province, pieces: int) -> Callable[[], None]:
    """A document with so many pieces of work, each for every commune."""
    today = timezone.localdate()
    head = DocumentHead(PlanKind.DISPATCH, "1204/UBND-KGVX", today, "V/v rà soát điểm truy cập dịch vụ công")
    work = [
        PieceOfWork(f"Báo cáo điểm truy cập, đợt {number}", province.communes[:UNITS], today + datetime.timedelta(30))
        for number in range(pieces)
    ]

    def give() -> None:
        give_by_document(head=head, issuer=province.root, pieces=work, by=province.leader)

    return undone(give)


def one_by_one(province: Province) -> Callable[[], None]:
    """The same piece of work as an instruction to each commune in turn."""
    due = timezone.localdate() + datetime.timedelta(30)

    def give() -> None:
        for unit in province.communes[:UNITS]:
            instruct(issuer=province.root, leads=[unit], name="Báo cáo điểm truy cập", by=province.leader, due_on=due)

    return undone(give)


def floor(province: Province) -> Callable[[], None]:
    """The rows of the shares in one hand-written statement."""
    task = Task.objects.order_by("pk").values_list("pk", flat=True)[0]
    given = Assignment.objects.order_by("pk").values()[0]
    columns = [name for name in given if name != "id"]
    today = timezone.localdate()
    statement = "INSERT INTO plans_assignment ({}) VALUES {}".format(
        ", ".join(connection.ops.quote_name(name) for name in columns),
        ", ".join([f"({', '.join(['%s'] * len(columns))})"] * UNITS),
    )

    def write() -> None:
        values = []
        for unit in province.communes[:UNITS]:
            fresh = given | {
                "uid": uuid7(), "task_id": task, "unit_id": unit.pk, "role": "monitoring", "assigned_on": today,
                "state": str(WorkState.NOT_STARTED), "progress": 0, "completed_on": None, "created_at": timezone.now(),
                "period_code": "bench",
            }  # fmt: skip
            values += [_written(fresh[name]) for name in columns]
        with connection.cursor() as cursor:
            cursor.execute(statement, values)

    return undone(write)


def _written(value: object) -> object:
    """A value as the database's own driver takes it."""
    if connection.vendor == "sqlite" and hasattr(value, "hex") and hasattr(value, "bytes"):
        return value.hex
    if connection.vendor == "sqlite" and isinstance(value, datetime.date):
        return value.isoformat(" ") if isinstance(value, datetime.datetime) else value.isoformat()
    return value


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeats", type=int, default=9)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    province = make_province(500, timezone.localdate())
    next_code("NV", timezone.localdate().year)
    next_code("VB", timezone.localdate().year)
    same = {"benchmark": "fanout", "database": connection.vendor, "units": UNITS}
    for name, action in (
        ("one_piece", fan_out(province, 1)),
        ("ten_pieces", fan_out(province, 10)),
        ("unit_by_unit", one_by_one(province)),
        ("floor_insert_sql", floor(province)),
    ):
        line = same | {"what": name, **measured(action, options.repeats)}
        if name == "one_piece":
            line["bounds"] = BOUNDS
        print(json.dumps(line, ensure_ascii=False))


if __name__ == "__main__":
    main()
