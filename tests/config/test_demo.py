"""The demonstration province is made by one command, lives, and stays as it is when the command runs again."""

from __future__ import annotations

import datetime
import random
import socket
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from honglam.config.commands import demo, serve
from honglam.core.access.demo import ACCOUNTS, PASSWORD
from honglam.core.access.models import User
from honglam.core.access.terms import RoleCode
from honglam.core.audit.verifying import verify
from honglam.core.organisations.models import Unit
from honglam.engines.indicators.models import IndicatorValue, Submission
from honglam.engines.plans import rules
from honglam.engines.plans.demo.courses import (
    TEMPERS,
    Step,
    Turn,
    dated_course,
    lasting_course,
    temper_of,
    turned_course,
)
from honglam.engines.plans.models import Assignment, Evidence, Extension, Plan, ProgressEntry, Reading, Task
from honglam.engines.plans.public import overview_of
from honglam.engines.plans.shown.unit_work import my_work
from honglam.engines.plans.terms import (
    AssignmentRole,
    ExtensionState,
    Mandate,
    PlanState,
    ReadingState,
    TaskOrigin,
    WorkState,
    WorkStatus,
)

GIVEN = datetime.date(2026, 1, 16)
DUE = datetime.date(2026, 6, 30)
TODAY = datetime.date(2026, 11, 20)


@pytest.fixture
def quick(settings: Any, tmp_path: Any) -> None:
    """Cheap passwords, files of the test's own."""
    settings.MEDIA_ROOT = tmp_path


