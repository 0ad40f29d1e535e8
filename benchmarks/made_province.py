"""A made-up province at full size for the benchmarks of work: 69 communes, 20 departments, 10,000 tasks."""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass

from ground import words  # before our own modules: it sets Django up

from honglam.core.access.actions import create_user, grant_role, offer_permissions
from honglam.core.access.models import User
from honglam.core.organisations.models import Unit
from honglam.core.organisations.rules import path_of
from honglam.core.organisations.terms import Bloc, Kind, Level
from honglam.core.search.queries import searchable_text
from honglam.engines.plans.models import Assignment, Plan, Task
from honglam.engines.plans.settling import settle_tasks
from honglam.engines.plans.terms import AssignmentRole, DeadlineKind, PlanState, WorkState

COMMUNES, DEPARTMENTS, PLANS = 69, 20, 25
VERBS = words("Rà soát|Triển khai|Xây dựng|Kiểm tra|Tổ chức|Hoàn thiện|Đẩy mạnh|Tham mưu|Đánh giá", "|")
OBJECTS = words("hạ tầng số|nền tảng dữ liệu|dịch vụ công trực tuyến|hồ sơ đất đai|an toàn thông tin|chữ ký số", "|")
STATES = (WorkState.NOT_STARTED, WorkState.IN_PROGRESS, WorkState.CLAIMED, WorkState.DONE, WorkState.DONE)


@dataclass(frozen=True)
class Province:
    """The people who look at the work."""

    root: Unit
    communes: list[Unit]
    departments: list[Unit]
    leader: User
    officer: User


def make_province(tasks: int, today: datetime.date) -> Province:
    """Units, two people, and `tasks` tasks with three shares each, the same at every run."""
    dice = random.Random(4711)
    offer_permissions(by=None)
    root = _unit("99", "Tỉnh Thử Nghiệm", Kind.PROVINCE, None)
    communes = [_unit(f"9{number:04}", f"Xã Số {number}", Kind.COMMUNE, root) for number in range(COMMUNES)]
    departments = [_unit(f"99.d{number}", f"Sở Số {number}", Kind.DEPARTMENT, root) for number in range(DEPARTMENTS)]
    plans = [
        Plan.objects.create(
            code=f"KH-B-{number}", title=f"Kế hoạch số {number}", issuer=root, number=f"{number}/KH-UBND",
            issued_on=datetime.date(today.year, 1, 15), first_year=today.year, last_year=today.year,
            state=PlanState.ISSUED,
        )
        for number in range(PLANS)
    ]  # fmt: skip
    made = Task.objects.bulk_create(
        (_task(number, plans, root, today, dice) for number in range(tasks)), batch_size=500
    )
    shares = [share for task in made for share in _shares(task, communes, departments, today, dice)]
    Assignment.objects.bulk_create(shares, batch_size=500)
    for start in range(0, tasks, 500):
        settle_tasks([task.pk for task in made[start : start + 500]])
    return Province(
        root, communes, departments,
        leader=_person("leader", "province_leader", root), officer=_person("officer", "officer", communes[0]),
    )  # fmt: skip


def _unit(code: str, name: str, kind: str, parent: Unit | None) -> Unit:
    return Unit.objects.create(
        code=code, name=name, kind=kind, level=Level.COMMUNE if kind == Kind.COMMUNE else Level.PROVINCE,
        bloc=Bloc.GOVERNMENT, parent=parent, path=path_of(code, parent.path if parent else ""),
    )  # fmt: skip


def _person(username: str, role: str, unit: Unit) -> User:
    user = create_user(by=None, username=username, full_name=username, must_change_password=False)
    grant_role(user=user, role=role, unit=unit, by=None, starts_on=datetime.date(2025, 7, 1))
    return User.objects.get(pk=user.pk)


def _task(number: int, plans: list[Plan], root: Unit, today: datetime.date, dice: random.Random) -> Task:
    name = f"{dice.choice(VERBS)} {dice.choice(OBJECTS)} đợt {number}"
    due = datetime.date(today.year, 1, 1) + datetime.timedelta(days=dice.randrange(30, 364))
    return Task(
        code=f"NV-B-{number}", plan=plans[number % PLANS], issuer=root, position=number, name=name,
        group_title=f"Nhóm {number % 6}", deadline_kind=DeadlineKind.DATE, due_on=due, original_due_on=due,
        assigned_on=datetime.date(today.year, 1, 15), product="Báo cáo", search_text=searchable_text(name),
    )  # fmt: skip


def _shares(
    task: Task, communes: list[Unit], departments: list[Unit], today: datetime.date, dice: random.Random
) -> list[Assignment]:
    leads = dice.sample(communes, 2) if task.position % 3 else [dice.choice(departments)]
    shares = []
    for unit in leads:
        state = dice.choice(STATES)
        finished = state in (WorkState.DONE, WorkState.CLAIMED)
        shares.append(
            Assignment(
                task=task, unit=unit, role=AssignmentRole.LEAD, due_on=task.due_on, original_due_on=task.due_on,
                assigned_on=task.assigned_on, state=state,
                progress=100 if finished else 0 if state == WorkState.NOT_STARTED else dice.randrange(5, 95),
                completed_on=today - datetime.timedelta(days=dice.randrange(60)) if finished else None,
                has_evidence=state == WorkState.DONE,
            )
        )  # fmt: skip
    shares.append(
        Assignment(
            task=task, unit=dice.choice(departments), role=AssignmentRole.COORDINATING, due_on=task.due_on,
            original_due_on=task.due_on, assigned_on=task.assigned_on, state=WorkState.NOT_STARTED,
        )
    )  # fmt: skip
    return shares
