"""Reads of indicators and their values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from honglam.core.access.reach import reach_of
from honglam.core.search.queries import matches

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit

VIEW = "indicators.view_values"


class IndicatorQuerySet(models.QuerySet[Any]):
    """Indicators."""

    def saying(self, text: str) -> Self:
        """Indicators whose name or code matches, with or without marks."""
        return self.filter(Q(code__iexact=text.strip()) | matches(text)) if text.strip() else self


class IndicatorValueQuerySet(models.QuerySet[Any]):
    """Values."""

    def visible_to(self, user: User) -> Self:
        """Values of units in the user's reach."""
        reach = reach_of(user, VIEW)
        return self if reach.everything else self.filter(reach.q("unit"))

    def of_unit(self, unit: Unit) -> Self:
        """Values of one unit."""
        return self.filter(unit=unit)

    def of_indicators(self, indicators: Iterable[int]) -> Self:
        """Values of some indicators, by their keys."""
        return self.filter(indicator__in=list(indicators))

    def within(self, first: date, last: date) -> Self:
        """Values of periods that lie inside the days `first` to `last`."""
        return self.filter(period_start__gte=first, period_end__lte=last)

    def latest_first(self) -> Self:
        """The newest period first."""
        return self.order_by("-period_end", "-id")
