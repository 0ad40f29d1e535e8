"""Every number of the leaders' page opens a list with just as many rows; drafts are marked; nobody is named."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils import timezone

from honglam.core.access.models import User
from honglam.core.access.terms import RoleCode
from honglam.engines.plans.models import Assignment, Plan, ProgressEntry
from honglam.engines.plans.terms import AssignmentRole, Mandate, PlanState, WorkState
from tests.engines.plans.stories import make_plan, make_reading, make_share, make_task
from tests.people import People, make_person, people

__all__ = ["people"]
OVERVIEW = "/overview/"


@dataclass
class Link:
    """A link of a page: where it leads, its words, and what it says of the number of rows there."""

    href: str
    marks: dict[str, str | None]
    words: str = ""

    @property
    def count(self) -> int:
        """The number that it shows: the one that the mark names, else the last of its words."""
        said = self.marks.get("data-count") or re.findall(r"[\d.]+", self.words)[-1]
        return int(said.replace(".", ""))


class Links(HTMLParser):
    """The links of the main part of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Link] = []
        self._open: Link | None = None
        self.feed(page[page.index("<main") : page.index("</main>")])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            marks = dict(attrs)
            self._open = Link(marks.get("href") or "", marks)
            self.found.append(self._open)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._open = None

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._open.words += data


def page_of(client: Client, person: User, address: str = OVERVIEW) -> str:
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def rows_of(client: Client, link: Link) -> int:
    """How many rows the list has that a link opens; units where the link counts units."""
    context = client.get(link.href).context
    return context["unit_count"] if link.marks.get("data-count-of") == "units" else context["page"].paginator.count


@pytest.fixture
def province(people: People) -> People:
    """A province with work in every standing, in plans in every state, some of it asked for, some of it silent."""
    today = timezone.localdate()
    day = datetime.timedelta(days=1)
    given = today - 90 * day
    plan = make_plan(people.province, "KẾ HOẠCH Phát triển dữ liệu")
    for place, group in enumerate(("I Dữ liệu", "", "III Hạ tầng & kết nối")):
        for number, (state, due) in enumerate(
            [(state, today + shift * day) for state in (WorkState.NOT_STARTED, WorkState.IN_PROGRESS, WorkState.CLAIMED,
             WorkState.DONE, WorkState.RETURNED) for shift in (-40, -3, 2, 60)]
        ):  # fmt: skip
            task = make_task(plan, f"Việc {place}.{number}", due_on=due, group_title=group, position=number)
            days = {"completed_on": today - (number % 17) * day} if state in (WorkState.CLAIMED, WorkState.DONE) else {}
            for unit in (people.north, people.south, people.science)[: 1 + number % 3]:
                make_share(task, unit, state=state, assigned_on=given if number % 4 else today - 2 * day, **days)
            make_share(task, people.north_culture, AssignmentRole.COORDINATING)
    make_share(make_task(plan, "Được đề nghị", due_on=today - day), people.police, mandate=Mandate.REQUESTED)
    make_share(make_task(plan, "Sinh ra đã muộn", due_on=given - day), people.south, assigned_on=given)
    make_task(plan, "Không ai chủ trì", due_on=today + day)
    own = make_plan(people.north, "KẾ HOẠCH Thôn số")
    make_share(make_task(own, "Việc của xã", due_on=today - 5 * day), people.north_culture)
    make_share(make_task(own, "Chờ xã xác nhận", due_on=today), people.north_culture, state=WorkState.CLAIMED)
    old = make_plan(people.province, "KẾ HOẠCH Năm cũ", state=PlanState.EXPIRED)
    make_share(make_task(old, "Việc đã hết hiệu lực", due_on=today - 9 * day), people.north)
    draft = make_plan(people.province, "KẾ HOẠCH Còn là dự thảo", state=PlanState.DRAFT)
    make_share(make_task(draft, "Việc chuẩn bị"), people.north, state=WorkState.PREPARED)
    make_reading(people.province, people.coordinator)
    for number, share in enumerate(Assignment.objects.exclude(unit=people.south).order_by("pk")):
        at = timezone.now() - (number % 20) * day
        Assignment.objects.filter(pk=share.pk).update(last_report_at=at, person=people.officer)
        for earlier in range(1 + number % 2):
            ProgressEntry.objects.create(
                assignment=share, reported_by=people.officer, reported_at=at - earlier * day, progress=10,
                state=WorkState.IN_PROGRESS,
            )  # fmt: skip
    return people


def readers(people: People) -> dict[str, User]:
    head = make_person("lanh-dao-xa", "Đặng Thị Hòa", RoleCode.HEAD, people.north)
    department = make_person("giam-doc", "Cao Văn Tú", RoleCode.HEAD, people.science)
    return {"leader": people.leader, "coordinator": people.coordinator, "commune": head, "department": department}


@pytest.mark.parametrize("who", ["leader", "coordinator", "commune", "department"])
@pytest.mark.parametrize("of_one_plan", [False, True], ids=["all plans", "one plan"])
def test_every_number_opens_a_list_with_as_many_rows(
    province: People, client: Client, who: str, of_one_plan: bool
) -> None:
    plan = Plan.objects.get(title="KẾ HOẠCH Phát triển dữ liệu")
    page = page_of(client, readers(province)[who], f"{OVERVIEW}?plan={plan.uid}" if of_one_plan else OVERVIEW)
    links = Links(page).found
    counted = [link for link in links if "data-count" in link.marks]
    assert len(counted) >= 15, "the page is full of numbers"
    assert not [link.words for link in links if link.words.strip().isdigit() and link not in counted]
    wrong = {
        f"{' '.join(link.words.split())} → {link.href}": (link.count, rows)
        for link in counted
        if (rows := rows_of(client, link)) != link.count
    }
    assert not wrong


def test_the_counted_numbers_are_of_every_kind(province: People, client: Client) -> None:
    """The test above would say nothing of a part that is empty."""
    links = [link for link in Links(page_of(client, province.leader)).found if "data-count" in link.marks]
    words = " | ".join(" ".join(link.words.split()) for link in links)
    for part in ("Hoàn thành", "Mới quá hạn", "Mới giao", "Có báo cáo mới", "chờ xác nhận", "cần hạn mới",
                 "Chưa rõ đơn vị chủ trì", "phân công chủ trì", "chưa có minh chứng", "phân công quá hạn"):  # fmt: skip
        assert part in words, part


def test_drafts_wait_apart_and_are_named_so(province: People, client: Client) -> None:
    page = page_of(client, province.coordinator)
    assert "Kế hoạch dự thảo, chờ số và ngày" in page
    assert "Việc chuẩn bị" not in page


@pytest.mark.parametrize("address", [OVERVIEW, f"{OVERVIEW}print/"])
def test_nobody_is_named(province: People, client: Client, address: str) -> None:
    page = page_of(client, province.leader, address)
    body = page[page.index("<main") : page.index("</main>")]
    named = [person.full_name for person in User.objects.all() if person.full_name in body]
    assert not named
