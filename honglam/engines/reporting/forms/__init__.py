"""Forms of upper levels: a blank .xlsx is read, its cells are matched with what is measured, and it is filled.

Who uses it: an officer of a commune who receives the same Excel form of a ministry every quarter and types forty
numbers into it that were all reported before. The form is mapped once: each cell to an indicator, to which of its
figures (thực hiện, lũy kế, cùng kỳ, kế hoạch …), to a unit and a factor between units of measure. From then on it is
filled for every period, with its layout, merged cells, formulas, charts and print settings untouched.

Plain values in and out, no tables: `read_blank(content)`, `propose(blank, indicators, units, own)`,
`carried(old, new, mapped)`, `figure_for(…)`, `written(content, entries)`.
"""

from honglam.engines.reporting.forms.carrying import Carried, Note, carried
from honglam.engines.reporting.forms.filling import losses_of, written
from honglam.engines.reporting.forms.propose import KnownIndicator, KnownUnit, Proposed, propose
from honglam.engines.reporting.forms.reading import Blank, FormCell, FormSheet, ShownCell, read_blank
from honglam.engines.reporting.forms.values import Gap, Measured, figure_for

__all__ = [
    "Blank",
    "Carried",
    "FormCell",
    "FormSheet",
    "Gap",
    "KnownIndicator",
    "KnownUnit",
    "Measured",
    "Note",
    "Proposed",
    "ShownCell",
    "carried",
    "figure_for",
    "losses_of",
    "propose",
    "read_blank",
    "written",
]
