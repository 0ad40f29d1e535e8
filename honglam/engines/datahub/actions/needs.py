"""What procedures ask citizens for and the hub holds already: kept by hand or brought in from Excel.

Decree 47/2020/NĐ-CP, article 5 paragraph 2: nobody is asked for what can be had by connection (amendments of 2025 not
compared yet).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from honglam.core.access.reach import require
from honglam.core.audit.actions import record
from honglam.core.search.queries import searchable_text
from honglam.engines.datahub.errors import RequestInvalid
from honglam.engines.datahub.models import Dataset, ProcedureNeed
from honglam.engines.datahub.queries import MANAGE
from honglam.engines.datahub.sharing.shape import schema_of
from honglam.toolkit.text import nfc, squeeze

if TYPE_CHECKING:
    from honglam.core.access.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One piece of information that a procedure asks for, and where the hub has it."""

    procedure: str
    item: str
    dataset: Dataset
    columns: Sequence[str]
    procedure_code: str = ""
    note: str = ""


@transaction.atomic
def keep_need(*, need: Need, by: User, known: ProcedureNeed | None = None) -> ProcedureNeed:
    """Write down what a procedure needs, or change it; the same procedure, item and dataset is one line.

    Raises:
        NotAllowed: the person does not manage the dataset's owner's data. RequestInvalid.
    """
    require(by, MANAGE, need.dataset.owner)
    if known is not None:
        require(by, MANAGE, known.dataset.owner)
    row = _row(need, known)
    row.save()
    record(by=by, action="datahub.need_changed", target=row, unit=need.dataset.owner, summary=str(row),
           about=[need.dataset])  # fmt: skip
    return row


@transaction.atomic
def keep_needs(*, needs: Sequence[Need], by: User) -> int:
    """Write down many, in one entry of the log; how many. Lines that are known are changed, nothing is taken away.

    Raises:
        NotAllowed, RequestInvalid: nothing is written then.
    """
    for owner in {need.dataset.owner for need in needs}:
        require(by, MANAGE, owner)
    rows = []
    for need in needs:
        row = _row(need, None)
        row.save()
        rows.append(row)
    if rows:
        record(by=by, action="datahub.need_changed", rows=[(str(row.uid), str(row)) for row in rows],
               summary=_("%d dòng từ Excel") % len(rows))  # fmt: skip
    return len(rows)


@transaction.atomic
def drop_need(*, need: ProcedureNeed, by: User) -> None:
    """Take a line away."""
    require(by, MANAGE, need.dataset.owner)
    record(by=by, action="datahub.need_changed", target=need, unit=need.dataset.owner, about=[need.dataset],
           summary=_("Bỏ: %s") % need)  # fmt: skip
    need.delete()


def _row(need: Need, known: ProcedureNeed | None) -> ProcedureNeed:
    """The row to save, with checked values. RequestInvalid."""
    procedure, item = squeeze(nfc(need.procedure))[:300], squeeze(nfc(need.item))[:300]
    if not procedure or not item:
        raise RequestInvalid(_("Hãy ghi tên thủ tục và thông tin, giấy tờ phải nộp."), "procedure")
    names = [column.name for column in schema_of(need.dataset)]
    if lost := [name for name in need.columns if name not in names]:
        raise RequestInvalid(
            _("“%(dataset)s” không có cột %(names)s.") % {"dataset": need.dataset, "names": ", ".join(lost)}, "columns"
        )
    if not need.columns:
        raise RequestInvalid(_("Hãy chọn ít nhất một cột có thông tin này."), "columns")
    same = ProcedureNeed.objects.filter(procedure=procedure, item=item, dataset=need.dataset).first()
    if known is not None and same is not None and same.pk != known.pk:
        raise RequestInvalid(_("Thủ tục này đã có dòng cho thông tin và tập dữ liệu đó."), "item")
    row = known or same or ProcedureNeed()
    row.procedure, row.item, row.dataset = procedure, item, need.dataset
    row.procedure_code, row.note = squeeze(nfc(need.procedure_code))[:40], squeeze(nfc(need.note))[:500]
    row.columns = [name for name in names if name in need.columns]
    row.search_text = searchable_text(row.procedure_code, procedure, item, need.dataset.name)
    return row
