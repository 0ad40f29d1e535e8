"""Eight sorts of rules on 2,800,000 × 15 parcels in CSV: counts and all failing rows with their keys.

    python benchmarks/quality.py [--rows 2800000] [--repeats 5] [--folder DIR]

Text is trimmed of Unicode white space and composed (NFC) first. Beside ours, in the same run and each in a fresh
process: the same by hand in DuckDB (twice: as one writes it, and composing and trimming the long way only what is not
ASCII), our rules compiled to DuckDB, and the floor, reading the ten columns alone. Every program must find the defects
that were put in, and the same rows; our time is held to the faster peer, our memory to 1,200 MB.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
from made_parcels import BOX, COLUMNS, COMMUNES, FIRST_DAY, KEY, LAST_DAY, RULES, UNIT, USES, make_parcels

from honglam.engines.datahub.quality.checking import Facts, check
from honglam.engines.datahub.quality.normalising import WHITE_SPACE

MOST_MEGABYTES = 1_200
NEEDED = ("parcel_code", "commune_code", "owner_name", "owner_id", "land_use", "area_m2", "registered_on", "expires_on",
          "longitude", "latitude")  # fmt: skip
Found = tuple[dict[str, int], list[tuple[str, str, tuple[str, ...]]]]


def ours(engine: str) -> Callable[[Path], Found]:
    """The rules of `made_parcels` by one of our engines."""

    def run(csv: Path) -> Found:
        facts = Facts(references={"communes.code": COMMUNES})
        verdict = check(csv, COLUMNS, RULES, facts, key=KEY, unit_column=UNIT, engine=engine)
        return verdict.counts, [(row.key, row.unit, row.rules) for row in verdict.failing]

    return run


def by_hand(normal: Callable[[str], str]) -> Callable[[Path], Found]:
    """The same rules as somebody writes them for DuckDB."""

    def run(csv: Path) -> Found:
        database = duckdb.connect(config={"preserve_insertion_order": False})
        database.execute("CREATE TABLE uses AS SELECT unnest(?) AS name", [USES])
        database.execute("CREATE TABLE communes AS SELECT unnest(?) AS code", [COMMUNES])
        tests = ", ".join(f"coalesce({test}, FALSE) AS r{number}" for number, test in enumerate(_tests()))
        columns = ", ".join(f"{normal(name)} AS {name}" for name in NEEDED)
        read = f"SELECT {columns} FROM read_csv('{csv}', all_varchar = true, header = true)"
        database.execute(f"CREATE TABLE judged AS SELECT parcel_code, commune_code, {tests} FROM ({read})")
        database.execute("CREATE TABLE twice AS SELECT parcel_code FROM judged GROUP BY 1 HAVING count(*) > 1")
        flags = [f"r{number}" for number in range(1, len(RULES))]
        failing = database.execute(
            f"SELECT * EXCLUDE r0, parcel_code IN (FROM twice) AS r0 FROM judged WHERE {' OR '.join(flags)}"
            " OR parcel_code IN (FROM twice)"
        ).fetchall()
        codes = [rule.code for rule in RULES]
        rows = []
        for key, unit, *broken, repeated in failing:
            its_codes = (code for code, is_broken in zip(codes, (repeated, *broken), strict=True) if is_broken)
            rows.append((key or "", unit or "", tuple(its_codes)))
        return {code: sum(code in row[2] for row in rows) for code in codes}, rows

    return run


def _tests() -> list[str]:
    """What is wrong with a row, rule by rule; the first, of repeated keys, comes later."""

    def figure(name: str) -> str:
        matches = f"regexp_full_match({name}, '-?[0-9]{{1,20}}(\\.[0-9]{{1,18}})?')"
        return f"CASE WHEN {matches} THEN TRY_CAST({name} AS DECIMAL(38, 18)) END"

    def day(name: str) -> str:
        return (
            f"CASE WHEN regexp_full_match({name}, '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}') THEN TRY_CAST({name} AS DATE) END"
        )

    def outside(value: str, low: str, high: str) -> str:
        return f"coalesce(NOT ({value} BETWEEN {low} AND {high}), TRUE)"

    west, south, east, north = BOX.split(",")
    wrong_place = f"{outside(figure('longitude'), west, east)} OR {outside(figure('latitude'), south, north)}"
    return [
        "FALSE", "NOT regexp_full_match(parcel_code, '[0-9]{5}-[0-9]{4}-[0-9]{5}')", "owner_name IS NULL",
        "land_use IS NULL", "area_m2 IS NULL", "NOT regexp_full_match(owner_id, '[0-9]{12}')",
        f"area_m2 IS NOT NULL AND {outside(figure('area_m2'), '0.1', '10000000')}",
        "land_use NOT IN (FROM uses)", "commune_code NOT IN (FROM communes)",
        "registered_on IS NOT NULL AND " + outside(day("registered_on"), f"DATE '{FIRST_DAY}'", f"DATE '{LAST_DAY}'"),
        "registered_on IS NOT NULL AND expires_on IS NOT NULL"
        f" AND coalesce({day('registered_on')} > {day('expires_on')}, TRUE)",
        f"longitude IS NOT NULL AND latitude IS NOT NULL AND ({wrong_place})",
    ]  # fmt: skip


def plainly(name: str) -> str:
    """Compose and trim every value."""
    return f"nullif(trim(nfc_normalize({name}), '{WHITE_SPACE}'), '')"


def carefully(name: str) -> str:
    """The long way only for values that are not ASCII, and of them only for those that need it."""
    composed = (
        f"CASE WHEN regexp_matches({name}, '[^\\x00-\u02ff\u1e00-\u1eff]') THEN nfc_normalize({name}) ELSE {name} END"
    )
    ends = f"regexp_matches({name}, '^[{WHITE_SPACE}]|[{WHITE_SPACE}]$')"
    long = f"CASE WHEN {ends} THEN trim({composed}, '{WHITE_SPACE}') ELSE {composed} END"
    ascii_space = "\t\n\x0b\x0c\r "
    return f"nullif(CASE WHEN strlen({name}) = length({name}) THEN trim({name}, '{ascii_space}') ELSE {long} END, '')"


def read_alone(csv: Path) -> Found:
    """The floor: the ten columns, read and thrown away."""
    pl.scan_csv(csv, infer_schema=False).select(pl.col(NEEDED).null_count()).collect(engine="streaming")
    return {}, []


PROGRAMS: dict[str, Callable[[Path], Found]] = {
    "ours": ours("polars"), "duckdb by hand, plainly": by_hand(plainly),
    "duckdb by hand, carefully": by_hand(carefully), "ours as SQL of duckdb": ours("duckdb"),
    "floor: reading ten columns": read_alone,
}  # fmt: skip


def run_here(program: str, csv: Path) -> dict[str, Any]:
    """One program in this process, which does nothing else."""
    start, cpu = time.perf_counter(), time.process_time()
    counts, rows = PROGRAMS[program](csv)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    digest = hashlib.sha256(json.dumps(sorted(rows), ensure_ascii=False).encode()).hexdigest()
    return {
        "seconds": seconds,
        "cpu": cpu,
        "mb": most_memory(),
        "counts": counts,
        "failing": len(rows),
        "digest": digest,
    }


def most_memory() -> float:
    """The most memory that this process ever held, in MB; not that of the one that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.findall(r"VmHWM:\s+([0-9]+) kB", status)[0]) / 1024


