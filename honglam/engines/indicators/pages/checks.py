"""The validation rules of an indicator or a form: shown, tried on stored figures, added, changed, dropped."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.reach import reach_of, require
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import history_of, size_asked
from honglam.engines.indicators import actions
from honglam.engines.indicators.actions import DEFINE
from honglam.engines.indicators.definition_reading import rule_in_words
from honglam.engines.indicators.errors import IndicatorError
from honglam.engines.indicators.forms import FigureField
from honglam.engines.indicators.models import Indicator, IndicatorForm, ValidationRule
from honglam.engines.indicators.pages.definition_forms import CODES
from honglam.engines.indicators.queries import VIEW
from honglam.engines.indicators.rules.checks import OPERATORS, SIGNS, RuleError
from honglam.engines.indicators.terms import RuleKind, Severity
from honglam.engines.indicators.trying import Trial, try_rule
from honglam.toolkit.sheets import Column, Table
from honglam.toolkit.ui import lists

_NUMBERS = {
    RuleKind.RANGE: ("min", "max"), RuleKind.JUMP: ("percent",), RuleKind.YEAR_ON_YEAR: ("percent",),
    RuleKind.PARENT_DIFFERS: ("tolerance_percent",), RuleKind.UNIT_MIX_UP: (), RuleKind.COMPARISON: (),
}  # fmt: skip
_COMPARED = ("left", "operator", "right")


class RuleForm(forms.Form):
    """A rule to be, or one to change, whose kind stays; only what its kind understands is read."""

    kind = forms.ChoiceField(label=gettext_lazy("Loại kiểm tra"), choices=RuleKind.choices)
    min = FigureField(label=gettext_lazy("Thấp nhất"), required=False)
    max = FigureField(label=gettext_lazy("Cao nhất"), required=False)
    percent = FigureField(label=gettext_lazy("Thay đổi quá (%)"), required=False)
    tolerance_percent = FigureField(label=gettext_lazy("Cho phép lệch (%)"), required=False)
    left = forms.CharField(label=gettext_lazy("Vế trái"), required=False, max_length=1000)
    operator = forms.ChoiceField(
        label=gettext_lazy("Dấu"), required=False, choices=[(one, SIGNS.get(one, one)) for one in OPERATORS]
    )
    right = forms.CharField(label=gettext_lazy("Vế phải"), required=False, max_length=1000)
    severity = forms.ChoiceField(label=gettext_lazy("Mức độ"), choices=Severity.choices, initial=Severity.WARNS)
    message = forms.CharField(label=gettext_lazy("Lời nhắc thêm"), required=False, max_length=300)
    reason = forms.CharField(label=gettext_lazy("Lý do sửa"), required=False, max_length=500)

    def __init__(self, data: Any = None, *, of_form: bool, editing: ValidationRule | None = None) -> None:
        super().__init__(data, initial={} if editing is None else _initial(editing))
        unused: set[str] = set()
        if editing is None:
            unused.add("reason")
        else:
            self.fields["kind"].disabled = True
            understood = {*_NUMBERS[RuleKind(editing.kind)], "kind", "severity", "message", "reason"}
            if editing.kind == RuleKind.COMPARISON:
                understood |= set(_COMPARED)
            unused |= set(self.fields) - understood
        if of_form:
            self.fields["kind"].choices = [(RuleKind.COMPARISON, RuleKind.COMPARISON.label)]  # type: ignore[attr-defined]
            unused |= {"min", "max", "percent", "tolerance_percent"}
        for name in unused:
            del self.fields[name]

    def rule(self) -> dict[str, Any]:
        """Kind, parameters, severity and message, as the verbs take them."""
        data = self.cleaned_data
        if data["kind"] == RuleKind.COMPARISON:
            parameters = {name: data[name] for name in _COMPARED}
        else:
            parameters = {
                name: str(data[name]) for name in _NUMBERS[RuleKind(data["kind"])] if data.get(name) is not None
            }
        return {
            "kind": data["kind"], "parameters": parameters, "severity": data["severity"], "message": data["message"],
        }  # fmt: skip


def _initial(rule: ValidationRule) -> dict[str, Any]:
    """A stored rule as its form shows it."""
    numbers = {
        name: Decimal(rule.parameters[name]) for name in _NUMBERS[RuleKind(rule.kind)] if name in rule.parameters
    }
    texts = {name: rule.parameters[name] for name in _COMPARED if name in rule.parameters}
    return {"kind": rule.kind, "severity": rule.severity, "message": rule.message, **numbers, **texts}


@requires(VIEW)
def rules(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """The rules of one indicator."""
    found = get_object_or_404(Indicator.objects.select_related("owner"), uid=uid)
    return _page(request, {"indicator": found}, found.owner)


@requires(VIEW)
def form_rules(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """The comparisons of one form."""
    found = get_object_or_404(IndicatorForm.objects.select_related("receiver"), uid=uid)
    return _page(request, {"form": found}, found.receiver)


@requires(DEFINE)
def edit_rule(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """The same page with one rule to change. A POST tries it as written, or with `keep` changes it."""
    rule = get_object_or_404(
        ValidationRule.objects.select_related("indicator__owner", "form__receiver"), uid=uid, is_active=True
    )
    owner = {"indicator": rule.indicator} if rule.form is None else {"form": rule.form}
    unit = rule.form.receiver if rule.form else rule.indicator.owner if rule.indicator else None
    require(request.user, DEFINE, unit)
    return _page(request, owner, unit, rule)


@requires(DEFINE)
@require_POST
def drop_rule(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Drop one rule."""
    rule = get_object_or_404(ValidationRule.objects.select_related("indicator__owner", "form__receiver"), uid=uid)
    back = _address({"indicator": rule.indicator, "form": rule.form})
    try:
        actions.drop_rule(rule=rule, by=request.user)
    except IndicatorError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã bỏ quy tắc kiểm tra."))
    return redirect(back)


