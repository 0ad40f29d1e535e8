"""What people say of a dataset, as one value: checked here, written by the actions, shown by the form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from honglam.core.organisations.models import Unit
from honglam.engines.datahub.errors import DatasetInvalid
from honglam.engines.datahub.models import Dataset
from honglam.engines.datahub.quality.columns import Column
from honglam.engines.datahub.terms import Layer, Sensitivity

COLUMN_NAME = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetDraft:
    """What people say of a dataset. `code` counts when it is made; columns, key and unit column only without supply."""

    code: str
    name: str
    owner: Unit
    description: str = ""
    steward: Any = None
    legal_basis: str = ""
    layer: str = Layer.SOURCE
    sensitivity: str = Sensitivity.SHARED
    field: str = ""
    keywords: Sequence[str] = ()
    update_days: int = 30
    retention_days: int | None = None
    columns: Sequence[Column] = ()
    key: Sequence[str] = ()
    unit_column: str = ""


PLAIN = (
    "name", "description", "owner", "steward", "legal_basis", "layer", "sensitivity", "field", "update_days",
    "retention_days",
)  # fmt: skip


def check_columns(draft: DatasetDraft) -> None:
    """Raises DatasetInvalid where columns, key and sensitivity do not fit together."""
    names = [column.name for column in draft.columns]
    if odd := [name for name in names if not COLUMN_NAME.fullmatch(name)]:
        words = _("Tên cột %(names)s không dùng được: chỉ gồm chữ thường không dấu, chữ số và gạch dưới (dien_tich).")
        raise DatasetInvalid(words % {"names": ", ".join(odd)}, column="columns")
    if not names:
        raise DatasetInvalid(_("Hãy khai ít nhất một cột trong từ điển dữ liệu."), column="columns")
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise DatasetInvalid(_("Cột %(names)s khai hai lần.") % {"names": ", ".join(twice)}, column="columns")
    lost = [name for name in (*draft.key, *([draft.unit_column] if draft.unit_column else [])) if name not in names]
    if lost:
        words = _("Từ điển chưa có cột %(names)s; hãy thêm cột hoặc sửa cột khóa, cột mã đơn vị.")
        raise DatasetInvalid(words % {"names": ", ".join(lost)}, column="key")
    if len(draft.key) != 1:
        raise DatasetInvalid(_("Hãy chọn một cột làm khóa: cột phân biệt dòng này với dòng khác."), column="key")
    if draft.sensitivity != Sensitivity.PERSONAL and any(column.personal for column in draft.columns):
        raise DatasetInvalid(personal_words(), column="sensitivity")


def personal_words() -> str:
    """What is said where a dataset with personal columns calls itself otherwise."""
    return _("Tập dữ liệu có cột dữ liệu cá nhân nên mức chia sẻ phải là “có dữ liệu cá nhân”.")


def code_of(supply: str) -> str:
    """The code of a supply's dataset: what stands in addresses."""
    return supply.replace(".", "-").replace("_", "-").lower()[:80]


def columns_of(dataset: Dataset) -> list[Column]:
    """The columns of a dataset's newest schema."""
    schema = dataset.schemas.first()
    return schema.read_columns() if schema is not None else []


def draft_of(dataset: Dataset) -> DatasetDraft:
    """What is said of a dataset now, to be changed."""
    plain = {name: getattr(dataset, name) for name in PLAIN}
    return DatasetDraft(
        code=dataset.code, keywords=tuple(dataset.keywords), columns=tuple(columns_of(dataset)),
        key=tuple(dataset.key), unit_column=dataset.unit_column, **plain,
    )  # fmt: skip
