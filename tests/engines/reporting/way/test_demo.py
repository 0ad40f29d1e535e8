"""The demonstration leads whatever reports there are along their way, once."""

from __future__ import annotations

import pytest

from honglam.engines.reporting.demo import reports as demo
from honglam.engines.reporting.models import Report, ReportMove
from honglam.engines.reporting.terms import ReportStep
from tests.engines.documents.signatures.signing import page
from tests.engines.reporting.made import make_regime, make_report
from tests.people import People, people

from .stories import OUTLINE, receiver, sections

__all__ = ["people", "receiver", "sections"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_converter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "to_pdf", lambda _content, *, name: page(name))


def test_without_reports_nothing_happens(people: People) -> None:
    assert demo.load() == 0


@pytest.mark.usefixtures("receiver", "sections")
def test_reports_stand_at_many_steps_and_a_second_time_nothing_is_added(people: People) -> None:
    for number in range(8):
        regime = make_regime(people.science, people.north, name=f"Báo cáo {number}", sections=OUTLINE)
        make_report(regime, people.north)
    assert demo.load() == 8
    steps = set(Report.objects.values_list("step", flat=True))
    assert {ReportStep.DRAFTING, ReportStep.CHECKING, ReportStep.CLERK, ReportStep.SENT, ReportStep.RECEIVED} <= steps
    assert Report.objects.filter(version=2).count() == 1
    count = ReportMove.objects.count()
    assert (demo.load(), ReportMove.objects.count()) == (0, count)


def test_reports_that_nobody_can_lead_stay_where_they_are(people: People, sections: None) -> None:
    people.officer.memberships.all().delete()
    people.head.memberships.all().delete()
    make_report(make_regime(people.science, people.north_police, sections=OUTLINE), people.north_police)
    demo.load()
    assert Report.objects.get().step == ReportStep.DRAFTING
