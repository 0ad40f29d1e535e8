"""The draft of a unit's own plan from the stored plan of a superior: who may write one, and from which facts."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import override

from honglam.core.calendar.working_time import WorkingCalendar
from honglam.core.organisations.models import Unit
from honglam.core.organisations.terms import Bloc, Kind, Level
from honglam.engines.indicators.public import IndicatorValue, written
from honglam.engines.plans.drafting import (
    Basis,
    OwnBody,
    OwnPlan,
    OwnUnit,
    Report,
    UpperPlan,
    UpperTarget,
    UpperWork,
    target_choices,
    work_choices,
    write_own_plan,
)
from honglam.engines.plans.drafting.facts import OwnPart
from honglam.engines.plans.drafting.standing import funding_said, is_of_general_standing
from honglam.engines.plans.extraction.items import Indicator as ReadIndicator
from honglam.engines.plans.extraction.items import Source
from honglam.engines.plans.models import Assignment, Plan, PlanTarget, Task
from honglam.engines.plans.shown.letter import issuing_place
from honglam.engines.plans.terms import AssignmentRole, DeadlineKind, TaskOrigin, WorkState

if TYPE_CHECKING:
    from honglam.core.access.models import User

_COMMITTEE = "Ủy ban nhân dân"
_WORDS = {Kind.COMMUNE: "UBND xã", Kind.WARD: "UBND phường", Kind.SPECIAL_ZONE: "UBND đặc khu"}
_OWN_BLOCS = (Bloc.GOVERNMENT, Bloc.SERVICE, Bloc.ARMED_FORCES)
_STANDARD = "commune-"
"""How the functions of bodies begin that every commune has; schools and others are no part of the committee."""
_FRONT = "commune-front"
_COMMUNES = "các xã, phường"
_SOMEBODY_ELSE = "cơ quan khác"


# --- who -------------------------------------------------------------------------------------------------------------


def units_to_write(plan: Plan, user: User) -> list[Unit]:
    """The units below the plan's issuer that the person sits in; for an office, the commune or department it is of."""
    found: dict[int, Unit] = {}
    for post in user.posts(timezone.localdate()):
        unit = post.seat or post.unit
        writer = _writer(unit) if unit is not None else None
        if writer is not None and _is_below(writer, plan.issuer):
            found[writer.pk] = writer
    return list(found.values())


def _writer(unit: Unit) -> Unit | None:
    """The unit that issues plans where somebody sits: communes and departments do, their offices do not."""
    if unit.kind in (Kind.PROVINCE, Kind.COORDINATION):
        return None
    if unit.level == Level.PROVINCE:
        is_office = unit.kind == Kind.OFFICE and unit.parent is not None and unit.parent.kind == Kind.DEPARTMENT
        return unit.parent if is_office else unit
    return unit if unit.is_commune else Unit.objects.filter(code=unit.commune_code).first()


def _is_below(unit: Unit, issuer: Unit) -> bool:
    if unit.pk == issuer.pk:
        return False
    return unit.path.startswith(issuer.path) or (issuer.level == Level.PROVINCE and unit.level == Level.COMMUNE)


# --- facts -----------------------------------------------------------------------------------------------------------


def official_name(unit: Unit) -> str:
    """The name by which a unit signs: that of its committee for a province or a commune."""
    if unit.kind == Kind.PROVINCE or unit.is_commune:
        first, _space, rest = unit.name.partition(" ")
        return f"{_COMMITTEE} {first.lower()} {rest}"
    return unit.name


def own_unit_of(unit: Unit) -> OwnUnit:
    """What the draft says of the unit that writes it; one query for its bodies, one for its villages."""
    today = timezone.localdate()
    official = official_name(unit)
    if not unit.is_commune:
        province = unit.parent if unit.parent and unit.parent.kind == Kind.PROVINCE else None
        offices = unit.children.valid_on(today).filter(kind__in=(Kind.OFFICE, Kind.SERVICE_UNIT))
        return OwnUnit(
            name=unit.name, official=official, letterhead=(unit.name,),
            above=(official_name(province),) if province and unit.kind == Kind.DEPARTMENT else (),
            place=issuing_place(unit), is_local=False, word="Sở" if unit.name.startswith("Sở ") else unit.label,
            bodies=tuple(OwnBody(body.label, body.function) for body in offices),
        )  # fmt: skip
    below = list(unit.children.valid_on(today).exclude(level=Level.VILLAGE).select_related("second_parent"))
    word = _WORDS[Kind(unit.kind)]
    own = [
        body
        for body in below
        if body.bloc in _OWN_BLOCS and (body.kind == Kind.OFFICE or body.function.startswith(_STANDARD))
    ]
    front = [body for body in below if body.function == _FRONT]
    functions = {body.function for body in below}
    copies = [name for function, name in _RECEIVERS.items() if function in functions]
    return OwnUnit(
        name=unit.name, official=official, letterhead=official_lines(official), place=issuing_place(unit),
        is_local=True, word=word,
        bodies=(*map(_body, own), *(OwnBody(body.label, body.function, is_asked=True) for body in front)),
        copies_to=(f"{', '.join(copies)} {word.removeprefix('UBND ')}",) if copies else (),
        has_villages=unit.children.valid_on(today).villages().exists(),
    )  # fmt: skip


_RECEIVERS = {"commune-party": "Đảng ủy", "commune-council": "HĐND"}


def official_lines(official: str) -> tuple[str, str]:
    """The two lines of a committee in the letterhead."""
    return _COMMITTEE, official.removeprefix(f"{_COMMITTEE} ")


def _body(unit: Unit) -> OwnBody:
    return OwnBody(unit.label, unit.function, str(unit.second_parent) if unit.second_parent else "")


