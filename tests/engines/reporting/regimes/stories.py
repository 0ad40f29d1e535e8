"""What the tests of regimes share: a quarterly regime of two communes, and sections that stand in for real ones."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from honglam.core.access.terms import RoleCode
from honglam.core.organisations.actions import create_group
from honglam.core.organisations.models import UnitGroup
from honglam.engines.reporting.actions.regimes import define_regime
from honglam.engines.reporting.definition import RegimeDefinition
from honglam.engines.reporting.models import Report, ReportRegime
from honglam.engines.reporting.sections import declare_section, forget_section, section_kinds
from honglam.engines.reporting.terms import ReportStep
from tests.people import People, give

SINCE = datetime.date(2026, 1, 1)
TODAY = datetime.date(2026, 9, 10)
SECTIONS = ("work", "figures", "difficulties", "next")


@pytest.fixture
def sections() -> Iterator[None]:
    """Some sections are declared, whatever the platform itself declares."""
    there = {kind.code for kind in section_kinds()}
    added = [code for code in SECTIONS if code not in there]
    for code in added:
        declare_section(code, f"Phần {code}", assemble=lambda request: ())
    yield
    for code in added:
        forget_section(code)


@pytest.fixture
def communes(people: People) -> UnitGroup:
    """The two communes of the small province; the coordinator of the province stands over both."""
    give(people.coordinator, RoleCode.HEAD, unit=people.science)
    return create_group(name="Các xã thử", code="xa-thu", rule={"kinds": ["commune"]}, by=people.administrator)


@pytest.fixture
def on_today(monkeypatch: pytest.MonkeyPatch) -> datetime.date:
    """Today is 10 September 2026, a Thursday: a quarter's report is due on the 21st."""
    monkeypatch.setattr(timezone, "localdate", lambda value=None, zone=None: TODAY if value is None else value.date())
    return TODAY


def quarterly(people: People, groups: UnitGroup, **changed: Any) -> RegimeDefinition:
    """“Trước ngày 20 của tháng cuối quý”, figures closed on the 14th."""
    fields: dict[str, Any] = {
        "name": "Kết quả chuyển đổi số", "owner": people.science, "receiver": people.science, "group": groups,
        "scheme": "quarter_cut_off", "due_day": 20, "starts_on": SINCE,
    }  # fmt: skip
    return RegimeDefinition(**fields | changed)


def make_regime(people: People, groups: UnitGroup, **changed: Any) -> ReportRegime:
    """The regime in force."""
    return define_regime(definition=quarterly(people, groups, **changed), by=people.coordinator)


def send_off(report: Report, day: datetime.date) -> None:
    """The report was sent on a day, straight into the record."""
    moment = timezone.make_aware(datetime.datetime.combine(day, datetime.time(9)))
    Report.objects.filter(pk=report.pk).update(
        step=ReportStep.SENT, sent_at=moment, issued_on=day, number="01/BC-UBND", content={"sections": []},
        content_sha256="0" * 64, frozen_at=moment,
    )  # fmt: skip
