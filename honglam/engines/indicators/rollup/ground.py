"""What a roll-up stands on: the units below the one that is asked for, who is expected, which short periods are needed.

A figure of a unit stands for everything below it: what its villages report is added only where a commune gives no
figure of its own. A unit counts once, through its first superior where that lies below the unit asked for, else through
its second one.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from honglam.core.organisations.models import Unit
from honglam.engines.indicators.calculation import Definitions
from honglam.engines.indicators.models import FormLine, Indicator, IndicatorForm
from honglam.engines.indicators.reporters import Reporters
from honglam.toolkit.periods import Period, PeriodError, Scheme


@dataclass(frozen=True, slots=True)
class Asked:
    """A version of a form that asks for an indicator, and the days between which its periods end."""

    form_id: int
    first: datetime.date | None = None
    last: datetime.date | None = None

    def holds_on(self, day: datetime.date) -> bool:
        """Whether the form asks for it for a period that ends on a day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Ground:
    """The tree below `unit` and the reporters of the forms that ask for the indicators."""

    unit: Unit
    parents: Mapping[int, int]
    reporters: Reporters
    forms: Mapping[int, tuple[Asked, ...]]

    @classmethod
    def of(cls, unit: Unit, definitions: Definitions) -> Ground:
        """Load: the tree as keys, forms with their reporters; two queries, six where a form asks for anything."""
        lines = FormLine.objects.filter(indicator__in=list(definitions.indicators), form__is_active=True)
        forms: dict[int, list[Asked]] = {}
        for indicator_id, form_id, first, last in lines.order_by("form", "version").values_list(
            "indicator_id", "form_id", "version__valid_from", "version__valid_to"
        ):
            forms.setdefault(indicator_id, []).append(Asked(form_id, first, last))
        asked = {one.form_id for some in forms.values() for one in some}
        found = IndicatorForm.objects.filter(pk__in=asked).select_related("group", "receiver") if asked else ()
        tree = Unit.objects.subtree_of(unit).exclude(pk=unit.pk).order_by("pk")
        superiors = {key: pair for key, *pair in tree.values_list("pk", "parent_id", "second_parent_id")}
        return cls(
            unit,
            {
                key: next((one for one in pair if one == unit.pk or one in superiors), unit.pk)
                for key, pair in superiors.items()
            },
            Reporters.of(found),
            {key: tuple(some) for key, some in forms.items()},
        )

    @property
    def units(self) -> Collection[int]:
        """Keys of all units below."""
        return self.parents.keys()

    @cached_property
    def children(self) -> list[int]:
        """Keys of the units directly below."""
        return [key for key, parent in self.parents.items() if parent == self.unit.pk]

    @cached_property
    def deep(self) -> list[int]:
        """Keys of the units further below."""
        return [key for key, parent in self.parents.items() if parent != self.unit.pk]

    @cached_property
    def below(self) -> Mapping[int, tuple[int, ...]]:
        """Keys of the units directly below each unit, within the tree."""
        found: dict[int, list[int]] = {}
        for key, parent in self.parents.items():
            found.setdefault(parent, []).append(key)
        return {key: tuple(some) for key, some in found.items()}

    @cached_property
    def depth(self) -> int:
        """How many levels lie below the unit."""
        return max((len(self.line_of(key)) for key in self.units), default=0)

    def line_of(self, key: int) -> list[int]:
        """The units from one up to just below the unit that is asked for, itself first."""
        line = [key]
        while self.parents[line[-1]] != self.unit.pk:
            line.append(self.parents[line[-1]])
        return line

    def everything_below(self, key: int) -> list[int]:
        """A unit and all units below it in the tree."""
        found, waiting = [], [key]
        while waiting:
            found.append(waiting.pop())
            waiting.extend(self.below.get(found[-1], ()))
        return found

    def expected(self, indicators: tuple[int, ...], day: datetime.date) -> frozenset[int] | None:
        """Keys of the units below that are to report one of the indicators on a day; None where no form says so."""
        if (indicators, day) not in self._known:
            asking = [one for key in indicators for one in self.forms.get(key, ())]
            forms = {one.form_id for one in asking if one.holds_on(day)}
            units = {unit.pk for form_id in forms for unit in self._reporting(form_id, day)}
            self._known[indicators, day] = frozenset(units & set(self.units)) if asking else None
        return self._known[indicators, day]

    def _reporting(self, form_id: int, day: datetime.date) -> list[Unit]:
        form = self.reporters.forms[form_id]
        counts = form.starts_on <= day and (form.ends_on is None or day <= form.ends_on)
        return self.reporters.on(form, day) if counts else []

    @cached_property
    def _known(self) -> dict[tuple[tuple[int, ...], datetime.date], frozenset[int] | None]:
        return {}


@dataclass(frozen=True)
class Spans:
    """For each scheme and asked period the short periods that figures are reported for; None: they do not fit."""

    parts: Mapping[tuple[str, str], tuple[Period, ...] | None]

    @classmethod
    def of(cls, indicators: Iterable[Indicator], periods: Sequence[Period]) -> Spans:
        """The short periods of all asked ones, in every scheme that an indicator is reported by."""
        schemes = {indicator.scheme for indicator in indicators}
        return cls({(scheme, period.code): _parts(scheme, period) for scheme in schemes for period in periods})

    def parts_of(self, indicator: Indicator, period: Period) -> tuple[Period, ...] | None:
        """The short periods of one indicator in a period; the period itself where it is reported so."""
        return self.parts[indicator.scheme, period.code]

    @cached_property
    def all(self) -> dict[str, Period]:
        """Every short period, by code."""
        return {part.code: part for parts in self.parts.values() for part in parts or ()}


def _parts(scheme: str, period: Period) -> tuple[Period, ...] | None:
    if scheme in ("", period.scheme):
        return (period,)
    try:
        return tuple(period.parts(Scheme(scheme)))
    except PeriodError:
        return None
