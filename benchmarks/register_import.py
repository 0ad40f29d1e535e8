"""A file of 500,000 lines into a register: rows a second, and memory while it works.

    python benchmarks/register_import.py [--lines 500000] [--register parcels] [--samples 10]

DATABASE_URL chooses PostgreSQL. A CSV file of parcels (13 columns, known by commune, map sheet and number) or of
projects (`--register projects`: 13 columns, code lists by name; its rows also go into the search of all pages) is
tried, brought in, and tried again when all of it is known; one line in fifty is wrong. One JSON line a step: seconds,
lines a second, resident memory after each tenth. Memory is held to what it was after the second tenth, when the page
cache of the database is full, plus 20 MB. At the end double rows are looked for among all that came in. Peers in the
same run: the same cells as they stand by the csv module and `executemany` into a bare table of the same columns and
indexes (no rights, no checks, no references, no search text, no log), and Polars reading the file.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import json
import os
import random
import resource
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars
from django.core.files.base import File
from django.core.management import call_command
from django.db import connection
from made_province import Province, make_province  # before our own modules: it sets Django up

from honglam.core.access.actions import create_user, grant_role
from honglam.core.access.models import User
from honglam.engines.registers.actions import import_batches, imports, pairs
from honglam.engines.registers.models import ImportRun
from honglam.engines.registers.public import register_of

GROWTH_MB = 20
PROJECT_HEADINGS = (
    "Mã số dự án", "Tên dự án", "Nhà đầu tư", "Loại nhà đầu tư", "Lĩnh vực", "Xã, phường", "Vốn đăng ký",
    "Đã giải ngân", "Diện tích đất (ha)", "Khởi công theo tiến độ", "Hoàn thành theo tiến độ", "Kinh độ", "Vĩ độ",
)  # fmt: skip
PARCEL_HEADINGS = (
    "Xã, phường", "Tờ bản đồ số", "Thửa đất số", "Diện tích (m²)", "Mục đích sử dụng (mã)", "Địa điểm thửa đất",
    "Nguồn gốc sử dụng", "Sử dụng từ", "Số giấy chứng nhận", "Ngày cấp giấy", "Đang thế chấp", "Kinh độ", "Vĩ độ",
)  # fmt: skip
BARE = {
    "projects": ("code", "name", "investor", "investor_kind", "sector", "commune_id", "capital", "disbursed",
                 "land_area", "starts_on", "due_on", "west", "south"),
    "parcels": ("commune_id", "sheet", "number", "area", "purpose", "place", "origin", "used_from", "certificate",
                "certified_on", "is_mortgaged", "west", "south"),
}  # fmt: skip
KINDS = ("doanh nghiệp trong nước", "có vốn đầu tư nước ngoài", "Hợp tác xã", "tổ chức, cá nhân khác")
SECTORS = ("công nghiệp – xây dựng", "năng lượng", "nông nghiệp", "thương mại – dịch vụ", "du lịch", "nhà ở, đô thị")
WHAT = ("Nhà máy chế biến gỗ", "Trang trại chăn nuôi", "Khu du lịch sinh thái", "Cụm công nghiệp", "Nhà máy điện gió")
WHO = ("Công ty TNHH Hưng Phát", "Công ty cổ phần Hồng Lĩnh", "Hợp tác xã Tân Lập", "Tập đoàn Sông Lam")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=500_000)
    parser.add_argument("--register", choices=tuple(BARE), default="parcels")
    parser.add_argument("--samples", type=int, default=10)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    province = make_province(0, datetime.date(2026, 1, 1))
    create_user(by=None, username="import", full_name="Người Nhập", must_change_password=False)
    by = User.objects.get(username="import")
    grant_role(user=by, role="coordinator", unit=province.root, by=None, starts_on=datetime.date(2025, 7, 1))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{options.register}.csv"
        write_file(path, options.lines, province)
        said: dict[str, Any] = {
            "benchmark": "register_import", "register": options.register, "database": connection.vendor,
            "lines": options.lines, "file_mb": round(path.stat().st_size / 1e6),
        }  # fmt: skip
        for step, measured in steps(path, by, province, options.lines, options.samples):
            print(json.dumps(said | {"step": step} | measured, ensure_ascii=False), flush=True)
        count = register_of(options.register).model._default_manager.count()
        began, cpu, before = time.perf_counter(), time.process_time(), resident_mb()
        found = pairs.find_alike(
            register=register_of(options.register), by=None, told=lambda done, total, message: None
        )
        print(json.dumps(said | {"step": "double rows", "pairs": found, "growth_mb": round(resident_mb() - before, 1)}
                         | rates(began, cpu, count)), flush=True)  # fmt: skip
        for step, peer in (("peer: csv and executemany into a bare table", bare_table), ("peer: polars", by_polars)):
            began, cpu = time.perf_counter(), time.process_time()
            count = peer(path, Path(folder))
            print(json.dumps(said | {"step": step} | rates(began, cpu, count), ensure_ascii=False), flush=True)


def steps(
    path: Path, by: User, province: Province, lines: int, samples: int
) -> Iterator[tuple[str, dict[str, Any]]]:  # fmt: skip
    """Each step of an import with what it cost."""
    register, unit = register_of(path.stem), province.departments[0]
    with path.open("rb") as stream:
        run = imports.bring(register=register, unit=unit, upload=File(stream, name=path.name), by=by)
    assert len(run.mapping) == 13, run.mapping
    run = imports.match_columns(run=run, mapping=run.mapping, unit=unit, on_known="update", by=by)
    run, measured = worked(import_batches.try_out, run, by, lines, samples, "read")
    yield "try", measured
    run = imports.begin(run=run, by=by)
    run, measured = worked(import_batches.bring_in, run, by, lines, samples, "written")
    yield "run", measured
    with path.open("rb") as stream:
        run = imports.bring(register=register, unit=unit, upload=File(stream, name=path.name), by=by)
    run = imports.match_columns(run=run, mapping=run.mapping, unit=unit, on_known="update", by=by)
    run, measured = worked(import_batches.try_out, run, by, lines, samples, "read")
    assert not (run.created or run.updated)
    yield "try again, all lines known", measured


def worked(
    work: Callable[..., ImportRun], run: ImportRun, by: User, lines: int, samples: int, verb: str
) -> tuple[ImportRun, dict[str, Any]]:  # fmt: skip
    """The run after its work, and what that cost; memory is read once each tenth."""
    memory: list[float] = []

    def told(done: int, total: int, message: str) -> None:
        if done * samples >= total * (len(memory) + 1):
            memory.append(resident_mb())

    began, cpu = time.perf_counter(), time.process_time()
    run = work(run=run, by=by, told=told)
    memory.append(resident_mb())
    found = rates(began, cpu, lines) | {
        "created": run.created, "updated": run.updated, "unchanged": run.unchanged, "rejected": run.rejected,
        "resident_mb": memory, "growth_mb": round(max(memory[1:]) - memory[1], 1), "bounds": {"growth_mb": GROWTH_MB},
    }  # fmt: skip
    return run, found


def rates(began: float, cpu: float, count: int) -> dict[str, Any]:
    """Seconds and rows a second since two clocks were read."""
    seconds, used = time.perf_counter() - began, time.process_time() - cpu
    return {"seconds": round(seconds, 1), "cpu_s": round(used, 1), "rows_per_s": round(count / seconds)}


def resident_mb() -> float:
    """Memory that the process holds now."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)


