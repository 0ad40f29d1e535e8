"""Records of indicators, one aggregate per file."""

from honglam.engines.indicators.models.form import FormLine, FormVersion, IndicatorForm
from honglam.engines.indicators.models.indicator import Indicator, IndicatorDependency
from honglam.engines.indicators.models.submission import Submission
from honglam.engines.indicators.models.validation_rule import ValidationRule
from honglam.engines.indicators.models.value import IndicatorValue

__all__ = [
    "FormLine",
    "FormVersion",
    "Indicator",
    "IndicatorDependency",
    "IndicatorForm",
    "IndicatorValue",
    "Submission",
    "ValidationRule",
]
