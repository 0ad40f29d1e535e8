"""Figures of calculated indicators: their formulas, what they use, and the order in which they follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from honglam.engines.indicators.formulas import Formula, Outcome, evaluate, order_of, parse
from honglam.engines.indicators.models import Indicator, IndicatorDependency
from honglam.engines.indicators.terms import Calculation


@dataclass(frozen=True)
class Definitions:
    """Some indicators with all that they are calculated from, each found by key."""

    indicators: Mapping[int, Indicator]
    uses: Mapping[int, tuple[int, ...]]

    @classmethod
    def around(cls, indicators: Iterable[Indicator]) -> Definitions:
        """The indicators and everything they use, however far; two queries, one where nothing else is used."""
        known = {indicator.pk: indicator for indicator in indicators}
        pairs: dict[int, list[int]] = {}
        for indicator_id, used_id in IndicatorDependency.objects.order_by("indicator", "used").values_list(
            "indicator_id", "used_id"
        ):
            pairs.setdefault(indicator_id, []).append(used_id)
        uses: dict[int, tuple[int, ...]] = {}
        waiting = list(known)
        while waiting:
            key = waiting.pop()
            if key not in uses:
                uses[key] = tuple(pairs.get(key, ()))
                waiting.extend(uses[key])
        if missing := set(uses) - set(known):
            known |= Indicator.objects.in_bulk(list(missing))
        return cls(known, uses)

    @cached_property
    def direct(self) -> list[int]:
        """Keys of the indicators whose figures are entered."""
        return [key for key, indicator in self.indicators.items() if not indicator.is_calculated]

    def rests_on(self, key: int) -> set[int]:
        """An indicator and everything that it is calculated from, however far."""
        found, waiting = {key}, [key]
        while waiting:
            for used in self.uses[waiting.pop()]:
                if used not in found:
                    found.add(used)
                    waiting.append(used)
        return found

    def summed(self, asked: Iterable[Indicator]) -> set[int]:
        """Keys of the indicators whose own sums are needed: those asked for, and what formulas use, however far.

        The parts of a ratio are not: they are added up in pairs.
        """
        found = {indicator.pk for indicator in asked}
        waiting = list(found)
        while waiting:
            key = waiting.pop()
            if self.indicators[key].calculation == Calculation.FORMULA:
                fresh = set(self.uses[key]) - found
                found |= fresh
                waiting.extend(fresh)
        return found

    @cached_property
    def calculated(self) -> list[Indicator]:
        """The calculated indicators, each after all that it uses."""
        return [self.indicators[key] for key in order_of(self.uses) if self.indicators[key].is_calculated]

    def formula(self, indicator: Indicator) -> Formula:
        """How an indicator is calculated: its formula, or factor × numerator / denominator."""
        if indicator.calculation == Calculation.RATIO:
            over, under = self.indicators[_key(indicator.numerator_id)], self.indicators[_key(indicator.denominator_id)]
            return parse(f"{_plain(indicator.factor)} * [{over.code}] / [{under.code}]")
        return parse(indicator.formula)

    def outcomes(self, figures: Mapping[int, Decimal | None]) -> dict[int, Outcome]:
        """The figure of every calculated indicator from those of the entered ones (by key), with its trace."""
        values = {self.indicators[key].code: figure for key, figure in figures.items() if key in self.indicators}
        found: dict[int, Outcome] = {}
        for indicator in self.calculated:
            found[indicator.pk] = evaluate(self.formula(indicator), values)
            values[indicator.code] = found[indicator.pk].value
        return found


def _plain(factor: Decimal) -> str:
    """A factor as a formula reads it: decimal comma, nothing between thousands."""
    return f"({factor.normalize():f})".replace(".", ",")


def _key(key: Any) -> int:
    return int(key)
