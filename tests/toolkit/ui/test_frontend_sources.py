"""What the front end may not contain: host names in the lock file, styles newer than the oldest browser we serve."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

FRONTEND = Path(__file__).resolve().parents[3] / "frontend"


def test_the_lock_file_names_no_host() -> None:
    lock = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))
    assert lock["packages"]
    assert [name for name, entry in lock["packages"].items() if "resolved" in entry] == []
    assert "://" not in json.dumps(lock)
    assert all("integrity" in entry for name, entry in lock["packages"].items() if name)


def test_versions_of_packages_are_exact() -> None:
    package = json.loads((FRONTEND / "package.json").read_text(encoding="utf-8"))
    wanted = package["dependencies"] | package["devDependencies"]
    assert {name: version for name, version in wanted.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)} == {}


# Chrome and Edge 109 are the last ones for Windows 7. Each of these came later and cannot be translated by the build.
TOO_NEW = re.compile(
    r"color-mix\(|oklch\(|oklab\(|light-dark\(|@starting-style|@scope\b|\bfrom var\(|field-sizing|:user-valid"
)


@pytest.mark.parametrize("path", sorted((FRONTEND / "src").rglob("*.*css")), ids=lambda path: path.name)
def test_styles_work_on_the_oldest_browser(path: Path) -> None:
    assert TOO_NEW.findall(path.read_text(encoding="utf-8")) == []


def test_built_styles_work_on_the_oldest_browser() -> None:
    built = sorted((FRONTEND / "dist" / "assets").glob("main-*.css"))
    if not built:
        pytest.skip("the front end is not built: run `make setup`")
    assert TOO_NEW.findall(built[0].read_text(encoding="utf-8")) == []


def test_the_first_load_stays_small() -> None:
    built = [path for ending in ("css", "js") for path in (FRONTEND / "dist" / "assets").glob(f"main-*.{ending}")]
    if not built:
        pytest.skip("the front end is not built: run `make setup`")
    sent = sum(len(gzip.compress(path.read_bytes(), 9)) for path in built)
    assert sent < 60_000  # bytes; charts and maps are fetched only by pages that have one


def test_colours_stand_in_the_tokens_only() -> None:
    faults = []
    for path in sorted((FRONTEND / "src" / "styles").glob("*.css")):
        if path.name == "tokens.css":
            continue
        text = re.sub(r"url\([^)]*\)|/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
        faults += [f"{path.name}: {found}" for found in re.findall(r"#[0-9a-f]{6}\b", text, re.I)]
    assert len(faults) <= 8, faults


def test_the_build_aims_at_that_browser() -> None:
    assert 'target: "chrome109"' in (FRONTEND / "vite.config.js").read_text(encoding="utf-8")
