"""Brings the example documents in as officers do: upload, reading by the job, review, acceptance, giving."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import replace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from honglam.core.access.models import Membership, User
from honglam.core.access.terms import RoleCode
from honglam.core.jobs.execution import execute
from honglam.core.jobs.models import JobRun
from honglam.core.jobs.terms import JobState
from honglam.core.notices.models import Notice
from honglam.core.notices.terms import DeliveryState
from honglam.core.organisations.models import Unit
from honglam.engines.plans.actions.plans import accept_reading, give
from honglam.engines.plans.actions.readings import accept_trusted, bring_in, decide, tie
from honglam.engines.plans.demo.contents import examples, ward_plan
from honglam.engines.plans.demo.example import Example
from honglam.engines.plans.demo.writers import written
from honglam.engines.plans.models import Plan, Reading, ReadItem, Task
from honglam.engines.plans.terms import ItemDecision, ReadingState

FIRST = "ke-hoach-tinh"
"""The document that is brought in first: where it is there, this year's examples came in before."""
SETTLING = datetime.timedelta(days=60)


def year_of_examples(today: datetime.date) -> int:
    """The year that the examples speak of: the one they came with, else the one in which work has had time to move."""
    names = Reading.objects.filter(file__name__startswith=f"{FIRST}-").values_list("file__name", flat=True)
    years = [int(name.rpartition("-")[2].partition(".")[0]) for name in names if name.endswith((".docx", ".txt"))]
    return min(years) if years else (today - SETTLING).year


def load(say: Callable[[str], None]) -> int:
    """Bring in every example document that is not there yet and whose day has come; returns how many were."""
    today = timezone.localdate()
    year = year_of_examples(today)
    issued = [example for example in examples(year) if example.issued_on is None or example.issued_on <= today]
    brought = [example for example in issued if _bring(example, say)]
    if waiting := _under_review(year):
        say(f"Văn bản chờ rà soát: {waiting}")
    return len(brought) + bool(waiting)


def _bring(example: Example, say: Callable[[str], None]) -> bool:
    """One document from upload to given work; False where it came in before."""
    if Plan.objects.filter(readings__file__name=example.file_name).exists():
        return False
    issuer = Unit.objects.get(code=example.issuer)
    by = importer_of(issuer)
    amends = _amended_plan(example)
    reading = _read(example, issuer, by, amends)
    with transaction.atomic():
        _review(reading, by)
        plan = accept_reading(reading=reading, by=by)
        given = 0
        if example.issued_on is not None:
            given = give(plan=plan, by=by, assigned_on=example.issued_on)
        no_letters()
    _date_back(example, reading, plan, by)
    state = f"đã giao {given} phân công" if given else "dự thảo, chờ số và ngày"
    say(f"{plan.citation}: {plan.tasks.current().count()} nhiệm vụ, {plan.targets.count()} chỉ tiêu, {state}")
    return True


def importer_of(issuer: Unit) -> User:
    """Who brings in documents of a unit: its head, and for the province its coordinator."""
    role = RoleCode.HEAD if issuer.parent_id else RoleCode.COORDINATOR
    return Membership.objects.filter(unit=issuer, role__code=role).select_related("user").earliest("pk").user


def _amended_plan(example: Example) -> Plan | None:
    if not example.amends:
        return None
    return Plan.objects.get(readings__file__name__startswith=f"{example.amends}-{example.year}.")


def _read(example: Example, issuer: Unit, by: User, amends: Plan | None) -> Reading:
    """Upload the document and run its reading at once, as a worker would; a worker that comes later finds it done."""
    known = Reading.objects.filter(file__name=example.file_name, state=ReadingState.REVIEW).first()
    if known is not None:
        return known
    upload = SimpleUploadedFile(example.file_name, written(example))
    reading = bring_in(upload=upload, issuer=issuer, by=by, amends=amends)
    run = JobRun.objects.get(target_label="plans.reading", target_id=reading.pk, state=JobState.QUEUED)
    execute.call(run.pk, run.attempt)
    reading.refresh_from_db()
    return reading


def _review(reading: Reading, by: User) -> None:
    """Look through a reading: accept what is sure, tie dissolved bodies to their successors, accept the rest."""
    accept_trusted(reading=reading, by=by)
    for item in list(reading.items.pending()):
        for entry in item.data["units"]:
            if not entry["units"] and entry["kind"] == "dissolved" and entry["candidates"]:
                successor = Unit.objects.get(pk=entry["candidates"][0]["unit"])
                tie(item=item, role=entry["role"], text=entry["text"], units=[successor], by=by)
    decide(reading=reading, items=list(reading.items.pending()), decision=ItemDecision.ACCEPTED, by=by)


def no_letters() -> None:
    """Nobody in the demonstration reads e-mail: notices stay in the inbox."""
    Notice.objects.filter(delivery_state=DeliveryState.WAITING).update(delivery_state=DeliveryState.NONE)


@transaction.atomic
def _date_back(example: Example, reading: Reading, plan: Plan, by: User) -> None:
    """Let the records say that all this happened when the document was issued; the log keeps the true time."""
    if example.issued_on is None:
        return
    at = moment(example.issued_on, hour=9)
    before = at - datetime.timedelta(hours=1)
    Reading.objects.filter(pk=reading.pk).update(created_at=before, updated_at=at)
    ReadItem.objects.filter(reading=reading, decided_by=by).update(decided_at=at)
    fresh = Task.objects.filter(plan=plan, assigned_on=example.issued_on)
    fresh.update(created_at=at, updated_at=at)
    if not example.amends:
        Plan.objects.filter(pk=plan.pk).update(created_at=at)
    new = Notice.objects.filter(url=plan.get_absolute_url(), created_at__gt=at)
    new.update(created_at=at, read_at=at + datetime.timedelta(hours=5))


def moment(day: datetime.date, *, hour: int, minute: int = 0) -> datetime.datetime:
    """A time of a day in the zone of the installation."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour, minute)))


def _under_review(year: int) -> Reading | None:
    """A ward's document that an officer has begun to review; None where it is there already."""
    example = replace(
        ward_plan(year), key="du-thao-phuong-song-tri", issuer="18754", letterhead="ỦY BAN NHÂN DÂN\nPHƯỜNG SÔNG TRÍ",
        place="Sông Trí", subject=f"Tổ dân phố số phường Sông Trí năm {year}", number=None, issued=None,
        opening=f"Ủy ban nhân dân phường Sông Trí ban hành Kế hoạch tổ dân phố số năm {year} như sau:",
    )  # fmt: skip
    if Reading.objects.filter(file__name=example.file_name).exists():
        return None
    issuer = Unit.objects.get(code=example.issuer)
    by = importer_of(issuer)
    reading = _read(example, issuer, by, None)
    first: Iterable[ReadItem] = reading.items.pending().order_by("position")[:5]
    decide(reading=reading, items=first, decision=ItemDecision.ACCEPTED, by=by)
    return reading
