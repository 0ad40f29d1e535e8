"""Several duties that one report answers become one regime; what has no schedule becomes none."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from honglam.core.organisations.actions import create_group
from honglam.core.organisations.models import Unit
from honglam.engines.reporting.actions.proposals import propose_regimes, settle_remark
from honglam.engines.reporting.duties import ProposedDuty, reports_of
from honglam.engines.reporting.models import ReportRegime
from honglam.engines.reporting.terms import RegimeKind, RemarkKind
from honglam.toolkit.identifiers import uuid7
from tests.people import People, people

__all__ = ["people"]
PLAN = uuid7()


def duty(people: People, key: str, **said: Any) -> ProposedDuty:
    """A quarterly duty of the commune's office to the department, unless said otherwise."""
    columns: dict[str, Any] = {
        "key": key, "who": "Phòng Văn hóa – Xã hội", "to": "Sở Khoa học và Công nghệ", "frequency": "quarterly",
        "due_rule": "trước ngày 20 tháng cuối quý", "quote": "báo cáo định kỳ", "group": None,
        "units": (people.north_culture,), "receiver": people.science, "outside_to": "", "via": None, "doubt": "",
        "plan_uid": PLAN, "plan_title": "chuyển đổi số", "citation": "Kế hoạch số 1/KH-UBND",
        "issuer": people.north, "issued_on": datetime.date(2026, 1, 10), "first_year": 2026, "last_year": 2026,
    }  # fmt: skip
    return ProposedDuty(**(columns | said))


def proposed(*duties: ProposedDuty) -> list[ReportRegime]:
    """What is proposed for the duties."""
    return list(propose_regimes(plan_uid=PLAN, duties=duties, by=None).created)


def kinds(regime: ReportRegime) -> list[str]:
    """The kinds of the remarks about a regime."""
    return [remark.kind for remark in regime.remarks.order_by("pk")]


def test_one_sentence_to_two_receivers_is_one_report(people: People) -> None:
    ministry = duty(people, "b", to="các Bộ, ngành Trung ương", receiver=None, outside_to="các Bộ, ngành Trung ương")
    (regime,) = proposed(ministry, duty(people, "a"))
    assert regime.receiver == people.science and regime.outside_receiver == ""
    remark = regime.remarks.get()
    assert remark.kind == RemarkKind.ALSO and "các Bộ, ngành Trung ương" in remark.text
    assert not propose_regimes(plan_uid=PLAN, duties=[ministry, duty(people, "a")], by=None).created


def test_other_periods_and_other_days_are_other_reports(people: People) -> None:
    found = proposed(
        duty(people, "a"), duty(people, "b", frequency="annual", due_rule="trước ngày 15/12"),
        duty(people, "c", quote="một câu khác"),
    )  # fmt: skip
    assert len(found) == 3


def test_what_is_only_ad_hoc_makes_no_regime_and_is_told_beside_the_periodic_one(people: People) -> None:
    ad_hoc = duty(people, "b", frequency="adhoc", due_rule="đột xuất khi có yêu cầu")
    (regime,) = proposed(duty(people, "a"), ad_hoc)
    assert kinds(regime) == [RemarkKind.ALSO] and "đột xuất" in regime.remarks.get().text
    assert reports_of([ad_hoc]) == ([], [ad_hoc])


def test_periodically_without_a_period_waits_for_a_person(people: People) -> None:
    (regime,) = proposed(duty(people, "a", frequency="adhoc", due_rule="Định kỳ hoặc đột xuất"))
    assert (regime.scheme, regime.due_day, kinds(regime)) == ("", None, [RemarkKind.DUE])


def test_a_day_of_the_year_is_owed_once(people: People) -> None:
    (regime,) = proposed(duty(people, "a", frequency="adhoc", due_rule="trước ngày 30/6"))
    assert (regime.kind, regime.only_due_on) == (RegimeKind.AD_HOC, datetime.date(2026, 6, 30))
    assert regime.only_from == datetime.date(2026, 1, 10)