def counts() -> dict[str, int]:
    """How many rows every table of ours has."""
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model.__module__.startswith("honglam")
    }


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime.date], None]:
    """Lets a day be today."""

    def be(day: datetime.date) -> None:
        moment = datetime.datetime.combine(day, datetime.time(3), datetime.UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return be


@pytest.mark.django_db
def test_in_spring_the_province_is_young_and_consistent(quick: None, on: Callable[[datetime.date], None]) -> None:
    on(datetime.date(2027, 3, 10))
    demo.fill("42")
    first = counts()
    demo.fill("42")
    assert counts() == first
    assert set(Plan.objects.values_list("first_year", flat=True)) == {2027}
    assert not Plan.objects.filter(issued_on__gt=timezone.localdate()).exists()
    work_is_consistent()


@pytest.mark.django_db
def test_the_province_is_filled_once_and_lives(
    quick: None, on: Callable[[datetime.date], None], capsys: pytest.CaptureFixture[str]
) -> None:
    on(TODAY)
    demo.fill("42")
    first = counts()
    demo.fill("42")
    assert counts() == first, "a second run changes nothing"
    demo.print_accounts("http://127.0.0.1:8000/", serving=False)
    printed = capsys.readouterr().out
    assert PASSWORD in printed and "hư cấu" in printed

    led = Assignment.objects.led().filter(unit__in=Unit.objects.communes())
    assert led.values("unit").distinct().count() == 69, "every commune has work"
    plans_stand_in_every_state()
    work_is_consistent()
    work_moves_on_the_desks()
    figures_stand_in_every_state()
    the_departments_have_something_to_do()
    the_overview_has_something_to_say()
    assert verify().first_break is None


def plans_stand_in_every_state() -> None:
    assert set(Plan.objects.values_list("state", flat=True)) == {PlanState.ISSUED, PlanState.AMENDED, PlanState.DRAFT}
    assert Reading.objects.filter(state=ReadingState.REVIEW).count() == 1
    draft = Plan.objects.get(state=PlanState.DRAFT)
    assert set(Assignment.objects.filter(task__plan=draft).values_list("state", flat=True)) == {WorkState.PREPARED}
    assert Task.objects.filter(is_withdrawn=True).count() == 1, "the amendment withdrew a task"
    assert Task.objects.filter(origin=TaskOrigin.INSTRUCTION).count() == 6
    province = Plan.objects.get(number="21/KH-UBND")
    assert province.tasks.without_owner().count() == 1
    assert province.tasks.filter(assignments__is_overdue_at_birth=True).exists()
    assert not Assignment.objects.filter(unit__ends_on__isnull=False).exists(), "no work for a body that has ended"


def work_is_consistent() -> None:
    states = set(Assignment.objects.led().values_list("state", flat=True))
    assert states >= {WorkState.DONE, WorkState.CLAIMED, WorkState.IN_PROGRESS, WorkState.NOT_STARTED}
    now = timezone.now()
    assert not ProgressEntry.objects.filter(reported_at__gt=now).exists()
    assert not Assignment.objects.filter(completed_on__gt=timezone.localdate()).exists()
    assert Evidence.objects.filter(file__isnull=False).exists() and Evidence.objects.exclude(link="").exists()
    proven = set(Evidence.objects.values_list("entry__assignment", flat=True))
    assert set(Assignment.objects.filter(has_evidence=True).values_list("pk", flat=True)) == proven
    for task in Task.objects.current().prefetch_related("assignments"):
        leads = [share for share in task.assignments.all() if share.role == AssignmentRole.LEAD]
        wanted = rules.summary_of(rules.Share(share.state, share.progress, share.completed_on) for share in leads)
        assert (task.state, task.progress, task.completed_on) == (wanted.state, wanted.progress, wanted.completed_on)
    late_units = Assignment.objects.led().late(timezone.localdate()).values("unit").distinct().count()
    assert 0 < late_units < 69, "lateness differs between communes"


def work_moves_on_the_desks() -> None:
    """Extensions, parts, remarks, mandates and periods are what a visitor meets first."""
    wishes = set(Extension.objects.values_list("state", flat=True))
    assert wishes == {"asked", "by_phone", "granted", "refused", "lapsed"}
    officer, head = User.objects.get(username="canbo.dongloc"), User.objects.get(username="chutich.dongloc")
    assert Assignment.objects.filter(person=officer, extension=ExtensionState.ASKED).exists()
    assert Assignment.objects.filter(person=officer, standing__isnull=False, due_on__gte=TODAY).exists()
    parts = Task.objects.filter(origin=TaskOrigin.PART)
    assert set(parts.values_list("state", flat=True)) >= {WorkState.DONE, WorkState.CLAIMED, WorkState.IN_PROGRESS}
    divided = Assignment.objects.get(pk=parts.values_list("parent_share", flat=True).distinct().get())
    assert divided.person == head and divided.progress >= sum(parts.values_list("progress", flat=True)) // len(parts)
    assert divided.task.comments.filter(mentions=officer).exists()
    assert divided.task.mandates.count() == 1
    occurrences = Assignment.objects.filter(standing__isnull=False)
    assert {WorkState.DONE, WorkState.IN_PROGRESS} <= set(occurrences.values_list("state", flat=True))
    assert not Assignment.objects.filter(state=WorkState.STANDING, progress__gt=0).exists()
    assert Assignment.objects.filter(transferred_from__isnull=False).count() == 1


def figures_stand_in_every_state() -> None:
    assert set(IndicatorValue.objects.values_list("state", flat=True)) == {"draft", "submitted", "approved", "locked"}
    states = Counter(Submission.objects.values_list("state", flat=True))
    assert set(states) == {"draft", "submitted", "returned", "approved", "locked"}
    assert Submission.objects.filter(state="returned", unit__code="18484").exclude(reason="").exists()
    assert Submission.objects.filter(is_on_time=False).exists()


def the_departments_have_something_to_do() -> None:
    """Five pieces of work at least in most departments, in all standings; the director of one has some of his own."""
    today = timezone.localdate()
    led = Assignment.objects.current().led().filter(mandate=Mandate.ASSIGNED, unit__in=Unit.objects.departments())
    sizes = Counter(led.values_list("unit", flat=True))
    assert sum(5 <= size <= 25 for size in sizes.values()) >= 10
    statuses = set(led.standing(today).values_list("status", flat=True))
    assert statuses >= {WorkStatus.OVERDUE, WorkStatus.REPORTED, WorkStatus.RETURNED, WorkStatus.IN_PROGRESS}
    assert len({share.unit_id for share in led.late(today)}) >= 4
    director = User.objects.get(username="sokhcn")
    assert sum(group.count for group in my_work(director, today).groups) >= 3


def the_overview_has_something_to_say() -> None:
    leader = User.objects.get(username="lanhdao")
    seen = overview_of(leader, timezone.localdate())
    assert len(seen.hot_spots) == 5
    assert len(seen.communes) == 69
    assert len({line.progress for line in seen.communes}) > 5
    assert any(change.now and change.before for change in seen.changes)
    assert seen.decisions


@pytest.mark.django_db
def test_only_the_printed_accounts_can_be_used(quick: None) -> None:
    demo.organisation.load(None)
    demo.people.load(None)
    usable = {user.username for user in User.objects.all() if user.has_usable_password()}
    assert usable == {account.username for account in demo.people.present_accounts()}
    assert len(usable) >= 8
    assert all(user.email.endswith(".example") for user in User.objects.all())
    heads = User.objects.filter(memberships__role__code=RoleCode.HEAD, memberships__unit__in=Unit.objects.communes())
    assert heads.distinct().count() == 69
    several = [user for user in User.objects.prefetch_related("memberships") if user.memberships.count() > 1]
    assert several, "some people hold several posts"


@pytest.mark.django_db
def test_another_province_gets_units_and_people_but_no_plans(quick: None) -> None:
    demo.fill("40")
    assert Unit.objects.communes().count() == 130
    assert User.objects.filter(username="chutich.nghiadan").exists()
    assert not Plan.objects.exists()
    assert {account.username for account in demo.people.present_accounts()} < {account.username for account in ACCOUNTS}


@pytest.mark.parametrize("temper", TEMPERS, ids=lambda temper: temper.name)
@pytest.mark.parametrize("seed", range(12))
def test_a_course_keeps_the_order_of_time_and_ends_as_it_says(temper: Any, seed: int) -> None:
    course = dated_course(random.Random(seed), temper, given=GIVEN, due=DUE, today=TODAY)
    days = [event.on for event in course.events]
    assert days == sorted(days) and all(GIVEN < day <= TODAY for day in days)
    assert all(day.weekday() < 5 for day in days), "offices work from Monday to Friday"
    if course.state in (WorkState.DONE, WorkState.CLAIMED):
        assert course.progress == 100 and course.completed_on is not None
        assert course.events[-1].step == Step.CLAIM
    else:
        assert course.completed_on is None and course.progress < 100
    between = [event.progress for event in course.events if event.step == Step.REPORT]
    assert between == sorted(between), "progress never goes back by itself"


@pytest.mark.parametrize("turn", list(Turn))
@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("due", [DUE, TODAY, TODAY + datetime.timedelta(days=20)])
def test_a_turned_course_ends_as_it_is_named(turn: Turn, seed: int, due: datetime.date) -> None:
    given = TODAY - datetime.timedelta(days=41)
    course = turned_course(random.Random(seed), turn, given=given, due=due, today=TODAY)
    days = [event.on for event in course.events]
    assert days == sorted(set(days)) and all(given < day <= TODAY and day.weekday() < 5 for day in days)
    wanted = {Turn.CLAIMED: WorkState.CLAIMED, Turn.RETURNED: WorkState.RETURNED, Turn.STUCK: WorkState.IN_PROGRESS}
    assert course.state == wanted[turn]


@pytest.mark.parametrize("temper", TEMPERS, ids=lambda temper: temper.name)
def test_lasting_work_is_never_done(temper: Any) -> None:
    course = lasting_course(random.Random(1), temper, given=GIVEN, ends=datetime.date(2026, 12, 31), today=TODAY)
    assert course.completed_on is None and course.progress < 100
    assert course.state in (WorkState.NOT_STARTED, WorkState.IN_PROGRESS)


def test_units_differ_in_temper_and_keep_it() -> None:
    tempers = [temper_of(str(code), 42).name for code in range(18000, 18200)]
    assert set(tempers) == {temper.name for temper in TEMPERS}
    assert tempers == [temper_of(str(code), 42).name for code in range(18000, 18200)]


def test_the_next_free_port_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        chosen = demo.free_port("127.0.0.1", port)
        assert chosen > port
        assert serve.port_is_free("127.0.0.1", chosen)
