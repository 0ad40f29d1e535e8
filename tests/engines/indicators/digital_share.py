"""What the tests of pages share: a share of online applications, reported by two communes every month."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from honglam.engines.indicators.models import Indicator, IndicatorForm
from honglam.engines.indicators.terms import Aggregation, Calculation
from tests.engines.indicators.stories import TODAY, make_form, make_indicator, on_day
from tests.people import People

Browser = Callable[[Any], Client]
__all__ = ["Browser", "form", "online", "received", "share", "today"]


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> datetime.date:
    on_day(monkeypatch, TODAY)
    return TODAY


@pytest.fixture
def online(people: People, today: datetime.date) -> Indicator:
    return make_indicator(people, "Số hồ sơ trực tuyến", measure="hồ sơ")


@pytest.fixture
def received(people: People, online: Indicator) -> Indicator:
    return make_indicator(people, "Số hồ sơ tiếp nhận", measure="hồ sơ")


@pytest.fixture
def share(people: People, online: Indicator, received: Indicator) -> Indicator:
    return make_indicator(
        people, "Tỷ lệ hồ sơ trực tuyến", measure="%", calculation=Calculation.RATIO, numerator=online,
        denominator=received, factor=Decimal(100), aggregation=Aggregation.RECOMPUTE,
    )  # fmt: skip


@pytest.fixture
def form(people: People, online: Indicator, received: Indicator, share: Indicator) -> IndicatorForm:
    return make_form(people, online, received, share)
