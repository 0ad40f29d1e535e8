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
    from honglam.toolkit.periods import Period


@dataclass(frozen=True, slots=True)
class Promise:
    """One target: who promises it, how it is worded, its value where it has one, by when, and where it stands.

    `operator` compares a figure with the value: ">=", ">", "=", "<=", "<", “range” (then `value` is the lower end).
    """

    title: str
    wording: str
    url: str
    unit: Unit
    value: Decimal | None = None
    due_on: datetime.date | None = None
    operator: str = ""


Reader = Callable[["Indicator", "User"], Sequence[Promise]]
Assigner = Callable[["Sequence[Indicator]", "Sequence[Unit]", "Period"], Mapping[tuple[int, int], Promise]]
_readers: dict[str, Reader] = {}
_assigners: dict[str, Assigner] = {}


def declare_promises(name: str, reader: Reader, assigner: Assigner | None = None) -> None:
    """Declare, in an app's declarations.py, who tells of targets. ValueError on a name that is taken.

    The `reader` tells a person of all targets of one indicator; the `assigner` of the one that binds each of many
    units in a period, by (indicator key, unit key), in a constant number of queries and without asking for rights.
    """
    if name in _readers:
        raise ValueError(f"promises of {name} are declared twice")
    _readers[name] = reader
    if assigner is not None:
        _assigners[name] = assigner


def promises_of(indicator: Indicator, user: User) -> list[Promise]:
    """The targets of an indicator that the person may see."""
    return [promise for reader in _readers.values() for promise in reader(indicator, user)]


def promised_to(
    indicators: Sequence[Indicator], units: Sequence[Unit], period: Period
) -> dict[tuple[int, int], Promise]:
    """The target that binds each unit in a period, by (indicator key, unit key), from whoever declares such."""
    found: dict[tuple[int, int], Promise] = {}
    for assigner in _assigners.values():
        for key, promise in assigner(indicators, units, period).items():
            found.setdefault(key, promise)
    return found
