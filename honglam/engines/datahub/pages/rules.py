"""Rules of a dataset: the list with its switches, a form for each kind, a trial before it is kept, files in and out."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.reach import require
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import history_of, size_asked
from honglam.engines.datahub import judging
from honglam.engines.datahub.actions.rules import add_rule, bring_in_rules, change_rule, drop_rule, switch_rule
from honglam.engines.datahub.drafts import columns_of
from honglam.engines.datahub.models import Dataset, QualityRule
from honglam.engines.datahub.pages.opening import dataset_of, frame_of
from honglam.engines.datahub.pages.rule_forms import HELP, RuleForm, kind_of, kinds
from honglam.engines.datahub.quality.rule_format import Kind
from honglam.engines.datahub.queries import MANAGE, VIEW
from honglam.engines.datahub.rule_files import RuleFileError, read_rules, rules_as_text
from honglam.engines.datahub.terms import EFFECTS, KIND_LABELS
from honglam.engines.datahub.trying import try_rule
from honglam.toolkit.errors import DomainError
from honglam.toolkit.sheets import Column, Table
from honglam.toolkit.ui import lists

MOST_BYTES = 500_000
MOST_TARGETS = 400


@requires(VIEW)
def rules(request: PersonRequest, code: str) -> HttpResponseBase:
    """Every rule of a dataset: what it says, whether it is on, whether it blocks."""
    found = dataset_of(code)
    rows = found.rules.order_by("position", "pk")
    form = request.GET.get("format", "")
    if form in ("yaml", "json"):
        text = rules_as_text([row.read() for row in rows], form)
        response = HttpResponse(text, content_type=f"application/{form}; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{found.code}-rules.{form}"'
        return response
    if (sheet := lists.sheet_of(request, _table(found, rows))) is not None:
        return sheet
    run = found.runs.order_by("-id").first()
    counts = run.counts if run is not None else {}
    context = {
        **frame_of(request, found, "rules"), "lines": [(row, counts.get(row.code)) for row in rows],
        "kinds": kinds(), "effects": EFFECTS, "unreadable": judging.unreadable_rules(found),
        "history": history_of(found, size=size_asked(request)),
    }  # fmt: skip
    return render(request, "datahub/rules.html", context)


@requires(MANAGE)
def add(request: PersonRequest, code: str, kind: str) -> HttpResponseBase:
    """A new rule of a kind: try it on the rows, then keep it."""
    found = dataset_of(code)
    require(request.user, MANAGE, found.owner)
    meant = kind_of(kind)
    if meant is None:
        raise Http404
    return _edited(request, found, meant, None)


@requires(MANAGE)
def change(request: PersonRequest, code: str, uid: UUID) -> HttpResponseBase:
    """Change a rule that people made."""
    found = dataset_of(code)
    require(request.user, MANAGE, found.owner)
    stored = get_object_or_404(found.rules, uid=uid, declared=False)
    return _edited(request, found, Kind(stored.kind), stored)


@requires(MANAGE)
@require_POST
def switch(request: PersonRequest, code: str, uid: UUID) -> HttpResponse:
    """Switch a rule on or off, or change whether it blocks."""
    found = dataset_of(code)
    stored = get_object_or_404(found.rules, uid=uid)
    try:
        switch_rule(stored=stored, is_active="active" in request.POST, effect=request.POST.get("effect", ""),
                    by=request.user)  # fmt: skip
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã lưu quy tắc %(code)s; lần kiểm tra sau sẽ áp dụng.") % {"code": stored.code})
    return redirect("datahub:rules", found.code)


@requires(MANAGE)
@require_POST
def drop(request: PersonRequest, code: str, uid: UUID) -> HttpResponse:
    """Take a rule away."""
    found = dataset_of(code)
    stored = get_object_or_404(found.rules.select_related("dataset__owner"), uid=uid)
    try:
        drop_rule(stored=stored, by=request.user)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã bỏ quy tắc."))
    return redirect("datahub:rules", found.code)


@requires(MANAGE)
@require_POST
def bring_in(request: PersonRequest, code: str) -> HttpResponse:
    """Rules from a YAML or JSON file: all or none."""
    found = dataset_of(code)
    upload = request.FILES.get("file")
    try:
        if upload is None or (upload.size or 0) > MOST_BYTES:
            raise RuleFileError(_("Hãy chọn một tệp YAML hoặc JSON không quá 500 KB."))
        done = bring_in_rules(dataset=found, rules=read_rules(upload.read()), by=request.user)
    except (RuleFileError, DomainError) as error:
        messages.error(request, str(error))
    else:
        words = _("Đã thêm %(added)d, sửa %(changed)d quy tắc; %(same)d quy tắc giữ nguyên.")
        messages.success(request, words % done)
    return redirect("datahub:rules", found.code)


def _edited(request: PersonRequest, found: Dataset, kind: Kind, stored: QualityRule | None) -> HttpResponseBase:
    rule = stored.read() if stored is not None else None
    form = RuleForm(request.POST or None, kind=kind, known=columns_of(found), stored=rule,
                    taken=set(found.rules.values_list("code", flat=True)))  # fmt: skip
    trial = None
    if request.method == "POST" and form.is_valid():
        try:
            if "try" in request.POST:
                trial = try_rule(found, form.written())
            elif stored is None:
                add_rule(dataset=found, rule=form.written(), by=request.user)
            else:
                change_rule(stored=stored, rule=form.written(), by=request.user)
        except DomainError as error:
            form.add_error(error.column if error.column in form.fields else None, str(error))
        else:
            if trial is None:
                messages.success(request, _("Đã lưu quy tắc; bấm “Kiểm tra ngay” để áp dụng."))
                return redirect("datahub:rules", found.code)
    context: dict[str, Any] = {
        **frame_of(request, found, "rules"), "form": form, "trial": trial, "stored": stored,
        "kind_label": KIND_LABELS[kind], "help": HELP[kind], "targets": _targets(found) if "to" in form.fields
        or "code_list" in form.fields else [],
    }  # fmt: skip
    return render(request, "datahub/rule_form.html", context, status=422 if form.errors else 200)


def _targets(found: Dataset) -> list[str]:
    """“dataset.column” of every other dataset, for choosing."""
    names = ["units.code", "units.name"]
    for other in Dataset.objects.filter(is_active=True).exclude(pk=found.pk).prefetch_related("schemas")[:60]:
        schemas = list(other.schemas.all())
        names += [f"{other.code}.{one['name']}" for one in (schemas[0].columns if schemas else [])]
    return names[:MOST_TARGETS]


def _table(found: Dataset, rows: Any) -> Table:
    return Table(_("Quy tắc: %(name)s") % {"name": found.name}, [
        Column(_("Mã"), lambda one: one.code),
        Column(_("Loại"), lambda one: one.get_kind_display()),
        Column(_("Cột"), lambda one: ", ".join(one.columns)),
        Column(_("Tham số"), lambda one: json.dumps(one.parameters, ensure_ascii=False), width=40),
        Column(_("Tiêu chí"), lambda one: one.get_word_display()),
        Column(_("Khi sai"), lambda one: one.get_effect_display()),
        Column(_("Lời nhắc"), lambda one: one.message, width=50),
        Column(_("Đang dùng"), lambda one: _("có") if one.is_active else _("không")),
        Column(_("Do sổ khai báo"), lambda one: _("có") if one.declared else ""),
    ], rows)  # fmt: skip
