"""Checking again after 1,200 of 2,800,000 parcels changed, from the state that a full check left.

    python benchmarks/recheck.py [--rows 2800000] [--changes 1200] [--repeats 9] [--folder DIR]

Held to 50 ms, with the failing rows (about 7,000) in hand. Every round breaks some rows, moves some to other communes,
writes new parcels and ends some; after the last one a full check of all rows, as they stand then, must say exactly the
same. Beside it: the full check (what every library does), and the floor, reading the 1,200 old lines from the state.
"""

from __future__ import annotations

import argparse
import json
import resource
import sqlite3
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from made_parcels import COLUMNS, COMMUNES, KEY, RULES, UNIT, make_parcels

from honglam.engines.datahub.quality.checking import Facts, Verdict, check
from honglam.engines.datahub.quality.rechecking import check_and_keep, recheck

MOST_MILLISECONDS = 50
FACTS = Facts(references={"communes.code": COMMUNES})
Row = dict[str, str | None]


def changes_of(rows: list[Row], round_number: int, rng: Any) -> tuple[list[Row], list[str]]:
    """What a day does to some parcels: most get another owner or area, some are new, some end, some are spoilt."""
    changed, removed = [], []
    for at, row in enumerate(rows):
        sort = at % 20
        if sort == 0:
            removed.append(row[KEY] or "")
        elif sort == 1:
            changed.append(row | {KEY: f"18000-9{round_number:03d}-{at:05d}"})
        elif sort == 2:
            changed.append(row | {"area_m2": "-1"})
        elif sort == 3:
            changed.append(row | {UNIT: COMMUNES[at % len(COMMUNES)], "land_use": "đất khác"})
        else:
            changed.append(row | {"owner_name": f"Người mới {at}", "area_m2": f"{rng.integers(1, 9_000)}.5"})
    return changed, removed


def told(verdict: Verdict) -> dict[str, Any]:
    """Everything that a verdict says, as values."""
    return {
        "rows": verdict.rows, "counts": verdict.counts, "units": verdict.units, "by_word": verdict.by_word,
        "failing": list(verdict.failing), "missing": verdict.missing,
    }  # fmt: skip


def measure(rows: int, changes: int, repeats: int, folder: Path) -> None:
    """A full check, then rounds of changes, then a full check of what stands."""
    csv, state = folder / "parcels.csv", folder / "state.sqlite3"
    make_parcels(csv, rows)
    start = time.perf_counter()
    check_and_keep(csv, COLUMNS, RULES, FACTS, key=KEY, unit_column=UNIT, state=state)
    keeping = time.perf_counter() - start
    standing, rng = pl.read_csv(csv, infer_schema=False), np.random.default_rng(7)
    taken = rng.permutation(rows)[: changes * repeats].reshape(repeats, -1)
    ended, written, seconds, cpus = set[str](), list[Row](), [], []
    for number in range(repeats):
        # a few keys are shared by two rows: what changes is the whole key, as it is for whoever keeps a register
        picked = standing[taken[number]].unique(KEY, maintain_order=True).to_dicts()
        changed, removed = changes_of(picked, number, rng)
        ended |= {str(row[KEY]).strip() for row in changed} | {key.strip() for key in removed}
        written += changed
        start, cpu = time.perf_counter(), time.process_time()
        verdict = recheck(state, changed, removed, COLUMNS, RULES, FACTS, key=KEY, unit_column=UNIT)
        failing = verdict.failing.frame.height
        seconds.append(time.perf_counter() - start)
        cpus.append(time.process_time() - cpu)
    start = time.perf_counter()
    now = pl.concat([standing.filter(~pl.col(KEY).is_in(list(ended))), pl.DataFrame(written, schema=standing.schema)])
    preparing = time.perf_counter()
    full = check(now, COLUMNS, RULES, FACTS, key=KEY, unit_column=UNIT)
    whole = time.perf_counter() - preparing
    if told(full) != told(verdict):
        raise SystemExit("the re-check does not say what the full check says")
    milliseconds = [round(1000 * one, 1) for one in seconds]
    print(json.dumps({
        "case": f"{changes} of {rows} parcels changed", "ms": min(milliseconds),
        "median": statistics.median(milliseconds), "cpu_ms": round(1000 * min(cpus), 1), "failing": failing,
        "bounds": {"ms": MOST_MILLISECONDS}, "held": min(milliseconds) <= MOST_MILLISECONDS,
    }))  # fmt: skip
    print(json.dumps({"case": "peer: checking all rows again, from memory", "ms": round(1000 * whole, 1)}))
    print(
        json.dumps(
            {"case": "floor: the old lines alone", "ms": round(1000 * lines_alone(state, standing, taken[0]), 1)}
        )
    )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    kept = {"seconds": round(keeping, 1), "state_mb": round(state.stat().st_size / 1e6), "mb": round(memory)}
    print(json.dumps({"case": "once: the full check that leaves the state"} | kept))


def lines_alone(state: Path, standing: pl.DataFrame, places: Any) -> float:
    """Reading the changed rows' lines from the state, in seconds."""
    keys = sorted(standing[places][KEY])
    connection = sqlite3.connect(state)
    start = time.perf_counter()
    for key in keys:
        connection.execute("SELECT * FROM row WHERE key = ?", (key,)).fetchall()
    seconds = time.perf_counter() - start
    connection.close()
    return seconds


def main() -> None:
    """Read the options."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=2_800_000)
    options.add_argument("--changes", type=int, default=1_200)
    options.add_argument("--repeats", type=int, default=9)
    options.add_argument("--folder", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        measure(given.rows, given.changes, given.repeats, Path(folder))


if __name__ == "__main__":
    main()
