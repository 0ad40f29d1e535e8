"""Features by box, for everybody, from the register: 100,000 points, 69 communes of 404 vertices each.

    python benchmarks/features.py [--seconds 8] [--points 100000]        DATABASE_URL chooses PostgreSQL

Needs `wrk` (Debian: apt-get install wrk). The server is granian with two workers, as `honglam serve` starts it; wrk
keeps eight connections busy with boxes of 0.2° × 0.2° anywhere in the province, limit 100. The floor is a bare WSGI
program on the same server and index (`features_floor.py`), in the same run. Prints one JSON line: requests per second,
processor time of the server per request, bytes per answer.
"""

from __future__ import annotations

import argparse
import datetime
import json
import math
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone
from ground import words  # before our own modules: it sets Django up

from honglam.core.organisations.models import Unit
from honglam.core.organisations.rules import path_of
from honglam.core.organisations.terms import Bloc, Kind, Level
from honglam.core.places.models import Boundary
from honglam.engines.registers.public import register_of

COMMUNES, VERTICES = 69, 404
PROVINCE = (105.1, 17.9, 106.5, 18.8)
BOUNDS = {"points": 1000, "communes": 3000}
RECORDED = {"points": {"tipg": 143, "pygeoapi": 40}, "communes": {"tipg": 354, "pygeoapi": 72}}
NAMES = words("Nhà máy|Khu đô thị|Trang trại|Điện gió|Cảng cạn|Chợ đầu mối|Khu nghỉ dưỡng|Kho lạnh", "|")
SECTORS = words("industry energy agriculture trade tourism housing")
LUA = """
math.randomseed(%d)
request = function()
  local w = 105.1 + math.random() * 1.2
  local s = 17.9 + math.random() * 0.7
  return wrk.format("GET", string.format("%%sbbox=%%.5f,%%.5f,%%.5f,%%.5f", "%s", w, s, w + 0.2, s + 0.2))
end
"""


def ring(lon: float, lat: float, dice: random.Random) -> list[list[float]]:
    """The outline of a made-up commune, about 20 km wide, of so many vertices as a real one has."""
    found = []
    for step in range(VERTICES - 1):
        angle = 2 * math.pi * step / (VERTICES - 1)
        away = 0.085 * (1 + 0.15 * math.sin(5 * angle) + 0.04 * dice.random())
        found.append([round(lon + away * math.cos(angle), 5), round(lat + away * math.sin(angle), 5)])
    return [*found, found[0]]


def fill(points: int) -> None:
    """The province, its communes with boundaries, and the projects, all of them public."""
    dice = random.Random(2026)
    province = Unit.objects.create(
        code="99", name="Tỉnh", kind=Kind.PROVINCE, level=Level.PROVINCE, bloc=Bloc.GOVERNMENT, path=path_of("99", "")
    )
    communes = []
    for number in range(COMMUNES):
        unit = Unit.objects.create(
            code=f"9{number:04}", name=f"Xã {number}", kind=Kind.COMMUNE, level=Level.COMMUNE, bloc=Bloc.GOVERNMENT,
            parent=province, path=path_of(f"9{number:04}", province.path),
        )  # fmt: skip
        communes.append(unit)
        outline = ring(dice.uniform(PROVINCE[0], PROVINCE[2]), dice.uniform(PROVINCE[1], PROVINCE[3]), dice)
        shape = {"type": "Polygon", "coordinates": [outline]}
        xs, ys = [x for x, _y in outline], [y for _x, y in outline]
        Boundary.objects.create(
            unit=unit, geometry=shape, lite=shape, west=min(xs), east=max(xs), south=min(ys), north=max(ys),
            label_lon=outline[0][0], label_lat=outline[0][1], attribution="bench", digest=str(number),
        )  # fmt: skip
    model: Any = register_of("projects").model
    now, day = timezone.now(), datetime.date(2026, 1, 5)
    made = []
    for number in range(points):
        x, y = round(dice.uniform(*PROVINCE[::2]), 6), round(dice.uniform(*PROVINCE[1::2]), 6)
        made.append(model(
            unit=province, state="building", valid_from=day, recorded_at=now, code=f"DA-{number}",
            name=f"{dice.choice(NAMES)} số {number}", investor=f"Công ty {number % 900}", investor_kind="domestic",
            sector=dice.choice(SECTORS), commune=dice.choice(communes), capital=dice.randint(1, 900_000),
            land_area=dice.randint(1, 900), due_on=datetime.date(2028, 12, 31), west=x, east=x, south=y, north=y,
            geometry=f'{{"type":"Point","coordinates":[{x},{y}]}}', search_text="x" * 80,
        ))  # fmt: skip
    model.objects.bulk_create(made, batch_size=2000)


