"""The pages of jobs: one's own runs for everybody, all of them for who manages."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from honglam.core.audit.models import AuditEntry
from honglam.core.jobs.actions import start
from honglam.core.jobs.models import JobRun
from honglam.core.jobs.terms import JobState
from tests.people import People


def signed_in(user) -> Client:
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(user)
    return client


def failed_run(user, capture, code: str = "tests.refuse") -> JobRun:
    """A run of a person that failed."""
    with capture(execute=True):
        return start(code, by=user)


def test_a_person_sees_own_runs_only(people: People, django_capture_on_commit_callbacks) -> None:
    mine = failed_run(people.officer, django_capture_on_commit_callbacks)
    other = failed_run(people.head, django_capture_on_commit_callbacks)
    client = signed_in(people.officer)
    page = client.get(reverse("jobs:runs"), {"whose": "all"}).content.decode()
    assert str(mine.uid) in page and str(other.uid) not in page
    for name in ("run", "progress"):
        assert client.get(reverse(f"jobs:{name}", kwargs={"uid": mine.uid})).status_code == 200
        assert client.get(reverse(f"jobs:{name}", kwargs={"uid": other.uid})).status_code == 404
    for name in ("cancel", "retry"):
        assert client.post(reverse(f"jobs:{name}", kwargs={"uid": other.uid})).status_code == 404


def test_who_manages_sees_all_and_the_details(people: People, django_capture_on_commit_callbacks) -> None:
    run = failed_run(people.officer, django_capture_on_commit_callbacks, "tests.crash")
    manager, owner = signed_in(people.administrator), signed_in(people.officer)
    address = reverse("jobs:run", kwargs={"uid": run.uid})
    assert str(run.uid) in manager.get(reverse("jobs:runs"), {"whose": "all", "state": "failed"}).content.decode()
    assert "secret detail" in manager.get(address).content.decode()
    assert "secret detail" not in owner.get(address).content.decode()


@pytest.mark.parametrize(("state", "polls"), [("queued", True), ("running", True), ("failed", False)])
def test_an_open_run_asks_for_itself_again_and_an_ended_one_does_not(
    people: People, django_capture_on_commit_callbacks, state: str, polls: bool
) -> None:
    run = failed_run(people.officer, django_capture_on_commit_callbacks)
    if state != "failed":
        JobRun.objects.filter(pk=run.pk).update(state=state, finished_at=None)
    address = reverse("jobs:progress", kwargs={"uid": run.uid})
    fragment = signed_in(people.officer).get(address).content.decode()
    assert (f'hx-get="{address}"' in fragment) == polls
    assert "<html" not in fragment


def test_a_failed_run_is_repeated_from_its_page(people: People, django_capture_on_commit_callbacks) -> None:
    run = failed_run(people.officer, django_capture_on_commit_callbacks)
    client = signed_in(people.officer)
    assert client.get(reverse("jobs:retry", kwargs={"uid": run.uid})).status_code == 405
    assert client.post(reverse("jobs:retry", kwargs={"uid": run.uid})).status_code == 302
    run.refresh_from_db()
    assert (run.state, run.attempt) == (JobState.QUEUED, 2)
    client.post(reverse("jobs:cancel", kwargs={"uid": run.uid}))
    run.refresh_from_db()
    assert run.state == JobState.CANCELLED
    answer = client.post(reverse("jobs:cancel", kwargs={"uid": run.uid}), follow=True)
    assert "Công việc đã kết thúc" in answer.content.decode()


def test_the_list_costs_the_same_however_many_runs(
    people: People, django_capture_on_commit_callbacks, django_assert_max_num_queries
) -> None:
    for _number in range(12):
        failed_run(people.officer, django_capture_on_commit_callbacks)
    client = signed_in(people.officer)
    with django_assert_max_num_queries(8):
        page = client.get(reverse("jobs:runs")).content.decode()
    assert [run.uid for run in JobRun.objects.all() if str(run.uid) not in page] == []


def test_the_schedule_is_for_who_manages_and_a_line_can_start_now(people: People) -> None:
    assert signed_in(people.officer).get(reverse("jobs:schedule")).status_code == 403
    client = signed_in(people.administrator)
    page = client.get(reverse("jobs:schedule")).content.decode()
    assert "Niêm phong nhật ký" in page and "cứ 10 phút một lần" in page
    assert client.post(reverse("jobs:start_now", kwargs={"name": "nothing"})).status_code == 404
    assert client.post(reverse("jobs:start_now", kwargs={"name": "audit-seal"})).status_code == 302
    assert JobRun.objects.get().by == people.administrator
    assert AuditEntry.objects.filter(action="jobs.started_by_hand").exists()
