"""A department says what communes owe it; the reports open by themselves, once, and follow when the rule changes."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from honglam.core.access.errors import NotAllowed
from honglam.core.access.terms import RoleCode
from honglam.core.audit.models import AuditEntry
from honglam.core.notices.models import Notice
from honglam.core.organisations.models import UnitGroup
from honglam.engines.indicators.models import IndicatorForm
from honglam.engines.reporting.actions.regimes import (
    adopt_regime,
    decline_regime,
    define_regime,
    end_regime,
    redefine_regime,
    set_outline,
)
from honglam.engines.reporting.actions.rounds import open_rounds
from honglam.engines.reporting.definition import RegimeDefinition
from honglam.engines.reporting.errors import RegimeRefused
from honglam.engines.reporting.models import Report, ReportRegime
from honglam.engines.reporting.outline import OutlinePart
from honglam.engines.reporting.terms import DutySource, RegimeState, ReportStep
from tests.people import People, people

from .stories import SINCE, TODAY, communes, make_regime, on_today, quarterly, sections, send_off

__all__ = ["communes", "on_today", "people", "sections"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sections", "on_today")]


def periods(regime: ReportRegime) -> list[tuple[str, str]]:
    rows = regime.reports.order_by("period_end", "unit__code").values_list("period_code", "unit__name")
    return list(rows)


def test_a_regime_in_force_opens_what_is_near_and_the_one_that_was_missed(
    people: People, communes: UnitGroup
) -> None:  # fmt: skip
    regime = make_regime(people, communes)
    assert regime.code.startswith("CDBC-")
    assert periods(regime) == [
        ("2026-Q2@14", "Xã Bắc Sơn"), ("2026-Q2@14", "Xã Nam Hà"), ("2026-Q3@14", "Xã Bắc Sơn"),
        ("2026-Q3@14", "Xã Nam Hà"),
    ]  # fmt: skip
    report = Report.objects.get(unit=people.north, period_code="2026-Q3@14")
    assert report.title == "Báo cáo kết quả chuyển đổi số quý III năm 2026"
    assert (report.due_on, report.receiver, report.step) == (
        datetime.date(2026, 9, 21), people.science, ReportStep.DRAFTING,
    )  # fmt: skip
    assert report.code.startswith("BC-2026-")
    words = AuditEntry.objects.filter(action__startswith="reporting.").order_by("pk").values_list("action", flat=True)
    assert list(words) == ["reporting.regime_defined", "reporting.rounds_opened"]


def test_the_nightly_job_opens_nothing_twice(people: People, communes: UnitGroup) -> None:
    regime = make_regime(people, communes)
    assert open_rounds(today=TODAY) == 0
    assert regime.reports.count() == 4
    assert open_rounds(today=datetime.date(2026, 12, 1)) == 2, "the fourth quarter is near"


def test_opening_takes_as_many_queries_for_many_units_as_for_two(
    people: People, communes: UnitGroup, django_assert_max_num_queries: Any
) -> None:
    make_regime(people, communes)
    with django_assert_max_num_queries(24):
        open_rounds(today=datetime.date(2026, 12, 1))


def test_the_outline_is_the_usual_one_as_far_as_it_is_declared(people: People, communes: UnitGroup) -> None:
    regime = make_regime(people, communes)
    codes = [one["code"] for one in regime.sections]
    assert codes[:2] == ["work", "figures"] and codes[-1] == "next"


def test_a_section_may_stand_twice_under_titles_of_its_own(people: People, communes: UnitGroup) -> None:
    regime = make_regime(people, communes)
    parts = (OutlinePart("next", "Nhiệm vụ quý sau"), OutlinePart("work"), OutlinePart("next", "Nhiệm vụ năm sau"))
    set_outline(regime=regime, parts=parts, by=people.coordinator)
    regime.refresh_from_db()
    assert [(one["key"], one["title"]) for one in regime.sections] == [
        ("next", "Nhiệm vụ quý sau"), ("work", ""), ("next-2", "Nhiệm vụ năm sau"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"name": "  "}, "name"),
        ({"group": None}, "group"),
        ({"due_day": None}, "due_rule"),
        ({"due_after_working_days": 3}, "due_rule"),
        ({"due_day": 0}, "due_day"),
        ({"due_day": None, "due_after_working_days": 0}, "due_after_working_days"),
        ({"due_month_offset": -3}, "due_month_offset"),
        ({"due_month_offset": 13}, "due_month_offset"),
        ({"scheme": "fortnight"}, "scheme"),
        ({"scheme": ""}, "scheme"),
        ({"scheme": "week"}, "due_rule"),
        ({"scheme": "", "due_day": None, "only_due_on": datetime.date(2026, 12, 1)}, "only_from"),
        ({"scheme": "", "due_day": None, "only_due_on": datetime.date(2025, 12, 1),
          "only_from": SINCE, "only_to": SINCE}, "only_due_on"),
        ({"outside_receiver": "Bộ Khoa học và Công nghệ"}, "outside_receiver"),
        ({"ends_on": datetime.date(2025, 1, 1)}, "ends_on"),
        ({"sections": (OutlinePart("poems"),)}, "sections"),
        ({"sections": ()}, "sections"),
        ({"steps": ("dancing",)}, "steps"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_at_its_field(
    people: People, communes: UnitGroup, changed: dict[str, Any], column: str
) -> None:
    with pytest.raises(RegimeRefused) as refused:
        define_regime(definition=quarterly(people, communes, **changed), by=people.coordinator)
    assert refused.value.column == column
    assert not ReportRegime.objects.exists()


def test_without_a_receiver_the_shared_superior_receives(people: People, communes: UnitGroup) -> None:
    assert make_regime(people, communes, receiver=None).receiver == people.province
    with pytest.raises(RegimeRefused, match="không cùng một cấp trên"):
        make_regime(people, communes, receiver=None, units=(people.north_culture,))


def test_nobody_reports_to_themselves(people: People, communes: UnitGroup) -> None:
    with pytest.raises(RegimeRefused, match="gửi báo cáo cho chính mình"):
        make_regime(people, communes, receiver=people.north)


def test_a_commune_asks_only_itself_and_its_own(people: People, communes: UnitGroup) -> None:
    own = quarterly(people, communes, owner=people.north, group=None, units=(people.north,), receiver=people.police)
    assert define_regime(definition=own, by=people.head).receiver == people.police
    others = quarterly(people, communes, owner=people.north, receiver=people.police)
    with pytest.raises(RegimeRefused, match="chỉ lập được chế độ báo cáo cho chính mình"):
        define_regime(definition=others, by=people.head)
    with pytest.raises(NotAllowed):
        define_regime(definition=quarterly(people, communes), by=people.head)


def test_reports_go_up_into_one_of_the_same_periods_but_never_in_a_circle(
    people: People, communes: UnitGroup
) -> None:  # fmt: skip
    upper = make_regime(
        people, communes, name="Chuyển đổi số của tỉnh", group=None, units=(people.science,), receiver=people.province
    )
    lower = make_regime(people, communes, feeds=upper)
    assert lower.feeds == upper
    circle = RegimeDefinition.of(upper)
    with pytest.raises(RegimeRefused, match="tổng hợp lẫn nhau"):
        redefine_regime(regime=upper, definition=_with(circle, feeds=lower), by=people.coordinator)
    with pytest.raises(RegimeRefused, match="có kỳ khác"):
        redefine_regime(regime=upper, definition=_with(circle, scheme="year_cut_off"), by=people.coordinator)
    with pytest.raises(RegimeRefused, match="phải cùng kỳ"):
        make_regime(people, communes, scheme="month_cut_off", feeds=upper)
    with pytest.raises(RegimeRefused, match="Đơn vị tổng hợp phải là nơi lập"):
        make_regime(people, communes, receiver=people.police, feeds=upper)


def _with(definition: RegimeDefinition, **changed: Any) -> RegimeDefinition:
    fields = {name: getattr(definition, name) for name in RegimeDefinition.__dataclass_fields__}
    return RegimeDefinition(**fields | changed)


def test_a_form_belongs_to_whoever_fills_or_receives_it(people: People, communes: UnitGroup) -> None:
    form = IndicatorForm.objects.create(
        code="B-1", name="Biểu", scheme="month", receiver=people.science, starts_on=SINCE, group=communes
    )
    other = IndicatorForm.objects.create(
        code="B-2", name="Biểu", scheme="month", receiver=people.police, starts_on=SINCE
    )
    assert list(make_regime(people, communes, forms=(form,)).forms.all()) == [form]
    with pytest.raises(RegimeRefused, match="B-2"):
        make_regime(people, communes, forms=(other,))


def test_drafts_follow_a_changed_rule_and_what_was_sent_stays(people: People, communes: UnitGroup) -> None:
    regime = make_regime(people, communes)
    sent = Report.objects.get(unit=people.north, period_code="2026-Q3@14")
    send_off(sent, datetime.date(2026, 9, 9))
    changed = _with(RegimeDefinition.of(regime), due_day=25, name="Kết quả Đề án 06", receiver=people.province)
    redefine_regime(regime=regime, definition=changed, by=people.coordinator, reason="Văn bản mới")
    draft = Report.objects.get(unit=people.south, period_code="2026-Q3@14")
    assert (draft.due_on, draft.receiver) == (datetime.date(2026, 9, 25), people.province)
    assert draft.title == "Báo cáo kết quả Đề án 06 quý III năm 2026"
    sent.refresh_from_db()
    assert (sent.due_on, sent.receiver) == (datetime.date(2026, 9, 21), people.science)


def test_a_unit_that_is_no_longer_asked_loses_its_empty_drafts_only(people: People, communes: UnitGroup) -> None:
    regime = make_regime(people, communes)
    Report.objects.filter(unit=people.south, period_code="2026-Q3@14").update(written={"next": "Tiếp tục"})
    changed = _with(RegimeDefinition.of(regime), group=None, units=(people.north,))
    redefine_regime(regime=regime, definition=changed, by=people.coordinator)
    steps = dict(regime.reports.filter(unit=people.south).values_list("period_code", "step"))
    assert steps == {"2026-Q2@14": ReportStep.DROPPED, "2026-Q3@14": ReportStep.DRAFTING}
    dropped = regime.reports.get(unit=people.south, step=ReportStep.DROPPED)
    assert dropped.reason and dropped.moves.get().to_step == ReportStep.DROPPED


def test_a_proposed_regime_is_completed_and_put_in_force(people: People, communes: UnitGroup) -> None:
    proposed = ReportRegime.objects.create(
        code="CDBC-2026-1", name="Báo cáo quý", state=RegimeState.PROPOSED, source=DutySource.PLAN,
        owner=people.science, starts_on=SINCE, quote="định kỳ hằng quý báo cáo", duty_key="1",
    )  # fmt: skip
    assert open_rounds(today=TODAY) == 0
    adopted = adopt_regime(regime=proposed, definition=quarterly(people, communes), by=people.coordinator)
    assert (adopted.state, adopted.source, adopted.quote) == (
        RegimeState.IN_FORCE, DutySource.PLAN, "định kỳ hằng quý báo cáo",
    )  # fmt: skip
    assert adopted.reports.count() == 4
    with pytest.raises(RegimeRefused, match="Đang áp dụng"):
        adopt_regime(regime=proposed, definition=quarterly(people, communes), by=people.coordinator)


def test_a_proposed_regime_is_declined_with_a_reason(people: People) -> None:
    proposed = ReportRegime.objects.create(
        code="CDBC-2026-1", name="Báo cáo quý", state=RegimeState.PROPOSED, owner=people.science, starts_on=SINCE
    )
    with pytest.raises(RegimeRefused) as refused:
        decline_regime(regime=proposed, by=people.coordinator, reason=" ")
    assert refused.value.column == "reason"
    decline_regime(regime=proposed, by=people.coordinator, reason="Đã có trong báo cáo khác")
    proposed.refresh_from_db()
    assert proposed.state == RegimeState.DECLINED


def test_an_ended_regime_opens_nothing_and_drops_what_is_empty(people: People, communes: UnitGroup) -> None:
    regime = make_regime(people, communes)
    end_regime(regime=regime, on=datetime.date(2026, 9, 9), by=people.coordinator, reason="Thay bằng báo cáo khác")
    regime.refresh_from_db()
    assert regime.state == RegimeState.ENDED
    steps = set(regime.reports.filter(period_code="2026-Q3@14").values_list("step", flat=True))
    assert steps == {ReportStep.DROPPED}
    assert open_rounds(today=datetime.date(2026, 12, 1)) == 0
    with pytest.raises(RegimeRefused):
        end_regime(regime=regime, on=datetime.date(2026, 9, 9), by=people.coordinator)


def test_a_regime_that_ends_later_works_until_then(people: People, communes: UnitGroup) -> None:
    regime = make_regime(people, communes)
    end_regime(regime=regime, on=datetime.date(2026, 9, 30), by=people.coordinator)
    regime.refresh_from_db()
    assert regime.state == RegimeState.IN_FORCE
    open_rounds(today=datetime.date(2026, 10, 1))
    regime.refresh_from_db()
    assert regime.state == RegimeState.ENDED


def test_a_demand_is_owed_once_and_told_at_once(people: People, communes: UnitGroup) -> None:
    demand = make_regime(
        people, communes, name="Tình hình khắc phục bão số 5", kind="ad_hoc", scheme="", due_day=None,
        only_due_on=datetime.date(2026, 9, 20), only_from=datetime.date(2026, 8, 20),
        only_to=datetime.date(2026, 9, 9), starts_on=TODAY,
    )  # fmt: skip
    assert demand.reports.count() == 2
    report = demand.reports.get(unit=people.north)
    assert (report.title, report.period_code) == ("Báo cáo tình hình khắc phục bão số 5", "")
    told = Notice.objects.filter(kind="reporting.step")
    assert {notice.recipient for notice in told} == {people.officer, people.head, people.stranger}
    assert "20/09/2026" in told[0].body
    assert open_rounds(today=TODAY) == 0


def test_a_demand_whose_days_change_stays_one_report(people: People, communes: UnitGroup) -> None:
    days: dict[str, Any] = {"only_from": datetime.date(2026, 8, 20), "only_to": datetime.date(2026, 9, 9)}
    demand = make_regime(
        people, communes, scheme="", due_day=None, only_due_on=datetime.date(2026, 9, 20), starts_on=TODAY, **days
    )
    send_off(demand.reports.get(unit=people.south), TODAY)
    changed = _with(RegimeDefinition.of(demand), only_to=datetime.date(2026, 9, 8))
    redefine_regime(regime=demand, definition=changed, by=people.coordinator)
    assert demand.reports.count() == 2
    assert demand.reports.get(unit=people.north).period_end == datetime.date(2026, 9, 8)
    assert demand.reports.get(unit=people.south).period_end == datetime.date(2026, 9, 9), "sent as it was"
    end_regime(regime=demand, on=TODAY, by=people.coordinator)
    assert demand.reports.get(unit=people.north).step == ReportStep.DROPPED


def test_who_defines_must_stand_over_the_owner(people: People, communes: UnitGroup) -> None:
    regime = make_regime(people, communes)
    assert people.head.memberships.get().role.code == RoleCode.HEAD
    for verb in (
        lambda: end_regime(regime=regime, on=TODAY, by=people.head),
        lambda: set_outline(regime=regime, parts=(OutlinePart("work"),), by=people.head),
        lambda: redefine_regime(regime=regime, definition=RegimeDefinition.of(regime), by=people.head),
    ):
        with pytest.raises(NotAllowed):
            verb()
