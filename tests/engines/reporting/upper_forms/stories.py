"""A small province whose communes reported what the invented forms ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from honglam.engines.indicators.models import Indicator
from honglam.engines.indicators.terms import Aggregation, Calculation, TimeAggregation, ValueState
from honglam.engines.reporting.actions.upper_forms import add_upper_form, map_cells
from honglam.engines.reporting.models import UpperForm
from honglam.engines.reporting.upper_forms import newest_version, sure_cells
from honglam.toolkit.periods import Scheme, parse
from tests.engines.indicators.stories import make_form, make_indicator, put
from tests.people import People

from .blanks import indicator_lines

Q1 = parse("2026-Q1")
SHEET = "Biểu 05-CĐS"


@dataclass(frozen=True)
class Measures:
    """The indicators of the story."""

    received: Indicator
    online: Indicator
    share: Indicator
    taxes: Indicator
    accounts: Indicator


def make_measures(people: People) -> Measures:
    """What the two communes report every month on a form of the department."""
    received = make_indicator(people, "Hồ sơ thủ tục hành chính tiếp nhận trong kỳ", measure="hồ sơ", decimals=0)
    online = make_indicator(people, "Hồ sơ tiếp nhận trực tuyến", measure="hồ sơ", decimals=0)
    share = make_indicator(
        people, "Tỷ lệ hồ sơ tiếp nhận trực tuyến", measure="%", calculation=Calculation.RATIO, numerator=online,
        denominator=received, factor=Decimal(100), aggregation=Aggregation.RECOMPUTE,
        time_aggregation=TimeAggregation.NONE,
    )  # fmt: skip
    taxes = make_indicator(people, "Thu ngân sách nhà nước trên địa bàn", measure="triệu đồng")
    accounts = make_indicator(
        people, "Người dân có tài khoản định danh điện tử mức 2", measure="người", decimals=0,
        time_aggregation=TimeAggregation.LATEST,
    )  # fmt: skip
    make_form(people, received, online, taxes, accounts)
    return Measures(received, online, share, taxes, accounts)


def put_months(indicator: Indicator, unit: Any, values: Sequence[object], *, year: int = 2026, **more: Any) -> None:
    """The figures of the first months of a year."""
    for number, value in enumerate(values, start=1):
        put(indicator, unit, parse(f"{year}-{number:02}"), value, more.get("state", ValueState.APPROVED))


def upload(content: bytes, name: str = "Biểu 05-CĐS.xlsx") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content)


def received_form(people: People, content: bytes = b"", *, scheme: str = Scheme.QUARTER, **more: Any) -> UpperForm:
    """A form of the northern commune, its sure proposals taken over."""
    given = {"unit": people.north, "by": people.officer, "name": "Biểu 05", **more}
    form = add_upper_form(upload=upload(content or indicator_lines()), scheme=scheme, **given)
    map_cells(form=form, accept=sure_cells(newest_version(form)), by=given["by"])
    return form