def test_whoever_is_not_known_is_asked_for(people: People) -> None:
    (regime,) = proposed(
        duty(people, "a", units=(), who="các cơ quan liên quan", to="cấp trên", receiver=None, due_rule="")
    )  # fmt: skip
    assert kinds(regime) == [RemarkKind.REPORTER, RemarkKind.RECEIVER, RemarkKind.DUE]
    assert regime.receiver is None and regime.scheme == "quarter_cut_off"


def test_without_a_receiver_the_issuer_is_proposed(people: People) -> None:
    (regime,) = proposed(duty(people, "a", to="", receiver=None))
    assert regime.receiver == people.north and kinds(regime) == [RemarkKind.RECEIVER]


@pytest.mark.parametrize(
    ("first", "second", "feeds"),
    [
        ("quarterly", "quarterly", True),
        ("monthly", "quarterly", True),
        ("quarterly", "monthly", False),
        ("annual", "quarterly", False),
    ],
)
def test_a_report_feeds_the_next_one_of_the_same_or_a_coarser_period(
    people: People, first: str, second: str, feeds: bool
) -> None:
    rules = {"monthly": "ngày 20 hằng tháng", "quarterly": "trước ngày 25 tháng cuối quý", "annual": "trước 25/12"}
    above: dict[str, Any] = {"units": (people.science,), "who": "Sở", "receiver": people.province, "quote": "x"}
    one, other = proposed(
        duty(people, "a", frequency=first, due_rule=rules[first]),
        duty(people, "b", frequency=second, due_rule=rules[second], **above),
    )
    one.refresh_from_db()
    assert (one.feeds == other) is feeds


def test_reports_that_close_their_figures_on_other_days_are_not_joined_but_remarked(people: People) -> None:
    behind = duty(people, "b", units=(people.science,), who="Sở", receiver=people.province, quote="x",
                  due_rule="trước ngày 10 tháng đầu quý sau")  # fmt: skip
    below, _above = proposed(duty(people, "a"), behind)
    assert below.feeds is None and "chốt số liệu khác ngày" in below.remarks.get().text


def test_two_that_report_to_each_other_make_no_circle(people: People) -> None:
    back = duty(people, "b", units=(people.science,), who="Sở", receiver=people.north_culture, quote="x")
    one, other = proposed(duty(people, "a"), back)
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.feeds is None) != (other.feeds is None)


def test_two_reports_to_one_receiver_stand_side_by_side_and_who_would_report_to_itself_is_named(
    people: People,
) -> None:
    group = create_group(by=None, code="departments", name="Các sở", rule={"kinds": ["department"], "depth": 1})
    departments: dict[str, Any] = {"group": group, "units": (), "who": "Các sở", "quote": "x"}
    one, other = proposed(
        duty(people, "a", issuer=people.province), duty(people, "b", issuer=people.province, **departments)
    )
    one.refresh_from_db()
    assert one.feeds is None and other.feeds is None
    assert "cũng thuộc nhóm phải báo cáo" in other.remarks.get().text


def test_a_remark_that_somebody_settled_stays_settled(people: People) -> None:
    (regime,) = proposed(duty(people, "a"))
    propose_regimes(plan_uid=PLAN, duties=[], by=None)
    remark = settle_remark(remark=regime.remarks.get(), by=people.head)
    assert remark.settled_by == people.head
    propose_regimes(plan_uid=PLAN, duties=[], by=None)
    assert not regime.remarks.open().exists()


def test_many_duties_cost_few_queries_each(people: People, django_assert_max_num_queries: Any) -> None:
    duties = [duty(people, str(number), who=f"Phòng {number}", quote=str(number)) for number in range(10)]
    with django_assert_max_num_queries(170):
        assert len(proposed(*duties)) == 10
    assert Unit.objects.count() == 7
