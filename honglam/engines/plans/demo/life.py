"""Lets the given work live from its first day to today: progress, claims, returns, evidence, people, notices.

Bulk writes, because a year of a province is thousands of entries; they keep every invariant of the actions, the tasks
are settled by the same code, and the log says in one entry for each kind of change what came in.
"""

from __future__ import annotations

import datetime
import random
from collections import defaultdict
from collections.abc import Callable, Iterable

from django.db import transaction
from django.utils import timezone

from honglam.core.access.models import Membership, User
from honglam.core.audit.actions import record
from honglam.core.files.models import StoredFile
from honglam.core.organisations.models import Unit
from honglam.core.organisations.terms import Level
from honglam.engines.plans.actions.work import DIRECT, REPORT
from honglam.engines.plans.demo.courses import (
    Course,
    Event,
    Step,
    Temper,
    Turn,
    dated_course,
    lasting_course,
    on_working_day,
    temper_of,
    turned_course,
)
from honglam.engines.plans.demo.evidence import Sample, stored_samples
from honglam.engines.plans.demo.importing import moment
from honglam.engines.plans.demo.wording import CAPTIONS, difficulty, words_for
from honglam.engines.plans.models import Assignment, Evidence, ProgressEntry, Task
from honglam.engines.plans.settling import settle_tasks
from honglam.engines.plans.terms import AssignmentRole, DeadlineKind, Mandate, WorkState

SEED = 42
HEADS_OWN = 0.3
"""How much of a unit's work its head keeps."""
MARK = "demonstration:"
_DAY = datetime.timedelta(days=1)
SOON = 25 * _DAY
FEW = 4
_FIELDS = [
    "state",
    "progress",
    "completed_on",
    "has_evidence",
    "last_report_at",
    "person",
    "accepted_at",
    "accepted_by",
]


def has_lived() -> bool:
    """Whether the work of this installation has lived before."""
    return ProgressEntry.objects.filter(idempotency_key__startswith=MARK).exists()


def load(say: Callable[[str], None]) -> int:
    """Live the lives of all given shares; returns the number of reports. Nothing when repeated."""
    if has_lived():
        return 0
    with transaction.atomic():
        life = Life(timezone.localdate())
        life.live()
        life.keep()
    say(f"Diễn biến: {len(life.entries)} lượt báo cáo, {len(life.evidence)} minh chứng")
    return len(life.entries)


class People:
    """Who reports for a unit, and who directs for an issuer; read once."""

    def __init__(self) -> None:
        self.reporting: dict[int, list[User]] = defaultdict(list)
        self.directing: dict[int, list[User]] = defaultdict(list)
        for post in Membership.objects.select_related("user", "role").order_by("pk"):
            if post.unit_id is None:
                continue
            if REPORT in post.role.permissions:
                self.reporting[post.unit_id].append(post.user)
            if DIRECT in post.role.permissions:
                self.directing[post.unit_id].append(post.user)

    def reporter(self, unit: Unit, chance: random.Random) -> User | None:
        """Somebody who reports for the unit, or for the unit above it: officers mostly, heads now and then."""
        people = self.reporting.get(unit.pk) or self.reporting.get(unit.parent_id or 0) or []
        heads = {person for person in self.directing.get(unit.pk, ()) if person in people}
        officers = [person for person in people if person not in heads] or people
        if heads and chance.random() < HEADS_OWN:
            return chance.choice(sorted(heads, key=lambda person: person.pk))
        return chance.choices(officers, [3, *[1] * (len(officers) - 1)])[0] if officers else None

    def director(self, unit: Unit) -> User | None:
        """Who directs the work that the unit gave."""
        people = self.directing.get(unit.pk) or []
        return people[-1] if people else None