def write_file(path: Path, lines: int, province: Province) -> None:
    """The same file at every run; one line in fifty has a wrong cell."""
    dice = random.Random(4711)
    headings, make = (PARCEL_HEADINGS, parcel) if path.stem == "parcels" else (PROJECT_HEADINGS, project)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(headings)
        for number in range(lines):
            row = make(number, dice, province)
            if not number % 50:
                row[6 if number % 100 else 3] = "không rõ"
            writer.writerow(row)


def project(number: int, dice: random.Random, province: Province) -> list[str]:
    """The line of a project."""
    capital = dice.randint(1000, 900_000)
    start = datetime.date(2020, 1, 1) + datetime.timedelta(days=dice.randint(0, 2000))
    return [
        f"DA-{number:07}", f"{dice.choice(WHAT)} {dice.choice(WHO)[-10:]} số {number}",
        f"{dice.choice(WHO)} {number % 9973}", dice.choice(KINDS), dice.choice(SECTORS),
        dice.choice(province.communes).name, f"{capital:,}".replace(",", "."), f"{capital // 3},5",
        f"{dice.randint(1, 400)},{dice.randint(1, 9)}", f"{start:%d/%m/%Y}",
        f"{start + datetime.timedelta(days=400):%d/%m/%Y}", *_degrees(dice),
    ]  # fmt: skip


def parcel(number: int, dice: random.Random, province: Province) -> list[str]:
    """The line of a parcel; the communes come one after another, as in a province's export."""
    commune = province.communes[number * len(province.communes) // 3_000_000 % len(province.communes)]
    given = datetime.date(1995, 1, 1) + datetime.timedelta(days=dice.randint(0, 11_000))
    return [
        commune.name, str(1 + number // 500), str(1 + number % 500),
        f"{dice.randint(40, 999)},{dice.randint(1, 9)}" if number % 3 else f"{dice.randint(1, 9)}.{number % 1000:03}",
        dice.choice(("ONT", "ODT", "LUC", "CLN", "RSX")), f"Thôn {dice.randint(1, 14)}, {commune.name}",
        dice.choice(("Nhà nước công nhận", "nhận chuyển quyền", "")), f"{given:%d/%m/%Y}",
        f"AB {dice.randint(100_000, 99_999_999):08}", f"{given + datetime.timedelta(days=90):%d/%m/%Y}",
        "x" if not number % 17 else "", *_degrees(dice),
    ]  # fmt: skip


def _degrees(dice: random.Random) -> tuple[str, str]:
    return tuple(f"{dice.uniform(*within):.5f}".replace(".", ",") for within in ((105, 106.5), (17.9, 18.8)))


def bare_table(path: Path, folder: Path) -> int:
    """Every cell as it stands into a table of SQLite with the same columns and indexes."""
    table = sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)
    table.execute("PRAGMA journal_mode = WAL")
    model = register_of(path.stem).model
    fields = [one for one in model._meta.concrete_fields if not one.primary_key]
    table.execute(f"CREATE TABLE bare (id INTEGER PRIMARY KEY, {', '.join(one.column for one in fields)})")
    for one in fields:
        if one.db_index or one.unique or one.name in ("code", "commune", "certificate"):
            table.execute(f"CREATE INDEX by_{one.column} ON bare ({one.column})")
    columns = BARE[path.stem]
    marks = ", ".join("?" * len(columns))
    count = 0
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = csv.reader(stream, delimiter=";")
        next(lines)
        while batch := [row for _number, row in zip(range(import_batches.BATCH), lines, strict=False)]:
            table.execute("BEGIN")
            table.executemany(f"INSERT INTO bare ({', '.join(columns)}) VALUES ({marks})", batch)
            table.execute("COMMIT")
            count += len(batch)
    table.close()
    return count


def by_polars(path: Path, folder: Path) -> int:
    """Polars reads the file into memory, all columns as text."""
    return int(polars.read_csv(path, separator=";", infer_schema=False).height)


if __name__ == "__main__":
    main()
