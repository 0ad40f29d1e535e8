"""A small province with houses that the hub knows: a supply over a plain list of rows, and the people around it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.utils import timezone

from honglam.core.access.actions import offer_permissions
from honglam.core.access.models import User
from honglam.core.access.terms import RoleCode
from honglam.core.organisations.models import Unit
from honglam.core.organisations.terms import Kind, Level
from honglam.engines.datahub.actions.datasets import sync_supplies
from honglam.engines.datahub.errors import CellNotMendable
from honglam.engines.datahub.models import Dataset
from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.engines.datahub.quality.rule_format import Effect, Rule
from honglam.engines.datahub.quality.rule_format import Kind as RuleKind
from honglam.engines.datahub.supply import Supply, declare_supply, forget
from tests.people import make_person, make_unit

HOUSES = "test.houses"
COLUMNS = (
    Column(name="code", label="Mã nhà", type=ColumnType.CODE, required=True),
    Column(name="commune", label="Mã xã", type=ColumnType.CODE),
    Column(name="owner", label="Chủ nhà", personal=True),
    Column(name="area", label="Diện tích", type=ColumnType.DECIMAL, unit="m²", scale=1),
    Column(name="kind", label="Loại", type=ColumnType.CODE, codes=(("brick", "Nhà gạch"), ("wood", "Nhà gỗ"))),
    Column(name="built", label="Ngày xây", type=ColumnType.DATE),
    Column(name="sold", label="Ngày bán", type=ColumnType.DATE),
)
RULES = (
    Rule("code-once", RuleKind.KEY, ("code",), effect=Effect.BLOCKS, message="Mã nhà bị trùng"),
    Rule("owner-there", RuleKind.NOT_NULL, ("owner",), message="Thiếu chủ nhà"),
    Rule("area-range", RuleKind.RANGE, ("area",), {"min": "1", "max": "10000"}, message="Diện tích bất thường"),
    Rule("kind-known", RuleKind.CODES, ("kind",), {"codes": ["brick", "wood"]}, message="Loại nhà ngoài danh mục"),
    Rule("sold-later", RuleKind.ORDER, ("built", "sold"), message="Bán trước khi xây"),
    Rule("commune-known", RuleKind.REFERENCE, ("commune",), {"to": "units.code"}, message="Không có xã này"),
)


def house(code: str, commune: str = "90001", **values: str | None) -> dict[str, str | None]:
    """A house with nothing wrong, but for what is said otherwise."""
    row: dict[str, str | None] = {
        "code": code, "commune": commune, "owner": f"Ông {code}", "area": "100.0", "kind": "brick",
        "built": "2020-01-02", "sold": "2024-05-06",
    }  # fmt: skip
    return row | values


@dataclass
class Book:
    """The rows of the supply, when each was written, and who may mend."""

    rows: dict[str, dict[str, str | None]] = field(default_factory=dict)
    written: dict[str, datetime.datetime] = field(default_factory=dict)
    extra: list[dict[str, str | None]] = field(default_factory=list)
    read: list[int] = field(default_factory=list)

    def put(self, *rows: dict[str, str | None]) -> None:
        """Write rows now."""
        for row in rows:
            self.rows[str(row["code"])] = row
            self.written[str(row["code"])] = timezone.now()

    def end(self, code: str) -> None:
        """Take a row out now."""
        del self.rows[code]
        self.written[code] = timezone.now()

    def give(self, keys: Sequence[str] | None = None) -> Iterator[list[dict[str, str | None]]]:
        """The rows, two in a batch; doubles of a key come last."""
        found = [row for code, row in self.rows.items() if keys is None or code in set(keys)]
        found += [row for row in self.extra if keys is None or row["code"] in set(keys)]
        self.read.append(len(found))
        for start in range(0, len(found), 2):
            yield found[start : start + 2]

    def changed_since(self, moment: datetime.datetime) -> list[str]:
        """Keys of rows that were written or ended since."""
        return [code for code, at in self.written.items() if at >= moment]

    def mend(self, *, key: str, column: str, value: str | None, by: Any, reason: str) -> None:
        """Write one cell; a negative area is refused."""
        if column == "area" and value is not None and value.startswith("-"):
            raise CellNotMendable("Diện tích phải lớn hơn 0.")
        self.put(self.rows[key] | {column: value})

    def addresses(self, keys: Sequence[str]) -> Mapping[str, str]:
        """The page of each house."""
        return {key: f"/houses/{key}/" for key in keys}

    def shown(self, keys: Sequence[str]) -> Mapping[str, str]:
        """What people call each house."""
        return {key: f"Nhà {key}" for key in keys}


@dataclass
class Hub:
    """The dataset of houses, its book, and people."""

    book: Book
    houses: Dataset
    province: Unit
    construction: Unit
    north: Unit
    south: Unit
    steward: User
    manager: User
    north_officer: User
    south_officer: User
    viewer: User

    def again(self) -> Dataset:
        """The dataset as it is stored now."""
        return Dataset.objects.select_related("owner", "steward").get(pk=self.houses.pk)


@pytest.fixture
def book(settings: Any, tmp_path: Any) -> Iterator[Book]:
    """Three good houses of two communes, offered to the hub."""
    settings.MEDIA_ROOT = tmp_path
    kept = Book()
    kept.put(house("A"), house("B"), house("C", "90002"))
    declare_supply(Supply(
        code=HOUSES, name="Nhà ở", description="Nhà ở trên địa bàn tỉnh", columns=COLUMNS, key="code",
        owner=lambda: Unit.objects.filter(code="tinh.construction").first(), rows=kept.give,
        changed_since=kept.changed_since, addresses=kept.addresses, shown=kept.shown, mend=kept.mend,
        unit_column="commune", rules=RULES, legal_basis="Luật Nhà ở 27/2023/QH15", keywords=("nhà", "xây dựng"),
        field_of_work="Xây dựng",
    ))  # fmt: skip
    yield kept
    forget(HOUSES)


@pytest.fixture
def hub(db: None, book: Book) -> Hub:
    """The hub of a small province: a department that keeps houses, two communes, and people."""
    offer_permissions(by=None)
    province = make_unit("tinh", "Tỉnh Sông Lam", Kind.PROVINCE)
    construction = make_unit("tinh.construction", "Sở Xây dựng", Kind.DEPARTMENT, province)
    north = make_unit("90001", "xã Đồng Hạ", Kind.COMMUNE, province, level=Level.COMMUNE)
    south = make_unit("90002", "xã Tây Thượng", Kind.COMMUNE, province, level=Level.COMMUNE)
    sync_supplies()
    return Hub(
        book, Dataset.objects.select_related("owner").get(supply=HOUSES), province, construction, north, south,
        steward=make_person("giudulieu", "Trần Thị Bình", RoleCode.HEAD, construction),
        manager=make_person("dieuphoi", "Lê Văn Phối", RoleCode.COORDINATOR, province),
        north_officer=make_person("canboha", "Phan Văn Hạ", RoleCode.OFFICER, north),
        south_officer=make_person("canbothuong", "Ngô Thị Thượng", RoleCode.OFFICER, south),
        viewer=make_person("nguoixem", "Đỗ Văn Xem", RoleCode.VIEWER, north),
    )  # fmt: skip
