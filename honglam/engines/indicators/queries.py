"""Reads of indicators and their values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from honglam.core.access.reach import reach_of
from honglam.core.organisations.queries import in_subtree
from honglam.core.search.queries import matches
from honglam.engines.indicators.terms import OFFICIAL_STATES, SubmissionState
from honglam.toolkit.periods import Period

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.organisations.models import Unit

VIEW = "indicators.view_values"
ENTER = "indicators.enter_values"
CONFIRM = "indicators.confirm_values"


def at_places(places: Iterable[tuple[int, Period]]) -> Q:
    """Rows of some units and periods (keys of units with periods), each pair exactly; nothing where there is none."""
    units: dict[Period, list[int]] = {}
    for unit_id, period in places:
        units.setdefault(period, []).append(unit_id)
    condition = Q(pk__in=())
    for period, keys in units.items():
        condition |= Q(unit__in=keys, period_scheme=period.scheme, period_code=period.code)
    return condition


def in_force(day: Any, to_version: str = "version__") -> Q:
    """Rows of the version of a form that holds for a period that ends on a day (a date, an F, an OuterRef)."""
    began = Q(**{f"{to_version}valid_from__isnull": True}) | Q(**{f"{to_version}valid_from__lte": day})
    lasts = Q(**{f"{to_version}valid_to__isnull": True}) | Q(**{f"{to_version}valid_to__gte": day})
    return began & lasts


class IndicatorQuerySet(models.QuerySet[Any]):
    """Indicators."""

    def saying(self, text: str) -> Self:
        """Indicators whose name or code matches, with or without marks."""
        return self.filter(Q(code__iexact=text.strip()) | matches(text)) if text.strip() else self

    def with_newest(self, user: User) -> Self:
        """Adds what the newest figure in reach says (newest_value, _unit, _period, _state, _end) and figure_count."""
        values = apps.get_model("indicators", "IndicatorValue")._default_manager.visible_to(user)
        newest = values.filter(indicator=OuterRef("pk")).order_by("-period_end", "unit__path", "-id")
        counting = values.filter(indicator=OuterRef("pk")).order_by().values("indicator").annotate(n=Count("pk"))
        return self.annotate(
            newest_value=Subquery(newest.values("value")[:1]),
            newest_unit=Subquery(newest.values("unit__name")[:1]),
            newest_period=Subquery(newest.values("period_code")[:1]),
            newest_state=Subquery(newest.values("state")[:1]),
            newest_end=Subquery(newest.values("period_end")[:1]),
            figure_count=Coalesce(Subquery(counting.values("n"), output_field=models.IntegerField()), 0),
        )


class IndicatorValueQuerySet(models.QuerySet[Any]):
    """Values."""

    def visible_to(self, user: User) -> Self:
        """Values of units in the user's reach."""
        reach = reach_of(user, VIEW)
        return self if reach.everything else self.filter(reach.q("unit"))

    def seen_by(self, user: User) -> Self:
        """Values of units in reach, and those that stand in a form on its way to a unit in reach."""
        reach = reach_of(user, VIEW)
        if reach.everything:
            return self
        coming = apps.get_model("indicators", "Submission")._default_manager.filter(
            in_force(OuterRef("period_end"), "form__lines__version__"),
            reach.q("form__receiver"), form__lines__indicator=OuterRef("indicator"), unit=OuterRef("unit"),
            period_scheme=OuterRef("period_scheme"), period_code=OuterRef("period_code"),
        )  # fmt: skip
        return self.filter(reach.q("unit") | Q(Exists(coming)))

    def of_unit(self, unit: Unit) -> Self:
        """Values of one unit."""
        return self.filter(unit=unit)

    def of_indicators(self, indicators: Iterable[int]) -> Self:
        """Values of some indicators, by their keys."""
        return self.filter(indicator__in=list(indicators))

    def of_period(self, period: Period) -> Self:
        """Values of one period."""
        return self.filter(period_scheme=period.scheme, period_code=period.code)

    def of_places(self, places: Iterable[tuple[int, Period]]) -> Self:
        """Values of some units and periods, each pair exactly."""
        return self.filter(at_places(places))

    def of_periods(self, periods: Iterable[Period]) -> Self:
        """Values of some periods."""
        codes = [period.code for period in periods]
        return self.filter(period_code__in=codes)

    def below(self, unit: Unit) -> Self:
        """Values of units below a unit, through either superior; its own left out."""
        return self.filter(in_subtree(unit.path, "unit__")).exclude(unit=unit)

    def official(self) -> Self:
        """Values that count without a mark."""
        return self.filter(state__in=OFFICIAL_STATES)

    def with_waiting_correction(self) -> Self:
        """Adds `is_being_corrected`: the receiver of an approved form corrected the figure, and it waits there."""
        waiting = apps.get_model("indicators", "Submission")._default_manager.filter(
            in_force(OuterRef("period_end"), "form__lines__version__"),
            form__lines__indicator=OuterRef("indicator"), form__receiver=OuterRef("reporter"), unit=OuterRef("unit"),
            period_scheme=OuterRef("period_scheme"), period_code=OuterRef("period_code"),
            state=SubmissionState.CORRECTED,
        )  # fmt: skip
        return self.annotate(is_being_corrected=Exists(waiting) & ~Q(state__in=OFFICIAL_STATES))

    def being_corrected(self) -> Self:
        """Values that a receiver corrected and that wait to be approved again."""
        return self.with_waiting_correction().filter(is_being_corrected=True)

    def within(self, first: date, last: date) -> Self:
        """Values of periods that lie inside the days `first` to `last`."""
        return self.filter(period_start__gte=first, period_end__lte=last)

    def latest_first(self) -> Self:
        """The newest period first."""
        return self.order_by("-period_end", "-id")