def lay_floor(points: int) -> None:
    """The floor's tables: the same features as ready text, with the same kind of index."""
    from django.test import Client  # noqa: PLC0415  only here

    asked = {"points": f"projects/items?limit=1000&bbox={','.join(map(str, PROVINCE))}",
             "communes": "boundaries/items?limit=1000"}  # fmt: skip
    box = "id integer, west double precision, east double precision, south double precision, north double precision"
    with connection.cursor() as cursor:
        for table, path in asked.items():
            cursor.execute(f"CREATE TABLE bench_{table} (id integer primary key, text text, {box.partition(', ')[2]})")
            href, rows = f"/ogc/collections/{path}", []
            while href:
                told = json.loads(Client().get(href).content)
                for feature in told["features"]:
                    flat = re.findall(r"-?\d+\.\d+", json.dumps(feature["geometry"]["coordinates"]))
                    xs, ys = [float(one) for one in flat[::2]], [float(one) for one in flat[1::2]]
                    text = json.dumps(feature, ensure_ascii=False, separators=(",", ":"))
                    rows.append((len(rows) + 1, text, min(xs), max(xs), min(ys), max(ys)))
                href = next((one["href"][17:] for one in told["links"] if one["rel"] == "next"), "")
            cursor.executemany(f"INSERT INTO bench_{table} VALUES (%s, %s, %s, %s, %s, %s)", rows)
            assert len(rows) == (points if table == "points" else COMMUNES), len(rows)
            if connection.vendor == "sqlite":
                cursor.execute(f"CREATE VIRTUAL TABLE bench_{table}_tree USING rtree(id, west, east, south, north)")
                cursor.execute(f"INSERT INTO bench_{table}_tree SELECT id, west, east, south, north FROM bench_{table}")
            else:
                cursor.execute(f"CREATE INDEX ON bench_{table} USING gist "
                               "(box(point(west, south), point(east, north)))")  # fmt: skip
        cursor.execute("ANALYZE")


@contextmanager
def served(application: str) -> Iterator[tuple[int, psutil.Process]]:
    """A granian with two workers, as `honglam serve` starts it; its port and process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "HONGLAM_DEBUG": "0", "PYTHONPATH": f"{Path(__file__).parent}:{Path.cwd()}",
                   "FLOOR_DATABASE": str(connection.settings_dict["NAME"])}  # fmt: skip
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
               "--workers", "2", "--blocking-threads", "4", "--no-ws", "--log-level", "error", application]  # fmt: skip
    process = subprocess.Popen(command, env=environment, start_new_session=True)
    try:
        for _try in range(900):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        time.sleep(3)  # the second worker
        yield port, psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(60)


def processor_seconds(process: psutil.Process) -> float:
    """What the server and its workers used of the processors."""
    family = [process, *process.children(recursive=True)]
    return sum(one.cpu_times().user + one.cpu_times().system for one in family)


def measured(port: int, process: psutil.Process, path: str, seconds: int) -> dict[str, float]:
    """Requests per second, processor milliseconds of the server and bytes per request, after a second to warm up."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(LUA % (7, path))
        script.flush()

        def run(long: int) -> str:
            return subprocess.run(
                ["wrk", "-t2", "-c8", f"-d{long}s", "-s", script.name, f"http://127.0.0.1:{port}"],
                check=True, capture_output=True, text=True,
            ).stdout  # fmt: skip

        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}bbox=105.5,18.2,105.7,18.4") as answer:
            size = len(answer.read())
        run(2)
        before = processor_seconds(process)
        told = run(seconds)
    used = processor_seconds(process) - before
    done = int(re.search(r"(\d+) requests in", told)[1])  # type: ignore[index]
    assert "Non-2xx" not in told, told
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])  # type: ignore[index]
    return {"requests_per_second": round(rate), "cpu_ms": round(used / done * 1000, 3), "bytes_of_one": size}


def main() -> None:
    """Fill, serve, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=8)
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        print(
            "features.py cần wrk để tạo tải: cài gói wrk (Debian: apt-get install wrk) rồi chạy lại.", file=sys.stderr
        )
        raise SystemExit(2)
    call_command("migrate", verbosity=0, skip_checks=True)
    fill(options.points)
    lay_floor(options.points)
    connections.close_all()
    figures: dict[str, Any] = {"points": {}, "communes": {}}
    with served("honglam.config.wsgi:application") as (port, process):
        figures["points"]["ours"] = measured(
            port, process, "/ogc/collections/projects/items?limit=100&", options.seconds
        )
        figures["communes"]["ours"] = measured(
            port, process, "/ogc/collections/boundaries/items?limit=100&", options.seconds
        )
    with served("features_floor:application") as (port, process):
        for name in figures:
            figures[name]["floor"] = measured(port, process, f"/{name}?", options.seconds)
    for name, told in figures.items():
        told["held_to"] = BOUNDS[name]
        told["recorded_elsewhere"] = RECORDED[name]
    print(json.dumps({"benchmark": "features", "database": connection.vendor, "points": options.points,
                      "load": os.getloadavg()[0], "figures": figures}))  # fmt: skip


if __name__ == "__main__":
    main()
