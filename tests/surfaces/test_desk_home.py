"""“Việc của tôi” joins everything that waits for a person, through all posts."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client

from honglam.core.access.terms import RoleCode
from honglam.engines.plans.indexing import index_new_task
from honglam.engines.plans.terms import WorkState
from tests.engines.plans.stories import make_plan, make_share, make_task
from tests.people import People, give, people

__all__ = ["people"]

LAST_WEEK = datetime.date.today() - datetime.timedelta(days=7)


def home(client: Client, user: object) -> str:
    client.force_login(user)  # type: ignore[arg-type]
    answer = client.get("/desk/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_newcomer_is_told_what_the_page_is_for_and_given_a_first_step(people: People, client: Client) -> None:
    page = home(client, people.officer)
    assert "Chưa có việc nào chờ anh/chị" in page
    assert "/plans/tasks/" in page


def test_work_of_the_unit_that_nobody_took_on_is_offered(people: People, client: Client) -> None:
    make_share(make_task(make_plan(people.province), "Rà soát trạm quan trắc", due_on=LAST_WEEK), people.north)
    page = home(client, people.officer)
    assert "Việc của đơn vị chưa ai nhận" in page
    assert "Rà soát trạm quan trắc" in page


def test_work_of_all_posts_stands_together(people: People, client: Client) -> None:
    give(people.officer, RoleCode.OFFICER, unit=people.south)
    for unit in (people.north, people.south):
        make_share(make_task(make_plan(people.province), f"Việc tại {unit.name}"), unit, person=people.officer)
    page = home(client, people.officer)
    assert "Việc tại Xã Bắc Sơn" in page
    assert "Việc tại Xã Nam Hà" in page


def test_what_was_reported_done_waits_for_who_directs(people: People, client: Client) -> None:
    make_share(make_task(make_plan(people.province), "Mở lớp kỹ năng số"), people.north, state=WorkState.CLAIMED)
    assert "Chờ tôi xác nhận" in home(client, people.coordinator)
    assert "Chờ tôi xác nhận" not in home(client, people.stranger)


def test_the_number_of_queries_does_not_grow_with_the_work(
    people: People, client: Client, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    for number in range(30):
        make_share(make_task(make_plan(people.province), f"Việc {number}", due_on=LAST_WEEK), people.north)
    client.force_login(people.head)
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        page = client.get("/desk/").content.decode()
    assert "Việc của đơn vị chưa ai nhận" in page
    assert page.count("Việc 1") > 1, "the page lists the work that it counts"


@pytest.mark.parametrize("text", ["so hoa ho so", "số hóa hồ sơ", "SO HOA"])
def test_search_finds_a_task_with_and_without_marks(people: People, client: Client, text: str) -> None:
    task = make_task(make_plan(people.province), "Số hóa hồ sơ đất đai")
    index_new_task(task, {people.north.pk})
    client.force_login(people.officer)
    assert task.code in client.get("/search/", {"q": text}).content.decode()
    client.force_login(people.stranger)
    assert task.code not in client.get("/search/", {"q": text}).content.decode()