class IndicatorFormQuerySet(models.QuerySet[Any]):
    """Forms."""

    def active(self) -> Self:
        """Forms in use."""
        return self.filter(is_active=True)

    def counting_on(self, first: date, last: date) -> Self:
        """Forms for which a period that ends between two days counts."""
        return self.filter(starts_on__lte=last).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first))

    def asking_for(self, indicator: Any, day: date) -> Self:
        """Forms whose version for a period that ends on a day asks for an indicator (itself or its key)."""
        return self.filter(in_force(day, "lines__version__"), lines__indicator=indicator)


class FormVersionQuerySet(models.QuerySet[Any]):
    """Versions of forms."""

    def holding_on(self, day: date) -> Self:
        """Versions that hold for a period that ends on a day; one a form."""
        return self.filter(in_force(day, ""))

    def holding_between(self, first: date, last: date) -> Self:
        """Versions that hold for some period that ends between two days."""
        return self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=last)).filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=first)
        )


class FormLineQuerySet(models.QuerySet[Any]):
    """Lines of forms."""

    def holding_on(self, day: date) -> Self:
        """Lines of the versions that hold for a period that ends on a day."""
        return self.filter(in_force(day))

    def holding_between(self, first: date, last: date) -> Self:
        """Lines of the versions that hold for some period that ends between two days."""
        return self.filter(Q(version__valid_from__isnull=True) | Q(version__valid_from__lte=last)).filter(
            Q(version__valid_to__isnull=True) | Q(version__valid_to__gte=first)
        )


class SubmissionQuerySet(models.QuerySet[Any]):
    """Submissions."""

    def of_period(self, period: Period) -> Self:
        """Submissions for one period."""
        return self.filter(period_scheme=period.scheme, period_code=period.code)

    def of_places(self, places: Iterable[tuple[int, Period]]) -> Self:
        """Submissions of some units and periods, each pair exactly."""
        return self.filter(at_places(places))

    def visible_to(self, user: User) -> Self:
        """Submissions of units in the user's reach, and those that go to a unit in reach."""
        reach = reach_of(user, VIEW)
        return self if reach.everything else self.filter(reach.q("unit") | reach.q("form__receiver"))
