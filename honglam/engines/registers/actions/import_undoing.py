"""Taking an import back: rows that it added end, rows that it changed are what they were; both stay in the history.

A row that somebody touched afterwards, or that rows of other registers point at, is left alone and named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.reach import Reach, reach_of
from honglam.core.audit.actions import record
from honglam.core.jobs.actions import start
from honglam.engines.registers import indexing, storing, writing
from honglam.engines.registers.actions.imports import UNDO
from honglam.engines.registers.declaration import Register, register_of
from honglam.engines.registers.errors import ImportRefused, ReasonMissing
from honglam.engines.registers.importing.runs import address_of, held
from honglam.engines.registers.models import ImportBatch, ImportRun
from honglam.engines.registers.naming import named
from honglam.engines.registers.pointing import pointed_at
from honglam.engines.registers.terms import ImportState
from honglam.toolkit.numbers import format_number

Told = Callable[[int, int, str], None]
MOST_NAMED = 200
SHORTEST_REASON = 5
Left = tuple[str, str, str]


@transaction.atomic
def take_back(*, run: ImportRun, by: Any, reason: str) -> ImportRun:
    """Begin to take an import back; whoever brought it may, and who decides over the register. Returns the run.

    Raises:
        NotAllowed, ReasonMissing, ImportRefused (it wrote nothing, or is at work).
    """
    run, register = held(run, by, (ImportState.DONE, ImportState.STOPPED))
    if run.by_id != by.pk and not reach_of(by, register.permission("decide")).covers(run.unit):
        raise ImportRefused(_("Chỉ người đã nhập hoặc người có quyền quyết định mới hoàn tác được lần nhập này."))
    if len(reason.strip()) < SHORTEST_REASON:
        raise ReasonMissing()
    if not run.batches.filter(undone=False).exists():
        raise ImportRefused(_("Lần nhập này không ghi dòng nào nên không có gì để hoàn tác."))
    run.state, run.undone_by, run.undone_at = ImportState.UNDOING, by, timezone.now()
    run.undo_report = {"reason": reason.strip(), "counts": {}, "left": []}
    run.save(update_fields=["state", "undone_by", "undone_at", "undo_report"])
    record(by=by, action="registers.import_undone", target=run, unit=run.unit, reason=reason.strip(),
           summary=_("Bắt đầu hoàn tác"))  # fmt: skip
    start(UNDO, by=by, unit=run.unit, target=run, target_url=address_of(run), run_id=run.pk, person_id=by.pk)
    return run


def undo_batches(*, run: ImportRun, by: Any, told: Told) -> ImportRun:
    """Take the batches of an import back, the last first, each in a transaction of its own; returns the run, undone."""
    register = register_of(run.register)
    total = run.batches.count()
    keys = list(run.batches.filter(undone=False).order_by("-first_line").values_list("pk", flat=True))
    for done, key in enumerate(keys, total - len(keys) + 1):
        run = _undo_batch(run, register, key, by)
        told(done, total, _("Đã hoàn tác %(n)s / %(all)s lượt ghi") % {"n": done, "all": total})
    return _finish(run, register, by)


@transaction.atomic
def _undo_batch(run: ImportRun, register: Register, key: int, by: Any) -> ImportRun:
    run = ImportRun.objects.select_for_update(of=("self",)).select_related("unit", "file").get(pk=run.pk)
    batch = ImportBatch.objects.select_for_update().get(pk=key)
    if run.state != ImportState.UNDOING or batch.undone:
        return run
    reason = _("Hoàn tác lần nhập tệp %(file)s: %(reason)s") % {
        "file": run.file.name, "reason": run.undo_report.get("reason", ""),
    }  # fmt: skip
    reach = reach_of(by, register.permission("edit"))
    ended, left = _end_created(register, batch.created, by, reach, reason)
    restored, more = _restore(register, batch.updated, by, reach, reason)
    batch.undone = True
    batch.save(update_fields=["undone"])
    counts = Counter(run.undo_report["counts"])
    counts.update({"ended": len(ended), "restored": len(restored), "left": len(left) + len(more)})
    named = [*run.undo_report["left"], *(list(one) for one in (*left, *more))][:MOST_NAMED]
    run.undo_report = run.undo_report | {"counts": dict(counts), "left": named}
    run.save(update_fields=["undo_report"])
    if ended or restored:
        rows = [*((str(row.uid), "ended") for row in ended), *((str(row.uid), "restored") for row in restored)]
        summary = _("%(register)s, dòng %(first)d–%(last)d của tệp %(file)s") % {
            "register": register.label, "first": batch.first_line, "last": batch.last_line, "file": run.file.name,
        }  # fmt: skip
        record(by=by, action="registers.import_undone", unit=run.unit, reason=reason, rows=rows, summary=summary)
    return run


def _end_created(
    register: Register, keys: list[int], by: Any, reach: Reach, reason: str
) -> tuple[list[Any], list[Left]]:  # fmt: skip
    rows = _locked(register, keys)
    held_by_others = pointed_at(register, [row.pk for row in rows])
    now, today = timezone.now(), timezone.localdate()
    ended: list[Any] = []
    left: list[Left] = []
    for row in rows:
        why = _why_not(row, 1, reach) or held_by_others.get(row.pk, "")
        if why:
            left.append((str(row.uid), named(register, row), why))
            continue
        row.ended_on, row.ended_reason = max(today, row.valid_from), reason[:500]
        row.revision += 1
        row.recorded_at, row.recorded_by = now, by
        ended.append(row)
    columns = ["ended_on", "ended_reason", "revision", "recorded_at", "recorded_by"]
    storing.update(register.model, columns, ended)
    indexing.forget_rows(register, ended)
    return ended, left


def _restore(
    register: Register, written: list[list[int]], by: Any, reach: Reach, reason: str
) -> tuple[list[Any], list[Left]]:  # fmt: skip
    rows = {row.pk: row for row in _locked(register, [pk for pk, _former, _revision in written])}
    formers = register.versions._default_manager.in_bulk([former for _pk, former, _revision in written])
    restored: list[Any] = []
    kept: list[Any] = []
    left: list[Left] = []
    names = [*register.fields, "unit", "search_text", *_box(register)]
    attributes = [writing.register_attribute(register, name) for name in names]
    for pk, former, revision in written:
        row = rows.get(pk)
        if row is None:
            continue
        if former not in formers:
            left.append((str(row.uid), named(register, row), _("không còn bản trước để khôi phục")))
            continue
        if why := _why_not(row, revision, reach):
            left.append((str(row.uid), named(register, row), why))
            continue
        day = max(timezone.localdate(), row.valid_from)
        kept.append(writing.former(register, row, until=day, by=by, reason=reason[:500], act=""))
        for attribute in attributes:
            setattr(row, attribute, getattr(formers[former], attribute))
        row.valid_from, row.recorded_at, row.recorded_by = day, timezone.now(), by
        row.revision += 1
        restored.append(row)
    register.versions._default_manager.bulk_create(kept, batch_size=500)
    storing.update(register.model, writing.columns_to_write(names), restored)
    indexing.index_rows(register, restored)
    return restored, left


def _why_not(row: Any, revision: int, reach: Reach) -> str:
    """Why a row is left as it is, or an empty text."""
    if row.merged_into_id is not None:
        return _("đã gộp vào dòng khác")
    if row.ended_on is not None:
        return _("đã ngừng hiệu lực")
    if row.revision != revision:
        return _("đã được sửa sau lần nhập")
    return "" if reach.covers(row.unit) else _("thuộc đơn vị bạn không có quyền ghi")


def _locked(register: Register, keys: Iterable[int]) -> list[Any]:
    rows: Any = register.model._default_manager
    locked = rows.select_for_update(of=("self",)).filter(pk__in=list(keys))
    return list(writing.with_what_is_shown(register, locked).order_by("pk"))


def _box(register: Register) -> list[str]:
    return ["west", "south", "east", "north"] if register.is_located else []


@transaction.atomic
def _finish(run: ImportRun, register: Register, by: Any) -> ImportRun:
    run.state = ImportState.UNDONE
    run.save(update_fields=["state"])
    counts = Counter(run.undo_report["counts"])
    words = _("Ngừng %(ended)s, trả lại %(restored)s, giữ nguyên %(left)s dòng.") % {
        name: format_number(counts[name]) for name in ("ended", "restored", "left")
    }
    record(by=by, action="registers.import_undone", target=run, unit=run.unit,
           summary=f"{register.label}: {words}")  # fmt: skip
    return run
