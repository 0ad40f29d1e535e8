"""Prove that the rules run on a real Spark cluster, also when it loses a worker in mid-run (`make prove`).

    python -m tools.prove_spark [--rows 2800000] [--folder var/prove]

Makes a virtual environment of its own with PySpark (kept for the next time), starts a standalone master and two workers
on loopback, and judges on them: the table of edges, against the slow reading; parcels, against DuckDB; the same parcels
again, while one worker and its executor are killed with SIGKILL in the middle of a stage. Prints a JSON line each and
fails when any verdict differs. Needs Java 17 or newer; `make test` does not, it runs Spark's SQL on Sail.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import venv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("pyspark==4.3.*", "pyarrow", "pandas<3", "polars>=2.1,<3", "duckdb>=2,<3", "shapely>=2.2,<3",
            "rapidfuzz>=3.14,<4", "hypothesis>=6.170")  # fmt: skip
JAVA_PACKAGE = "openjdk-17-jre-headless"
FILES = 16
"""Into so many files the parcels are written, so that both workers have several tasks."""


class NotProved(SystemExit):
    """What is missing, or what differed."""


def java() -> str:
    """The Java that runs the cluster. Raises NotProved where there is none."""
    home = os.environ.get("JAVA_HOME", "")
    found = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    if not found or not Path(found).exists():
        raise NotProved(f"Không có Java, cụm Spark không chạy được. Hãy cài gói Debian {JAVA_PACKAGE} rồi chạy lại.")
    return found


def environment(folder: Path) -> Path:
    """The Python of an environment with PySpark and what the rules need; made once."""
    python = folder / "venv" / "bin" / "python"
    made = folder / "venv" / "made-of.txt"
    wanted = "\n".join(PACKAGES)
    if not made.exists() or made.read_text() != wanted:
        shutil.rmtree(folder / "venv", ignore_errors=True)
        venv.create(folder / "venv", with_pip=True)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES], check=True
        )
        made.write_text(wanted)
    return python


def free_port() -> int:
    """A port on loopback that nobody uses."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def asked(url: str) -> Any:
    """The JSON behind an address, None while nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return json.load(answer)
    except (OSError, ValueError):
        return None


def wait_for(what: str, seconds: float, ready: Callable[[], Any]) -> Any:
    """What `ready` answers, once it does. Raises NotProved when it never did."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := ready():
            return answer
        time.sleep(0.2)
    raise NotProved(f"{what}: chờ {seconds:.0f} giây không thấy.")


