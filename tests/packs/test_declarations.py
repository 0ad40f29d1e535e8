"""What the packs that come with the platform declare, together."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import honglam
from honglam.engines.datahub.public import Kind
from honglam.engines.datahub.quality.rule_format import check_rule
from honglam.engines.registers.public import registers

PACKS = Path(honglam.__file__).parent / "packs"
MOST_LINES = 60


def declarations() -> Iterator[tuple[str, int]]:
    """Each `Register(...)` with its number of lines."""
    for path in sorted(PACKS.glob("*/pack.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Register":
                yield f"{path.parent.name}:{node.lineno}", (node.end_lineno or 0) - node.lineno + 1


def test_a_register_with_everything_fits_in_sixty_lines() -> None:
    found = dict(declarations())
    assert len(found) >= 15
    assert {where: lines for where, lines in found.items() if lines > MOST_LINES} == {}


def test_every_kind_of_rule_is_in_use_and_every_rule_can_be_read() -> None:
    used = set()
    for register in registers():
        for rule in register.quality:
            check_rule(rule, {*register.fields, "unit", "state"})
            used.add(rule.kind)
    assert used == set(Kind)


def test_every_pack_explains_itself() -> None:
    for path in PACKS.glob("*/pack.py"):
        assert (path.parent / "README.md").read_text(encoding="utf-8").startswith("# Pack")
