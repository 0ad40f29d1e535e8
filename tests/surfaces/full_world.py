"""One of everything that has a page: what the walks over all lists and all objects look at. Everything is fictional."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from honglam.core.access.models import Membership, Role, User
from honglam.core.access.terms import RoleCode
from honglam.core.calendar.actions import decide_day, set_office_hours
from honglam.core.calendar.counting import OfficeHours
from honglam.core.calendar.models import CalendarDay, WorkingHoursRule
from honglam.core.calendar.terms import DayKind
from honglam.core.events.models import Delivery, StoredEvent
from honglam.core.files.models import StoredFile
from honglam.core.jobs.models import JobRun
from honglam.core.jobs.terms import JobState
from honglam.core.notices.actions import send
from honglam.core.notices.registry import all_kinds
from honglam.core.organisations.actions import create_group
from honglam.core.organisations.models import UnitGroup
from honglam.engines.datahub.models import AccessRequest, Dataset, Grant, ProcedureNeed
from honglam.engines.indicators.models import (
    FormLine,
    FormVersion,
    Indicator,
    IndicatorForm,
    IndicatorValue,
    Submission,
    ValidationRule,
)
from honglam.engines.plans.indexing import index_plan
from honglam.engines.plans.models import (
    Assignment,
    CheckRound,
    CitedDocument,
    DocumentImport,
    DocumentImportRow,
    Extension,
    Plan,
    PlanCheck,
    PlanFinding,
    PlanTarget,
    Reading,
    ReadItem,
    ReportingDuty,
    Task,
)
from honglam.engines.plans.terms import CheckState, ImportOrigin, ImportRowState, ImportState, TaskOrigin
from honglam.engines.registers.public import create as create_row
from honglam.engines.registers.public import register_of
from honglam.engines.reporting.actions.upper_forms import add_upper_form
from honglam.engines.reporting.models import (
    FilledForm,
    Report,
    ReportArrangement,
    ReportRegime,
    UpperForm,
    WorkbookCopy,
    WorkbookGathering,
)
from honglam.engines.reporting.terms import CopyOutcome, EntryKind, GatheringState, ReportStep
from tests.engines.datahub.made_quality import make_quality
from tests.engines.datahub.made_sharing import make_shared_dataset
from tests.engines.plans.stories import make_plan, make_reading, make_share, make_task, make_task_item
from tests.engines.reporting import made
from tests.engines.reporting.assembling.stories import add_entry, make_regime, make_report, send_report
from tests.engines.reporting.upper_forms.blanks import indicator_lines
from tests.people import People, give, people

__all__ = ["World", "people", "world"]
DAY = datetime.date(2026, 9, 3)


@dataclass(frozen=True)
class World:
    """The people, one object of every kind, and who may see all of it."""

    people: People
    reader: User
    post: Membership
    role: Role
    plan: Plan
    task: Task
    share: Assignment
    target: PlanTarget
    indicator: Indicator
    value: IndicatorValue
    reading: Reading
    document_import: DocumentImport
    check: PlanCheck
    aligned: PlanCheck
    finding: PlanFinding
    item: ReadItem
    file: StoredFile
    group: UnitGroup
    day: CalendarDay
    hours: WorkingHoursRule
    run: JobRun
    form: IndicatorForm
    submission: Submission
    gathering: WorkbookGathering
    regime: ReportRegime
    delivery: Delivery
    consolidated: Report
    report: Report
    upper_form: UpperForm
    filled_form: FilledForm
    project: Any
    dataset: Dataset
    data_request: AccessRequest
    data_grant: Grant
    need: ProcedureNeed


@pytest.fixture
def world(people: People) -> World:
    """One of everything; `reader` administers and coordinates the province, so that nothing is hidden from them."""
    reader = people.administrator
    give(reader, RoleCode.COORDINATOR, unit=people.province)
    give(reader, RoleCode.OFFICER, unit=people.north)
    plan = make_plan(people.province, document_text="Căn cứ Nghị định số 30/2020/NĐ-CP")
    task = make_task(plan, due_on=datetime.date(2026, 12, 15))
    share = make_share(task, people.north, person=reader)
    Extension.objects.create(
        assignment=share, old_due_on=task.due_on, new_due_on=datetime.date(2026, 12, 30), reason="Chờ hướng dẫn",
        asked_by=people.officer, asked_at=timezone.now(),
    )  # fmt: skip
    make_share(make_task(plan, "Phân công rà soát dữ liệu", origin=TaskOrigin.DUTY), people.south)
    CitedDocument.objects.create(plan=plan, position=1, kind="Nghị định", number="30/2020/NĐ-CP")
    ReportingDuty.objects.create(plan=plan, position=1, who="Các xã", to="Sở", frequency="monthly")
    indicator = Indicator.objects.create(code="CT-T-1", name="Tỷ lệ hồ sơ trực tuyến", measure="%", name_key="ho so")
    target = PlanTarget.objects.create(
        plan=plan, indicator=indicator, operator=">=", value=Decimal(80), value_text="80%"
    )
    reading = make_reading(people.province, reader)
    index_plan(plan)
    shared = make_shared_dataset(people.science, people.north, reader, people.coordinator)
    make_quality(shared.dataset, people.north, reader)
    send(event=f"{all_kinds()[0].code}:1", recipients=[reader], title="Có việc mới", body="Nội dung", url="/desk/")
    return World(
        people=people, reader=reader, post=reader.memberships.first(), role=Role.objects.get(code=RoleCode.OFFICER),
        plan=plan, task=task, share=share, target=target, indicator=indicator, value=_value(indicator, people),
        reading=reading, document_import=_document_import(reader, people),
        check=(check := _check(reader, people, reading.file, plan)), finding=check.findings.get(),
        aligned=_aligned(reader, people, plan),
        item=make_task_item(reading, "Số hóa hồ sơ", {"lead": [people.north]}), file=reading.file,
        group=create_group(by=None, code="all", name="Các xã", rule={"kinds": ["commune"], "depth": 1}),
        day=decide_day(date=DAY, kind=DayKind.OFF, name="Nghỉ theo công văn", source="12/CV", by=reader),
        hours=set_office_hours(hours=OfficeHours(starts_on=datetime.date(2026, 1, 1)), by=reader),
        run=_run(reader), form=(form := _form(indicator, people)), submission=_submission(form, people),
        gathering=_gathering(reader, reading.file, people), regime=_regime(people),
        delivery=_delivery(reader), consolidated=_consolidated(people), report=_report(people),
        upper_form=(upper_form := _upper_form(reader, people)), filled_form=_filled_form(upper_form, reader),
        project=_project(reader, people),
        dataset=shared.dataset, data_request=shared.request, data_grant=shared.grant, need=shared.need,
    )  # fmt: skip


def _document_import(reader: User, people: People) -> DocumentImport:
    """A package under review with one row that would be given."""
    found = DocumentImport.objects.create(
        unit=people.province, origin=ImportOrigin.PACKAGE, name="1204.edxml", state=ImportState.REVIEW,
        created_by=reader, headings=["Số, ký hiệu"], columns={"Số, ký hiệu": "number"},
    )  # fmt: skip
    values = {"number": "1204/UBND-KGVX", "issued_on": "02/03/2026", "work": "Báo cáo", "lead": "Xã Bắc Sơn"}
    DocumentImportRow.objects.create(document_import=found, number=1, state=ImportRowState.READY, values=values)
    return found


def _check(reader: User, people: People, file: StoredFile, upper: Plan) -> PlanCheck:
    """A draft of the commune with one finding that is open."""
    check = PlanCheck.objects.create(
        unit=people.north, name="du-thao.docx", upper_plan=upper, state=CheckState.DONE, started_round=1,
        finished_round=1, created_by=reader, touched_at=timezone.now(),
    )  # fmt: skip
    CheckRound.objects.create(
        check_run=check, number=1, file=file, by=reader, finished_at=timezone.now(), found=1, new=1
    )
    quote = {"text": "Tỷ lệ hồ sơ trực tuyến đạt 60%", "section": "I", "source": {"start": 0, "end": 30, "page": 1}}
    PlanFinding.objects.create(
        check_run=check, key="1", kind="weaker_target", severity="high", explanation="Thấp hơn mức 80% của tỉnh.",
        suggestion="Tỷ lệ hồ sơ trực tuyến đạt 80%", lower=quote, first_round=1, last_round=1,
    )  # fmt: skip
    return check


def _aligned(reader: User, people: People, plan: Plan) -> PlanCheck:
    """A plan of the system that the commune has compared with itself."""
    return PlanCheck.objects.create(
        unit=people.north, name=plan.title, plan=plan, created_by=reader, touched_at=timezone.now()
    )


def _value(indicator: Indicator, people: People) -> IndicatorValue:
    return IndicatorValue.objects.create(
        indicator=indicator, unit=people.north, period_scheme="quarter", period_code="2026-Q1",
        period_start=datetime.date(2026, 1, 1), period_end=datetime.date(2026, 3, 31), value=Decimal(61),
        entered_by=people.officer,
    )  # fmt: skip


def _form(indicator: Indicator, people: People) -> IndicatorForm:
    form = IndicatorForm.objects.create(
        code="B-T-1", name="Biểu theo dõi hồ sơ", scheme="quarter", receiver=people.science,
        starts_on=datetime.date(2026, 1, 1),
    )  # fmt: skip
    form.units.add(people.north)
    version = FormVersion.objects.create(form=form, number=1)
    FormLine.objects.create(form=form, version=version, indicator=indicator, position=1)
    ValidationRule.objects.create(indicator=indicator, kind="range", parameters={"min": "0", "max": "100"})
    comparison = {"left": f"[{indicator.code}]", "operator": "<=", "right": "100"}
    ValidationRule.objects.create(form=form, kind="comparison", parameters=comparison)
    return form


def _submission(form: IndicatorForm, people: People) -> Submission:
    return Submission.objects.create(
        form=form, unit=people.north, period_scheme="quarter", period_code="2026-Q1",
        period_start=datetime.date(2026, 1, 1), period_end=datetime.date(2026, 3, 31),
        due_on=datetime.date(2026, 4, 1),
    )  # fmt: skip


def _gathering(reader: User, file: StoredFile, people: People) -> WorkbookGathering:
    """A form that was put together from one copy."""
    found = WorkbookGathering.objects.create(
        unit=people.province, name="Biểu 01", form=file, result=file, state=GatheringState.DONE, created_by=reader
    )
    WorkbookCopy.objects.create(gathering=found, position=1, file=file, outcome=CopyOutcome.ADDED)
    return found


def _regime(people: People) -> ReportRegime:
    """A regime in force with one report, and who does what for it."""
    found = ReportRegime.objects.create(
        code="CDBC-2026-T", name="Kết quả chuyển đổi số", owner=people.science, receiver=people.science,
        scheme="quarter", due_day=20, starts_on=datetime.date(2026, 1, 1),
    )  # fmt: skip
    found.units.add(people.north)
    Report.objects.create(
        code="BC-2026-T", regime=found, unit=people.north, receiver=people.science, title="Báo cáo quý I năm 2026",
        period_scheme="quarter", period_code="2026-Q1", period_start=datetime.date(2026, 1, 1),
        period_end=datetime.date(2026, 3, 31), due_on=datetime.date(2026, 3, 20),
    )  # fmt: skip
    ReportArrangement.objects.create(unit=people.north)
    return found


def _consolidated(people: People) -> Report:
    """A report of the province that is drafted, with one of a commune below it that says two things."""
    above = make_regime(people.province, "received", "difficulties")
    below = make_report(make_regime(people.province, "difficulties", feeds=above, units=(people.north,)), people.north)
    add_entry(below, "Thiếu máy quét")
    add_entry(below, "Đề nghị bổ sung máy quét", EntryKind.PROPOSAL)
    send_report(below)
    return make_report(above, people.province)


def _report(people: People) -> Report:
    """A report of the commune that was sent to the department."""
    regime = made.make_regime(people.science, people.north)
    return made.make_report(regime, people.north, step=ReportStep.SENT)


def _project(reader: User, people: People) -> Any:
    """A row of a register."""
    values = {
        "code": "DA-T-1", "name": "Nhà máy thử", "investor": "Công ty Thử", "investor_kind": "domestic",
        "sector": "industry", "commune": people.north, "capital": Decimal(1000),
    }  # fmt: skip
    return create_row(register=register_of("projects"), unit=people.north, values=values, by=reader)


def _upper_form(reader: User, people: People) -> UpperForm:
    """A form that a ministry sent."""
    upload = SimpleUploadedFile("Biểu 05.xlsx", indicator_lines())
    return add_upper_form(upload=upload, unit=people.province, name="Biểu 05", scheme="quarter", by=reader)


def _filled_form(form: UpperForm, reader: User) -> FilledForm:
    """The form as it was filled for a quarter, one cell left empty."""
    version = form.versions.get()
    empty = {"sheet": "Biểu 05-CĐS", "cell": "E8", "title": "Hồ sơ", "gap": "no_figure", "why": "Chưa có số"}
    return FilledForm.objects.create(
        version=version, period_code="2026-Q1", file=version.file, missing=[empty | {"url": ""}], created_by=reader
    )


def _run(reader: User) -> JobRun:
    moment: Any = timezone.now()
    return JobRun.objects.create(
        code="plans.read_document", title="Đọc văn bản", by=reader, state=JobState.SUCCEEDED, queued_at=moment,
        started_at=moment, finished_at=moment,
    )  # fmt: skip


def _delivery(reader: User) -> Delivery:
    """An event that a flow did not take."""
    event = StoredEvent.objects.create(
        kind="plans.plan_issued", payload={"plan_uid": "none"}, by=reader, at=timezone.now()
    )
    return Delivery.objects.create(
        event=event, kind=event.kind, subscriber="flow", lane="none", state="given_up", tries=8, error="RuntimeError"
    )
