"""A department whose prices of materials are delivered from elsewhere: by file, from a database, from a service."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from honglam.core.access.actions import offer_permissions
from honglam.core.access.models import User
from honglam.core.access.terms import RoleCode
from honglam.core.files.actions import store
from honglam.core.jobs.actions import start
from honglam.core.jobs.execution import execute
from honglam.core.jobs.models import JobRun
from honglam.core.notices.models import Notice
from honglam.core.organisations.models import Unit
from honglam.core.organisations.terms import Kind
from honglam.engines.datahub.actions.inflows import ask_for_delivery, make_inflow
from honglam.engines.datahub.models import Dataset, Inflow, InflowRun, SchemaVersion
from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.engines.datahub.reading import current_version, rows_of
from tests.people import make_person, make_unit

COLUMNS = (
    Column(name="code", label="Mã", type=ColumnType.CODE, required=True),
    Column(name="name", label="Vật liệu"),
    Column(name="price", label="Giá", type=ColumnType.DECIMAL, unit="đồng", scale=0),
)
GOOD = "Mã;Vật liệu;Giá\nG1;Gạch đặc;1.200\nG2;Ngói;15.500\n"


@dataclass
class Market:
    """The dataset of prices, who manages it, who keeps its quality, and who may only look."""

    unit: Unit
    other: Unit
    dataset: Dataset
    manager: User
    steward: User
    viewer: User

    def inflow(self, **values: Any) -> Inflow:
        """A way in; by file unless it says otherwise."""
        said = {"name": "Bảng giá", "kind": "file", "settings": {}, "contract": {}, **values}
        return make_inflow(dataset=self.dataset, values=said, by=self.manager)

    def deliver(self, inflow: Inflow, content: str | None = None, name: str = "gia.csv") -> InflowRun:
        """One delivery, from its arrival to its end; with a file where there is a content."""
        file = None
        if content is not None:
            upload = SimpleUploadedFile(name, content.encode())
            file = store(upload=upload, by=self.manager, purpose="datahub.delivery", allowed=["csv", "json"],
                         unit=self.unit)  # fmt: skip
        run, job = ask_for_delivery(inflow=inflow, by=self.manager, file=file)
        execute.call(job.pk, job.attempt)
        run.refresh_from_db()
        inflow.refresh_from_db()
        return run

    def rows(self) -> list[dict[str, Any]]:
        """The rows in use."""
        version = current_version(self.dataset)
        return [dict(row) for row in rows_of(version)] if version is not None else []

    def told(self, person: User | None = None) -> list[str]:
        """What the steward (or somebody else) was told."""
        return list(
            Notice.objects.filter(recipient=person or self.steward).order_by("pk").values_list("title", flat=True)
        )


@dataclass
class Service:
    """A service outside: what it answers, and what it was asked."""

    url: str = ""
    answer: Any = field(default_factory=list)
    status: int = 200
    seen: list[str | None] = field(default_factory=list)


@pytest.fixture
def market(db: None, settings: Any, tmp_path: Path) -> Market:
    """Prices of a department, with columns and no rows yet; two rows of one code are not let in."""
    settings.MEDIA_ROOT = tmp_path / "files"
    offer_permissions(by=None)
    province = make_unit("tinh", "Tỉnh Sông Lam", Kind.PROVINCE)
    unit = make_unit("tinh.construction", "Sở Xây dựng", Kind.DEPARTMENT, province)
    other = make_unit("tinh.health", "Sở Y tế", Kind.DEPARTMENT, province)
    steward = make_person("giugia", "Trần Thị Bình", RoleCode.HEAD, unit)
    dataset = Dataset.objects.create(code="prices", name="Giá vật liệu", owner=unit, key=["code"], steward=steward)
    SchemaVersion.objects.create(dataset=dataset, number=1, columns=[column.to_json() for column in COLUMNS])
    dataset.rules.create(code="code-once", kind="key", columns=["code"], word="consistent", effect="blocks",
                         message="Mã bị trùng")  # fmt: skip
    return Market(
        unit, other, dataset, manager=make_person("quanly", "Lê Văn Phối", RoleCode.COORDINATOR, unit),
        steward=steward, viewer=make_person("nguoixem", "Đỗ Văn Xem", RoleCode.VIEWER, unit),
    )  # fmt: skip


@pytest.fixture
def service() -> Iterator[Service]:
    """A real server on this machine that stands for somebody else's."""
    found = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.seen.append(self.headers.get("Authorization"))
            self.send_response(found.status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.end_headers()
            self.wfile.write(json.dumps(found.answer).encode())

        def log_message(self, *arguments: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    found.url = f"http://127.0.0.1:{server.server_port}/gia"
    yield found
    server.shutdown()
    server.server_close()


def ran(code: str) -> JobRun:
    """A job, run here to its end."""
    run = start(code, by=None)
    execute.call(run.pk, run.attempt)
    run.refresh_from_db()
    return run
