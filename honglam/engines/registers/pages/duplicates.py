"""Rows that look like one: the pairs, two rows side by side, merges and their undoing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.reach import reach_of
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import history_of, size_asked
from honglam.core.jobs.models import JobRun
from honglam.core.personal.masks import mask
from honglam.engines.registers import writing
from honglam.engines.registers.actions import merges, pairs
from honglam.engines.registers.declaration import Register, registers
from honglam.engines.registers.errors import RegisterError
from honglam.engines.registers.importing.preview import written
from honglam.engines.registers.importing.targets import ordered_columns
from honglam.engines.registers.models import AlikePair, Merge
from honglam.engines.registers.pages.imports import base
from honglam.engines.registers.pages.neighbours import address
from honglam.engines.registers.pages.opening import of_register
from honglam.engines.registers.pointing import pointers_at
from honglam.engines.registers.terms import PairState
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.ui import lists

KEEP_SECOND = "second"


@of_register("decide")
def duplicates(request: PersonRequest, register: Register) -> HttpResponseBase:
    """Pairs that wait to be judged, pairs told apart, and merges."""
    shows = request.GET.get("show", "")
    context = base(register) | {"show": shows, "counts": _counts(request, register), "job": _job(register)}
    if shows == "merges":
        found = merges_of(request, register).select_related("by", "undone_by", "unit")
        if (sheet := lists.sheet_of(request, _merge_table(register, found))) is not None:
            return sheet
        return render(request, "registers/duplicates.html", context | {"page": lists.page_of(request, found)})
    state = PairState.APART if shows == "apart" else PairState.OPEN
    pairs_found = pairs_of(request, register).filter(state=state).select_related("decided_by")
    if (sheet := lists.sheet_of(request, _pair_table(register, pairs_found))) is not None:
        return sheet
    page = lists.page_of(request, pairs_found)
    page.object_list = _with_rows(register, list(page.object_list))
    return render(request, "registers/duplicates.html", context | {"page": page})


@require_POST
@of_register("decide")
def find(request: PersonRequest, register: Register) -> HttpResponse:
    """Look for rows that stand twice, now."""
    pairs.ask_for_alike(register=register, by=request.user)
    messages.success(request, _("Đang tìm dòng trùng. Có thể rời trang; kết quả hiện ở danh sách này."))
    return redirect("registers:duplicates", register.code)


@of_register("decide")
def pair(request: PersonRequest, register: Register, first: UUID, second: UUID) -> HttpResponseBase:
    """Two rows side by side; which of them stands, and which value of each column."""
    one, other = _both(request, register, first, second)
    reason = request.POST.get("reason", "")
    problem = ""
    if request.method == "POST":
        keep, merged = (other, one) if request.POST.get("keep") == KEEP_SECOND else (one, other)
        try:
            made = merges.merge(
                register=register, keep=keep, merged=[merged], by=request.user, reason=reason,
                values=_chosen(request, register, keep, merged),
            )  # fmt: skip
        except RegisterError as error:
            problem = str(error)
        else:
            messages.success(request, _("Đã gộp hai dòng. Có thể hoàn tác khi cần."))
            return redirect("registers:merge", register.code, made.uid)
    found = pairs_of(request, register).filter(first=min(first, second, key=str), second=max(first, second, key=str))
    context = base(register) | {
        "one": one, "other": other, "pair": found.first(), "lines": _lines(request, register, one, other),
        "problem": problem, "reason": reason, "keep": request.POST.get("keep", ""),
        "one_url": address("row", register.code, one.uid), "other_url": address("row", register.code, other.uid),
        "pointing": _pointing(register, one, other), "may_merge": one.ended_on is None and other.ended_on is None,
        "history": history_of(one, other, size=size_asked(request)),
    }  # fmt: skip
    return render(request, "registers/pair.html", context, status=422 if problem else 200)


@require_POST
@of_register("decide")
def apart(request: PersonRequest, register: Register, first: UUID, second: UUID) -> HttpResponse:
    """Say that the two rows are two."""
    found = pairs_of(request, register).filter(first=first, second=second).first()
    if found is None:
        raise Http404(f"{first} {second}")
    try:
        pairs.tell_apart(register=register, pair=found, by=request.user)
    except RegisterError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã ghi nhận: hai dòng khác nhau. Cặp này không hiện lại nữa."))
    return redirect("registers:duplicates", register.code)


@of_register("decide")
def merge(request: PersonRequest, register: Register, uid: UUID) -> HttpResponse:
    """One merge: what stands, what was put into it, what was moved; its undoing."""
    found = _merge_or_404(request, register, uid)
    rows: Any = register.model._default_manager
    by_uid = {str(row.uid): row for row in rows.filter(uid__in=[found.kept_uid, *found.merged_uids])}
    moved = [(_moved_name(one["model"]), len(one["rows"])) for one in found.stored.get("moved", [])]
    context = base(register) | {
        "merge": found, "kept": by_uid.get(str(found.kept_uid)),
        "merged": [by_uid[one] for one in found.merged_uids if one in by_uid], "moved": moved,
        "changed": [register.label_of(name) for name in found.stored["keep"].get("changed", [])],
        "kept_url": address("row", register.code, found.kept_uid),
        "history": history_of(found, size=size_asked(request)),
    }  # fmt: skip
    return render(request, "registers/merge.html", context)


@require_POST
@of_register("decide")
def undo_merge(request: PersonRequest, register: Register, uid: UUID) -> HttpResponse:
    """Take a merge back."""
    found = _merge_or_404(request, register, uid)
    try:
        merges.unmerge(merge=found, by=request.user, reason=request.POST.get("reason", ""))
    except RegisterError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã hoàn tác: các dòng trở lại như trước khi gộp."))
    return redirect("registers:merge", register.code, found.uid)


def pairs_of(request: PersonRequest, register: Register) -> Any:
    """Pairs of standing rows over both of which the reader decides."""
    rows: Any = register.model._default_manager
    visible = rows.visible_to(request.user, register.permission("decide")).standing().values("uid")
    return AlikePair.objects.filter(register=register.code, first__in=visible, second__in=visible)


def merges_of(request: PersonRequest, register: Register) -> Any:
    """Merges of units over which the reader decides."""
    reach = reach_of(request.user, register.permission("decide"))
    return Merge.objects.filter(reach.q("unit"), register=register.code)


def _counts(request: PersonRequest, register: Register) -> dict[str, int]:
    found = pairs_of(request, register)
    return {
        "open": found.filter(state=PairState.OPEN).count(), "apart": found.filter(state=PairState.APART).count(),
        "merges": merges_of(request, register).count(),
    }  # fmt: skip


def _job(register: Register) -> JobRun | None:
    """The newest search, by hand or by the schedule."""
    asked = Q(arguments={"register": register.code}) | Q(arguments={})
    run: JobRun | None = JobRun.objects.filter(asked, code=pairs.FIND).order_by("-id").first()
    return run


def _with_rows(register: Register, found: list[AlikePair]) -> list[dict[str, Any]]:
    """The pairs of one page with their rows and what differs; one query."""
    rows: Any = register.model._default_manager
    uids = {uid for one in found for uid in (one.first, one.second)}
    by_uid = {row.uid: row for row in writing.with_what_is_shown(register, rows.filter(uid__in=uids))}
    names = list(dict.fromkeys([*register.identity, *register.likeness]))
    return [
        {"pair": one, "rows": [by_uid[one.first], by_uid[one.second]], "lines": [
            (register.label_of(name), _shown(register, by_uid[one.first], name),
             _shown(register, by_uid[one.second], name)) for name in names
        ]}
        for one in found if one.first in by_uid and one.second in by_uid
    ]  # fmt: skip


def _both(request: PersonRequest, register: Register, first: UUID, second: UUID) -> tuple[Any, Any]:
    """Two rows of an address, in its order. Raises Http404."""
    rows: Any = register.model._default_manager
    seen = rows.visible_to(request.user, register.permission("decide")).filter(uid__in=[first, second])
    found = {row.uid: row for row in writing.with_what_is_shown(register, seen)}
    if first == second or len(found) != 2:
        raise Http404(f"{first} {second}")
    return found[first], found[second]


def _lines(request: PersonRequest, register: Register, one: Any, other: Any) -> list[dict[str, Any]]:
    """Every column of both rows, those that differ first; guarded ones that the reader may not see are left out."""
    sent = request.POST
    found = []
    for name in ordered_columns(register):
        code = register.guarded.get(name)
        if code and not (reach_of(request.user, code).covers(one.unit)
                         and reach_of(request.user, code).covers(other.unit)):  # fmt: skip
            continue
        attribute = writing.register_attribute(register, name)
        values = [getattr(row, attribute) for row in (one, other)]
        found.append({
            "name": name, "label": register.label_of(name), "differs": values[0] != values[1],
            "cells": [_shown(register, row, name) for row in (one, other)],
            "prefers_other": sent.get(f"value_{name}") == KEEP_SECOND if sent else
            values[0] in (None, "") and values[1] not in (None, ""),
        })  # fmt: skip
    return sorted(found, key=lambda line: not line["differs"])


def _chosen(request: PersonRequest, register: Register, keep: Any, merged: Any) -> dict[str, Any]:
    """The values that the kept row takes from the other."""
    keeps_second = request.POST.get("keep") == KEEP_SECOND
    values = {}
    for name in register.fields:
        choice = request.POST.get(f"value_{name}")
        if choice in ("first", KEEP_SECOND) and (choice == KEEP_SECOND) is not keeps_second:
            values[name] = getattr(merged, name)
    return values


def _shown(register: Register, row: Any, name: str) -> str:
    field = register.fields[name]
    value = writing.shown(row, name) if field.choices or field.is_relation else getattr(row, name)
    if name in register.masks:
        return mask(value, register.masks[name])
    text = _("có") if value is True else _("không") if value is False else written(value)
    return text[:300]


def _pointing(register: Register, one: Any, other: Any) -> list[tuple[str, int, int]]:
    """What points at each of the rows: name of the register or table, and how many rows."""
    found = []
    for pointer in pointers_at(register):
        counts = [pointer.rows().filter(**{pointer.column: row.pk}).count() for row in (one, other)]
        if any(counts):
            name = pointer.register.label if pointer.register else pointer.model._meta.verbose_name_plural
            found.append((str(name), *counts))
    return found


def _moved_name(label: str) -> str:
    from_register = next((one for one in registers() if one.model._meta.label == label), None)
    return str(from_register.label) if from_register else label


def _merge_or_404(request: PersonRequest, register: Register, uid: UUID) -> Merge:
    related = ("by", "undone_by", "unit")
    found: Merge | None = merges_of(request, register).select_related(*related).filter(uid=uid).first()
    if found is None:
        raise Http404(str(uid))
    return found


def _pair_table(register: Register, found: Any) -> Table:
    def rows() -> Any:
        for batch in lists.in_batches(found):
            yield from _with_rows(register, batch)

    names = list(dict.fromkeys([*register.identity, *register.likeness]))
    columns = [Column(_("Độ giống (%)"), lambda line: line["pair"].likeness, Kind.NUMBER)]
    for number, title in ((0, _("Dòng thứ nhất")), (1, _("Dòng thứ hai"))):
        for place, name in enumerate(names):
            columns.append(Column(f"{title}: {register.label_of(name)}", _taker(place, number)))
    return Table(_("Dòng có thể trùng: %(register)s") % {"register": register.label}, columns, rows())


def _taker(place: int, number: int) -> Any:
    return lambda line: line["lines"][place][1 + number]


def _merge_table(register: Register, found: Any) -> Table:
    columns = [
        Column(_("Lúc"), lambda one: one.at, Kind.MOMENT),
        Column(_("Người gộp"), lambda one: str(one.by)),
        Column(_("Đơn vị quản lý"), lambda one: str(one.unit)),
        Column(_("Số dòng gộp vào"), lambda one: len(one.merged_uids), Kind.NUMBER),
        Column(_("Lý do"), lambda one: one.reason, width=60),
        Column(_("Hoàn tác"), lambda one: one.undone_at, Kind.MOMENT),
    ]
    return Table(_("Các lần gộp: %(register)s") % {"register": register.label}, columns, found)
