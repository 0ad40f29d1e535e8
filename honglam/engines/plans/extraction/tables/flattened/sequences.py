"""What it costs that a row number follows another: “2” after “1” is free, “7” after “2” is not."""

from __future__ import annotations

from ..numerals import Numeral

# The last row number, the last heading's numeral, and whether a heading stands between.
Remembered = tuple[Numeral | None, Numeral | None, bool]


def row_sequence(numeral: Numeral, last: Remembered) -> tuple[float, Remembered]:
    """(cost of this row number after the last one, what is remembered)."""
    previous, heading, fresh = last
    remembered = (numeral, heading, False)
    if previous is None:
        return (0.0 if numeral.value[-1] == 1 else 1.2), remembered
    if numeral.kind == "dotted":
        parent = numeral.value[:-1]
        if previous.value == (*parent, numeral.value[-1] - 1) or (
            numeral.value[-1] == 1 and previous.value[: len(parent)] == parent
        ):
            return 0.0, remembered
        if heading is not None and numeral.value[0] == heading.value[0]:
            return 0.3, remembered
        return 1.5, remembered
    if numeral.kind != previous.kind:
        same_parent = previous.kind == "dotted" and numeral.value[0] == previous.value[0] + 1
        return (0.0 if same_parent or (fresh and numeral.value == (1,)) else 1.5), remembered
    step = numeral.value[0] - previous.value[0]
    if step == 1 or (fresh and numeral.value == (1,)):
        return 0.0, remembered
    if step == 0:
        return 1.5, remembered
    if 2 <= step <= 8:
        return 0.8 + 0.15 * step, remembered
    return (2.5 if numeral.value == (1,) else 3.5), remembered


def heading_sequence(numeral: Numeral, last: Remembered) -> tuple[float, Remembered]:
    """(cost of this heading's numeral after the headings and rows before it, what is remembered)."""
    previous, heading, _ = last
    if numeral.kind in ("arabic", "dotted"):
        sequence, _ = row_sequence(numeral, last)
        return sequence, (numeral, heading, True)
    remembered = (previous, numeral, True)
    if heading is None or heading.kind != numeral.kind:
        return (0.0 if numeral.value[0] in (1, ord("a")) else 0.8), remembered
    step = numeral.value[0] - heading.value[0]
    return {1: 0.0, 0: 1.0}.get(step, 0.4 if numeral.value[0] == 1 else 1.4), remembered
