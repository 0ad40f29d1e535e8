"""Figures of version 0.1 are kept: confirmed ones become approved, and each was reported by its own unit."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from honglam.engines.indicators.models import IndicatorValue
from honglam.engines.indicators.terms import ValueState
from tests.engines.indicators.stories import APRIL, MARCH, make_indicator, put
from tests.people import People

MIGRATION = import_module("honglam.engines.indicators.migrations.0003_confirmed_is_approved")


@pytest.mark.django_db
def test_confirmed_figures_become_approved_and_can_go_back(people: People) -> None:
    cases = make_indicator(people, "Số hồ sơ")
    put(cases, people.north, MARCH, 1, "confirmed")
    put(cases, people.north, APRIL, 2, ValueState.DRAFT)
    IndicatorValue.objects.update(reporter=None)
    editor = connection.schema_editor()
    MIGRATION.name_states_anew(apps, editor)
    assert list(IndicatorValue.objects.order_by("period_code").values_list("state", "reporter")) == [
        (ValueState.APPROVED, people.north.pk), (ValueState.DRAFT, people.north.pk),
    ]  # fmt: skip
    MIGRATION.name_states_as_before(apps, editor)
    assert set(IndicatorValue.objects.values_list("state", flat=True)) == {"confirmed", "draft"}