def run_apart(program: str, csv: Path) -> dict[str, Any]:
    """One program in a fresh process; its time without the start of Python."""
    command = [sys.executable, __file__, "--program", program, "--csv", str(csv)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ)
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def measure(rows: int, repeats: int, folder: Path) -> None:
    """All programs, turn by turn, and what came of it."""
    csv = folder / f"parcels-{rows}.csv"
    truth = make_parcels(csv, rows)
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in PROGRAMS}
    for _ in range(repeats):
        for name in PROGRAMS:
            runs[name].append(run_apart(name, csv))
    checking = [name for name in PROGRAMS if not name.startswith("floor")]
    for name in checking:
        for run in runs[name]:
            if run["counts"] != truth or run["digest"] != runs["ours"][0]["digest"]:
                raise SystemExit(f"{name} found other rows: {run['counts']} instead of {truth}")
    best = {name: min(run["seconds"] for run in those) for name, those in runs.items()}
    peer = min(best[name] for name in checking if "by hand" in name)
    for name, those in runs.items():
        memory = max(run["mb"] for run in those)
        told = {
            "case": f"{rows} parcels: {name}", "seconds": round(best[name], 2),
            "median": round(statistics.median(run["seconds"] for run in those), 2),
            "cpu": round(min(run["cpu"] for run in those), 2), "mb": round(memory), "failing": those[0]["failing"],
        }  # fmt: skip
        if name == "ours":
            told["bounds"] = {"seconds": round(peer, 2), "mb": MOST_MEGABYTES}
            told["held"] = best[name] <= peer and memory <= MOST_MEGABYTES
        print(json.dumps(told, ensure_ascii=False))


def main() -> None:
    """Read the options; one program alone when this is its fresh process."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=2_800_000)
    options.add_argument("--repeats", type=int, default=5)
    options.add_argument("--folder", type=Path)
    options.add_argument("--program", choices=PROGRAMS)
    options.add_argument("--csv", type=Path)
    given = options.parse_args()
    if given.program:
        print(json.dumps(run_here(given.program, given.csv)))
        return
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        measure(given.rows, given.repeats, Path(folder))


if __name__ == "__main__":
    main()
