"""Writes of directives: a dispatch, a notice of conclusions or a note becomes work in a minute, with its document.

Who uses this: the office of the People's Committee that got “Công văn số …” at ten and must have 69 communes at work on
it by eleven. Documents and their numbers are born in the province's document system; here they are named by number and
date, once, however many pieces of work they give.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.core.notices.actions import send
from honglam.core.numbering.series import next_code, next_codes
from honglam.core.search.queries import searchable_text
from honglam.engines.plans import rules
from honglam.engines.plans.actions.steps import DIRECT, REPORT
from honglam.engines.plans.errors import ItemInvalid, NumberMissing
from honglam.engines.plans.indexing import index_plan
from honglam.engines.plans.measures import measured
from honglam.engines.plans.models import Assignment, Plan, Task
from honglam.engines.plans.recipients import people_who_may
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
    reference: str = ""
    file: StoredFile | None = None


@dataclass(frozen=True, slots=True)
class PieceOfWork:
    """One piece of work of a document: what, who leads, helps and watches, by when."""

    name: str
    leads: Sequence[Unit]
    due_on: datetime.date | None = None
    coordinating: Sequence[Unit] = ()
    monitoring: Sequence[Unit] = ()
    content: str = ""
    product: str = ""


@transaction.atomic
def give_by_document(*, head: DocumentHead, issuer: Unit, pieces: Sequence[PieceOfWork], by: User) -> Plan:
    """Enter a document and give its work at once; a document that is known gets the further pieces.

    A unit that leads gets one share; 69 communes get 69. The number of queries depends neither on the number of units
    nor on that of pieces. One notice for each person and document.

    Raises:
        NotAllowed: the person may not direct work for the issuer. NumberMissing: no number or date.
        ItemInvalid: no title, no piece, a piece without words or without anybody to lead it.
    """
    require(by, DIRECT, issuer)
    _check(head, pieces)
    plan = _document(head, issuer, by)
    today = timezone.localdate()
    first = plan.tasks.count()
    codes = next_codes("NV", today.year, len(pieces))
    tasks = Task.objects.bulk_create(
        _task(plan, piece, code, first + place, today, by)
        for place, (piece, code) in enumerate(zip(pieces, codes, strict=True))
    )
    shares = Assignment.objects.bulk_create(
        [share for task, piece in zip(tasks, pieces, strict=True) for share in _shares(task, piece, issuer, today)],
        batch_size=1000,
    )
    record(
        by=by, action="plans.given_by_document", target=plan, unit=issuer, summary=plan.citation,
        rows=[(str(share.uid), f"{share.task_id}:{share.unit_id}:{share.role}") for share in shares],
    )  # fmt: skip
    send(
        event=f"plans.work_given:{plan.uid}:{codes[0]}",
        recipients=people_who_may(REPORT, {share.unit_id for share in shares}),
        title=_("%s giao việc mới") % issuer,
        body=f"{plan.citation}: {plan.title}",
        url=plan.get_absolute_url() if len(tasks) > 1 else tasks[0].get_absolute_url(),
        by=by,
        unit=issuer,
    )
    index_plan(plan)
    return plan


def _check(head: DocumentHead, pieces: Sequence[PieceOfWork]) -> None:
    if not head.number.strip() or head.issued_on is None:
        raise NumberMissing
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
    """The document as it is known here, or a new one in force."""
    number = head.number.strip()
    known = Plan.objects.select_for_update(of=("self",)).filter(
        issuer=issuer, number=number, issued_on=head.issued_on, outside_issuer=head.outside_issuer.strip()
    )
    if plan := known.first():
        return plan
    year = head.issued_on.year if head.issued_on else timezone.localdate().year
    return Plan.objects.create(
        code=next_code("VB", year), kind=head.kind, title=head.title.strip(), issuer=issuer, number=number,
        issued_on=head.issued_on, assigned_on=timezone.localdate(), first_year=year, last_year=year,
        outside_issuer=head.outside_issuer.strip(), origin_reference=head.reference.strip(), signer=head.signer.strip(),
        file=head.file, state=PlanState.ISSUED, created_by=by,
    )  # fmt: skip


def _task(plan: Plan, piece: PieceOfWork, code: str, position: int, today: datetime.date, by: User) -> Task:
    return Task(
        code=code, plan=plan, origin=TaskOrigin.DOCUMENT, position=position, name=piece.name.strip(),
        content=piece.content.strip(), product=piece.product.strip(), issuer=plan.issuer, approver=plan.issuer,
        deadline_kind=DeadlineKind.DATE if piece.due_on else DeadlineKind.NONE, due_on=piece.due_on,
        original_due_on=piece.due_on, assigned_on=today, created_by=by, state=WorkState.NOT_STARTED,
        has_measure=measured(piece.name, piece.content, piece.product),
        search_text=searchable_text(piece.name, piece.content, piece.product, *map(str, piece.leads[:5])),
    )  # fmt: skip


def _shares(task: Task, piece: PieceOfWork, issuer: Unit, today: datetime.date) -> list[Assignment]:
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
                task=task, unit=unit, role=role, named_as=str(unit)[:300], due_on=piece.due_on,
                original_due_on=piece.due_on, assigned_on=today, state=WorkState.NOT_STARTED,
                is_overdue_at_birth=rules.is_overdue_at_birth(piece.due_on, today),
                mandate=rules.mandate_over(
                    issuer_bloc=issuer.bloc, unit_bloc=unit.bloc, unit_is_below=unit.path.startswith(issuer.path),
                    role=role,
                ),
            )  # fmt: skip
    return list(shares.values())
