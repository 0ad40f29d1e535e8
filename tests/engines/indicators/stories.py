"""Short ways to indicators, forms and figures in tests; what they write is what the verbs write."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from honglam.core.organisations.models import Unit
from honglam.engines.indicators.actions import (
    CellDraft,
    FormDefinition,
    IndicatorDefinition,
    LineDraft,
    define,
    define_form,
    save_cell,
)
from honglam.engines.indicators.models import Indicator, IndicatorForm, IndicatorValue
from honglam.engines.indicators.terms import Aggregation, TimeAggregation, ValueState
from honglam.toolkit.periods import Period, Scheme, parse
from tests.people import People

TODAY = datetime.date(2026, 5, 8)
"""The day on which the tests of forms take place: the fifth working day after April 2026."""

APRIL = parse("2026-04")
MARCH = parse("2026-03")
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001000005"
    "0001a5f645400000000049454e44ae426082"
)
"""The smallest PNG."""


def make_indicator(people: People, name: str, **definition: Any) -> Indicator:
    """A monthly indicator that is added up, unless the definition says otherwise."""
    given = {"scheme": Scheme.MONTH, "aggregation": Aggregation.SUM, "time_aggregation": TimeAggregation.SUM}
    return define(definition=IndicatorDefinition(name, **(given | definition)), by=people.coordinator)


def make_form(people: People, *indicators: Indicator, code: str = "B01", **definition: Any) -> IndicatorForm:
    """A monthly form of the two communes to the department, due five working days after the month."""
    given: dict[str, Any] = {
        "name": f"Biểu {code}", "scheme": Scheme.MONTH, "receiver": people.science,
        "starts_on": datetime.date(2026, 1, 1), "units": (people.north, people.south), "due_after_working_days": 5,
        "lines": tuple(LineDraft(indicator) for indicator in indicators),
    }  # fmt: skip
    return define_form(definition=FormDefinition(code, **(given | definition)), by=people.coordinator)


def enter(
    form: IndicatorForm, unit: Unit, by: Any, indicator: Indicator, value: object, period: Period = APRIL, **more: Any
) -> Any:
    """Write one cell as it stands now."""
    figure = IndicatorValue.objects.filter(indicator=indicator, unit=unit).of_period(period).first()
    draft = CellDraft(
        indicator, None if value is None else Decimal(str(value)), figure.version if figure else 0, **more
    )
    return save_cell(form=form, unit=unit, period=period, draft=draft, by=by)


def put(
    indicator: Indicator, unit: Unit, period: Period, value: object, state: str = ValueState.APPROVED, **columns: Any
) -> IndicatorValue:
    """A figure in the database, past the verbs."""
    return IndicatorValue.objects.create(
        indicator=indicator, unit=unit, reporter=unit, period_scheme=period.scheme, period_code=period.code,
        period_start=period.start, period_end=period.end, value=Decimal(str(value)), state=state, **columns,
    )  # fmt: skip


def on_day(monkeypatch: Any, day: datetime.date) -> None:
    """Let it be ten o'clock of a day."""
    moment = timezone.make_aware(datetime.datetime.combine(day, datetime.time(10)))
    monkeypatch.setattr(timezone, "now", lambda: moment)
