"""A department that owns people's land plots, two communes that ask for them, and a dataset with versions."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from honglam.core.access.actions import offer_permissions
from honglam.core.access.models import User
from honglam.core.access.terms import RoleCode
from honglam.core.organisations.models import Unit
from honglam.core.organisations.terms import Kind, Level
from honglam.engines.datahub.actions.grants import make_key
from honglam.engines.datahub.actions.requests import Wish, ask, grant
from honglam.engines.datahub.models import AccessRequest, ApiKey, Dataset, DatasetVersion, Grant, SchemaVersion
from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.engines.datahub.storing import write_version
from honglam.engines.datahub.terms import Sensitivity, VersionState
from tests.people import make_person, make_unit

DAY = datetime.timedelta(days=1)
COLUMNS = (
    Column(name="code", label="Mã thửa", type=ColumnType.CODE, required=True),
    Column(name="commune", label="Xã", type=ColumnType.CODE),
    Column(name="area", label="Diện tích", type=ColumnType.DECIMAL, unit="m²"),
    Column(name="plots", label="Số thửa", type=ColumnType.INTEGER),
    Column(name="owner", label="Chủ sử dụng", personal=True),
    Column(name="given_on", label="Ngày cấp", type=ColumnType.DATE),
    Column(name="is_farm", label="Đất nông nghiệp", type=ColumnType.BOOLEAN),
)
Row = dict[str, str | None]
NEED = "Xác định đúng chủ sử dụng đất khi giải quyết hồ sơ chuyển nhượng"


def row(code: str, commune: str = "90001", **values: str | None) -> Row:
    """A plot of a commune."""
    return {
        "code": code, "commune": commune, "area": "120.50", "plots": "1", "owner": f"Chủ {code}",
        "given_on": "2026-01-05", "is_farm": "true", **values,
    }  # fmt: skip


ROWS = [row("A1"), row("A2", area="80.00"), row("B1", "90002"), row("B2", "90002"), row("C1", "90003")]


@dataclass
class Hub:
    """The owner, two communes, their people, and the dataset of plots."""

    province: Unit
    land: Unit
    north: Unit
    south: Unit
    officer: User
    colleague: User
    stranger: User
    head: User
    deputy: User
    dataset: Dataset

    def publish(self, rows: Sequence[Row], columns: Sequence[Column] = COLUMNS) -> DatasetVersion:
        """A new version in use; the one before is replaced."""
        return publish(self.dataset, rows, columns)

    def wish(self, **changes: Any) -> Wish:
        """Three columns of the commune's own rows for thirty days."""
        return Wish(**{
            "purpose": "Đối chiếu hồ sơ đất đai", "legal_basis": "Luật Đất đai 2024, Điều 166",
            "columns": ["code", "commune", "area"], "days": 30, "procedure": "Đăng ký biến động đất đai",
            "row_filter": {"commune": ["90001"]}, **changes,
        })  # fmt: skip

    def ask(self, **changes: Any) -> AccessRequest:
        """The commune's officer asks."""
        return ask(dataset=self.dataset, unit=self.north, wish=self.wish(**changes), by=self.officer)

    def granted(self, **changes: Any) -> Grant:
        """The commune asked and the owner gave it."""
        return grant(request=self.ask(**changes), by=self.head)

    def key(self, given: Grant) -> tuple[str, ApiKey]:
        """A key of a system of the commune, as text and as row."""
        made = make_key(grant=given, name="Một cửa điện tử xã", by=self.officer)
        return made.text, made.key


def make_dataset(owner: Unit, **columns: Any) -> Dataset:
    """A dataset without rows."""
    values = {
        "code": "land-plots", "name": "Thửa đất", "owner": owner, "sensitivity": Sensitivity.RESTRICTED,
        "key": ["code"], "unit_column": "commune", "search_text": " thua dat ", **columns,
    }  # fmt: skip
    return Dataset.objects.create(**values)


def publish(dataset: Dataset, rows: Sequence[Row], columns: Sequence[Column] = COLUMNS) -> DatasetVersion:
    """A new version in use, with the schema it has."""
    shape = [column.to_json() for column in columns]
    schema = dataset.schemas.first()
    if schema is None or schema.columns != shape:
        number = schema.number + 1 if schema is not None else 1
        schema = SchemaVersion.objects.create(dataset=dataset, number=number, columns=shape)
    written = write_version(f"{dataset.code}/{uuid4().hex}", columns, [rows])
    now = timezone.now()
    dataset.versions.filter(state=VersionState.CURRENT).update(state=VersionState.FORMER, valid_to=now)
    last = dataset.versions.first()
    return DatasetVersion.objects.create(
        dataset=dataset, number=last.number + 1 if last is not None else 1, schema=schema, state=VersionState.CURRENT,
        rows=written.rows, folder=written.folder, manifest=written.manifest, digest=written.digest, valid_from=now,
    )  # fmt: skip


def make_hub() -> Hub:
    """The small province with its dataset of five plots."""
    offer_permissions(by=None)
    province = make_unit("tinh", "Tỉnh Sông Lam", Kind.PROVINCE)
    land = make_unit("tinh.land", "Sở Nông nghiệp và Môi trường", Kind.DEPARTMENT, province)
    north = make_unit("90001", "xã Bắc Sơn", Kind.COMMUNE, province, level=Level.COMMUNE)
    south = make_unit("90002", "xã Nam Hà", Kind.COMMUNE, province, level=Level.COMMUNE)
    hub = Hub(
        province, land, north, south,
        officer=make_person("canbo", "Lê Thị Lan", RoleCode.OFFICER, north),
        colleague=make_person("dongnghiep", "Cao Văn Minh", RoleCode.OFFICER, north),
        stranger=make_person("nguoila", "Phạm Thị Dung", RoleCode.OFFICER, south),
        head=make_person("giamdoc", "Trần Văn Sơn", RoleCode.HEAD, land),
        deputy=make_person("phogiamdoc", "Hồ Thị Mai", RoleCode.HEAD, land),
        dataset=make_dataset(land),
    )  # fmt: skip
    hub.publish(ROWS)
    return hub


@pytest.fixture
def hub(db: None, settings: Any, tmp_path: Path) -> Hub:
    """The small province, with files and counts of its own."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}
    }
    return make_hub()
