"""Whether the words of a task hold a figure that its result can be measured by."""

from __future__ import annotations

from honglam.engines.plans.extraction.quantities import find_quantities


def measured(*texts: str) -> bool:
    """Whether one of the texts states a quantity with its unit: “100% thôn”, “12 lớp”; years and dates are none."""
    return any(quantity.unit for text in texts if text for quantity in find_quantities(text))
