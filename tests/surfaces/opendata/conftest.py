"""A province with one dataset of clinics that somebody may open."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from honglam.core.access.actions import offer_permissions
from honglam.core.access.models import User
from honglam.core.access.terms import RoleCode
from honglam.core.organisations.models import Unit
from honglam.core.organisations.terms import Kind
from honglam.engines.datahub.actions.releases import make_release, publish_release
from honglam.engines.datahub.actions.versions import publish_rows
from honglam.engines.datahub.models import Dataset, OpenRelease, SchemaVersion
from honglam.engines.datahub.quality.columns import Column, ColumnType
from tests.people import make_person, make_unit

COLUMNS = (
    Column(name="code", label="mã", type=ColumnType.CODE, required=True),
    Column(name="name", label="tên cơ sở", meaning="Tên theo quyết định thành lập"),
    Column(name="kind", label="loại", type=ColumnType.CODE, codes=(("tram", "trạm y tế"), ("vien", "bệnh viện"))),
    Column(name="beds", label="giường bệnh", type=ColumnType.INTEGER, unit="giường"),
    Column(name="area", label="diện tích", type=ColumnType.DECIMAL, unit="m²", scale=1),
    Column(name="opened_on", label="ngày mở", type=ColumnType.DATE),
    Column(name="place", label="vị trí", type=ColumnType.GEOMETRY),
    Column(name="head", label="trưởng trạm", personal=True),
    Column(name="hamlet", label="thôn", quasi=True),
)


@dataclass
class Health:
    """A department with its dataset, and who may release it."""

    unit: Unit
    dataset: Dataset
    keeper: User

    def release(self, **values: Any) -> OpenRelease:
        """Open data that is described, not public yet."""
        said = {
            "slug": "co-so-y-te", "title": "Cơ sở y tế", "description": "Trạm y tế và bệnh viện của tỉnh.",
            "columns": ["code", "name", "kind", "beds", "area", "opened_on", "place"], "quasi": [], "least": 5,
            "theme": "HEAL", "keywords": ["y tế", "bệnh viện"], "licence": "cc-by-4.0", "frequency": "MONTHLY",
            "follows": True, **values,
        }  # fmt: skip
        return make_release(dataset=self.dataset, values=said, by=self.keeper)

    def public(self, **values: Any) -> OpenRelease:
        """Open data that everybody has."""
        return publish_release(release=self.release(**values), by=self.keeper)


def clinic(number: int, **values: Any) -> dict[str, str | None]:
    """A row as it is delivered."""
    point = json.dumps({"type": "Point", "coordinates": [105.5 + number / 100, 18.2]}, separators=(",", ":"))
    return {
        "code": f"YT-{number:03d}", "name": f"Trạm y tế số {number}", "kind": "vien" if number % 10 == 0 else "tram",
        "beds": str(number), "area": f"{number}.5", "opened_on": f"2020-01-{number % 28 + 1:02d}", "place": point,
        "head": "Nguyễn Văn An", "hamlet": f"thôn {number % 4}", **values,
    }  # fmt: skip


@pytest.fixture
def health(db: None, settings: Any, tmp_path: Path) -> Health:
    """Forty clinics, published in the hub, nothing open yet."""
    settings.MEDIA_ROOT = tmp_path
    offer_permissions(by=None)
    province = make_unit("99", "Tỉnh Sông Lam", Kind.PROVINCE)
    unit = make_unit("99.health", "Sở Y tế", Kind.DEPARTMENT, province, email="syt@tinh.example")
    keeper = make_person("dulieu", "Lê Thị Dữ", RoleCode.COORDINATOR, province, seat=unit)
    dataset = Dataset.objects.create(code="clinics", name="Cơ sở y tế", owner=unit, key=["code"])
    SchemaVersion.objects.create(dataset=dataset, number=1, columns=[column.to_json() for column in COLUMNS])
    rows = [clinic(number) for number in range(1, 41)]
    publish_rows(dataset=dataset, batches=[rows], by=None, made_from={"kind": "delivery", "inflow": "thử"})
    return Health(unit, dataset, keeper)
