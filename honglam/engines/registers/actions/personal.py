"""Personal values: read by one person for a stated reason, forgotten when their time is over."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.reach import reach_of, require
from honglam.core.audit.actions import erase_values, record
from honglam.core.audit.models import AuditEntry, AuditSubject
from honglam.core.personal.actions import log_read
from honglam.core.personal.errors import PurposeMissing
from honglam.core.personal.rules import require_purpose
from honglam.engines.registers import writing
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.errors import ColumnHidden, PurposeTooShort
from honglam.engines.registers.importing.targets import named_by_secret
from honglam.engines.registers.models import ImportRun, Merge
from honglam.engines.registers.terms import ImportState

BATCH = 500
IMPORTS_KEPT = 90
"""Days for which a file with personal values can be mended, looked at and taken back after it came."""


@transaction.atomic
def read_personal(*, register: Register, row: Any, column: str, reason: str, by: Any) -> Any:
    """The unmasked value of a personal column, after writing down who saw whose, and why.

    Raises:
        NotAllowed, ColumnHidden (the column has a guard of its own), PurposeTooShort, KeyError (not a personal column).
    """
    if column not in register.masks:
        raise KeyError(column)
    require(by, register.permission("unmask"), row.unit)
    guard = register.guarded.get(column)
    if guard and not reach_of(by, guard).covers(row.unit):
        raise ColumnHidden(register.label_of(column))
    try:
        stated = require_purpose(reason)
    except PurposeMissing as error:
        raise PurposeTooShort() from error
    log_read(by=by, model=register.model, column=column, target=row, reason=stated, unit=row.unit)
    return getattr(row, column)


@transaction.atomic
def read_personal_of_many(
    *, register: Register, rows: Sequence[Any], columns: Sequence[str], reason: str, by: Any
) -> None:  # fmt: skip
    """Write down that a program is given personal columns of several rows unmasked: one entry a column, which every
    row's history shows. The rows lie within the person's reach of the permission to unmask.

    Raises:
        NotAllowed (held nowhere), PurposeTooShort.
    """
    require(by, register.permission("unmask"))
    try:
        stated = require_purpose(reason)
    except PurposeMissing as error:
        raise PurposeTooShort() from error
    for column in columns if rows else ():
        summary = _("Xem %(column)s qua API") % {"column": register.label_of(column)}
        record(by=by, action="personal.read", reason=stated, summary=summary, about=rows,
               rows=[(str(row.uid), column) for row in rows])  # fmt: skip


def forget_expired(
    *, register: Register, by: Any = None, today: datetime.date | None = None,
    told: Callable[[int], None] = lambda _done: None,
) -> int:  # fmt: skip
    """Empty the personal columns of rows that ended longer ago than they may be kept, in rows, former states and
    what merges stored; how many rows. One entry of the log a batch of 500, with its rows.

    Repeated safely: what is empty already is passed over.
    """
    day, total = today or timezone.localdate(), 0
    for limit in sorted(set(register.retention.values())):
        columns = [name for name, days in register.retention.items() if days == limit]
        before = day - datetime.timedelta(days=limit)
        while count := _forget_batch(register, columns, before, by):
            total += count
            told(total)
        _forget_merges(register, columns, before)
    return total


@transaction.atomic
def _forget_batch(register: Register, columns: Sequence[str], before: datetime.date, by: Any) -> int:
    emptied = {name: _nothing(register.model._meta.get_field(name)) for name in columns}
    own = _held(register.model, columns)
    former = Q(pk__in=register.versions._default_manager.filter(_held(register.versions, columns)).values("record_id"))
    rows = list(
        register.model._default_manager.filter(own | former, ended_on__lt=before).order_by("pk")
        .values_list("pk", "uid")[:BATCH]
    )  # fmt: skip
    if not rows:
        return 0
    keys = [pk for pk, _uid in rows]
    register.model._default_manager.filter(pk__in=keys).update(**emptied)
    register.versions._default_manager.filter(record_id__in=keys).update(**emptied)
    named = ", ".join(register.label_of(name) for name in columns)
    if set(columns) & set(register.search):
        _forget_words(register, keys)
    if set(columns) - register.withheld:
        _forget_log(register, keys, by)
    record(by=by, action="registers.personal_forgotten", rows=[(str(uid), named) for _pk, uid in rows],
           summary=f"{register.label}: {named}")  # fmt: skip
    return len(rows)


def _forget_log(register: Register, keys: Sequence[int], by: Any) -> None:
    """What the log says in words of rows whose names were emptied: names that are no secret stand there as well."""
    kind, told = register.model._meta.label_lower, [str(key) for key in keys]
    about = AuditSubject.objects.filter(kind=kind, key__in=told).values("entry")
    naming = Q(pk__in=about, action__in=("registers.merged", "registers.unmerged", "registers.told_apart"))
    entries = AuditEntry.objects.filter(Q(target_kind=kind, target_key__in=told) | naming, erasure__isnull=True)
    if entries.exists():
        erase_values(entries=entries, by=by, reason=_("Hết thời hạn lưu dữ liệu cá nhân"))


@transaction.atomic
def forget_imports(*, register: Register, by: Any = None, today: datetime.date | None = None) -> int:
    """Drop the imports of a register whose files hold personal values, `IMPORTS_KEPT` days after they came; how many.

    With them go the refused lines, the samples, the preview and, with the uploads that nobody needs, the file; what was
    brought in stays, and the log says who brought it. Work that is going on is left alone.
    """
    if not (register.personal or named_by_secret(register)):
        return 0
    before = (today or timezone.localdate()) - datetime.timedelta(days=IMPORTS_KEPT)
    at_work = (ImportState.TRYING, ImportState.RUNNING, ImportState.UNDOING)
    runs = ImportRun.objects.filter(register=register.code, created_at__date__lt=before).exclude(state__in=at_work)
    gone = list(runs.values_list("pk", "uid"))
    if gone:
        record(by=by, action="registers.personal_forgotten", rows=[(str(uid), "file") for _pk, uid in gone],
               summary=_("%(register)s: tệp nhập quá %(days)d ngày") % {
                   "register": register.label, "days": IMPORTS_KEPT})  # fmt: skip
        ImportRun.objects.filter(pk__in=[pk for pk, _uid in gone]).delete()
    return len(gone)


def _forget_words(register: Register, keys: Sequence[int]) -> None:
    """What free text finds the rows by, without what was just emptied."""
    rows: list[Any] = list(writing.with_what_is_shown(register, register.model._default_manager.filter(pk__in=keys)))
    for row in rows:
        row.search_text = writing.folded(register, row)
    register.model._default_manager.bulk_update(rows, ["search_text"], batch_size=100)
    register.versions._default_manager.filter(record_id__in=keys).update(search_text="")


def _forget_merges(register: Register, columns: Sequence[str], before: datetime.date) -> None:
    """What a merge stored of rows that ended with it is forgotten with them."""
    attributes = {register.model._meta.get_field(name).attname for name in columns} | set(columns)  # type: ignore[union-attr]
    for merge in Merge.objects.filter(register=register.code, at__date__lt=before).iterator(chunk_size=BATCH):
        kept = _without(merge.stored, attributes)
        if kept != merge.stored:
            Merge.objects.filter(pk=merge.pk).update(stored=kept)


def _without(stored: Any, names: set[str]) -> Any:
    if isinstance(stored, dict):
        return {
            name: ("" if isinstance(value, str) else None) if name in names else _without(value, names)
            for name, value in stored.items()
        }
    return [_without(one, names) for one in stored] if isinstance(stored, list) else stored


def _held(model: type[models.Model], columns: Sequence[str]) -> Q:
    """Rows in which one of the columns still holds something."""
    condition = Q(pk__in=[])
    for name in columns:
        empty = _nothing(model._meta.get_field(name))
        condition |= ~Q(**{name: ""}) if empty == "" else Q(**{f"{name}__isnull": False})
    return condition


def _nothing(one: Any) -> Any:
    return None if one.null else ""
