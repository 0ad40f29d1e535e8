"""The province in one look, for leaders with three minutes: five hot spots, what changed, what waits for them.

Reads in a fixed number of queries whatever the number of units and tasks; every figure carries the address of the
rows behind it; nothing is said about a named person. Work that was asked for, and work that was late when it was
given, is never counted as late.
"""

from honglam.engines.plans.overview.reading import Overview, overview_of
from honglam.engines.plans.overview.values import Change, Decision, GroupLine, HotSpot, LateRow, UnitLine

__all__ = ["Change", "Decision", "GroupLine", "HotSpot", "LateRow", "Overview", "UnitLine", "overview_of"]
