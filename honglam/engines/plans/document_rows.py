"""Rows of a document system's export, checked: what each would give, what is wrong with it, what is known already.

A row is a document and one piece of work of it; rows of the same document stand together or apart.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.engines.plans.given_work import work_given_by, work_key
from honglam.engines.plans.models import DocumentImportRow, Plan
from honglam.engines.plans.naming import UnitNames
from honglam.engines.plans.terms import ImportField, ImportRowState, PlanKind
from honglam.engines.plans.work_lines import WorkLine, read_line
from honglam.toolkit.numbers import FigureError, parse_date
from honglam.toolkit.text import fold, nfc, squeeze, strip_marks

if TYPE_CHECKING:
    from honglam.core.organisations.models import Unit

LONGEST = {"number": 80, "title": 1000, "signer": 120, "reference": 120, "issuer": 300}
EARLIEST = datetime.date(1945, 9, 2)
_KIND_WORDS = (
    ("thong bao", PlanKind.NOTICE), ("ke hoach", PlanKind.PLAN), ("chuong trinh", PlanKind.PROGRAMME),
    ("quyet dinh", PlanKind.DECISION), ("chi thi", PlanKind.DIRECTIVE), ("cong van", PlanKind.DISPATCH),
    ("cong dien", PlanKind.DISPATCH),
)  # fmt: skip

DocumentKey = tuple[str, datetime.date | None, str]


@dataclass(slots=True)
class CheckedRow:
    """One row read: the head of its document, its work, and what would become of it."""

    number_in_file: int
    values: Mapping[str, str]
    line: WorkLine
    number: str = ""
    issued_on: datetime.date | None = None
    kind: PlanKind = PlanKind.DISPATCH
    title: str = ""
    signer: str = ""
    reference: str = ""
    outside_issuer: str = ""
    issuer_unit: Unit | None = None
    errors: dict[str, str] = field(default_factory=dict)
    plan: Plan | None = None
    state: ImportRowState = ImportRowState.READY

    @property
    def key(self) -> DocumentKey:
        """What makes two rows speak of one document."""
        return self.number, self.issued_on, fold(self.outside_issuer)


def kind_named(text: str) -> PlanKind:
    """The kind of document that a cell names; a dispatch where it is empty, “other” where its words are unknown."""
    plain = strip_marks(text)
    if not plain:
        return PlanKind.DISPATCH
    return next((kind for words, kind in _KIND_WORDS if words in plain), PlanKind.OTHER)


def check_row(number_in_file: int, values: Mapping[str, str], unit: Unit, names: UnitNames) -> CheckedRow:
    """Read one row on its own; `unit` gives the work."""
    cells = {name: squeeze(nfc(values.get(name, ""))) for name in ImportField.values}
    title = cells["title"] or cells["work"]
    cells |= {"title": title, "work": cells["work"] or title, "content": nfc(values.get("content", "")).strip()}
    row = CheckedRow(number_in_file, values, read_line({**values, **cells}, names))
    row.number, row.title, row.signer, row.reference = (
        cells[name] for name in ("number", "title", "signer", "reference")
    )
    row.kind = kind_named(cells["kind"])
    row.issuer_unit = names.unit_of(cells["issuer"]) if cells["issuer"] else unit
    row.outside_issuer = "" if row.issuer_unit == unit else cells["issuer"]
    row.errors = {**_head_errors(row, cells), **row.line.errors}
    if not cells["work"]:
        row.errors.pop("work", None)  # the missing title is said once
    return row


def _head_errors(row: CheckedRow, cells: Mapping[str, str]) -> dict[str, str]:
    errors = {}
    if not row.number or not any(sign.isdigit() for sign in row.number):
        errors["number"] = _("Hãy ghi số, ký hiệu văn bản, ví dụ 1204/UBND-KGVX.")
    if not row.title:
        errors["title"] = _("Hãy ghi trích yếu hoặc việc giao.")
    for name, most in LONGEST.items():
        if len(cells[name]) > most:
            errors[name] = _("Dài quá %(most)d chữ.") % {"most": most}
    try:
        row.issued_on = parse_date(cells["issued_on"]) if cells["issued_on"] else None
    except FigureError as error:
        errors["issued_on"] = str(error)
        return errors
    if row.issued_on is None:
        errors["issued_on"] = _("Hãy ghi ngày ban hành, ví dụ 05/03/2026.")
    elif not EARLIEST <= row.issued_on <= timezone.localdate():
        errors["issued_on"] = _("Ngày ban hành %(day)s không hợp lý.") % {"day": f"{row.issued_on:%d/%m/%Y}"}
    return errors


def check_rows(
    rows: Iterable[tuple[int, Mapping[str, str]]], unit: Unit, names: UnitNames | None = None
) -> list[CheckedRow]:
    """Check rows together: each on its own, against each other, and against what is known here.

    Some fifteen queries, however many rows. A document is known by number, date and issuer, whether this unit entered
    it or its issuer did; a piece of work by its words, date and leading units.
    """
    names = names or UnitNames(unit)
    checked = [check_row(number, values, unit, names) for number, values in rows]
    _find_known(checked, unit)
    first: dict[tuple[DocumentKey, object], int] = {}
    for row in checked:
        if row.errors:
            row.state = ImportRowState.WRONG
            continue
        work = work_key(row.line.work, row.line.due_on, (one.pk for one in row.line.leads))
        before = first.setdefault((row.key, work), row.number_in_file)
        if before != row.number_in_file:
            row.errors["work"] = _("Trùng hoàn toàn với dòng %(number)d.") % {"number": before}
            row.state = ImportRowState.WRONG
    return checked


def _find_known(rows: list[CheckedRow], unit: Unit) -> None:
    numbers = {row.number for row in rows if row.number}
    plans = list(
        Plan.objects.filter(number__in=numbers).exclude(issued_on=None).select_related("issuer").defer("document_text")
    )
    given = work_given_by(plans)
    references = {row.reference for row in rows if row.reference}
    by_reference = {
        plan.origin_reference: plan
        for plan in Plan.objects.filter(issuer=unit, origin_reference__in=references).defer("document_text")
    }
    for row in rows:
        same = [plan for plan in plans if (plan.number, plan.issued_on) == (row.number, row.issued_on)]
        own = next((plan for plan in same if _is_of(plan, unit, row)), None)
        theirs = next((plan for plan in same if row.issuer_unit not in (None, unit) and plan.issuer == row.issuer_unit
                       and not plan.outside_issuer), None)  # fmt: skip
        work = work_key(row.line.work, row.line.due_on, (one.pk for one in row.line.leads))
        if own is not None:
            row.plan = own
            row.state = ImportRowState.KNOWN if work in given[own.pk] else ImportRowState.READY
        elif theirs is not None and work in given[theirs.pk]:
            row.plan, row.state = theirs, ImportRowState.KNOWN
        other = by_reference.get(row.reference)
        if other is not None and other.number != row.number:
            row.errors["reference"] = _("Mã này đã gắn với văn bản số %(number)s.") % {"number": other.number}


def _is_of(plan: Plan, unit: Unit, row: CheckedRow) -> bool:
    return plan.issuer_id == unit.pk and fold(plan.outside_issuer) == fold(row.outside_issuer)


def head_of_row(row: DocumentImportRow) -> dict[str, Any]:
    """The head of a row's document as a form begins with it; what cannot be read is left open."""
    values, unit = row.values, row.document_import.unit
    checked = check_row(row.number, values, unit, UnitNames(unit))
    return {
        "kind": checked.kind, "number": checked.number, "issued_on": checked.issued_on, "title": checked.title,
        "issuer": unit, "outside_issuer": checked.outside_issuer, "signer": checked.signer,
    }  # fmt: skip
