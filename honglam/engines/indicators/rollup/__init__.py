"""Figures rolled up the tree of units and over time, live from the cells, with coverage and drill-down (ADR 16)."""

from honglam.engines.indicators.rollup.drill import drill_down
from honglam.engines.indicators.rollup.table import roll_up
from honglam.engines.indicators.rollup.values import DrillRow, RollUpCell, RollUpRow, RollUpTable

__all__ = ["DrillRow", "RollUpCell", "RollUpRow", "RollUpTable", "drill_down", "roll_up"]
