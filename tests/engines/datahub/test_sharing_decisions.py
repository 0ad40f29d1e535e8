"""A commune asks, the owner answers within the legal days, the right ends by itself."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from honglam.core.access.errors import NotAllowed
from honglam.core.audit.models import AuditEntry
from honglam.core.calendar.working_time import WorkingCalendar
from honglam.core.notices.models import Notice
from honglam.engines.datahub.actions.grants import make_key, remind, revoke, revoke_key
from honglam.engines.datahub.actions.requests import ask, grant, refuse, withdraw
from honglam.engines.datahub.errors import (
    GrantOver,
    NotWithinRequest,
    OwnRequest,
    ReasonMissing,
    RequestClosed,
    RequestInvalid,
)
from honglam.engines.datahub.models import AccessRequest, ApiKey, Grant
from honglam.engines.datahub.public import sharing_waiting_for
from honglam.engines.datahub.sharing.keys import digest_of
from honglam.engines.datahub.sharing.scope import GrantState, is_within, last_day, months_later, narrowed, state_on
from honglam.engines.datahub.sharing.waiting import waiting_for
from honglam.engines.datahub.terms import RequestState
from tests.engines.datahub.sharing_stories import DAY, NEED, Hub, hub

__all__ = ["hub"]


def test_a_commune_asks_for_three_columns_of_its_own_rows_for_thirty_days(hub: Hub) -> None:
    request = hub.ask()
    assert request.code.startswith("KTDL-")
    assert request.due_on == WorkingCalendar.load().add_working_days(timezone.localdate(), 5)
    told = Notice.objects.filter(kind="datahub.data_asked")
    assert {one.recipient for one in told} == {hub.head, hub.deputy}
    given = grant(request=request, by=hub.head)
    assert (given.columns, given.row_filter) == (["code", "commune", "area"], {"commune": ["90001"]})
    assert given.ends_on == timezone.localdate() + 29 * DAY
    assert Notice.objects.get(kind="datahub.data_answered").recipient == hub.officer
    assert {entry.action for entry in AuditEntry.objects.for_targets(request)} == {
        "datahub.data_asked", "datahub.data_granted",
    }  # fmt: skip


def test_the_same_form_sent_twice_is_one_request(hub: Hub) -> None:
    uid = uuid4()
    first = ask(dataset=hub.dataset, unit=hub.north, wish=hub.wish(), by=hub.officer, uid=uid)
    again = ask(dataset=hub.dataset, unit=hub.north, wish=hub.wish(), by=hub.officer, uid=uid)
    assert first == again
    assert AccessRequest.objects.count() == 1
    assert AuditEntry.objects.filter(action="datahub.data_asked").count() == 1


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"purpose": " "}, "purpose"),
        ({"legal_basis": ""}, "legal_basis"),
        ({"columns": []}, "columns"),
        ({"columns": ["code", "salary"]}, "columns"),
        ({"days": 0}, "days"),
        ({"days": 367}, "days"),
        ({"row_filter": {"salary": ["1"]}}, "filter_values"),
        ({"row_filter": {"commune": []}}, "filter_values"),
        ({"row_filter": {"owner": ["Chủ A1"]}}, "personal_need"),
        ({"columns": ["code", "owner"]}, "personal_need"),
        ({"columns": ["code", "owner"], "personal_need": "cần"}, "personal_need"),
    ],
)
def test_a_request_that_lacks_something_says_what(hub: Hub, changes: dict[str, Any], column: str) -> None:
    with pytest.raises(RequestInvalid) as refused:
        hub.ask(**changes)
    assert refused.value.column == column
    assert not AccessRequest.objects.exists()


def test_personal_columns_need_a_statement(hub: Hub) -> None:
    assert hub.ask(columns=["code", "owner"], personal_need=NEED).personal_need == NEED


def test_nobody_asks_in_the_name_of_another_commune(hub: Hub) -> None:
    with pytest.raises(NotAllowed):
        ask(dataset=hub.dataset, unit=hub.south, wish=hub.wish(), by=hub.officer)


def test_the_owner_gives_less_never_more(hub: Hub) -> None:
    request = hub.ask(row_filter={"commune": ["90001", "90002"]})
    for more in (
        {"columns": ["code", "owner"]}, {"columns": []}, {"row_filter": {}}, {"row_filter": {"commune": ["90003"]}},
        {"days": 31}, {"row_filter": {"commune": []}},
    ):  # fmt: skip
        with pytest.raises(NotWithinRequest):
            grant(request=request, by=hub.head, **more)
    given = grant(request=request, by=hub.head, columns=["code"], days=7,
                  row_filter={"commune": ["90001"], "is_farm": ["true"]}, note="Chỉ cần mã thửa")  # fmt: skip
    assert (given.columns, given.row_filter) == (["code"], {"commune": ["90001"], "is_farm": ["true"]})
    assert given.ends_on == timezone.localdate() + 6 * DAY


def test_only_the_owner_decides_and_never_the_one_who_asked(hub: Hub) -> None:
    request = hub.ask()
    for nobody in (hub.officer, hub.colleague, hub.stranger):
        with pytest.raises(NotAllowed):
            grant(request=request, by=nobody)
    own = ask(dataset=hub.dataset, unit=hub.land, wish=hub.wish(row_filter={}), by=hub.head)
    with pytest.raises(OwnRequest):
        grant(request=own, by=hub.head)
    assert list(waiting_for(hub.head, timezone.localdate())) == [request]
    assert list(waiting_for(hub.deputy, timezone.localdate())) == [request, own]


def test_a_refusal_gives_its_reason_and_closes(hub: Hub) -> None:
    request = hub.ask()
    with pytest.raises(ReasonMissing):
        refuse(request=request, reason=" ", by=hub.head)
    assert refuse(request=request, reason="Dữ liệu chưa kiểm tra xong", by=hub.head).state == RequestState.REFUSED
    for verb in (lambda: grant(request=request, by=hub.head), lambda: withdraw(request=request, by=hub.officer)):
        with pytest.raises(RequestClosed):
            verb()
    assert "chưa kiểm tra" in Notice.objects.get(kind="datahub.data_answered").body


def test_the_unit_takes_a_request_back(hub: Hub) -> None:
    request = hub.ask()
    with pytest.raises(NotAllowed):
        withdraw(request=request, by=hub.stranger)
    assert withdraw(request=request, by=hub.colleague).state == RequestState.WITHDRAWN
    assert sharing_waiting_for(hub.head, timezone.localdate()).count == 0


def test_a_right_is_revoked_with_a_reason_and_its_keys_are_of_no_use(hub: Hub) -> None:
    given = hub.granted()
    with pytest.raises(NotAllowed):
        revoke(grant=given, reason="Dùng sai mục đích", by=hub.officer)
    with pytest.raises(ReasonMissing):
        revoke(grant=given, reason="sai", by=hub.head)
    revoke(grant=given, reason="Dùng sai mục đích", by=hub.head)
    assert not Grant.objects.in_force(timezone.localdate()).exists()
    assert Notice.objects.get(kind="datahub.grant_revoked").recipient == hub.officer
    with pytest.raises(GrantOver):
        revoke(grant=given, reason="Dùng sai mục đích", by=hub.head)
    with pytest.raises(GrantOver):
        make_key(grant=Grant.objects.get(pk=given.pk), name="x", by=hub.officer)


def test_a_key_is_shown_once_and_stored_as_a_digest(hub: Hub) -> None:
    given, uid = hub.granted(), uuid4()
    made = make_key(grant=given, name="Một cửa", by=hub.officer, uid=uid)
    again = make_key(grant=given, name="Một cửa", by=hub.officer, uid=uid)
    assert (again.key, again.text) == (made.key, "")
    stored = ApiKey.objects.get()
    assert stored.digest == digest_of(made.text) and made.text.startswith(stored.prefix)
    assert made.text not in str(vars(stored))
    with pytest.raises(NotAllowed):
        make_key(grant=given, name="Hệ thống khác", by=hub.stranger)
    with pytest.raises(NotAllowed):
        revoke_key(key=stored, by=hub.stranger)
    assert revoke_key(key=stored, by=hub.head).revoked_at is not None


def test_late_answers_and_near_ends_are_told_once(hub: Hub) -> None:
    request, today = hub.ask(), timezone.localdate()
    given = hub.granted(days=7)
    assert remind(today=today) == {"overdue": 0, "ending": 1}
    remind(today=today)
    assert Notice.objects.filter(kind="datahub.grant_ending").count() == 1
    AccessRequest.objects.filter(pk=request.pk).update(due_on=today - DAY)
    assert remind(today=today)["overdue"] == 1
    remind(today=today)
    assert Notice.objects.filter(kind="datahub.request_overdue").count() == 2  # the head and the deputy, once each
    assert remind(today=given.ends_on + DAY)["ending"] == 0


def test_reminders_cost_the_same_for_many(hub: Hub, django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        hub.ask(purpose=f"Việc {number}")
    AccessRequest.objects.update(due_on=timezone.localdate() - DAY)
    with django_assert_max_num_queries(14):
        remind(today=timezone.localdate())


def test_the_desk_shows_the_most_pressing_first(hub: Hub, django_assert_max_num_queries: Any) -> None:
    today = timezone.localdate()
    for number in range(7):
        request = hub.ask(purpose=f"Việc {number}")
        AccessRequest.objects.filter(pk=request.pk).update(due_on=today + (3 - number) * DAY)
    with django_assert_max_num_queries(4):
        waiting = sharing_waiting_for(hub.head, today)
    assert (waiting.count, len(waiting.rows)) == (7, 5)
    assert [one.is_overdue for one in waiting.rows] == [True, True, True, False, False]


@pytest.mark.parametrize(
    ("narrow", "wide", "within"),
    [
        ({}, {}, True),
        ({"a": ["1"]}, {}, True),
        ({}, {"a": ["1"]}, False),
        ({"a": ["1"]}, {"a": ["1", "2"]}, True),
        ({"a": ["1", "3"]}, {"a": ["1", "2"]}, False),
        ({"a": ["1"], "b": ["x"]}, {"a": ["1"]}, True),
        ({"b": ["x"]}, {"a": ["1"]}, False),
        ({"a": []}, {"a": ["1"]}, True),
    ],
)
def test_what_lies_within_a_filter(narrow: Any, wide: Any, within: bool) -> None:
    assert is_within(narrow, wide) is within


def test_two_filters_keep_what_both_keep() -> None:
    assert narrowed({"a": ["1", "2"]}, {"a": ["2", "3"], "b": ["x"]}) == {"a": ["2"], "b": ["x"]}
    assert narrowed({"a": ["1"]}, {"a": ["2"]}) == {"a": []}


@pytest.mark.parametrize(
    ("day", "is_revoked", "state"),
    [(1, False, GrantState.COMING), (2, False, GrantState.HOLDS), (20, False, GrantState.HOLDS),
     (25, False, GrantState.ENDING), (31, False, GrantState.ENDING), (32, False, GrantState.ENDED),
     (20, True, GrantState.REVOKED)],
)  # fmt: skip
def test_where_a_right_stands(day: int, is_revoked: bool, state: GrantState) -> None:
    first = datetime.date(2026, 1, 1)
    on = first + (day - 1) * DAY
    starts, ends = first + DAY, last_day(first + DAY, 30)
    assert state_on(on, starts_on=starts, ends_on=ends, is_revoked=is_revoked) == state


@pytest.mark.parametrize(
    ("day", "later"),
    [("2026-01-31", "2026-07-31"), ("2026-08-31", "2027-02-28"), ("2026-06-30", "2026-12-30"),
     ("2027-08-30", "2028-02-29")],
)  # fmt: skip
def test_six_months_later(day: str, later: str) -> None:
    assert months_later(datetime.date.fromisoformat(day), 6) == datetime.date.fromisoformat(later)
