"""Deliveries, outside systems, sector databases and open data of the small world, made when a walk first asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from honglam.core.files.actions import store
from honglam.engines.datahub.actions.connectors import make_connector, record_exchange
from honglam.engines.datahub.actions.inflows import make_inflow
from honglam.engines.datahub.actions.releases import answer_wish, make_release, make_wish, publish_release
from honglam.engines.datahub.models import Connector, Inflow, OpenRelease, OpenWish, SectorDatabase
from honglam.engines.datahub.terms import RunState
from tests.surfaces.declared_pages import Place
from tests.surfaces.full_world import World


def made(path: Place, maker: Callable[[World], Any]) -> Place:
    """The address of a list, once there is something in it."""
    return lambda world: path(world) if maker(world) is not None else ""


def inflow_of(world: World) -> Inflow:
    """A way in of the dataset by file, with one delivery that became no version."""
    known: Inflow | None = Inflow.objects.first()
    if known is not None:
        return known
    values = {"name": "Tệp của chi nhánh", "kind": "file", "contract": {"columns": ["code", "area"]}}
    found = make_inflow(dataset=world.dataset, values=values, by=world.reader)
    upload = SimpleUploadedFile("thua.csv", b"code,area\nA1,120.5\n")
    file = store(upload=upload, by=world.reader, purpose="datahub.delivery", allowed=["csv"], unit=world.dataset.owner)
    now = timezone.now()
    found.runs.create(state=RunState.PASSED, rows=1, file=file, by=world.reader, started_at=now, finished_at=now)
    return found


def system_of(world: World) -> Connector:
    """A system outside, with which something was exchanged."""
    known: Connector | None = Connector.objects.first()
    if known is not None:
        return known
    values = {"name": "Hệ thống của bộ", "exchanged": "Báo cáo quý", "direction": "out", "exchange": "file"}
    found = make_connector(code="X-T-1", values=values, by=world.reader)
    record_exchange(connector=found, direction="out", rows=12, figures={"Hồ sơ": "12 hồ sơ"}, by=world.reader)
    return found


def database_of(world: World) -> SectorDatabase:
    """A sector database that the hub reads."""
    known: SectorDatabase | None = SectorDatabase.objects.first()
    if known is not None:
        return known
    found = SectorDatabase.objects.create(number=1, name="Cơ sở dữ liệu đất đai", keeper=world.dataset.owner)
    found.datasets.add(world.dataset)
    return found


def release_of(world: World) -> OpenRelease:
    """Columns of the dataset that everybody has."""
    known: OpenRelease | None = OpenRelease.objects.first()
    if known is not None:
        return known
    values = {
        "slug": "thua-dat", "title": "Thửa đất theo xã", "description": "Số thửa của từng xã.",
        "columns": ["commune", "plots"], "theme": "REGI", "keywords": ["đất đai"], "licence": "cc-by-4.0",
    }  # fmt: skip
    return publish_release(release=make_release(dataset=world.dataset, values=values, by=world.reader), by=world.reader)


def wish_of(world: World) -> OpenWish:
    """What somebody wished for, answered for everybody to read."""
    known: OpenWish | None = OpenWish.objects.first()
    if known is not None:
        return known
    wish = make_wish(subject="Số thửa đất theo xã", use="Viết bài báo")
    return answer_wish(wish=wish, answer="Đã có trong dữ liệu mở.", is_shown=True, release=None, by=world.reader)
