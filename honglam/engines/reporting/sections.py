"""The sections that a report may have: declared here by what this engine knows itself, and by flows for other engines.

    declare_section("work", _("Kết quả thực hiện nhiệm vụ"), assemble=work_done, description=_("…"))

`assemble` gets a `SectionRequest` and returns blocks. It reads and never writes, in a number of queries that does not
grow with rows or units.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.functional import Promise

from honglam.engines.reporting.content import Block, Content
from honglam.toolkit.periods import Period

if TYPE_CHECKING:
    from honglam.core.organisations.models import Unit
    from honglam.engines.reporting.models import Report


class SectionError(ValueError):
    """A section is declared twice, or nobody declares it."""


@dataclass(frozen=True, slots=True)
class SectionRequest:
    """What an assembler is asked for.

    `unit` reports (the facts are those of its whole subtree where the section says so). `period` is None for a report
    that is owed once; `starts_on` and `ends_on` (both inclusive) always hold. `as_of` is the day whose state counts:
    the last day of the period, or today while it runs. `plan_uid` narrows to one plan. `previous` is the frozen content
    of the report of the period before. `below` are the frozen reports that were sent for consolidation, `missing` the
    units that sent none. `form_ids` are the indicator forms of the regime. `report` is the report itself.
    """

    unit: Unit
    starts_on: datetime.date
    ends_on: datetime.date
    as_of: datetime.date
    key: str
    title: str
    period: Period | None = None
    plan_uid: UUID | None = None
    options: dict[str, Any] = field(default_factory=dict)
    previous: Content | None = None
    report: Report | None = None
    below: Sequence[Report] = ()
    missing: Sequence[Unit] = ()
    form_ids: Sequence[int] = ()


Assembler = Callable[[SectionRequest], Iterable[Block]]


@dataclass(frozen=True, slots=True)
class SectionKind:
    """One declared section. `is_written`: people type it; `needs_below`: only where reports are consolidated."""

    code: str
    label: str | Promise
    assemble: Assembler
    description: str | Promise = ""
    is_written: bool = False
    needs_below: bool = False


_kinds: dict[str, SectionKind] = {}


def declare_section(
    code: str, label: str | Promise, *, assemble: Assembler, description: str | Promise = "", is_written: bool = False,
    needs_below: bool = False,
) -> SectionKind:  # fmt: skip
    """Declare a section once. Raises SectionError where the code is taken."""
    if code in _kinds:
        raise SectionError(f"the section {code!r} is declared twice")
    _kinds[code] = SectionKind(code, label, assemble, description, is_written, needs_below)
    return _kinds[code]


def section_kinds() -> list[SectionKind]:
    """All declared sections in the order of declaration."""
    return list(_kinds.values())


def section_kind(code: str) -> SectionKind:
    """The section of a code. Raises SectionError where nobody declares it (any more)."""
    if code not in _kinds:
        raise SectionError(f"nobody declares the section {code!r}")
    return _kinds[code]


def written_sections(outline: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """The sections of an outline that people type in words: key and title of each; undeclared ones are passed over."""
    return [
        {"key": asked["key"], "title": asked.get("title") or str(_kinds[asked["code"]].label)}
        for asked in outline
        if asked["code"] in _kinds and _kinds[asked["code"]].is_written
    ]


def forget_section(code: str) -> None:
    """Take one declaration back (tests only)."""
    _kinds.pop(code, None)