class Cluster:
    """A standalone master and two workers of one core each, on loopback."""

    def __init__(self, python: Path, folder: Path) -> None:
        """Start all three and wait until the master knows both workers."""
        self.folder, self.started = folder, list[subprocess.Popen[bytes]]()
        home = next((python.parent.parent / "lib").glob("python3*/site-packages/pyspark"))
        self._command = [java(), "-cp", f"{home}/jars/*", "-Xmx512m"]
        own = {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_SCALA_VERSION": "2.13"}
        self._environment = os.environ | own
        port, self.page = free_port(), free_port()
        self.url = f"spark://127.0.0.1:{port}"
        self._start(
            "master", "master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", str(self.page)
        )
        wait_for("Spark master", 60, self.state)
        self.workers = [self._start_worker(number) for number in (1, 2)]
        wait_for("Spark workers", 60, lambda: self.alive() == 2)

    def state(self) -> Any:
        """What the master says of its cluster."""
        return asked(f"http://127.0.0.1:{self.page}/json/")

    def alive(self) -> int:
        """Workers that the master takes for alive."""
        return sum(one["state"] == "ALIVE" for one in (self.state() or {}).get("workers", ()))

    def kill_worker(self, number: int) -> None:
        """SIGKILL to a worker and to its executor, which share a group of processes that is ours."""
        os.killpg(self.workers[number].pid, signal.SIGKILL)

    def stop(self) -> None:
        """End every process that was started here."""
        for one in reversed(self.started):
            try:
                os.killpg(one.pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
            one.wait()

    def _start_worker(self, number: int) -> subprocess.Popen[bytes]:
        port, page, work = str(free_port()), str(free_port()), str(self.folder / f"work{number}")
        size = ("--cores", "1", "--memory", "1500m", "--work-dir", work, "--port", port, "--webui-port", page)
        return self._start(f"worker{number}", "worker.Worker", "--host", "127.0.0.1", *size, self.url)

    def _start(self, name: str, program: str, *options: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("wb") as log:
            command = [*self._command, f"org.apache.spark.deploy.{program}", *options]
            process = subprocess.Popen(
                command, stdout=log, stderr=log, env=self._environment, start_new_session=True
            )  # fmt: skip
        self.started.append(process)
        return process


@contextmanager
def running_cluster(python: Path, folder: Path) -> Iterator[Cluster]:
    """A cluster, and its end."""
    cluster = Cluster(python, folder)
    try:
        yield cluster
    finally:
        cluster.stop()


class Driver:
    """The program on the cluster: told line by line what to judge, it answers in JSON."""

    def __init__(self, python: Path, cluster: Cluster, folder: Path, parcels: Path) -> None:
        """Start it, with its page on a port that is known."""
        self.page = free_port()
        options = f"--executor-memory 1g --driver-memory 1g --conf spark.ui.port={self.page}"
        options += f" --conf spark.driver.host=127.0.0.1 --conf spark.sql.shuffle.partitions={2 * FILES}"
        paths = os.pathsep.join((str(ROOT), str(ROOT / "benchmarks")))
        own = {"PYTHONPATH": paths, "PYSPARK_SUBMIT_ARGS": f"{options} pyspark-shell", "SPARK_LOCAL_IP": "127.0.0.1"}
        self._log = (folder / "driver.log").open("wb")
        self.process = subprocess.Popen(
            [python, __file__, "--drive", cluster.url, "--parcels", str(parcels)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, text=True, env=os.environ | own,
            start_new_session=True,
        )  # fmt: skip
        cluster.started.append(self.process)  # type: ignore[arg-type]

    def ask(self, what: str) -> None:
        """Let it begin."""
        assert self.process.stdin is not None
        print(what, file=self.process.stdin, flush=True)

    def answer(self) -> dict[str, Any]:
        """What it found. Raises NotProved when it ended without an answer."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise NotProved(f"Chương trình trên cụm dừng giữa chừng; xem {self._log.name!r}.")
        return json.loads(line)

    def told(self, what: str) -> list[dict[str, Any]]:
        """What its page says about its executors or stages."""
        base = f"http://127.0.0.1:{self.page}/api/v1/applications"
        apps = asked(base) or [{"id": ""}]
        return asked(f"{base}/{apps[0]['id']}/{what}") or []

    def executors(self) -> list[dict[str, Any]]:
        """All executors that the program ever had."""
        return [one for one in self.told("allexecutors") if one["id"] != "driver"]

    def running_stage(self) -> dict[str, Any] | None:
        """A stage of which some tasks ended and some did not."""
        stages = self.told("stages?status=active")
        return next((one for one in stages if 2 <= one["numCompleteTasks"] < one["numTasks"] - 2), None)


def prove(rows: int, folder: Path) -> None:
    """Run all three proofs. Raises NotProved."""
    folder.mkdir(parents=True, exist_ok=True)
    java()
    python = environment(folder)
    parcels = folder / f"parcels-{rows}"
    with running_cluster(python, folder) as cluster:
        driver = Driver(python, cluster, folder, parcels)
        for what in ("edges", "parcels"):
            driver.ask(what)
            report(driver.answer())
        driver.ask("again")
        stage = wait_for("a stage in mid-run", 120, driver.running_stage)
        cluster.kill_worker(1)
        killed = {"at_stage": stage["stageId"], "tasks_done": stage["numCompleteTasks"], "of": stage["numTasks"]}
        found = driver.answer()
        wait_for("the loss of the worker", 120, lambda: cluster.alive() == 1)
        lost = [one for one in driver.executors() if not one["isActive"]]
        report(found | {"killed": killed, "executors_lost": len(lost), "workers_left": cluster.alive()})
        if not lost:
            raise NotProved("Không executor nào bị mất: lần chạy này không chứng minh được gì.")
        driver.ask("end")


def report(found: dict[str, Any]) -> None:
    """Print what was found. Raises NotProved where it is not what is right."""
    print(json.dumps(found, ensure_ascii=False), flush=True)
    if not found["equal"]:
        raise NotProved(f"Kết quả trên cụm khác kết quả đúng: {found['case']}.")


def drive(url: str, parcels: Path) -> None:
    """What the program on the cluster does, until it is told to end."""
    from made_parcels import (  # type: ignore[import-not-found]  # noqa: PLC0415 - only in its environment
        COLUMNS,
        COMMUNES,
        KEY,
        RULES,
        UNIT,
        make_parcels,
    )

    from honglam.engines.datahub.quality.checking import Facts, check  # noqa: PLC0415
    from tests.engines.datahub.quality.tables import edge_rows, told, verdict  # noqa: PLC0415

    def judged(engine: str) -> Any:
        facts = Facts(references={"communes.code": COMMUNES})
        found = check(
            sorted(parcels.glob("*.parquet")), COLUMNS, RULES, facts, key=KEY, unit_column=UNIT, engine=engine
        )
        return told(found)

    right: Any = None
    for line in sys.stdin:
        what = line.strip()
        if what == "end":
            return
        start = time.perf_counter()
        if what == "edges":
            rows = edge_rows()
            found, truth, peer = told(verdict(rows, url)), told(verdict(rows, "python")), "python"
        else:
            if what == "parcels":
                _write_parcels(parcels, make_parcels)
                right = judged("duckdb")
                start = time.perf_counter()
            found, truth, peer = judged(url), right, "duckdb"
        seconds = round(time.perf_counter() - start, 1)
        answer = {"case": what, "rows": found["rows"], "failing": len(found["failing"]), "seconds": seconds}
        print(json.dumps(answer | {"against": peer, "equal": found == truth}), flush=True)


def _write_parcels(folder: Path, make_parcels: Callable[..., Any]) -> None:
    import polars as pl  # noqa: PLC0415

    rows = int(folder.name.rpartition("-")[2])
    if folder.exists():
        return
    making = folder.with_name(f"{folder.name}.making")
    making.mkdir(exist_ok=True)
    make_parcels(making / "parcels.csv", rows)
    frame = pl.read_csv(making / "parcels.csv", infer_schema=False)
    for number in range(FILES):
        frame.slice(number * rows // FILES, (number + 1) * rows // FILES - number * rows // FILES).write_parquet(
            making / f"part-{number:04d}.parquet"
        )
    (making / "parcels.csv").unlink()
    making.rename(folder)


def main() -> None:
    """Read the options; the program on the cluster when this is it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=2_800_000)
    options.add_argument("--folder", type=Path, default=Path(os.environ.get("HONGLAM_VAR", ROOT / "var")) / "prove")
    options.add_argument("--drive", default="")
    options.add_argument("--parcels", type=Path)
    given = options.parse_args()
    if given.drive:
        drive(given.drive, given.parcels)
    else:
        prove(given.rows, given.folder.resolve())


if __name__ == "__main__":
    main()
