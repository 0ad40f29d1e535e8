"""The target that a whole table cell states."""

from __future__ import annotations

import re

from honglam.engines.plans.extraction.quantities.figures import (
    FIGURE,
    OPERATOR_OF,
    Quantity,
    find_quantities,
    parse_number,
)

_DONE = re.compile(
    r"\s*(?:hoàn\s+thành|đã\s+hoàn\s+thành|đạt|có|đạt\s+chuẩn|x|✓|✔|duy\s+trì|thực\s+hiện|đảm\s+bảo"
    r"|bảo\s+đảm)\s*[.;]?\s*",
    re.IGNORECASE,
)


def read_target(cell: str) -> Quantity | None:
    """The target that a whole table cell states: a figure, a range or a mere "Đạt"; None where it states none.

    A bare number needs no unit in a cell. The text of the quantity is the whole cell.

    >>> [read_target(cell).operator for cell in ("100%", ">80%", "50-80%", "Đạt", "≥ 95")]
    ['=', '>', 'range', 'done', '>=']
    """
    clean = " ".join(cell.split())
    if not clean:
        return None
    whole = {"text": clean.rstrip(" .;"), "start": 0, "end": len(cell), "number_start": 0, "number_end": len(cell)}
    if _DONE.fullmatch(clean):
        return Quantity(operator="done", target=None, unit=None, **whole)  # type: ignore[arg-type]
    found = find_quantities(clean)
    percent = next((quantity for quantity in found if quantity.is_percent), None)
    chosen = percent or (found[0] if found else None)
    if chosen is None:
        match = FIGURE.fullmatch(clean.rstrip(" .;")) or FIGURE.match(clean)
        if match is None or match["of"] or not match["low"][0].isdigit() or len(clean) > 40:
            return None
        low = parse_number(match["low"])
        operator = OPERATOR_OF.get((match["operator"] or "").lower(), "=")
        if match["high"]:
            high = parse_number(match["high"])
            return Quantity(operator="range", target=[low, high], unit=None, **whole)  # type: ignore[arg-type]
        return Quantity(operator=operator, target=low, unit=None, **whole)  # type: ignore[arg-type]
    return Quantity(operator=chosen.operator, target=chosen.target, unit=chosen.unit, **whole)  # type: ignore[arg-type]
