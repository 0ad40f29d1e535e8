"""The outline (đề cương) of a regime: which declared sections, in which order, under which titles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from honglam.engines.reporting.errors import RegimeRefused
from honglam.engines.reporting.sections import section_kinds

USUAL = ("work", "figures", "results", "difficulties", "proposals", "next")
"""The sections of a report as offices are used to them, where they are declared."""
USUAL_ABOVE = ("received", "units_work", "units_figures", "results", "difficulties", "proposals", "next")
"""Those of a report that is consolidated from others."""
MOST_SECTIONS = 30
TITLE_LENGTH = 300


@dataclass(frozen=True, slots=True)
class OutlinePart:
    """One section in its place. An empty title means the section's own; `options` are handed to its assembler."""

    code: str
    title: str = ""
    key: str = ""
    options: dict[str, Any] = field(default_factory=dict)


def default_outline(*, consolidates: bool = False) -> tuple[OutlinePart, ...]:
    """The usual sections, as far as they are declared."""
    declared = {kind.code for kind in section_kinds()}
    return tuple(
        OutlinePart(code, key=code) for code in (USUAL_ABOVE if consolidates else USUAL) if code in declared
    )  # fmt: skip


def outline_of(sections: Iterable[dict[str, Any]]) -> tuple[OutlinePart, ...]:
    """The outline as it is stored in a regime."""
    return tuple(
        OutlinePart(one["code"], one.get("title", ""), one.get("key", ""), one.get("options", {})) for one in sections
    )


def checked_outline(parts: Sequence[OutlinePart]) -> list[dict[str, Any]]:
    """The outline to store, each part with a key of its own.

    Raises:
        RegimeRefused: nobody declares a section, there are none or too many, or a title is too long.
    """
    declared = {kind.code for kind in section_kinds()}
    if not parts and declared:
        raise RegimeRefused(_("Đề cương phải có ít nhất một phần. Hãy chọn phần trong danh sách."), "sections")
    if len(parts) > MOST_SECTIONS:
        raise RegimeRefused(_("Đề cương có nhiều nhất %(most)d phần.") % {"most": MOST_SECTIONS}, "sections")
    for part in parts:
        if part.code not in declared:
            raise RegimeRefused(
                _("Không có phần “%(code)s”. Hãy bỏ phần này khỏi đề cương hoặc chọn phần khác.") % {"code": part.code},
                "sections",
            )
        if len(part.title) > TITLE_LENGTH:
            raise RegimeRefused(
                _("Tên một phần dài nhất %(most)d ký tự: “%(start)s…”.")
                % {"most": TITLE_LENGTH, "start": part.title[:40]},
                "sections",
            )
    stored: list[dict[str, Any]] = []
    taken: set[str] = set()
    for part in parts:
        key = _free_key(part, taken)
        taken.add(key)
        one: dict[str, Any] = {"code": part.code, "key": key, "title": part.title.strip()}
        stored.append(one | ({"options": part.options} if part.options else {}))
    return stored


def _free_key(part: OutlinePart, taken: set[str]) -> str:
    """The part's own key where it has one that is free, else its code with a number."""
    if part.key and part.key not in taken:
        return part.key
    numbered = (f"{part.code}-{number}" for number in range(2, MOST_SECTIONS + 2))
    return next(key for key in (part.code, *numbered) if key not in taken)
