"""How the work of a share goes in time, invented from a fixed seed: pure, plain values in, plain values out."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from honglam.engines.plans.terms import WorkState


class Step(StrEnum):
    """What happens on a day of a course."""

    REPORT = "report"
    CLAIM = "claim"
    RETURN = "return"
    CARRY_OVER = "carry_over"


class Turn(StrEnum):
    """What has come of a piece of work in the last weeks."""

    CLAIMED = "claimed"
    RETURNED = "returned"
    STUCK = "stuck"


@dataclass(frozen=True, slots=True)
class Event:
    """One entry: the day, what happens, the progress in percent and the state afterwards."""

    on: date
    step: Step
    progress: int
    state: WorkState


@dataclass(frozen=True, slots=True)
class Temper:
    """How a unit works: days between due date and finish (from, to), how often nothing is ever finished, how many
    reports come on the way, how often evidence and difficulties are added. Shares of one."""

    name: str
    weight: int
    finish: tuple[int, int]
    never: float
    reports: tuple[int, int]
    evidence: float
    difficulty: float


TEMPERS = (
    Temper("diligent", 28, (-24, -2), 0.02, (2, 3), 0.95, 0.06),
    Temper("average", 36, (-22, 3), 0.08, (1, 2), 0.75, 0.15),
    Temper("late", 18, (-6, 36), 0.34, (1, 3), 0.6, 0.45),
    Temper("silent", 8, (-12, 25), 0.62, (0, 0), 0.4, 0.05),
    Temper("without evidence", 10, (-18, 4), 0.1, (1, 2), 0.0, 0.12),
)

_KNOWN = {
    "42.science-technology": "average",
    "42.provincial-office": "diligent",
    "18484": "late",
    "18073": "diligent",
}


def temper_of(code: str, seed: int) -> Temper:
    """The temper of a unit: always the same for the same code, and fixed for those that visitors look at first."""
    if known := _KNOWN.get(code):
        return next(temper for temper in TEMPERS if temper.name == known)
    chance = random.Random(f"{seed}:{code}")
    return chance.choices(TEMPERS, [temper.weight for temper in TEMPERS])[0]


@dataclass(slots=True)
class Course:
    """What has happened to a share up to today, and how it stands."""

    events: list[Event] = field(default_factory=list)
    state: WorkState = WorkState.NOT_STARTED
    progress: int = 0
    completed_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether the unit still has something to do."""
        return self.state in (WorkState.NOT_STARTED, WorkState.IN_PROGRESS, WorkState.RETURNED)

    def report(self, on: date, progress: int) -> None:
        """A report on the way."""
        self.state, self.progress = WorkState.IN_PROGRESS, max(progress, self.progress, 5)
        self.events.append(Event(on, Step.REPORT, self.progress, self.state))

    def claim(self, on: date) -> None:
        """The unit says that it is done."""
        self.state, self.progress, self.completed_on = WorkState.CLAIMED, 100, on
        self.events.append(Event(on, Step.CLAIM, 100, self.state))

    def confirm(self) -> None:
        """Somebody confirms it; this leaves no entry."""
        self.state = WorkState.DONE

    def give_back(self, on: date) -> None:
        """Somebody returns it."""
        self.state, self.progress, self.completed_on = WorkState.RETURNED, 90, None
        self.events.append(Event(on, Step.RETURN, 90, self.state))

    def carry_over(self, on: date) -> None:
        """It goes on in the next year."""
        self.state = WorkState.CARRIED_OVER
        self.events.append(Event(on, Step.CARRY_OVER, self.progress, self.state))


def dated_course(chance: random.Random, temper: Temper, *, given: date, due: date, today: date) -> Course:
    """The course of a share with a due date; it has a month at least."""
    course = Course()
    due = max(due, given + timedelta(days=30))
    finish = max(given + timedelta(days=4), due + timedelta(days=chance.randint(*temper.finish)))
    ends = chance.random() >= temper.never
    _reports(course, chance, temper, given, finish, today, most=95 if ends else 5 * chance.randint(3, 15))
    if not ends:
        if (today - due).days > 90 and chance.random() < 0.12:
            course.carry_over(on_working_day(due + timedelta(days=60)))
        return course
    finish = on_working_day(finish)
    if finish > today:
        return course
    course.claim(finish)
    _confirmation(course, chance, finish, today)
    return course


def _reports(
    course: Course, chance: random.Random, temper: Temper, given: date, finish: date, today: date, *, most: int
) -> None:
    span = max(1, (finish - given).days)
    places = sorted(chance.uniform(0.15, 0.9) for _ in range(chance.randint(*temper.reports)))
    for place in places:
        day = on_working_day(given + timedelta(days=round(place * span)))
        if day <= today:
            course.report(day, min(most, 5 * round(20 * place * chance.uniform(0.8, 1.1))))


def _confirmation(course: Course, chance: random.Random, claimed: date, today: date) -> None:
    """Most claims are confirmed within days, some wait for weeks, a few come back once."""
    fate = chance.random()
    if fate < 0.06:
        returned = on_working_day(claimed + timedelta(days=chance.randint(2, 6)))
        if returned > today:
            return
        course.give_back(returned)
        again = on_working_day(returned + timedelta(days=chance.randint(4, 14)))
        if again > today:
            return
        course.claim(again)
        claimed = again
    waits = chance.randint(1, 6) if fate < 0.9 else chance.randint(9, 30)
    if claimed + timedelta(days=waits) <= today:
        course.confirm()


def lasting_course(chance: random.Random, temper: Temper, *, given: date, ends: date, today: date) -> Course:
    """The course of work without a last day: reports at intervals, progress as the year goes."""
    course = Course()
    pace = {"diligent": 31, "silent": 400}.get(temper.name, 62)
    day = given + timedelta(days=chance.randint(12, 12 + pace))
    while day <= today:
        elapsed = (day - given).days / max(1, (ends - given).days)
        course.report(min(on_working_day(day), today), min(95, 5 * round(20 * elapsed)))
        day += timedelta(days=pace + chance.randint(-6, 9))
    return course


def turned_course(chance: random.Random, turn: Turn, *, given: date, due: date, today: date) -> Course:
    """A course with one report on the way that now waits for confirmation, was returned, or does not move on.

    The share was given forty days before today at least. What does not move on and is due is late.
    """
    course = Course()
    first = min(max(given + timedelta(days=9), due - timedelta(days=35)), today - timedelta(days=21))
    course.report(on_working_day(first), 5 * chance.randint(6, 15))
    if turn == Turn.CLAIMED:
        course.claim(on_working_day(today - timedelta(days=chance.randint(1, 5))))
    elif turn == Turn.RETURNED:
        course.claim(on_working_day(today - timedelta(days=chance.randint(9, 12))))
        course.give_back(on_working_day(today - timedelta(days=chance.randint(2, 4))))
    return course


def on_working_day(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))
