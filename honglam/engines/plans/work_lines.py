"""A line of work as typed, pasted or imported, and the piece of work that it means."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from honglam.engines.plans.naming import NamedUnits, UnitNames
from honglam.toolkit.numbers import FigureError, parse_date
from honglam.toolkit.text import nfc, squeeze

if TYPE_CHECKING:
    from honglam.core.organisations.models import Unit

FIELDS = ("work", "product", "lead", "coordinating", "monitoring", "due_on")
"""The columns of a line, in the order in which they are shown and pasted."""
LONGEST = {"work": 2000, "content": 5000, "product": 1000}
LATEST_YEAR = 2100


@dataclass(slots=True)
class WorkLine:
    """A line read: who leads, helps and watches, the day; `errors` by field, empty where the line can be given."""

    values: Mapping[str, str]
    work: str = ""
    content: str = ""
    product: str = ""
    due_on: datetime.date | None = None
    leads: list[Unit] = field(default_factory=list)
    coordinating: list[Unit] = field(default_factory=list)
    monitoring: list[Unit] = field(default_factory=list)
    wording: dict[int, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        """Whether the line can be given."""
        return not self.errors

    def as_piece(self) -> dict[str, Any]:
        """The line as the values of a piece of work."""
        return {
            "name": self.work, "leads": self.leads, "due_on": self.due_on, "coordinating": self.coordinating,
            "monitoring": self.monitoring, "content": self.content, "product": self.product, "wording": self.wording,
        }  # fmt: skip


def read_line(values: Mapping[str, str], names: UnitNames, *, not_before: datetime.date | None = None) -> WorkLine:
    """Read one line; every cell that cannot be used says why. `not_before` is the earliest day that makes sense."""
    line = WorkLine(values)
    line.work = squeeze(nfc(values.get("work", "")))
    line.content, line.product = (nfc(values.get(name, "")).strip() for name in ("content", "product"))
    if not line.work:
        line.errors["work"] = _("Hãy ghi việc cần làm.")
    for name, most in LONGEST.items():
        if len(getattr(line, name)) > most:
            line.errors[name] = _("Dài quá %(most)d chữ; hãy viết gọn hoặc chuyển sang nội dung.") % {"most": most}
    for name, kept in (("lead", line.leads), ("coordinating", line.coordinating), ("monitoring", line.monitoring)):
        named = names.named(values.get(name, ""))
        kept.extend(named.units.values())
        _note(line, name, named)
    if not line.leads and "lead" not in line.errors:
        line.errors["lead"] = _("Hãy ghi đơn vị chủ trì, hoặc một nhóm như “các xã, phường”.")
    _read_day(line, values.get("due_on", ""), not_before)
    return line


def _note(line: WorkLine, name: str, named: NamedUnits) -> None:
    for pk, words in named.wording.items():
        line.wording.setdefault(pk, words)
    if named.errors:
        line.errors[name] = " ".join(named.errors)


def _read_day(line: WorkLine, text: str, not_before: datetime.date | None) -> None:
    if not text.strip():
        return
    try:
        line.due_on = parse_date(text)
    except FigureError as error:
        line.errors["due_on"] = str(error)
        return
    if line.due_on.year > LATEST_YEAR or (not_before is not None and line.due_on < not_before):
        line.errors["due_on"] = _("Hạn %(day)s không hợp lý; hãy kiểm tra lại ngày.") % {
            "day": f"{line.due_on:%d/%m/%Y}"
        }
