"""A plan is issued in the morning; the reports that it asks for stand proposed, with its words beside them."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from honglam.core.access.terms import RoleCode
from honglam.core.events.delivering import deliver_due
from honglam.core.events.models import Delivery, StoredEvent
from honglam.core.notices.models import Notice
from honglam.core.organisations.actions import create_group
from honglam.engines.plans.actions import plans as plan_actions
from honglam.engines.plans.models import Plan, ReadItem, ReportingDuty
from honglam.engines.plans.public import reporting_duties
from honglam.engines.plans.terms import ItemDecision, ItemKind, PlanState
from honglam.engines.reporting.models import ReportRegime
from honglam.engines.reporting.terms import DutySource, RegimeState, RemarkKind
from honglam.flows.plan_duties_become_report_regimes import propose_for_plan
from tests.engines.plans.stories import make_plan, make_reading
from tests.people import People, give

COMMUNES, SCIENCE = "Các xã, phường", "Sở Khoa học và Công nghệ"
QUARTERLY = "Các xã, phường báo cáo Sở Khoa học và Công nghệ trước ngày 20 tháng cuối quý"


@pytest.fixture
def draft(people: People) -> Plan:
    """A draft of the province: communes report to the department every quarter, it reports to the province."""
    give(people.coordinator, RoleCode.HEAD, unit=people.province)
    create_group(by=None, code="communes", name=COMMUNES, rule={"kinds": ["commune"], "depth": 1})
    plan = make_plan(people.province, state=PlanState.DRAFT)
    duty(plan, COMMUNES, SCIENCE, "quarterly", "trước ngày 20 tháng cuối quý", quote=QUARTERLY)
    duty(plan, SCIENCE, "UBND tỉnh", "quarterly", "trước ngày 25 tháng cuối quý")
    duty(plan, SCIENCE, "UBND tỉnh", "adhoc", "đột xuất khi có yêu cầu")
    return plan


def duty(plan: Plan, who: str, to: str, frequency: str, due_rule: str, **columns: Any) -> ReportingDuty:
    """A reporting duty of a plan."""
    return ReportingDuty.objects.create(
        plan=plan, position=plan.reporting_duties.count(), who=who, to=to, frequency=frequency, due_rule=due_rule,
        **{"quote": f"{who} báo cáo {to}", **columns},
    )  # fmt: skip


def issue(plan: Plan, people: People) -> None:
    """The plan gets its number, and the worker comes by."""
    plan_actions.issue(plan=plan, number="7/KH-UBND", issued_on=datetime.date(2026, 1, 15), by=people.coordinator)
    deliver_due()


def amend(plan: Plan, people: People, *duties: tuple[str, str, str, str]) -> None:
    """A new version of the plan is accepted, with these duties; the worker comes by."""
    reading = make_reading(people.province, people.coordinator, amends=plan)
    for place, (who, to, frequency, rule) in enumerate(duties):
        data = {"who": who, "to": to, "frequency": frequency, "due_rule": rule, "quote": f"{who} báo cáo {to}"}
        ReadItem.objects.create(
            reading=reading, kind=ItemKind.REPORTING, position=place, data=data, decision=ItemDecision.ACCEPTED
        )
    plan_actions.accept_reading(reading=reading, by=people.coordinator)
    deliver_due()


def test_issuing_a_plan_proposes_its_reports(draft: Plan, people: People) -> None:
    issue(draft, people)
    assert not Delivery.objects.waiting().exists() and StoredEvent.objects.get().kind == "plans.plan_issued"
    below, above = ReportRegime.objects.order_by("pk")
    assert (below.state, below.source, below.plan_uid) == (RegimeState.PROPOSED, DutySource.PLAN, draft.uid)
    assert (below.group.code, below.receiver, below.owner) == ("communes", people.science, people.province)
    assert (below.scheme, below.due_day, below.quote) == ("quarter_cut_off", 20, QUARTERLY)
    assert below.legal_basis == "Kế hoạch số 7/KH-UBND ngày 15/01/2026" and "chuyển đổi số" in below.name
    assert (below.starts_on, below.ends_on) == (datetime.date(2026, 1, 15), datetime.date(2026, 12, 31))
    assert below.feeds == above and list(above.units.all()) == [people.science] and above.receiver == people.province
    assert [remark.kind for remark in above.remarks.all()] == [RemarkKind.ALSO]  # and ad hoc
    notice = Notice.objects.get(recipient=people.coordinator)
    assert "2 chế độ báo cáo chờ xem xét" in notice.body


def test_an_event_that_comes_twice_proposes_once(draft: Plan, people: People) -> None:
    issue(draft, people)
    Delivery.objects.update(state="waiting", delivered_at=None, tries=0, next_try_at=StoredEvent.objects.get().at)
    assert deliver_due() == (1, 0)
    assert not propose_for_plan(plan_uid=draft.uid, by=None).created
    assert ReportRegime.objects.count() == 2 and Notice.objects.filter(recipient=people.coordinator).count() == 1


def test_a_draft_and_an_ended_plan_propose_nothing(draft: Plan, people: People) -> None:
    assert not propose_for_plan(plan_uid=draft.uid, by=None).created
    Plan.objects.filter(pk=draft.pk).update(state=PlanState.EXPIRED, number="1/KH", issued_on=datetime.date(2026, 1, 1))
    assert not propose_for_plan(plan_uid=draft.uid, by=None).created


def test_an_amended_plan_adds_remarks_and_changes_nothing_by_itself(draft: Plan, people: People) -> None:
    issue(draft, people)
    below, above = ReportRegime.objects.order_by("pk")
    amend(
        draft, people, (COMMUNES, SCIENCE, "quarterly", "trước ngày 10 tháng cuối quý"),
        (COMMUNES, SCIENCE, "annual", "trước ngày 15/12"),
    )  # fmt: skip
    below.refresh_from_db()
    assert below.due_day == 20
    changed = below.remarks.open().get()
    assert changed.kind == RemarkKind.CHANGED and "trước ngày 10" in changed.text
    gone = above.remarks.open().filter(kind=RemarkKind.VANISHED)
    assert gone.count() == 1
    yearly = ReportRegime.objects.get(scheme="year_cut_off")
    assert yearly.state == RegimeState.PROPOSED
    amend(
        draft, people, (COMMUNES, SCIENCE, "quarterly", "trước ngày 20 tháng cuối quý"),
        (SCIENCE, "UBND tỉnh", "quarterly", "trước ngày 25 tháng cuối quý"),
    )  # fmt: skip
    assert not below.remarks.open().exists() and not gone.exists()  # the plan took it back
    assert yearly.remarks.open().get().kind == RemarkKind.VANISHED


def test_a_plan_that_ends_takes_its_regimes_along(draft: Plan, people: People) -> None:
    issue(draft, people)
    below, above = ReportRegime.objects.order_by("pk")
    ReportRegime.objects.filter(pk=below.pk).update(state=RegimeState.IN_FORCE)
    draft.refresh_from_db()
    plan_actions.expire(plan=draft, by=people.coordinator, reason="Hết năm")
    deliver_due()
    below.refresh_from_db()
    above.refresh_from_db()
    assert (below.state, above.state) == (RegimeState.ENDED, RegimeState.DECLINED)
    assert below.ends_on is not None and below.ends_on >= below.starts_on
    assert Notice.objects.filter(recipient=people.coordinator, title__contains="thôi áp dụng").count() == 1


def test_names_are_read_as_the_issuer_means_them(people: People) -> None:
    plan = make_plan(people.north)
    duty(plan, "Phòng Văn hóa – Xã hội", "UBND xã (qua Phòng Văn hóa – Xã hội)", "monthly", "ngày 05 hằng tháng")
    duty(plan, "Hội đồng liên ngành sao Hỏa", "các Bộ, ngành Trung ương", "annual", "")
    duty(plan, "Phòng Văn hóa – Xã hội", "UBND xã (qua Phòng Văn hóa – Xã hội)", "monthly", "ngày 06 hằng tháng")
    first, unknown, again = reporting_duties(plan.uid)
    assert (first.units, first.receiver, first.via) == ((people.north_culture,), people.north, people.north_culture)
    assert unknown.units == () and unknown.outside_to == "các Bộ, ngành Trung ương" and unknown.doubt
    assert len({first.key, unknown.key, again.key}) == 3
    assert [one.key for one in reporting_duties(plan.uid)] == [first.key, unknown.key, again.key]


def test_who_may_define_regimes_schedules_an_older_plan_from_its_page(people: People, draft: Plan) -> None:
    Plan.objects.filter(pk=draft.pk).update(state=PlanState.ISSUED, number="1/KH", issued_on=datetime.date(2026, 1, 1))
    client = Client()
    client.force_login(people.coordinator)
    tab = client.get(reverse("plans:plan_tab", args=[draft.uid, "reporting"])).content.decode()
    address = reverse("desk:schedule_reports", args=[draft.uid])
    assert address in tab
    assert client.get(address).status_code == 405
    answer = client.post(address, follow=True)
    assert "Đã đề xuất 2 chế độ báo cáo" in answer.content.decode()
    assert "Không có chế độ báo cáo nào mới" in client.post(address, follow=True).content.decode()
    client.force_login(people.head)  # of a commune: not for the province's plan
    assert address not in client.get(reverse("plans:plan_tab", args=[draft.uid, "reporting"])).content.decode()
    assert client.post(address).status_code in (403, 404)


def test_reading_duties_costs_the_same_however_many(
    people: People, draft: Plan, django_assert_max_num_queries: Any
) -> None:
    for number in range(15):
        duty(draft, COMMUNES, SCIENCE, "monthly", f"ngày {number + 1:02} hằng tháng")
    with django_assert_max_num_queries(16):
        assert len(reporting_duties(draft.uid)) == 18
