"""Pages of work at full size: 69 communes, 20 departments, 10,000 tasks, 30,000 shares.

    python benchmarks/work.py [--tasks 10000]        DATABASE_URL chooses PostgreSQL

Prints one JSON line: for each page the number of queries and the CPU milliseconds of a request through the whole
stack (middleware, rights, templates), median of several; for the creation of a task its queries. Beside it, in the same
run, the floor: the same rows read by one hand-written SQL statement without Django.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from made_province import Province, make_province  # before our own modules: it sets Django up

from honglam.core.numbering.series import next_code
from honglam.engines.plans.actions.instructions import instruct

BOUNDS = {"list_queries": 8, "create_queries": 15}
REPEATS = 9
FLOOR = """
SELECT t.id, t.code, t.name, t.due_on, t.state, t.progress, p.title
FROM plans_task t JOIN plans_plan p ON p.id = t.plan_id
WHERE NOT t.is_withdrawn ORDER BY t.due_on, t.id LIMIT 50
"""


def measured(action: Callable[[], Any]) -> dict[str, float]:
    """CPU milliseconds (median) and queries of an action."""
    action()  # templates compile and caches fill outside the measurement
    with CaptureQueriesContext(connection) as captured:
        action()
    queries = len(captured)  # now: the next request empties the log
    times = []
    for _repeat in range(REPEATS):
        began = time.process_time()
        action()
        times.append((time.process_time() - began) * 1000)
    return {"queries": queries, "cpu_ms": round(statistics.median(times), 1)}


def page(client: Client, path: str) -> Callable[[], None]:
    """One request for a page, which must succeed."""

    def request() -> None:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)

    return request


def floor() -> None:
    """The same fifty rows without Django's models and pages."""
    with connection.cursor() as cursor:
        cursor.execute(FLOOR)
        cursor.fetchall()


def creation(province: Province) -> dict[str, float]:
    """What giving one task to one unit costs; undone every time. The year's series of codes has begun."""
    next_code("NV", timezone.localdate().year)

    def create() -> None:
        with transaction.atomic():
            instruct(issuer=province.root, leads=[province.communes[1]], name="Báo cáo tình hình trước 17 giờ",
                     by=province.leader, due_on=timezone.localdate())  # fmt: skip
            transaction.set_rollback(True)

    return measured(create)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", type=int, default=10_000)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    province = make_province(options.tasks, timezone.localdate())
    leader, officer = Client(), Client()
    leader.force_login(province.leader)
    officer.force_login(province.officer)
    result = {
        "benchmark": "work",
        "database": connection.vendor,
        "tasks": options.tasks,
        "list": measured(page(leader, "/plans/tasks/")),
        "list_without_marks": measured(page(leader, "/plans/tasks/?q=ho+so+dat+dai")),
        "list_overdue": measured(page(leader, "/plans/tasks/?status=overdue")),
        "list_of_an_officer": measured(page(officer, "/plans/tasks/")),
        "overview": measured(page(leader, "/overview/")),
        "create": creation(province),
        "floor_list_sql": measured(floor),
        "bounds": BOUNDS,
    }
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
