"""The steward's way: score → rule → rows → mend right there, in the register, or send back to the unit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import history_of, size_asked
from honglam.core.organisations.models import Unit
from honglam.engines.datahub import judging, scores
from honglam.engines.datahub.actions.mending import mend, send_back
from honglam.engines.datahub.drafts import columns_of
from honglam.engines.datahub.mendable import words_of_rule
from honglam.engines.datahub.models import Dataset, FailingRow, QualityRun
from honglam.engines.datahub.pages.changes import changed_in
from honglam.engines.datahub.pages.opening import dataset_of, frame_of
from honglam.engines.datahub.queries import STEWARD, VIEW
from honglam.engines.datahub.rows_shown import name_of_row, said, shown_rows
from honglam.engines.datahub.shared_word import shared_score
from honglam.engines.datahub.shown import MOST_RUNS, trend_of
from honglam.engines.datahub.sight import failing_rows_for
from honglam.engines.datahub.terms import EFFECT_LABELS, KIND_LABELS, WORD_LABELS
from honglam.toolkit.errors import DomainError
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.ui import lists
from honglam.toolkit.ui.forms import DayField


class SendBackForm(forms.Form):
    """What goes with rows that are sent back."""

    due_on = DayField(label=gettext_lazy("Hạn sửa"))
    note = forms.CharField(
        label=gettext_lazy("Lời nhắn"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class MendForm(forms.Form):
    """One cell."""

    key = forms.CharField(max_length=200)
    column = forms.CharField(max_length=80)
    value = forms.CharField(max_length=4000, required=False)
    reason = forms.CharField(max_length=300, required=False)


@requires(VIEW)
def dataset_quality(request: PersonRequest, code: str) -> HttpResponseBase:
    """Six words with their scores and trend, units, rules: how good the data is, and where to begin."""
    found = dataset_of(code)
    runs = list(found.runs.select_related("version").order_by("-id")[:MOST_RUNS])
    run = runs[0] if runs else None
    former = runs[1] if len(runs) > 1 else None
    lines = _rule_lines(run, former)
    units = list(run.unit_scores.select_related("unit").order_by("score", "unit__sort_key")) if run is not None else []
    if (sheet := lists.sheet_of(request, _units_table(found, units) if "units" in request.GET else
                                _rules_table(found, lines))) is not None:  # fmt: skip
        return sheet
    context: dict[str, Any] = {
        **frame_of(request, found, "quality"), "run": run, "words": scores.words_of_run(run, former),
        "tone": scores.tone_of(run.score if run is not None else None), "trend": trend_of(runs[::-1]) if runs else None,
        "runs": runs[:12], "rules": lines,
        "changed": changed_in(request.user, found, run) if run is not None else None,
        "units": [(one, scores.tone_of(one.score)) for one in units],
        "shared": shared_score(found), "unreadable": judging.unreadable_rules(found),
        "open_suggestions": found.suggestions.filter(state="open").count(),
        "sent_back": found.sent_back.filter(settled_at__isnull=True).select_related("unit", "by")[:20],
        "history": history_of(found, size=size_asked(request)),
    }  # fmt: skip
    return render(request, "datahub/quality.html", context)


@requires(VIEW)
def rule_rows(request: PersonRequest, code: str, rule: str) -> HttpResponseBase:
    """The rows that break a rule (or any rule), each with every rule that it breaks, and the ways to mend them."""
    return _rule_rows(request, dataset_of(code), rule, SendBackForm(), 200)


@requires(VIEW)
@require_POST
def mend_cell(request: PersonRequest, code: str, rule: str) -> HttpResponse:
    """Write one cell at the source; the page says what came of it."""
    found = dataset_of(code)
    form = MendForm(request.POST)
    if not form.is_valid():
        raise Http404
    data = form.cleaned_data
    try:
        mend(dataset=found, key=data["key"], column=data["column"], value=data["value"], by=request.user,
             reason=data["reason"] or words_of_rule(found, rule))  # fmt: skip
    except DomainError as error:
        messages.error(request, f"{name_of_row(found, data['key'])}: {error}")
    else:
        words = _("Đã sửa %(key)s; kết quả kiểm tra cập nhật sau ít phút.")
        messages.success(request, words % {"key": name_of_row(found, data["key"])})
    return _back(request, found, rule)


@requires(STEWARD)
@require_POST
def send_rows_back(request: PersonRequest, code: str, rule: str) -> HttpResponseBase:
    """Send the rows of a unit that break a rule back to it."""
    found = dataset_of(code)
    unit = get_object_or_404(Unit, code=request.GET.get("unit", ""))
    form = SendBackForm(request.POST)
    if form.is_valid():
        try:
            sent = send_back(dataset=found, rule=rule, unit=unit, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(error.column if error.column in form.fields else None, str(error))
        else:
            words = _("Đã gửi trả %(unit)s %(rows)d dòng.") % {"unit": unit, "rows": sent.rows}
            messages.success(request, words)
            return _back(request, found, rule)
    return _rule_rows(request, found, rule, form, 422)


def _rule_rows(request: PersonRequest, found: Dataset, rule: str, form: SendBackForm, status: int) -> HttpResponseBase:
    run = found.runs.order_by("-id").first()
    asked = next((one for one in run.rules if one["code"] == rule), None) if run is not None else None
    if rule != "all" and asked is None and not found.rules.filter(code=rule).exists():
        raise Http404
    q, unit_code = request.GET.get("q", "").strip(), request.GET.get("unit", "")
    rows = found.failing_rows.filter(failing_rows_for(request.user, found)).select_related("unit").order_by("key")
    if rule != "all":
        rows = rows.filter(broken__contains=f" {rule} ")
    by_unit = list(
        rows.exclude(unit=None).order_by().values("unit__code", "unit__name").annotate(count=Count("pk"))
        .order_by("-count", "unit__code")[:200]
    )  # fmt: skip
    rows = rows.filter(unit__code=unit_code) if unit_code else rows
    rows = rows.filter(said(found, rows, q)) if q else rows
    if (sheet := lists.sheet_of(request, _rows_table(found, rule, rows))) is not None:
        return sheet
    page = lists.page_of(request, rows)
    frame = frame_of(request, found, "quality")
    unit = Unit.objects.filter(code=unit_code).first() if unit_code else None
    sent = found.sent_back.filter(unit=unit, rule=rule, settled_at__isnull=True).select_related("by").first()
    context: dict[str, Any] = {
        **frame, "rule": asked, "rule_code": rule, "run": run, "page": page, "q": q, "unit_code": unit_code,
        "by_unit": by_unit, "lines": _with_words(
            shown_rows(found, list(page), asked, with_values=True), _words(run)
        ),
        "unit": unit, "sent": sent, "form": form,
        "missing": [one for one in run.missing if one[0] == rule][:200] if run is not None else [],
        "columns": {one.name: one for one in columns_of(found)},
        "what": words_of_rule(found, rule) if rule != "all" else _("Mọi dòng sai"),
        "kind": KIND_LABELS.get(asked["kind"], "") if asked is not None else "",
        "effect": EFFECT_LABELS.get(asked["effect"], "") if asked is not None else "",
        "word": WORD_LABELS.get(asked["word"], "") if asked is not None else "",
        "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "datahub/rule_rows.html", context, status=status)


def _back(request: PersonRequest, found: Dataset, rule: str) -> HttpResponse:
    response = redirect("datahub:rule_rows", found.code, rule)
    if query := request.GET.urlencode():
        response["Location"] += f"?{query}"
    return response


def _words(run: QualityRun | None) -> dict[str, str]:
    """What people read of each rule of a run."""
    return {one["code"]: one["message"] or one["code"] for one in run.rules} if run is not None else {}


def _with_words(lines: list[dict[str, Any]], words: dict[str, str]) -> list[dict[str, Any]]:
    """The rows with (code, words) of every rule that each breaks."""
    return [{**line, "broken": [(code, words.get(code, code)) for code in line["rules"]]} for line in lines]


def _rule_lines(run: QualityRun | None, former: QualityRun | None) -> list[dict[str, Any]]:
    """The rules of a run with their counts and the change since the run before; those most broken first."""
    if run is None:
        return []
    before = former.counts if former is not None else {}
    lines = [
        {
            **rule, "count": (count := run.counts.get(rule["code"], 0)),
            "change": count - before[rule["code"]] if rule["code"] in before else None,
            "word_label": WORD_LABELS.get(rule["word"], rule["word"]), "kind_label": KIND_LABELS.get(rule["kind"], ""),
            "effect_label": EFFECT_LABELS.get(rule["effect"], ""),
        }
        for rule in run.rules
    ]  # fmt: skip
    return sorted(lines, key=lambda one: (-one["count"], one["code"]))


def _rules_table(found: Dataset, lines: list[dict[str, Any]]) -> Table:
    return Table(_("Quy tắc và số dòng sai: %(name)s") % {"name": found.name}, [
        Column(_("Mã"), lambda one: one["code"]),
        Column(_("Quy tắc"), lambda one: one["message"] or one["code"], width=50),
        Column(_("Tiêu chí"), lambda one: str(one["word_label"])),
        Column(_("Loại"), lambda one: str(one["kind_label"])),
        Column(_("Cột"), lambda one: ", ".join(one["columns"])),
        Column(_("Khi sai"), lambda one: str(one["effect_label"])),
        Column(_("Số dòng sai"), lambda one: one["count"], Kind.NUMBER),
        Column(_("So với lần trước"), lambda one: one["change"], Kind.NUMBER),
    ], lines)  # fmt: skip


def _units_table(found: Dataset, units: list[Any]) -> Table:
    return Table(_("Chất lượng theo đơn vị: %(name)s") % {"name": found.name}, [
        Column(_("Mã"), lambda one: one.unit.code),
        Column(_("Đơn vị"), lambda one: one.unit.name, width=32),
        Column(_("Số dòng"), lambda one: one.rows, Kind.NUMBER),
        Column(_("Số dòng sai"), lambda one: one.failing, Kind.NUMBER),
        Column(_("Điểm"), lambda one: one.score, Kind.NUMBER),
    ], units)  # fmt: skip


def _rows_table(found: Dataset, rule: str, rows: QuerySet[FailingRow]) -> Table:
    """Every failing row with its key, its unit and all rules that it breaks, read piece by piece."""

    def lines() -> Iterator[dict[str, Any]]:
        for batch in lists.in_batches(rows):
            yield from shown_rows(found, batch, None, with_values=False)

    words = _words(found.runs.order_by("-id").first())
    return Table(_("Dòng sai: %(name)s") % {"name": found.name}, [
        Column(_("Khóa"), lambda one: one["key"], width=24),
        Column(_("Tên gọi"), lambda one: one["shown"], width=40),
        Column(_("Đơn vị"), lambda one: str(one["unit"] or ""), width=28),
        Column(_("Quy tắc bị vi phạm"), lambda one: ", ".join(one["rules"]), width=40),
        Column(_("Nội dung"), lambda one: "; ".join(words.get(code, code) for code in one["rules"]), width=60),
        Column(_("Phát hiện từ"), lambda one: one["found_at"], Kind.MOMENT),
    ], lines(), notes=[_("Quy tắc: %(rule)s") % {"rule": words.get(rule, rule)}])  # fmt: skip