def _page(
    request: PersonRequest, owner: dict[str, Any], unit: Any, editing: ValidationRule | None = None
) -> HttpResponseBase:
    """The rules of an indicator or a form. A POST tries the rule that was written, or with `keep` keeps it."""
    of_form = "form" in owner
    every = list(ValidationRule.objects.filter(**owner).order_by("pk"))
    names = dict(Indicator.objects.order_by("code").values_list("code", "name"))
    rows = [(rule, rule_in_words(rule, names)) for rule in every if rule.is_active]
    title = _("Quy tắc kiểm tra") + f" {owner['form'].code if of_form else owner['indicator'].code}"
    if (sheet := lists.sheet_of(request, Table(title, _columns(), rows))) is not None:
        return sheet
    form = RuleForm(request.POST or None, of_form=of_form, editing=editing)
    trial: Trial | None = None
    if request.method == "POST" and form.is_valid():
        try:
            if "keep" in request.POST:
                _keep(request, form, owner, editing)
                return redirect(_address(owner))
            trial = try_rule(**form.rule(), **owner, user=request.user)
        except (IndicatorError, RuleError) as error:
            form.add_error(None, str(error))
    context = {
        "owner": owner.get("form") or owner["indicator"], "form_of_rules": owner.get("form"),
        "indicator": owner.get("indicator"), "tab": "rules", "rows": rows, "form": form, "trial": trial,
        "may_define": reach_of(request.user, DEFINE).covers(unit), "codes_id": CODES, "codes": names.items(),
        "title": title, "editing": editing, "all_url": _address(owner),
        "history": history_of(*every, size=size_asked(request)) if every else None,
    }  # fmt: skip
    return render(request, "indicators/rules.html", context, status=422 if form.errors else 200)


def _keep(request: PersonRequest, form: RuleForm, owner: dict[str, Any], editing: ValidationRule | None) -> None:
    """Add the rule of the form, or change the one that is edited. Raises IndicatorError, NotAllowed."""
    rule = form.rule()
    if editing is None:
        actions.define_rule(**rule, **owner, by=request.user)
        messages.success(request, _("Đã thêm quy tắc kiểm tra."))
        return
    del rule["kind"]
    actions.redefine_rule(rule=editing, **rule, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, _("Đã sửa quy tắc kiểm tra. Số đã có không đổi; số gửi từ nay xét theo quy tắc mới."))


def _address(owner: dict[str, Any]) -> str:
    if owner.get("form") is not None:
        return reverse("indicators:form_rules", args=[owner["form"].uid])
    return reverse("indicators:rules", args=[owner["indicator"].uid])


def _columns() -> list[Column]:
    return [
        Column(_("Loại kiểm tra"), lambda row: row[0].get_kind_display(), width=40),
        Column(_("Quy tắc"), lambda row: row[1], width=60),
        Column(_("Mức độ"), lambda row: row[0].get_severity_display(), width=40),
        Column(_("Lời nhắc thêm"), lambda row: row[0].message, width=40),
    ]