def upper_of(plan: Plan, *, unit: Unit, user: User) -> UpperPlan:
    """What the stored plan says to a unit below, as far as the person sees it."""
    with override("vi"):  # words of an official document
        kind = str(plan.get_kind_display())
    issuer = plan.outside_issuer or official_name(plan.issuer)
    sections = [
        (section.heading, section.source_start, section.source_end)
        for section in plan.sections.all()
        if section.source_start is not None and section.source_end is not None
    ]
    opening = min((start for _heading, start, _end in sections), default=0)
    return UpperPlan(
        kind=kind, title=plan.title, issuer=issuer, issuer_short=issuer.replace(_COMMITTEE, "UBND"),
        first_year=plan.first_year, last_year=plan.last_year, number=plan.number, issued_on=plan.issued_on,
        targets=tuple(_targets(plan, unit, user)),
        works=tuple(_works(plan, unit, user)),
        bases=tuple(
            Basis(cited.kind, cited.number, cited.issued_on, cited.issuer)
            for cited in plan.legal_basis.all()
            if is_of_general_standing(
                cited.kind, cited.number, stands_before_text=not opening or (cited.source_start or 0) < opening
            )
        ),
        reports=tuple(
            Report(duty.who, duty.to, duty.due_rule, duty.quote) for duty in plan.reporting_duties.all()
        ),
        funding=funding_said(plan.document_text, sections),
    )  # fmt: skip


def _targets(plan: Plan, unit: Unit, user: User) -> list[UpperTarget]:
    targets = list(plan.targets.select_related("indicator").prefetch_related("leads"))
    year = plan.first_year - 1
    figures = (
        IndicatorValue.objects.visible_to(user)
        .of_indicators(target.indicator_id for target in targets)
        .of_unit(unit)
        .within(datetime.date(year, 1, 1), datetime.date(year, 12, 31))
        .latest_first()
    )
    newest: dict[int, Any] = {}
    for figure in figures:
        newest.setdefault(figure.indicator_id, figure)
    return [
        UpperTarget(
            key=str(target.uid), item=_read(target, unit),
            quote=target.source_quote or f"{target.indicator}: {target.value_text}",
            last_figure=written(newest[target.indicator_id].value) if target.indicator_id in newest else "",
        )
        for target in targets
    ]  # fmt: skip


def _read(target: PlanTarget, unit: Unit) -> ReadIndicator:
    """A stored target in the shape in which the rules of alignment judge it."""
    ends = [float(end) for end in (target.value, target.upper_value) if end is not None]
    return ReadIndicator(
        section=target.section, group=target.group_title or None, no=target.number or None,
        name=str(target.indicator), operator=target.operator,
        target=ends if len(ends) > 1 else ends[0] if ends else None, target_text=target.value_text,
        unit=target.indicator.measure or None, lead=_leads(list(target.leads.all()), unit),
        source=Source(target.source_start or 0, target.source_end or 0), confidence=1.0,
    )  # fmt: skip


def _leads(leads: list[Unit], unit: Unit) -> list[str]:
    """Who leads a target, as the rules understand it: a plan names communes together, the records name each."""
    if unit.is_commune and unit in leads:
        return [_COMMUNES]
    named = [str(lead) for lead in leads if not lead.is_commune]
    return named or ([_SOMEBODY_ELSE] if leads else [])


def _works(plan: Plan, unit: Unit, user: User) -> list[UpperWork]:
    said_otherwise = (TaskOrigin.PART, TaskOrigin.INSTRUCTION)
    tasks = list(plan.tasks.visible_to(user).current().exclude(origin__in=said_otherwise).order_by("position", "pk"))
    shares = (
        Assignment.objects.filter(task__in=tasks, standing=None)
        .exclude(state=WorkState.WITHDRAWN)
        .order_by("unit__position", "unit__sort_key")
        .values_list("task", "role", "named_as", "unit", "unit__name")
    )
    names: dict[tuple[int, str], dict[str, None]] = defaultdict(dict)
    own: dict[int, set[str]] = defaultdict(set)
    for task, role, named_as, unit_id, name in shares:
        names[task, role][named_as or name] = None
        if unit_id == unit.pk:
            own[task].add(role)
    return [_work(task, names, own[task.pk]) for task in tasks]


def _work(task: Task, names: dict[tuple[int, str], dict[str, None]], own: Collection[str]) -> UpperWork:
    part = None
    if own:
        part = OwnPart.LEADS if AssignmentRole.LEAD in own else OwnPart.HELPS
    return UpperWork(
        key=str(task.uid), name=task.name, quote=task.source_quote or task.name, content=task.content,
        product=task.product, leads=tuple(names[task.pk, AssignmentRole.LEAD]),
        coordinating=tuple(names[task.pk, AssignmentRole.COORDINATING]),
        monitoring=tuple(names[task.pk, AssignmentRole.MONITORING]),
        due=task.due_on if task.deadline_kind == DeadlineKind.DATE else None, deadline_text=task.deadline_text,
        section=task.section, group=task.group_title, number=task.number, is_row=task.origin != TaskOrigin.DUTY,
        part=part,
    )  # fmt: skip


# --- the draft -------------------------------------------------------------------------------------------------------


def write_chosen(upper: UpperPlan, unit: OwnUnit, *, targets: Collection[str], works: Collection[str]) -> OwnPlan:
    """The draft with the targets and tasks whose keys were ticked; what the plan does not hold is passed over."""
    return write_own_plan(
        upper,
        unit,
        targets=[choice.target for choice in target_choices(upper, unit) if choice.target.key in targets],
        works=[choice.work for choice in work_choices(upper, unit) if choice.work.key in works],
        written_on=timezone.localdate(),
        calendar=WorkingCalendar.load(),
    )
