"""Formulas over indicators: read, calculated in Decimal with a trace, checked for circles. No database.

A formula is written as people write it: `[CT-2026-00001-K] / [CT-2026-00002-M] * 100`. Numbers are Vietnamese
(1.234,5) or plain (1234.5); `sum`, `mean`, `min`, `max` and `if_missing` take arguments between semicolons, or between
commas that do not stand between two digits.
"""

from honglam.engines.indicators.formulas.circles import circle_in, order_of
from honglam.engines.indicators.formulas.evaluating import Outcome, Step, evaluate, explain
from honglam.engines.indicators.formulas.grammar import Formula, FormulaError, parse

__all__ = ["Formula", "FormulaError", "Outcome", "Step", "circle_in", "evaluate", "explain", "order_of", "parse"]
