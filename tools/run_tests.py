"""The whole suite in order, cheapest first: checks, then tests on PostgreSQL, then the database tests on SQLite.

    python -m tools.run_tests [--fast | --checks]

ALLOW_MISSING=browser,postgresql lets the suite pass where one of them cannot be had; it says so at the end.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from tools.postgres import NoServer, server_binaries

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CHECKS: list[tuple[str, list[str]]] = [
    ("style", [str(BIN / "ruff"), "check", "--quiet", "."]),
    ("format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
    ("imports", [str(BIN / "lint-imports")]),
    ("templates", [str(BIN / "djlint"), "honglam", "--lint", "--quiet"]),
    ("types", [str(BIN / "mypy"), "honglam", "tools"]),
    ("system", [str(BIN / "honglam"), "check", "--fail-level", "WARNING"]),
    ("migrations", [str(BIN / "honglam"), "makemigrations", "--check", "--dry-run"]),
]
# The order of tests/conftest.py stands, longest files first: no process is left alone with a journey at the end.
PYTEST = [sys.executable, "-m", "pytest", "-q", "-n", os.environ.get("TEST_PROCESSES", "2"), "--dist", "loadfile",
          "--no-loadscope-reorder"]  # fmt: skip


def step(name: str, command: list[str], **environment: str) -> bool:
    """Run one step and say how it went; its own output only where it failed or is a test run."""
    began = time.monotonic()
    is_test = "pytest" in command
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, check=False, text=True,
        stdout=None if is_test else subprocess.PIPE, stderr=None if is_test else subprocess.STDOUT,
    )  # fmt: skip
    print(f"{'✓' if done.returncode == 0 else '✗'} {name} ({time.monotonic() - began:.0f} s)", flush=True)
    if done.returncode and not is_test:
        print(done.stdout, flush=True)
    return done.returncode == 0


def missing_parts() -> list[str]:
    """What this machine lacks of what the suite needs."""
    missing = []
    if not (shutil.which("chromium") or os.environ.get("CHROMIUM")):
        missing.append("browser")
    try:
        server_binaries()
    except NoServer:
        missing.append("postgresql")
    return missing


def run_tests(fast: bool) -> bool:
    """The test runs; the journeys are part of the first."""
    allowed = set(filter(None, os.environ.get("ALLOW_MISSING", "").split(",")))
    missing = [] if fast else missing_parts()
    for part in missing:
        remedy = {"browser": "chromium", "postgresql": "postgresql"}[part]
        print(f"! thiếu {part}: cài gói {remedy} (make setup-tests), hoặc đặt ALLOW_MISSING={part}", flush=True)
    if set(missing) - allowed:
        return False
    path = f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"  # the Node.js of the environment, not of the machine
    frontend = step("front end", [str(BIN / "npm"), "--prefix", "frontend", "test", "--silent"], PATH=path)
    journeys = [] if "browser" not in missing and not fast else ["-m", "not journey"]
    if fast or "postgresql" in missing:
        return step("tests on SQLite", [*PYTEST, *journeys], DATABASE_URL="") and frontend
    with_server = [sys.executable, "-m", "tools.postgres", *PYTEST, *journeys]
    on_postgresql = step("tests on PostgreSQL", with_server)
    on_sqlite = step("database tests on SQLite", [*PYTEST, "-m", "database and not journey"], DATABASE_URL="")
    return on_postgresql and on_sqlite and frontend


def main() -> int:
    """Exit status 0 where everything holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fast", action="store_true", help="SQLite only, no browser")
    parser.add_argument("--checks", action="store_true", help="only the checks")
    options = parser.parse_args()
    results = [step(name, command) for name, command in CHECKS]
    good = all(results)
    if not options.checks:
        good = run_tests(options.fast) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
