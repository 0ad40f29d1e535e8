"""The reference plans, scored by the published scorer; skips loudly where they are not there."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from honglam.engines.documents.public import read_document
from honglam.engines.plans.extraction import read_plan

FLOOR = 0.97


def scorer(folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    if spec is None or spec.loader is None or not (folder / "score.py").is_file():
        pytest.skip(f"NO SCORER at {folder / 'score.py'}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(path: Path) -> tuple[dict[str, Any], str]:
    document = read_document(path)
    return json.loads(json.dumps(read_plan(document).to_json())), document.text


def test_plans_with_expected_readings_score_above_the_floor(plans_folder: Path) -> None:
    module = scorer(plans_folder)
    expected = sorted((plans_folder / "expected").glob("*.json"))
    assert expected, "the folder of plans has no expected readings"
    for want in expected:
        got, text = read(plans_folder / f"{want.stem}.txt")
        scores, spurious = module.score(got, json.loads(want.read_text(encoding="utf-8")), text)
        assert module.overall(scores, spurious) >= FLOOR, (want.stem, scores, spurious)
        assert scores["source"][0] == 1.0, want.stem


def test_every_span_of_every_reference_plan_contains_its_item(plans_folder: Path) -> None:
    module = scorer(plans_folder)
    keys = {
        "legal_basis": "number",
        "sections": "heading",
        "results": "text",
        "indicators": "name",
        "tasks": "name",
        "reporting": "quote",
    }
    plans = sorted(plans_folder.glob("*.txt"))
    assert plans
    for path in plans:
        got, text = read(path)
        for name, key in keys.items():
            for item in got[name]:
                assert module.cited(item, key, text), (path.name, name, item[key])


def test_readings_follow_the_published_schema(plans_folder: Path) -> None:
    validator = pytest.importorskip("jsonschema_rs", reason="NO VALIDATOR: jsonschema_rs is not installed")
    schema = plans_folder / "extract.schema.json"
    if not schema.is_file():
        pytest.skip(f"NO SCHEMA at {schema}")
    check = validator.validator_for(json.loads(schema.read_text(encoding="utf-8")))
    for path in sorted(plans_folder.glob("*.txt")):
        problems = [str(error) for error in check.iter_errors(read(path)[0])]
        assert problems == [], path.name
