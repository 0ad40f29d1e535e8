"""What is known when a lower plan is drafted: the upper plan, and the unit that writes its own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from honglam.engines.plans.extraction.items import Indicator


class OwnPart(StrEnum):
    """What the upper plan's stored shares make of the unit in one task."""

    LEADS = "leads"
    HELPS = "helps"


@dataclass(frozen=True, slots=True)
class UpperTarget:
    """A target of the upper plan; `last_figure` is the unit's own of the year before, as printed, where stored."""

    key: str
    item: Indicator
    quote: str
    last_figure: str = ""


@dataclass(frozen=True, slots=True)
class UpperWork:
    """A task of the upper plan. `due` is its last day; recurring work has only the words of `deadline_text`.

    `leads`, `coordinating`, `monitoring` are names as the upper plan words them; `part` is the unit's stored share.
    """

    key: str
    name: str
    quote: str
    content: str = ""
    product: str = ""
    leads: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    monitoring: tuple[str, ...] = ()
    due: dt.date | None = None
    deadline_text: str = ""
    section: str = ""
    group: str = ""
    number: str = ""
    is_row: bool = True
    part: OwnPart | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """A document that the upper plan names among its legal bases."""

    kind: str
    number: str
    day: dt.date | None
    issuer: str


@dataclass(frozen=True, slots=True)
class Report:
    """A reporting duty of the upper plan."""

    who: str
    to: str
    due_rule: str
    quote: str


@dataclass(frozen=True, slots=True)
class UpperPlan:
    """The superior body's plan. `issuer` is printed in full, `issuer_short` in tables; a draft has no number or day."""

    kind: str
    title: str
    issuer: str
    issuer_short: str
    first_year: int
    last_year: int
    number: str = ""
    issued_on: dt.date | None = None
    targets: tuple[UpperTarget, ...] = ()
    works: tuple[UpperWork, ...] = ()
    bases: tuple[Basis, ...] = ()
    reports: tuple[Report, ...] = ()
    funding: str = ""

    @property
    def years(self) -> str:
        """“năm 2026” or “giai đoạn 2026-2030”."""
        if self.first_year == self.last_year:
            return f"năm {self.first_year}"
        return f"giai đoạn {self.first_year}-{self.last_year}"


@dataclass(frozen=True, slots=True)
class OwnBody:
    """A body of the unit: its short name, what it does in every commune, and its superior in its own line of work."""

    name: str
    function: str = ""
    line_superior: str = ""
    is_asked: bool = False
    """Whether the unit asks it instead of ordering it: front and unions."""


@dataclass(frozen=True, slots=True)
class OwnUnit:
    """The unit that writes its own plan.

    `name` as in lists (“Xã Bắc Sơn”); `official` as it signs (“Ủy ban nhân dân xã Bắc Sơn”); `letterhead` and `above`
    are the lines at the top left; `place` stands before the day.
    """

    name: str
    official: str
    letterhead: tuple[str, ...]
    place: str
    is_local: bool
    above: tuple[str, ...] = ()
    word: str = ""
    bodies: tuple[OwnBody, ...] = field(default=())
    copies_to: tuple[str, ...] = ()
    """Bodies beside the unit that receive its plans: the party committee, the council."""
    has_villages: bool = False

    @property
    def running(self) -> str:
        """The name inside a sentence: “xã Bắc Sơn”."""
        first, _, rest = self.name.partition(" ")
        return f"{first.lower()} {rest}" if first in _COMMON else self.name


_COMMON = ("Xã", "Phường", "Tỉnh", "Thành", "Đặc")
"""First words of names that are common nouns: small inside a sentence."""
