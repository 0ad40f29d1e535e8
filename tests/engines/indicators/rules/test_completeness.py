"""Expected, received, on time, late, missing."""

from __future__ import annotations

import datetime

import pytest

from honglam.engines.indicators.rules.completeness import Expected, Share, tally, timeliness_of
from honglam.engines.indicators.rules.steps import STEPS, may_step
from honglam.engines.indicators.terms import SubmissionState, Timeliness

DUE = datetime.date(2026, 4, 16)


def on(number: int) -> datetime.date:
    """A day of April 2026."""
    return datetime.date(2026, 4, number)


@pytest.mark.parametrize(
    ("received", "today", "timeliness"),
    [
        (15, 30, Timeliness.ON_TIME),
        (16, 30, Timeliness.ON_TIME),
        (17, 30, Timeliness.LATE),
        (None, 16, Timeliness.WAITING),
        (None, 17, Timeliness.MISSING),
        (10, 12, Timeliness.ON_TIME),
    ],
)
def test_how_one_report_stands(received: int | None, today: int, timeliness: Timeliness) -> None:
    one = Expected("u", "p", DUE, None if received is None else on(received))
    assert timeliness_of(one, on(today)) == timeliness


def test_rates_are_fractions_of_what_is_due() -> None:
    days = [15, 16, 17, None, None]
    numbers = tally([Expected(n, "p", DUE, None if d is None else on(d)) for n, d in enumerate(days)], on(20))
    assert (numbers.completeness, numbers.timeliness) == (Share(3, 5), Share(2, 5))
    assert (numbers.late, numbers.missing, numbers.waiting) == (1, 2, 0)
    early = tally([Expected("u", "p", DUE)], on(1))
    assert (early.waiting, early.completeness, early.completeness.percent) == (1, Share(0, 0), None)


ALLOWED = {
    ("submit", "draft"), ("submit", "returned"), ("approve", "submitted"), ("return", "submitted"),
    ("return", "approved"), ("lock", "approved"), ("unlock", "locked"), ("approve", "corrected"),
    ("return", "corrected"),
}  # fmt: skip


@pytest.mark.parametrize("verb", STEPS)
@pytest.mark.parametrize("state", SubmissionState.values)
def test_every_verb_in_every_state(verb: str, state: str) -> None:
    assert may_step(verb, state) == ((verb, state) in ALLOWED)
