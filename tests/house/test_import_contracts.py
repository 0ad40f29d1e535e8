"""The import contracts catch what they are there for, shown on a small house with one planted violation each."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SKELETON = [
    "config/__init__", "packs/__init__", "packs/land/__init__", "packs/schools/__init__", "surfaces/__init__",
    "surfaces/desk", "flows/__init__", "flows/story", "engines/__init__", "core/__init__", "core/access",
    "core/places", "toolkit/__init__", "toolkit/text",
    *(
        f"engines/{engine}/{module}"
        for engine in ("documents", "indicators", "plans", "cases")
        for module in ("__init__", "public", "terms", "rules", "queries", "models", "actions", "pages", "api")
    ),
]  # fmt: skip

PLANTED = [
    ("1. Each folder", "toolkit/text", "import honglam.core.access"),
    ("1. Each folder", "core/access", "def late():\n    import honglam.engines.plans.public"),
    ("2. Processes", "engines/plans/actions", "from honglam.engines.cases import public"),
    ("2. Processes", "engines/indicators/actions", "from honglam.engines.plans import public"),
    ("2. Processes", "engines/undeclared", ""),
    ("3. Inside every engine", "engines/plans/rules", "from honglam.engines.plans import models"),
    ("3. Inside every engine", "engines/plans/actions", "from honglam.engines.plans import pages"),
    ("4. An engine is reached", "flows/story", "from honglam.engines.plans import actions"),
    ("4. An engine is reached", "surfaces/desk", "from honglam.engines.plans.models import Task"),
    ("5. Packs never meet", "packs/land/__init__", "import honglam.packs.schools"),
    ("6. No cycles", "core/access", "import honglam.core.places"),
]


def lint(house: Path) -> str:
    """The output of import-linter over a house built in a folder."""
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--config", house / "pyproject.toml", "--no-cache"],
        cwd=house, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(house), "PATH": ""},
    )  # fmt: skip
    return done.stdout + done.stderr


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """An empty house of the same shape, under the same contracts."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "import_contracts.py", tmp_path / "tools")
    for name in ["__init__", *SKELETON]:
        path = tmp_path / "honglam" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")
    (tmp_path / "honglam" / "core" / "places.py").write_text("import honglam.core.access\n", encoding="utf-8")
    return tmp_path


def test_the_empty_house_keeps_every_contract(house: Path) -> None:
    report = lint(house)
    assert "BROKEN" not in report
    assert "6 kept, 0 broken" in report


@pytest.mark.parametrize(("contract", "module", "planted"), PLANTED)
def test_a_planted_import_is_caught(house: Path, contract: str, module: str, planted: str) -> None:
    path = house / "honglam" / f"{module}.py"
    path.write_text(f"{planted}\n", encoding="utf-8")
    report = lint(house)
    broken = [line for line in report.splitlines() if line.rstrip().endswith("BROKEN")]
    assert any(line.startswith(contract) for line in broken), report
