"""Writes of directives: a dispatch, a notice of conclusions or a note becomes work in a minute, with its document.

Who uses this: the office of the People's Committee that got “Công văn số …” at ten and must have 69 communes at work on
it by eleven. Documents and their numbers are born in the province's document system; here they are named by number and
date, once, however many pieces of work they give.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.people_for_units import people_who_may
from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.core.notices.actions import send
from honglam.core.numbering.series import next_code, next_codes
from honglam.core.search.queries import searchable_text
from honglam.engines.plans import rules
from honglam.engines.plans.errors import ItemInvalid, NumberMissing
from honglam.engines.plans.given_work import work_given_by, work_key
from honglam.engines.plans.indexing import index_plan
from honglam.engines.plans.measures import measured
from honglam.engines.plans.models import Assignment, Plan, Task
from honglam.engines.plans.share_steps import DIRECT, REPORT
from honglam.engines.plans.terms import (
    AssignmentRole,
    DeadlineKind,
    PlanKind,
    PlanState,
    TaskOrigin,
    WorkState,
)

if TYPE_CHECKING:
    from honglam.core.access.models import User
    from honglam.core.files.models import StoredFile
    from honglam.core.organisations.models import Unit


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """The document that gives work, as the document system knows it; `outside_issuer` for one from elsewhere."""

    kind: PlanKind
    number: str
    issued_on: datetime.date | None
    title: str
    outside_issuer: str = ""
    signer: str = ""
    signer_title: str = ""
    reference: str = ""
    file: StoredFile | None = None


@dataclass(frozen=True, slots=True)
class PieceOfWork:
    """One piece of work of a document: what, who leads, helps and watches, by when.

    `wording` says, by key of a unit, the name under which the document means it (“các xã, phường”), where it is not the
    unit's own.
    """

    name: str
    leads: Sequence[Unit]
    due_on: datetime.date | None = None
    coordinating: Sequence[Unit] = ()
    monitoring: Sequence[Unit] = ()
    content: str = ""
    product: str = ""
    wording: Mapping[int, str] = field(default_factory=dict)


@transaction.atomic
def give_by_document(*, head: DocumentHead, issuer: Unit, pieces: Sequence[PieceOfWork], by: User) -> Plan:
    """Enter a document and give its work at once; a document that is known gets the further pieces.

    A unit that leads gets one share; 69 communes get 69. The number of queries depends neither on the number of units
    nor on that of pieces. One notice for each person and document. Sent twice it gives nothing twice: a piece with the
    same words, date and leading units as one that the document gave before is left out.

    Raises:
        NotAllowed: the person may not direct work for the issuer. NumberMissing: no number or date.
        ItemInvalid: no title, no piece, a piece without words or without anybody to lead it.
    """
    require(by, DIRECT, issuer)
    if not head.number.strip() or head.issued_on is None:
        raise NumberMissing
    _check(head, pieces)
    plan = _document(head, issuer, by)
    tasks, shares = _enter(plan, pieces, timezone.localdate(), by)
    if not tasks:
        return plan
    record(
        by=by, action="plans.given_by_document", target=plan, unit=issuer, summary=plan.citation,
        rows=[(str(share.uid), f"{share.task_id}:{share.unit_id}:{share.role}") for share in shares],
    )  # fmt: skip
    send(
        event=f"plans.work_given:{plan.uid}:{tasks[0].code}",
        recipients=people_who_may(REPORT, {share.unit_id for share in shares}),
        title=_("%s giao việc mới") % issuer,
        body=f"{plan.citation}: {plan.title}",
        url=plan.get_absolute_url() if len(tasks) > 1 else tasks[0].get_absolute_url(),
        by=by,
        unit=issuer,
    )
    index_plan(plan)
    return plan


@transaction.atomic
def prepare_by_document(*, head: DocumentHead, issuer: Unit, pieces: Sequence[PieceOfWork], by: User) -> Plan:
    """Enter a document that waits for its number: a draft with its work prepared, given to nobody yet.

    Its letter goes out as a draft for the document system; when number, date and signed file are back, `issue` and
    `give` (or `attach_signed`) carry on. Nobody is told. The day of the head is taken over where there is one.

    Raises:
        NotAllowed: the person may not direct work for the issuer. ItemInvalid: as for `give_by_document`.
    """
    require(by, DIRECT, issuer)
    _check(head, pieces)
    plan = _new_document(head, issuer, by, PlanState.DRAFT)
    _tasks, shares = _enter(plan, pieces, None, by)
    record(
        by=by, action="plans.prepared_by_document", target=plan, unit=issuer, summary=plan.title,
        rows=[(str(share.uid), f"{share.task_id}:{share.unit_id}:{share.role}") for share in shares],
    )  # fmt: skip
    index_plan(plan)
    return plan


def _enter(
    plan: Plan, pieces: Sequence[PieceOfWork], day: datetime.date | None, by: User
) -> tuple[list[Task], list[Assignment]]:
    """Store the pieces that the document did not give before; given on a day, or prepared without one."""
    known = work_given_by([plan])[plan.pk]
    each_once = {work_key(piece.name, piece.due_on, (unit.pk for unit in piece.leads)): piece for piece in pieces}
    wanted = [piece for key, piece in each_once.items() if key not in known]
    if not wanted:
        return [], []
    codes = next_codes("NV", (day or timezone.localdate()).year, len(wanted))
    tasks = Task.objects.bulk_create(
        _task(plan, piece, code, len(known) + place, day, by)
        for place, (piece, code) in enumerate(zip(wanted, codes, strict=True))
    )
    shares = Assignment.objects.bulk_create(
        [share for task, piece in zip(tasks, wanted, strict=True) for share in _shares(task, piece, plan.issuer, day)],
        batch_size=1000,
    )
    return tasks, shares


def _check(head: DocumentHead, pieces: Sequence[PieceOfWork]) -> None:
    if not head.title.strip():
        raise ItemInvalid(_("Hãy ghi trích yếu của văn bản."), "title")
    if not pieces:
        raise ItemInvalid(_("Văn bản chưa có việc nào để giao."), "name")
    for piece in pieces:
        if not piece.name.strip():
            raise ItemInvalid(_("Hãy ghi việc cần làm."), "name")
        if not piece.leads:
            raise ItemInvalid(_("Hãy chọn đơn vị chủ trì cho việc “%s”.") % piece.name[:80], "leads")


def _document(head: DocumentHead, issuer: Unit, by: User) -> Plan:
    """The document as it is known here, or a new one in force; two people who enter it at once make one."""
    known = Plan.objects.select_for_update(of=("self",)).filter(
        issuer=issuer, number=head.number.strip(), issued_on=head.issued_on, outside_issuer=head.outside_issuer.strip()
    )
    if plan := known.first():
        return plan
    try:
        with transaction.atomic():
            return _new_document(head, issuer, by, PlanState.ISSUED)
    except IntegrityError:
        return known.get()


def _new_document(head: DocumentHead, issuer: Unit, by: User, state: PlanState) -> Plan:
    today = timezone.localdate()
    year = head.issued_on.year if head.issued_on else today.year
    is_issued = state == PlanState.ISSUED
    return Plan.objects.create(
        code=next_code("VB", year), kind=head.kind, title=head.title.strip(), issuer=issuer,
        number=head.number.strip() if is_issued else "", issued_on=head.issued_on if is_issued else None,
        assigned_on=today if is_issued else None, first_year=year, last_year=year,
        outside_issuer=head.outside_issuer.strip(), origin_reference=head.reference.strip(), signer=head.signer.strip(),
        signer_title=head.signer_title.strip(), file=head.file, state=state, created_by=by,
    )  # fmt: skip


def _task(plan: Plan, piece: PieceOfWork, code: str, position: int, day: datetime.date | None, by: User) -> Task:
    return Task(
        code=code, plan=plan, origin=TaskOrigin.DOCUMENT, position=position, name=piece.name.strip(),
        content=piece.content.strip(), product=piece.product.strip(), issuer=plan.issuer, approver=plan.issuer,
        deadline_kind=DeadlineKind.DATE if piece.due_on else DeadlineKind.NONE, due_on=piece.due_on,
        original_due_on=piece.due_on, assigned_on=day, created_by=by,
        state=WorkState.NOT_STARTED if day else WorkState.PREPARED,
        has_measure=measured(piece.name, piece.content, piece.product),
        search_text=searchable_text(piece.name, piece.content, piece.product, *map(str, piece.leads[:5])),
    )  # fmt: skip


def _shares(task: Task, piece: PieceOfWork, issuer: Unit, day: datetime.date | None) -> list[Assignment]:
    shares: dict[tuple[int, str], Assignment] = {}
    leads = {unit.pk for unit in piece.leads}
    for role, units in (
        (AssignmentRole.LEAD, piece.leads),
        (AssignmentRole.COORDINATING, piece.coordinating),
        (AssignmentRole.MONITORING, piece.monitoring),
    ):
        for unit in units:
            if role == AssignmentRole.COORDINATING and unit.pk in leads:
                continue
            shares[unit.pk, role] = Assignment(
                task=task, unit=unit, role=role, named_as=piece.wording.get(unit.pk, str(unit))[:300],
                due_on=piece.due_on, original_due_on=piece.due_on, assigned_on=day,
                state=WorkState.NOT_STARTED if day else WorkState.PREPARED,
                is_overdue_at_birth=rules.is_overdue_at_birth(piece.due_on, day),
                mandate=rules.mandate_over(
                    issuer_bloc=issuer.bloc, unit_bloc=unit.bloc, unit_is_below=unit.path.startswith(issuer.path),
                    role=role,
                ),
            )  # fmt: skip
    return list(shares.values())
