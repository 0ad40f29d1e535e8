"""Two rows that were one: put together with everything that points at them, and taken apart again, exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.reach import reach_of, require
from honglam.core.audit.actions import record
from honglam.engines.registers import indexing, storing, writing
from honglam.engines.registers.declaration import Register, register_of, register_of_model
from honglam.engines.registers.errors import (
    ColumnHidden,
    MergeRefused,
    NothingLeft,
    ReasonMissing,
    RecordEnded,
)
from honglam.engines.registers.merging import Moved, collisions, columns_kept, snapshot, values_of
from honglam.engines.registers.models import AlikePair, Attachment, Merge
from honglam.engines.registers.naming import named
from honglam.engines.registers.pointing import Pointer, pointers_at
from honglam.engines.registers.terms import PairState

SHORTEST_REASON = 5
_ENDING = ["ended_on", "ended_reason", "merged_into", "revision", "recorded_at", "recorded_by"]


@transaction.atomic
def merge(
    *, register: Register, keep: Any, merged: Sequence[Any], by: Any, reason: str,
    values: Mapping[str, Any] | None = None,
) -> Merge:  # fmt: skip
    """Put rows into one: `keep` stands, with `values` taken from the others; they end and point at it.

    Standing rows of other registers that pointed at them point at the kept row, with their former state kept; their
    papers stand beside the kept row. Returns what is needed to take it back.

    Raises:
        NotAllowed, ReasonMissing, NothingLeft, RecordEnded, RecordInvalid, RecordKnown, ColumnHidden, MergeRefused
        (rows of another register would stand twice).
    """
    writing.hold_identities(register, values or {})
    keep, others = _together(register, keep, merged, by)
    if len(reason.strip()) < SHORTEST_REASON:
        raise ReasonMissing()
    for name in values or {}:
        code = register.guarded.get(name)
        if code and not reach_of(by, code).covers(keep.unit):
            raise ColumnHidden(register.label_of(name))
    stored: dict[str, Any] = {"keep": {"before": snapshot(keep)}, "merged": [], "moved": []}
    today, now = timezone.localdate(), timezone.now()
    for row in others:
        before = snapshot(row)
        row.ended_on, row.ended_reason = max(today, row.valid_from), reason.strip()[:500]
        row.merged_into, row.recorded_at, row.recorded_by = keep, now, by
        row.revision += 1
        row.save(update_fields=_ENDING)
        stored["merged"].append({"pk": row.pk, "revision": row.revision, "before": before})
    changes = _change_kept(register, keep, values or {}, by, reason)
    stored["keep"] |= {"pk": keep.pk, "revision": keep.revision, "changed": sorted(changes)}
    keys = [row.pk for row in others]
    for pointer in pointers_at(register):
        if (moved := _move(pointer, keys, keep, by, reason)) is not None:
            stored["moved"].append(moved.to_json())
    stored["papers"] = _move_papers(register, keep, others)
    made: Merge = Merge.objects.create(
        register=register.code, unit=keep.unit, kept_uid=keep.uid, merged_uids=[str(row.uid) for row in others],
        stored=stored, reason=reason.strip()[:500], by=by, at=now,
    )  # fmt: skip
    uids = [keep.uid, *(row.uid for row in others)]
    AlikePair.objects.filter(register=register.code, first__in=uids, second__in=uids).update(
        state=PairState.MERGED, decided_by=by, decided_at=now
    )
    indexing.forget_rows(register, others)
    indexing.index_rows(register, [keep])
    summary = f"{', '.join(named(register, row) for row in others)} → {named(register, keep)}"
    record(by=by, action="registers.merged", target=keep, unit=keep.unit, reason=reason.strip(), about=[*others, made],
           summary=summary, changes=dict.fromkeys(changes, ("", "•")))  # fmt: skip
    return made


@transaction.atomic
def unmerge(*, merge: Merge, by: Any, reason: str = "") -> Merge:
    """Take a merge back: rows stand again with the values they had, and what was moved points where it pointed.

    Raises:
        NotAllowed, MergeRefused (it was taken back, or a row changed since: which), RecordKnown.
    """
    merge = Merge.objects.select_for_update(of=("self",)).select_related("unit").get(pk=merge.pk)
    if merge.undone_at is not None:
        raise MergeRefused(_("Lần gộp này đã được hoàn tác."))
    register = register_of(merge.register)
    writing.hold_identities(register)
    stored = merge.stored
    rows = {row.pk: row for row in _locked(register, [stored["keep"]["pk"], *(one["pk"] for one in stored["merged"])])}
    keep = rows[stored["keep"]["pk"]]
    for row in rows.values():
        require(by, register.permission("decide"), row.unit)
    moved = [Moved.from_json(one) for one in stored["moved"]]
    _require_untouched(register, rows, stored, moved)
    said = reason.strip() or _("Hoàn tác gộp")
    for one in stored["merged"]:
        row = rows[one["pk"]]
        row.ended_on, row.ended_reason, row.merged_into = None, "", None
        row.recorded_at, row.recorded_by = timezone.now(), by
        row.revision += 1
        row.save(update_fields=_ENDING)
    if stored["keep"]["changed"]:
        _restore_kept(register, keep, stored["keep"]["before"], by, said)
    for row in rows.values():
        writing.require_unknown(register, row, by)
    indexing.index_rows(register, rows.values())
    for one in moved:
        _move_back(register, one, by, said)
    _move_papers_back(stored.get("papers", ()))
    merge.undone_by, merge.undone_at = by, timezone.now()
    merge.save(update_fields=["undone_by", "undone_at"])
    uids = [row.uid for row in rows.values()]
    AlikePair.objects.filter(register=register.code, state=PairState.MERGED, first__in=uids, second__in=uids).update(
        state=PairState.OPEN, decided_by=None, decided_at=None
    )
    others = [rows[one["pk"]] for one in stored["merged"]]
    record(by=by, action="registers.unmerged", target=keep, unit=keep.unit, reason=reason.strip(),
           about=[*others, merge], summary=", ".join(named(register, row) for row in others))  # fmt: skip
    return merge


def _together(register: Register, keep: Any, merged: Sequence[Any], by: Any) -> tuple[Any, list[Any]]:
    """The rows, locked in one order; all stand, and the person decides over each."""
    keys = {row.pk for row in merged} - {keep.pk}
    if not keys:
        raise NothingLeft()
    rows = {row.pk: row for row in _locked(register, [keep.pk, *keys])}
    for row in rows.values():
        require(by, register.permission("decide"), row.unit)
        if row.ended_on is not None:
            raise RecordEnded()
    return rows[keep.pk], [rows[key] for key in sorted(keys)]


def _locked(register: Register, keys: Sequence[int]) -> list[Any]:
    rows: Any = register.model._default_manager
    locked = rows.select_for_update(of=("self",)).filter(pk__in=keys)
    return list(writing.with_what_is_shown(register, locked).order_by("pk"))


def _change_kept(
    register: Register, keep: Any, values: Mapping[str, Any], by: Any, reason: str
) -> dict[str, tuple[Any, Any]]:  # fmt: skip
    day = max(timezone.localdate(), keep.valid_from)
    former = writing.former(register, keep, until=day, by=by, reason=reason[:500], act="")
    changes = writing.cleaned(register, keep, values) if values else {}
    if changes:
        _stamp(keep, by)
        former.save(force_insert=True)
        keep.save(update_fields=[*columns_kept(register), *_STAMPED])
        writing.require_unknown(register, keep, by)
    return changes


_STAMPED = ["valid_from", "recorded_at", "recorded_by", "revision"]


def _stamp(row: Any, by: Any) -> None:
    row.valid_from = max(timezone.localdate(), row.valid_from)
    row.recorded_at, row.recorded_by = timezone.now(), by
    row.revision += 1


def _restore_kept(register: Register, keep: Any, before: Mapping[str, Any], by: Any, reason: str) -> None:
    day = max(timezone.localdate(), keep.valid_from)
    writing.former(register, keep, until=day, by=by, reason=reason[:500], act="").save(force_insert=True)
    for attribute, value in values_of(register, before).items():
        setattr(keep, attribute, value)
    _stamp(keep, by)
    keep.save(update_fields=[*columns_kept(register), *_STAMPED])


def _move(pointer: Pointer, keys: Sequence[int], keep: Any, by: Any, reason: str) -> Moved | None:
    """Let what points at the merged rows point at the kept one; what was moved, or None."""
    held = pointer.rows().filter(**{f"{pointer.column}__in": keys}).order_by("pk")
    if pointer.register is None:
        rows = list(held.values_list("pk", pointer.attribute))
        if not rows:
            return None
        held.update(**{pointer.column: keep})
        return Moved(pointer.model._meta.label, pointer.column, tuple((pk, 0, old) for pk, old in rows))
    found = list(writing.with_what_is_shown(pointer.register, held.select_for_update(of=("self",))))
    if not found:
        return None
    if twice := collisions(pointer, found, keep):
        raise MergeRefused(
            _("Sau khi gộp, sổ %(register)s sẽ có hai dòng giống nhau: %(rows)s. Hãy gộp hoặc ngừng một dòng trước.")
            % {"register": pointer.register.label, "rows": "; ".join(twice[:5])}
        )
    olds = [getattr(row, pointer.attribute) for row in found]
    _point(pointer.register, pointer.column, [(row, keep) for row in found], by, reason)
    return Moved(
        pointer.model._meta.label, pointer.column,
        tuple((row.pk, row.revision, old) for row, old in zip(found, olds, strict=True)),
    )  # fmt: skip


def _move_papers(register: Register, keep: Any, others: Sequence[Any]) -> list[list[Any]]:
    """Put the papers of merged rows beside the kept one, each file once: primary keys with the rows they stood beside.

    A paper whose file the kept row has already stays where it was.
    """
    papers = Attachment.objects.filter(register=register.code)
    has = set(papers.filter(row_uid=keep.uid).values_list("file_id", flat=True))
    moved = []
    for paper in papers.filter(row_uid__in=[row.uid for row in others]).order_by("pk"):
        if paper.file_id not in has:
            has.add(paper.file_id)
            moved.append([paper.pk, str(paper.row_uid)])
    papers.filter(pk__in=[pk for pk, _old in moved]).update(row_uid=keep.uid)
    return moved


def _move_papers_back(moved: Sequence[Sequence[Any]]) -> None:
    """Papers that were taken away since stay away."""
    for old in {old for _pk, old in moved}:
        Attachment.objects.filter(pk__in=[pk for pk, was in moved if was == old]).update(row_uid=old)


def _point(register: Register, column: str, rows: Sequence[tuple[Any, Any]], by: Any, reason: str) -> None:
    """Let each row point at its new target, as a change with a former state."""
    formers = []
    for row, target in rows:
        day = max(timezone.localdate(), row.valid_from)
        formers.append(writing.former(register, row, until=day, by=by, reason=reason[:500], act=""))
        setattr(row, column, target)
        row.search_text = writing.folded(register, row)
        _stamp(row, by)
    register.versions._default_manager.bulk_create(formers, batch_size=500)
    storing.update(register.model, [column, "search_text", *_STAMPED], [row for row, _target in rows])
    indexing.index_rows(register, [row for row, _target in rows])


def _move_back(register: Register, moved: Moved, by: Any, reason: str) -> None:
    model: Any = apps.get_model(moved.model)
    other = register_of_model(model)
    targets = register.model._default_manager.in_bulk({old for _pk, _revision, old in moved.rows})
    if other is None:
        for old in targets:
            model._default_manager.filter(pk__in=[pk for pk, _revision, was in moved.rows if was == old]).update(
                **{moved.column: targets[old]}
            )
        return
    held = writing.with_what_is_shown(other, model._default_manager.filter(pk__in=[pk for pk, _r, _o in moved.rows]))
    old_of = {pk: old for pk, _revision, old in moved.rows}
    _point(other, moved.column, [(row, targets[old_of[row.pk]]) for row in held.order_by("pk")], by, reason)


def _require_untouched(
    register: Register, rows: Mapping[int, Any], stored: Mapping[str, Any], moved: Sequence[Moved]
) -> None:
    """Raises MergeRefused naming the rows that somebody wrote after the merge."""
    touched = [
        named(register, rows[one["pk"]])
        for one in (stored["keep"], *stored["merged"])
        if rows[one["pk"]].revision != one["revision"]
    ]
    for one in moved:
        model: Any = apps.get_model(one.model)
        attribute = model._meta.get_field(one.column).attname
        other = register_of_model(model)
        condition = Q(pk__in=[pk for pk, _revision, _old in one.rows])
        held = {row.pk: row for row in model._default_manager.select_for_update(of=("self",)).filter(condition)}
        for pk, revision, _old in one.rows:
            row = held.get(pk)
            if row is None:
                touched.append(f"{model._meta.verbose_name} {pk}")
            elif getattr(row, attribute) != stored["keep"]["pk"] or (other is not None and row.revision != revision):
                touched.append(named(other, row) if other is not None else str(row))
    if touched:
        raise MergeRefused(
            _("Không hoàn tác được vì đã có người sửa sau khi gộp: %(rows)s. Hãy sửa từng dòng cho đúng.")
            % {"rows": "; ".join(touched[:10])}
        )