class Life:
    """One run over all shares: makes the rows, then writes them."""

    def __init__(self, today: datetime.date) -> None:
        self.today = today
        self.chance = random.Random(SEED)
        self.people = People()
        self.shares = list(
            Assignment.objects.given().filter(state=WorkState.NOT_STARTED)
            .select_related("task", "task__issuer", "task__plan", "unit").order_by("pk")
        )  # fmt: skip
        self.courses: dict[int, Course] = {}
        self.entries: list[ProgressEntry] = []
        self.evidence: list[Evidence] = []
        self.files: list[StoredFile] = []
        self.samples: list[Sample] = []

    def live(self) -> None:
        """The course of every share up to today, with something happening in the last two weeks."""
        for share in self.shares:
            self.courses[share.pk] = self._course(share, temper_of(share.unit.code, SEED))
        self._last_two_weeks()
        self._stir_departments()

    def _course(self, share: Assignment, temper: Temper) -> Course:
        given = share.assigned_on
        assert given is not None
        if share.role != AssignmentRole.LEAD:
            temper = Temper("helping", 0, (-20, min(temper.finish[1], 8)), temper.never / 2, (0, 1), 0.1, 0)
        if share.task.deadline_kind == DeadlineKind.ON_DEMAND:
            return Course()
        if share.due_on is None:
            ends = datetime.date(share.task.plan.last_year if share.task.plan else given.year, 12, 31)
            return lasting_course(self.chance, temper, given=given, ends=ends, today=self.today)
        if share.is_overdue_at_birth:
            course = Course()
            course.report(min(on_working_day(given + 20 * _DAY), self.today), 60)
            return course
        return dated_course(self.chance, temper, given=given, due=share.due_on, today=self.today)

    def _last_two_weeks(self) -> None:
        """Reports, claims and confirmations of these days, so that the overview has something to compare."""
        open_leads = [
            share for share in self.shares
            if share.role == AssignmentRole.LEAD and share.due_on and not share.is_overdue_at_birth
            and self.courses[share.pk].is_open and temper_of(share.unit.code, SEED).name != "silent"
        ]  # fmt: skip
        self.chance.shuffle(open_leads)
        for place, share in enumerate(open_leads[:90]):
            course = self.courses[share.pk]
            last = course.events[-1].on if course.events else share.assigned_on
            ago = self.chance.randint(0, 13)
            day = on_working_day(self.today - ago * _DAY)
            if last is None or day <= last:
                continue
            if place % 3 == 0 and share.due_on and share.due_on <= self.today + 25 * _DAY:
                course.claim(day)
                if ago >= 2 and place % 9:
                    course.confirm()
            else:
                course.report(day, min(95, course.progress + 5 * self.chance.randint(1, 4)))

    def _stir_departments(self) -> None:
        """In every body of the province something of these weeks waits, came back or ran late, in each its own way."""
        by_unit: dict[int, list[Assignment]] = defaultdict(list)
        for share in self.shares:
            if share.unit.level == Level.PROVINCE and share.role == AssignmentRole.LEAD and share.due_on \
                    and share.mandate == Mandate.ASSIGNED and not share.is_overdue_at_birth:  # fmt: skip
                by_unit[share.unit_id].append(share)
        for unit_id in sorted(unit for unit, shares in by_unit.items() if len(shares) >= FEW):
            newest = sorted(
                (share for share in by_unit[unit_id] if share.due_on and share.due_on <= self.today + SOON),
                key=lambda share: (share.due_on, share.pk), reverse=True,
            )  # fmt: skip
            turns = self.chance.sample(list(Turn), k=self.chance.randint(1, 2))
            for share, turn in zip(newest, turns, strict=False):
                given, due = share.assigned_on, share.due_on
                if given and due and given + 40 * _DAY < self.today:
                    turned = turned_course(self.chance, turn, given=given, due=due, today=self.today)
                    self.courses[share.pk] = turned

    def keep(self) -> None:
        """Write everything and settle the tasks."""
        province = Unit.objects.province()
        self.samples = stored_samples(province) if province is not None else []
        for share in self.shares:
            self._keep_share(share, self.courses[share.pk])
        Assignment.objects.bulk_update(self.shares, _FIELDS, batch_size=400)
        ProgressEntry.objects.bulk_create(self.entries, batch_size=500)
        StoredFile.objects.bulk_create(self.files, batch_size=500)
        Evidence.objects.bulk_create(self.evidence, batch_size=500)
        settle_tasks({share.task_id for share in self.shares})
        summary = "Diễn biến hư cấu của tỉnh trình diễn"
        rows = [(entry.idempotency_key or "", f"{entry.assignment_id}:{entry.state}") for entry in self.entries]
        reported = _tasks_of(entry.assignment for entry in self.entries)
        record(by=None, action="plans.work_reported", summary=summary, rows=rows, about=reported)
        done = [share for share in self.shares if share.state == WorkState.DONE]
        record(by=None, action="plans.work_confirmed", summary=summary, rows=_named(done), about=_tasks_of(done))
        taken = [share for share in self.shares if share.person_id]
        record(by=None, action="plans.work_taken_on", summary=summary, rows=_named(taken), about=_tasks_of(taken))
        record(by=None, action="files.stored", summary=summary, rows=[(str(f.uid), f.sha256) for f in self.files])

    def _keep_share(self, share: Assignment, course: Course) -> None:
        temper = temper_of(share.unit.code, SEED)
        if course.events or self.chance.random() < 0.3:
            share.person = self.people.reporter(share.unit, self.chance)
        share.state, share.progress, share.completed_on = course.state, course.progress, course.completed_on
        for number, event in enumerate(course.events, start=1):
            entry = self._entry(share, event, number, temper)
            self.entries.append(entry)
            if number == 1:  # whoever reports on work has taken notice of it
                share.accepted_at, share.accepted_by = entry.reported_at, share.person
            if event.step in (Step.REPORT, Step.CLAIM):
                share.last_report_at = entry.reported_at
                wanted = temper.evidence if event.step == Step.CLAIM else temper.evidence / 6
                if share.role == AssignmentRole.LEAD and self.chance.random() < wanted:
                    share.has_evidence = True
                    self._prove(share, entry)
        if share.state == WorkState.DONE and share.role == AssignmentRole.LEAD and not share.has_evidence:
            share.state = WorkState.CLAIMED  # nobody confirms what nothing proves

    def _entry(self, share: Assignment, event: Event, number: int, temper: Temper) -> ProgressEntry:
        returned = event.step in (Step.RETURN, Step.CARRY_OVER)
        reporter = self.people.director(share.task.issuer) if returned else share.person
        troubled = event.step == Step.REPORT and self.chance.random() < temper.difficulty
        at = moment(event.on, hour=self.chance.randint(7, 16), minute=self.chance.randint(0, 59))
        return ProgressEntry(
            assignment=share, reported_by=reporter, reported_at=min(at, timezone.now()), progress=event.progress,
            state=event.state, text=words_for(event, share.task.product, self.chance),
            difficulty=difficulty(self.chance) if troubled else "", idempotency_key=f"{MARK}{share.pk}:{number}",
        )  # fmt: skip

    def _prove(self, share: Assignment, entry: ProgressEntry) -> None:
        caption = self.chance.choice(CAPTIONS)
        if self.chance.random() < 0.25 or not self.samples:
            link = f"https://hatinh.example/van-ban/{share.pk}"
            self.evidence.append(Evidence(entry=entry, link=link, caption=caption))
            return
        sample = self.chance.choice(self.samples)
        content = sample.file
        file = StoredFile(
            name=f"{sample.stem}-{share.pk}.{content.kind}", kind=content.kind, media_type=content.media_type,
            size=content.size, sha256=content.sha256, purpose=content.purpose, unit=share.unit, by=entry.reported_by,
            created_at=entry.reported_at,
        )  # fmt: skip
        self.files.append(file)
        self.evidence.append(Evidence(entry=entry, file=file, caption=caption))


def _tasks_of(shares: Iterable[Assignment]) -> list[Task]:
    return [Task(pk=pk) for pk in sorted({share.task_id for share in shares})]


def _named(shares: Iterable[Assignment]) -> list[tuple[str, str]]:
    return [(str(share.uid), f"{share.task_id}:{share.unit_id}:{share.role}") for share in shares]
