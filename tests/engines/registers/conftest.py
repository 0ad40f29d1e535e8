"""A department that keeps projects, a commune, and people of both."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from honglam.core.access.actions import offer_permissions
from honglam.core.access.models import User
from honglam.core.access.terms import RoleCode
from honglam.core.organisations.models import Unit
from honglam.core.organisations.terms import Kind, Level
from honglam.engines.registers import api
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.public import create, register_of
from tests.people import make_person, make_unit

assert api.router  # made of the registers as the packs declare them, before a test puts another one in their place


@dataclass
class Office:
    """The department of finance of a small province, a commune beside another, and people."""

    province: Unit
    finance: Unit
    commune: Unit
    other: Unit
    officer: User
    head: User
    commune_officer: User
    projects: Register

    def project(self, **values: Any) -> Any:
        """A project of the department."""
        row = {
            "code": "DA-1", "name": "Nhà máy chế biến gỗ", "investor": "Công ty A", "investor_kind": "domestic",
            "sector": "industry", "commune": self.commune, "capital": Decimal(50000), **values,
        }  # fmt: skip
        return create(register=self.projects, unit=self.finance, values=row, by=self.officer)


@pytest.fixture
def office(db: None) -> Office:
    """The small province."""
    offer_permissions(by=None)
    province = make_unit("tinh", "Tỉnh Sông Lam", Kind.PROVINCE)
    finance = make_unit("tinh.finance", "Sở Tài chính", Kind.DEPARTMENT, province)
    commune = make_unit("90001", "xã Đồng Hạ", Kind.COMMUNE, province, level=Level.COMMUNE)
    other = make_unit("90002", "xã Tây Thượng", Kind.COMMUNE, province, level=Level.COMMUNE)
    return Office(
        province, finance, commune, other,
        officer=make_person("canbo", "Lê Thị Lan", RoleCode.OFFICER, finance),
        head=make_person("giamdoc", "Trần Văn Sơn", RoleCode.HEAD, finance),
        commune_officer=make_person("canboxa", "Phan Hữu An", RoleCode.OFFICER, commune),
        projects=register_of("projects"),
    )  # fmt: skip
