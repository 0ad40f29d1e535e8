"""The files that `honglam new_pack` writes, as templates: $name, $module, $model, $label, $area, $constant."""

from __future__ import annotations

_TERMS = '''"""The words of $name, with their Vietnamese labels."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What sorts there are."""

    PUBLIC = "public", _("nhà nước")
    PRIVATE = "private", _("tư nhân")
    OTHER = "other", _("khác")


class State(models.TextChoices):
    """Where a row stands."""

    DRAFT = "draft", _("mới ghi")
    IN_USE = "in_use", _("đang hoạt động")
    STOPPED = "stopped", _("đã dừng")
'''

_MODELS = '''"""What the pack keeps: one model a register, one table of former states beside each."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from honglam.engines.registers.public import Located, Record, versions_of
from $module.terms import Kind, State


class $model(Record, Located):
    """One row. Invariant: the area, in hectares, is never below zero."""

    code = models.CharField(_("mã"), max_length=30)
    name = models.CharField(_("tên"), max_length=200)
    kind = models.CharField(_("loại"), max_length=10, choices=Kind)
    commune = models.ForeignKey(
        "organisations.Unit", models.PROTECT, related_name="${name}_rows", verbose_name=_("xã, phường")
    )
    area = models.DecimalField(_("diện tích (ha)"), max_digits=12, decimal_places=2, null=True, blank=True)
    started_on = models.DateField(_("ngày bắt đầu"), null=True, blank=True)
    contact = models.CharField(_("điện thoại liên hệ"), max_length=20, blank=True)
    note = models.TextField(_("ghi chú"), blank=True)

    class Meta(Record.Meta):
        verbose_name = _("$label")
        verbose_name_plural = _("$label")
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(area__isnull=True) | Q(area__gte=0), name="${name}_area"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_state_display(self) -> str:
        """Where it stands, in words."""
        return str(State(self.state).label) if self.state else ""


${model}Version = versions_of($model)
'''

_PACK = '''"""The registers of $name. Name the law that orders them to be kept."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from honglam.core.access.registry import name_area
from honglam.engines.datahub.public import Effect, Kind, Rule
from honglam.engines.registers.public import (
    Lifecycle,
    Move,
    OpenColumns,
    Personal,
    Register,
    Section,
    declare,
)
from $module.models import $model, ${model}Version
from $module.terms import State

name_area("$name", _("$area"))

$constant = declare(Register(
    code="$name", model=$model, versions=${model}Version, label=_("$label"), icon="database",
    purpose=_("Theo dõi $label: ở đâu, loại nào, diện tích, đang hoạt động hay đã dừng."),
    legal_basis=_("Ghi số, ký hiệu văn bản giao lập sổ"),
    columns=("code", "name", "kind", "commune", "area", "started_on"), order="name",
    search=("code", "name"), filters=("state", "kind", "commune", "area", "started_on"), totals=("area",),
    identity=("code",), likeness=("name",),
    sections=(
        Section(_("Thông tin chung"), ("code", "name", "kind", "commune", "geometry")),
        Section(_("Hoạt động"), ("area", "started_on", "contact", "note")),
    ),
    lifecycle=Lifecycle(State, State.DRAFT, (
        Move("start", _("Đưa vào hoạt động"), (State.DRAFT,), State.IN_USE, requires=("started_on",)),
        Move("stop", _("Dừng"), (State.DRAFT, State.IN_USE), State.STOPPED, needs="decide", asks=True),
    )),
    personal=(Personal("contact", mask="phone"),),
    purpose_of_personal=_("Liên hệ khi kiểm tra, xử lý công việc"),
    law_of_personal=_("Luật Bảo vệ dữ liệu cá nhân; văn bản giao lập sổ"), retention_days=1825,
    quality=(
        Rule("code-given", Kind.NOT_NULL, ("code",), effect=Effect.BLOCKS),
        Rule("code-once", Kind.KEY, ("code",), effect=Effect.BLOCKS),
        Rule("area-above-zero", Kind.RANGE, ("area",), {"min": "0.01"}),
    ),
    open_data=OpenColumns(("code", "name", "kind", "commune", "state", "area")),
))  # fmt: skip
'''

_README = """# $area (`$name`)

What it keeps: $label. One register, `$name`.

- Law: write here which paper orders the register, and who keeps it.
- Personal columns: `contact` (telephone), masked everywhere, kept five years after the row ends.
- States: mới ghi → đang hoạt động → đã dừng.

Change `models.py`, then run `python -m honglam makemigrations $name`. What a declaration may say stands in
`docs/add-a-register.md`.
"""

FILES = {
    "__init__.py": '"""$area: the registers of $name."""\n',
    "terms.py": _TERMS,
    "models.py": _MODELS,
    "pack.py": _PACK,
    "README.md": _README,
    "migrations/__init__.py": "",
}
"""The text of each file of a pack, by its path inside the folder."""

TEST = '''"""The register of $name: a row is added, found and shown without its telephone number."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from honglam.core.organisations.terms import Kind, Level
from honglam.engines.registers.public import create, register_of
from tests.engines.registers.made_rows import keeper_of
from tests.people import make_unit


@pytest.mark.django_db
def test_a_row_is_found_without_marks_and_its_telephone_is_masked(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    register = register_of("$name")
    province = make_unit("tinh", "Tỉnh Sông Lam", Kind.PROVINCE)
    commune = make_unit("90001", "xã Đồng Hạ", Kind.COMMUNE, province, level=Level.COMMUNE)
    keeper = keeper_of(register, commune)
    values = {"code": "M-1", "name": "Khu Đồng Mới", "kind": "public", "commune": commune, "contact": "0912345678"}
    create(register=register, unit=commune, values=values, by=keeper)
    client = Client()
    client.force_login(keeper)
    page = client.get(reverse("registers:rows", args=["$name"]), {"q": "dong moi", "col": ["name", "contact"]})
    text = page.content.decode()
    assert "M-1" not in text  # the column was not asked for
    assert "0912345678" not in text and "678" in text
'''
"""The text of the pack's test."""
