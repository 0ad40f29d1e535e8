"""What other engines promise of an indicator (targets of plans): they declare how to read it, pages show it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit
    from honglam.engines.indicators.models import Indicator


@dataclass(frozen=True, slots=True)
class Promise:
    """One target: who promises it, how it is worded, its value where it has one, by when, and where it stands."""

    title: str
    wording: str
    url: str
    unit: Unit
    value: Decimal | None = None
    due_on: datetime.date | None = None


Reader = Callable[["Indicator", "User"], Sequence[Promise]]
UnitReader = Callable[["Unit", Sequence[int], datetime.date], Mapping[int, Promise]]
_readers: dict[str, Reader] = {}
_unit_readers: dict[str, UnitReader] = {}


def declare_promises(name: str, reader: Reader, *, of_unit: UnitReader | None = None) -> None:
    """Declare, in an app's declarations.py, who tells of targets. ValueError on a name that is taken.

    `of_unit` tells what a unit promises of some indicators (by key) on a day, one promise each, in a constant number of
    queries.
    """
    if name in _readers:
        raise ValueError(f"promises of {name} are declared twice")
    _readers[name] = reader
    if of_unit is not None:
        _unit_readers[name] = of_unit


def promised_by(unit: Unit, indicators: Sequence[int], on: datetime.date) -> dict[int, Promise]:
    """What a unit promises of some indicators on a day, by the indicator's key; whoever was declared first tells."""
    found: dict[int, Promise] = {}
    for reader in _unit_readers.values():
        found = {**reader(unit, indicators, on), **found}
    return found


def promises_of(indicator: Indicator, user: User) -> list[Promise]:
    """The targets of an indicator that the person may see."""
    return [promise for reader in _readers.values() for promise in reader(indicator, user)]
