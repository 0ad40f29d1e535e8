"""The public door of indicators: what other parts may use."""

from honglam.engines.indicators.actions import (
    IndicatorDraft,
    confirm_value,
    ensure_indicators,
    record_value,
)
from honglam.engines.indicators.errors import IndicatorError, ValueChanged, ValueConfirmed, ValueInvalid
from honglam.engines.indicators.forms import ValueForm
from honglam.engines.indicators.models import Indicator, IndicatorValue
from honglam.engines.indicators.rules import verdict_of
from honglam.engines.indicators.shown import chart_of, period_name, periods_to_enter, written
from honglam.engines.indicators.terms import Direction, ValueState, Verdict

__all__ = [
    "Direction",
    "Indicator",
    "IndicatorDraft",
    "IndicatorError",
    "IndicatorValue",
    "ValueChanged",
    "ValueConfirmed",
    "ValueForm",
    "ValueInvalid",
    "ValueState",
    "Verdict",
    "chart_of",
    "confirm_value",
    "ensure_indicators",
    "period_name",
    "periods_to_enter",
    "record_value",
    "verdict_of",
    "written",
]
