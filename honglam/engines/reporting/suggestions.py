"""Difficulties that units wrote elsewhere while they worked, offered to be taken over; flows declare who tells."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from honglam.core.organisations.models import Unit

MOST_SUGGESTIONS = 300
"""How many one source may offer; the newest."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words of a unit on a day about a piece of work; `key` is stable and unique over all sources."""

    key: str
    text: str
    unit: Unit
    about: str = ""
    link: str = ""
    day: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class SuggestionRequest:
    """Whose words (the unit's and those of everything below it), of which days, about which plan."""

    unit: Unit
    starts_on: datetime.date
    ends_on: datetime.date
    plan_uid: UUID | None = None
    most: int = MOST_SUGGESTIONS


Reader = Callable[[SuggestionRequest], Sequence[Suggestion]]
_readers: dict[str, Reader] = {}


def declare_suggestions(name: str, reader: Reader) -> None:
    """Declare, at start, who offers difficulties. ValueError on a name that is taken."""
    if name in _readers:
        raise ValueError(f"suggestions of {name} are declared twice")
    _readers[name] = reader


def suggestions_for(request: SuggestionRequest) -> list[Suggestion]:
    """Everything that is offered, source by source."""
    return [one for reader in _readers.values() for one in reader(request)]
