"""Figures as people write and paste them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from honglam.engines.indicators.entry import read_figure
from honglam.engines.indicators.errors import ValueInvalid
from honglam.engines.indicators.models import Indicator


@pytest.mark.parametrize(
    ("text", "measure", "value"),
    [
        ("1.234,5", "", "1234.5"),
        ("1234.5", "", "1234.5"),
        (" 12 % ", "%", "12"),
        ("85,5%", "%", "85.5"),
        ("(3)", "", "-3"),
        ("0", "", "0"),
    ],
)
def test_a_figure_is_read_as_people_write_it(text: str, measure: str, value: str) -> None:
    assert read_figure(text, Indicator(measure=measure)) == Decimal(value)


@pytest.mark.parametrize("text", ["", "  ", "-", "–", "—"])
def test_an_empty_cell_or_a_dash_is_no_figure(text: str) -> None:
    assert read_figure(text, Indicator()) is None


@pytest.mark.parametrize(("text", "measure"), [("nhiều", ""), ("12%", "hồ sơ"), ("1.23.4", "")])
def test_what_is_no_figure_of_the_indicator_is_refused(text: str, measure: str) -> None:
    with pytest.raises(ValueInvalid):
        read_figure(text, Indicator(measure=measure))
