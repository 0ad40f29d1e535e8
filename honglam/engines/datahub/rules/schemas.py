"""What changed between two schemas, in words that stand beside the new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from honglam.engines.datahub.quality.columns import Column

LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class SchemaChange:
    """Columns that came, went, and changed (with the names of what changed of them), in the order of the schemas."""

    came: tuple[Column, ...]
    went: tuple[Column, ...]
    changed: tuple[tuple[Column, Column, tuple[str, ...]], ...]

    def __bool__(self) -> bool:
        """Whether anything changed, the order of columns aside."""
        return bool(self.came or self.went or self.changed)

    @property
    def note(self) -> str:
        """One line about the change, cut to what a schema version holds."""
        parts = []
        if self.came:
            parts.append(_("Thêm cột %(names)s.") % {"names": _names(self.came)})
        if self.went:
            parts.append(_("Bỏ cột %(names)s.") % {"names": _names(self.went)})
        if self.changed:
            named = ", ".join(f"{new.name} ({', '.join(what)})" for _old, new, what in self.changed)
            parts.append(_("Sửa cột %(names)s.") % {"names": named})
        return " ".join(parts)[:LONGEST_NOTE]


def change_between(old: Sequence[Column], new: Sequence[Column]) -> SchemaChange:
    """What makes the new schema of the old one. A column is known by its name: a renamed one goes and comes."""
    before = {column.name: column for column in old}
    after = {column.name: column for column in new}
    changed = []
    for name, column in after.items():
        if name in before and (what := _differences(before[name], column)):
            changed.append((before[name], column, what))
    return SchemaChange(
        came=tuple(column for name, column in after.items() if name not in before),
        went=tuple(column for name, column in before.items() if name not in after),
        changed=tuple(changed),
    )


def _differences(old: Column, new: Column) -> tuple[str, ...]:
    words = {
        "type": _("kiểu"), "label": _("tên gọi"), "meaning": _("ý nghĩa"), "unit": _("đơn vị tính"),
        "scale": _("số lẻ"), "codes": _("danh mục"), "required": _("bắt buộc"), "personal": _("dữ liệu cá nhân"),
        "quasi": _("dễ nhận dạng"),
    }  # fmt: skip
    before, after = old.to_json(), new.to_json()
    return tuple(word for name, word in words.items() if before.get(name) != after.get(name))


def _names(columns: Sequence[Column]) -> str:
    return ", ".join(column.name for column in columns)
