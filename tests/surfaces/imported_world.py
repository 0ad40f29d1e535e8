"""Imports and double rows of the small world, made when a walk first asks for them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from honglam.engines.registers.actions import pairs
from honglam.engines.registers.models import AlikePair, ImportRun, Merge
from honglam.engines.registers.public import create, merge, register_of
from tests.engines.registers.bringing import csv_file, line, told, tried
from tests.surfaces.full_world import World

PROJECTS = "projects"


def import_of(world: World) -> ImportRun:
    """A file that was tried, with a refused line."""
    known: ImportRun | None = ImportRun.objects.filter(register=PROJECTS).first()
    if known is not None:
        return known
    commune = world.people.north.name
    upload = csv_file([line("DA-9", commune=commune), line("DA-8", commune=commune, capital="nhiều")])
    return tried(register_of(PROJECTS), upload, unit=world.people.province, by=world.reader)


def pair_of(world: World) -> AlikePair:
    """Two projects that look like one."""
    known: AlikePair | None = AlikePair.objects.filter(register=PROJECTS, state="open").first()
    if known is not None:
        return known
    two = [_project(world, code, "Nhà máy gỗ", "Công ty A").uid for code in ("HAI-1", "HAI 1")]
    pairs.find_alike(register=register_of(PROJECTS), by=None, told=told)
    found: AlikePair = AlikePair.objects.get(register=PROJECTS, state="open", first__in=two, second__in=two)
    return found


def merge_of(world: World) -> Merge:
    """Two projects that were put into one."""
    known: Merge | None = Merge.objects.filter(register=PROJECTS).first()
    if known is not None:
        return known
    keep, other = (_project(world, code, "Trại giống tôm", "Hợp tác xã B") for code in ("MOT-1", "MOT-2"))
    return merge(register=register_of(PROJECTS), keep=keep, merged=[other], by=world.reader, reason="Ghi hai lần")


def row_of_pair(world: World) -> Any:
    """The first row of the pair."""
    rows: Any = register_of(PROJECTS).model._default_manager
    return rows.get(uid=pair_of(world).first)


def _project(world: World, code: str, name: str, investor: str) -> Any:
    values = {
        "code": code, "name": name, "investor": investor, "investor_kind": "domestic", "sector": "trade",
        "commune": world.people.north, "capital": Decimal(1000),
    }  # fmt: skip
    return create(register=register_of(PROJECTS), unit=world.people.province, values=values, by=world.reader)
