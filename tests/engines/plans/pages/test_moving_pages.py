"""Work that moves at the desk: accepted, transferred, divided, by period, under several documents, talked about."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from honglam.engines.plans.actions import work
from honglam.engines.plans.actions.recurrence import set_recurrence
from honglam.engines.plans.models import Assignment, Comment, Task, TaskMandate
from honglam.engines.plans.terms import AssignmentRole, DeadlineKind, WorkState
from honglam.toolkit.periods import Scheme
from tests.engines.plans.stories import make_plan, make_share, make_task
from tests.people import People, make_unit

Browser = Callable[[Any], Client]
pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def share(people: People) -> Assignment:
    """The northern commune's share of the province's task, due in thirty days."""
    due = timezone.localdate() + 30 * DAY
    return make_share(make_task(make_plan(people.province), "Số hóa sổ hộ tịch", due_on=due), people.north)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_unit_says_that_the_work_has_arrived(people: People, share: Assignment, browser: Browser) -> None:
    client, address = browser(people.officer), f"/plans/shares/{share.uid}/accept/"
    assert address in text_of(client.get(share.task.get_absolute_url()))
    assert "đã nhận việc" in text_of(client.post(address, follow=True))
    share.refresh_from_db()
    assert share.accepted_by == people.officer
    page = text_of(client.get(share.task.get_absolute_url()))
    assert address not in page
    assert f"nhận việc {timezone.localdate():%d/%m/%Y}" in page
    assert address not in text_of(browser(people.coordinator).get(share.task.get_absolute_url()))


def test_a_share_goes_to_another_unit_with_a_reason(people: People, share: Assignment, browser: Browser) -> None:
    client, address = browser(people.coordinator), f"/plans/shares/{share.uid}/transfer/"
    assert client.post(address, {"unit": people.south.code}).status_code == 422
    assert client.post(address, {"unit": people.south.code, "reason": "Giao nhầm địa bàn"}).status_code == 302
    new = share.task.assignments.get(unit=people.south)
    assert (new.transferred_from, new.state) == (share, WorkState.NOT_STARTED)
    assert "chuyển từ đơn vị khác" in text_of(client.get(share.task.get_absolute_url()))
    back = f"/plans/shares/{new.uid}/transfer/"
    taken = make_share(share.task, people.science)
    again = client.post(back, {"unit": taken.unit.code, "reason": "Gộp"})
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["unit"])


def test_a_head_divides_the_share_and_sees_the_parts_add_up(
    people: People, share: Assignment, browser: Browser
) -> None:
    client, address = browser(people.head), f"/plans/shares/{share.uid}/divide/"
    assert browser(people.officer).get(address).status_code == 403
    part = {"name": "Quét sổ khai sinh", "unit": people.north_culture.code, "due_on": ""}
    outside = client.post(address, part | {"unit": people.south.code})
    assert outside.status_code == 422
    late = client.post(address, part | {"due_on": f"{share.due_on + DAY:%d/%m/%Y}"})
    assert list(late.context["form"].errors) == ["due_on"]
    more = client.post(address, part | {"again": "1"})
    assert more.url == address
    assert "Đã chia 1 phần việc" in text_of(client.get(address))
    client.post(address, {"name": "Nhập liệu", "unit": people.north.code, "person": people.officer.pk})
    first, second = Task.objects.filter(parent_share=share).order_by("pk")
    assert second.assignments.get().person == people.officer
    work.report(assignment=second.assignments.get(), progress=50, by=people.officer)
    page = client.get(share.task.get_absolute_url())
    (division,) = page.context["page"].divisions
    assert (division.progress, [one.task for one in division.parts]) == (25, [first, second])
    assert "2 phần, bình quân 25%" in text_of(page).replace("\xa0", "").replace(" %", "%")
    part_page = text_of(client.get(first.get_absolute_url()))
    assert "Phần việc của xã Bắc Sơn trong nhiệm vụ" in part_page or "trong nhiệm vụ" in part_page
    assert share.task.get_absolute_url() in part_page


def test_recurring_work_is_set_and_each_period_shows_its_state_and_evidence(people: People, browser: Browser) -> None:
    plan = make_plan(people.province, first_year=2020, last_year=2040)
    task = make_task(plan, "Báo cáo an toàn thông tin", deadline_kind=DeadlineKind.RECURRING)
    for unit in (people.north, people.south):
        make_share(task, unit)
    client, address = browser(people.coordinator), f"/plans/tasks/{task.uid}/periods/"
    assert address in text_of(client.get(task.get_absolute_url()))
    assert client.post(address, {"scheme": "month", "day": "40"}).status_code == 422
    assert client.post(address, {"scheme": "month", "day": "25"}).status_code == 302
    page = client.get(task.get_absolute_url())
    (period,) = page.context["page"].periods
    assert [line.share.unit for line in period.lines] == [people.north, people.south]
    assert len(page.context["page"].main_lines) == 2, "the standing shares"
    assert "xong 0/2" in text_of(page)
    listed = client.get("/plans/shares/", {"task": str(task.uid), "period": period.code})
    assert listed.context["page"].paginator.count == 2
    officer = browser(people.officer).get(task.get_absolute_url())
    assert officer.context["line"].share.period_code == period.code
    proofs = [work.Proof(link="https://a.example/bao-cao")]
    work.report(assignment=officer.context["line"].share, progress=100, claims_done=True, by=people.officer,
                proofs=proofs)  # fmt: skip
    (period,) = browser(people.officer).get(task.get_absolute_url()).context["page"].periods
    assert (period.only.status, period.proved) == ("reported", 1)


def test_of_several_open_periods_the_oldest_is_reported_first(people: People, browser: Browser) -> None:
    plan = make_plan(people.province, first_year=2020, last_year=2040)
    task = make_task(plan, "Báo cáo tuần", deadline_kind=DeadlineKind.RECURRING)
    make_share(task, people.north)
    set_recurrence(task=task, scheme=Scheme.MONTH, by=people.coordinator)
    opened = task.assignments.get(standing__isnull=False)
    opened.pk, opened.uid, opened.period_code = None, "0190a3d2-7c00-7000-8000-00000000000a", "2020-M01"
    opened.due_on = datetime.date(2020, 1, 31)
    opened.save()
    line = browser(people.officer).get(task.get_absolute_url()).context["line"]
    assert line.share.period_code == "2020-M01"


def test_a_second_document_is_added_with_its_clause_and_removed_with_a_reason(
    people: People, share: Assignment, browser: Browser
) -> None:
    notice = make_plan(people.province, "Thông báo kết luận", number="88/TB-VP")
    client, address = browser(people.coordinator), f"/plans/tasks/{share.task.uid}/documents/"
    assert browser(people.officer).get(address).status_code == 403
    assert client.post(address, {"plan": "88/TB-VP", "clause": "điểm 2", "quote": "Giao các xã"}).status_code == 302
    twice = client.post(address, {"plan": "88/TB-VP"})
    assert (twice.status_code, list(twice.context["form"].errors)) == (422, ["plan"])
    page = text_of(browser(people.officer).get(share.task.get_absolute_url()))
    assert notice.citation in page
    assert "điểm 2" in page
    mandate = TaskMandate.objects.get()
    remove = f"/plans/mandates/{mandate.uid}/remove/"
    assert remove not in page
    assert client.post(remove, {"reason": ""}).status_code == 422
    client.post(remove, {"reason": "Nhầm văn bản"})
    assert not TaskMandate.objects.exists()


def test_people_talk_and_mention_and_take_back(people: People, share: Assignment, browser: Browser) -> None:
    client, address = browser(people.officer), f"/plans/tasks/{share.task.uid}/comments/"
    assert client.post(address, {"text": "  "}).status_code == 422
    words = f"Nhờ @{people.head.username} xem giúp <b>mục 3</b>"
    for _time in range(2):
        answer = client.post(address, {"text": words, "key": "k9"})
    remark = Comment.objects.get()
    assert answer.url.endswith(f"#c-{remark.uid}")
    assert list(remark.mentions.all()) == [people.head]
    page = text_of(browser(people.head).get(share.task.get_absolute_url()))
    assert "xem giúp &lt;b&gt;mục 3&lt;/b&gt;" in page
    assert f"/plans/comments/{remark.uid}/take-back/" not in page
    browser(people.head).post(f"/plans/comments/{remark.uid}/take-back/")
    assert Comment.objects.get().text == words
    client.post(f"/plans/comments/{remark.uid}/take-back/")
    assert "Nội dung đã được người viết gỡ" in text_of(client.get(share.task.get_absolute_url()))
    assert browser(people.stranger).post(address, {"text": "Chen ngang"}).status_code == 404


def test_only_people_who_see_the_task_are_offered(people: People, share: Assignment, browser: Browser) -> None:
    make_share(share.task, people.south)
    address = f"/plans/tasks/{share.task.uid}/people/"

    def offered(user: Any, typed: str = "") -> set[str]:
        return {one["key"] for one in browser(user).get(address, {"q": typed}).json()["options"]}

    assert people.stranger.username not in offered(people.officer), "a commune does not learn who works in another"
    assert people.stranger.username in offered(people.coordinator)
    assert offered(people.officer, "le van") == {people.head.username} == offered(people.officer, people.head.username)


def test_everybody_sees_in_advance_who_is_reminded_when(people: People, share: Assignment, browser: Browser) -> None:
    page = browser(people.officer).get(share.task.get_absolute_url())
    reminders = page.context["reminders"]
    assert [one.audience for one in reminders][:2] == ["Người thực hiện", "Người thực hiện"]
    assert reminders[0].when == "trước hạn 5 ngày làm việc"
    assert "Lịch nhắc" in text_of(page)


def test_who_confirmed_for_the_own_unit_is_shown(people: People, browser: Browser) -> None:
    task = make_task(make_plan(people.science, "Việc của sở"), "Tự kiểm tra", issuer=people.science)
    share = make_share(task, people.science)
    proofs = [work.Proof(link="https://a.example/x")]
    work.report(assignment=share, progress=100, claims_done=True, by=people.coordinator, proofs=proofs)
    client = browser(people.coordinator)
    client.post(f"/plans/shares/{share.uid}/confirm/", {})
    share.refresh_from_db()
    assert share.is_self_confirmed
    assert "tự xác nhận" in text_of(client.get(task.get_absolute_url()))


def test_a_page_with_everything_costs_no_query_per_unit(people: People, browser: Browser) -> None:
    def cost(units: int) -> int:
        plan = make_plan(people.province, first_year=2020, last_year=2040)
        task = make_task(plan, "Báo cáo tháng", deadline_kind=DeadlineKind.RECURRING)
        for number in range(units):
            unit = make_unit(f"p{task.pk}-{number}", f"Xã số {number}", "commune", people.province, level="commune")
            make_share(task, unit, AssignmentRole.LEAD)
        set_recurrence(task=task, scheme=Scheme.MONTH, by=people.coordinator)
        client = browser(people.coordinator)
        client.get(task.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(task.get_absolute_url())
        return len(queries)

    assert cost(3) == cost(12)


def test_no_two_fields_of_the_page_bear_one_name_for_their_labels(
    people: People, share: Assignment, browser: Browser
) -> None:
    page = text_of(browser(people.officer).get(share.task.get_absolute_url()))
    assert [name for name, count in Counter(re.findall(r'\sid="(id_[^"]+)"', page)).items() if count > 1] == []
