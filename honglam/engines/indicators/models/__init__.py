"""Records of indicators, one aggregate per file."""

from honglam.engines.indicators.models.indicator import Indicator
from honglam.engines.indicators.models.value import IndicatorValue

__all__ = ["Indicator", "IndicatorValue"]
