"""Conformance: everything that parts declare to the rest keeps its promises, whoever declares it."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from honglam.config.schedule import SCHEDULE
from honglam.core.access.registry import permission, permissions
from honglam.core.jobs.registry import all_kinds as job_kinds
from honglam.core.search.registry import all_kinds as searchable_kinds
from honglam.engines.registers.declaration import registers
from honglam.toolkit.ui import navigation
from tools.house_rules import SourceFile, project_files

ROOT = Path(__file__).resolve().parents[2]
ENGINES = sorted(path.parent.name for path in (ROOT / "honglam" / "engines").glob("*/__init__.py"))
ASKING = {"requires", "require", "reach_of", "has_perm"}
OUR_MODELS = [model for model in apps.get_models() if model.__module__.startswith("honglam.")]


def asked_permissions(source: SourceFile) -> Iterator[tuple[str, int]]:
    """Permission codes that a file asks for, as literals or as module constants."""
    constants = {
        target.id: node.value.value
        for node in source.tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in ASKING:
            for argument in [*node.args, *(keyword.value for keyword in node.keywords)]:
                value = argument.value if isinstance(argument, ast.Constant) else None
                value = constants.get(argument.id, value) if isinstance(argument, ast.Name) else value
                if isinstance(value, str) and value.count(".") == 1 and value.replace(".", "_").isidentifier():
                    yield value, node.lineno


def product_files() -> list[SourceFile]:
    """What ships."""
    return [source for source in project_files(ROOT) if source.is_product]


def test_every_permission_that_code_asks_for_is_declared() -> None:
    unknown = [
        f"{source.path}:{line} asks for {code}"
        for source in product_files()
        for code, line in asked_permissions(source)
        if permission(code) is None
    ]
    assert not unknown, "\n".join(unknown)


def test_every_declared_permission_is_asked_for_somewhere() -> None:
    texts = [source.text for source in product_files() if source.path.name != "declarations.py"]
    templates = [path.read_text(encoding="utf-8") for path in (ROOT / "honglam").rglob("*.html")]
    of_registers = {one.permission(verb) for one in registers() for verb in ("view", "edit", "decide", "unmask")}
    of_registers |= {code for one in registers() for code in one.guarded.values()}  # asked for by the declaration
    idle = [
        one.code for one in permissions()
        if one.code not in of_registers and not any(one.code in text for text in [*texts, *templates])
    ]  # fmt: skip
    assert not idle


@pytest.mark.parametrize("one", permissions(), ids=lambda one: one.code)
def test_a_permission_says_what_it_allows(one: Any) -> None:
    assert str(one.label).strip()
    assert str(one.description).strip()
    assert one.app in {config.label for config in apps.get_app_configs()}


@pytest.mark.parametrize("item", navigation.declared_items(), ids=lambda item: item.url_name)
def test_an_entry_of_the_navigation_leads_somewhere(item: navigation.Item) -> None:
    assert reverse(item.url_name, args=item.args)
    assert not item.permission or permission(item.permission) is not None
    icons = json.loads((ROOT / "frontend" / "icons.json").read_text(encoding="utf-8"))
    assert item.icon in icons


@pytest.mark.parametrize("kind", searchable_kinds(), ids=lambda kind: kind.code)
def test_a_searchable_kind_can_be_filled_anew(kind: Any, db: None) -> None:
    assert str(kind.label).strip()
    assert list(kind.rebuild()) == []
    assert not kind.permission or permission(kind.permission) is not None


@pytest.mark.parametrize("scheduled", SCHEDULE, ids=lambda scheduled: scheduled.name)
def test_a_scheduled_job_exists(scheduled: Any) -> None:
    assert scheduled.job in {kind.code for kind in job_kinds()}


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_has_the_shape_of_an_engine(engine: str) -> None:
    package = import_module(f"honglam.engines.{engine}")
    public = import_module(f"honglam.engines.{engine}.public")
    assert package.__doc__
    assert len(package.__doc__.strip().splitlines()) <= 6, "what it is for in five lines"
    assert sorted(public.__all__) == sorted(set(public.__all__))
    assert all(hasattr(public, name) for name in public.__all__)


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_a_model_states_its_invariant_and_can_be_cited(model: type[models.Model]) -> None:
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}("), "the docstring states the invariant"
    if hasattr(model, "get_absolute_url"):
        assert model._meta.get_field("uid").unique, "what has an address has an identifier that may leave"
    for constraint in model._meta.constraints:
        assert len(constraint.name) <= 63, "PostgreSQL cuts longer names"


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_no_status_is_stored_as_a_bare_word(model: type[models.Model]) -> None:
    for field in model._meta.get_fields():
        if isinstance(field, models.CharField) and field.name in {"state", "status", "kind", "role", "mandate"}:
            assert field.choices or field.max_length >= 30 or model._meta.app_label in FREE_CODES, field


FREE_CODES = {"files", "search", "notices"}
"""Apps whose kinds are declared by others at start, so that no model can list them."""
