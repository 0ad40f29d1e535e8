"""Forms of regimes."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from honglam.core.organisations.fields import UnitField, UnitsField, offer
from honglam.core.organisations.models import UnitGroup
from honglam.core.organisations.queries import UnitQuerySet
from honglam.engines.indicators.public import IndicatorForm
from honglam.engines.reporting.definition import RegimeDefinition
from honglam.engines.reporting.models import ReportRegime
from honglam.engines.reporting.queries import DEFINE
from honglam.engines.reporting.terms import INSIDE_STEPS, OPTIONAL_STEPS, DueRoll, RegimeKind, ReportStep
from honglam.toolkit.periods import Scheme
from honglam.toolkit.ui.forms import DayField

DAY, WORKING_DAYS, ONCE = "day", "working_days", "once"
RULES = (
    (DAY, _("Ngày trong tháng (ví dụ “trước ngày 20 của tháng cuối quý”)")),
    (WORKING_DAYS, _("Số ngày làm việc sau ngày chốt số liệu")),
    (ONCE, _("Báo cáo một lần, đến một ngày")),
)
MONTHS = (
    (0, _("của tháng cuối kỳ")),
    (1, _("của tháng sau kỳ")),
    (2, _("của tháng thứ hai sau kỳ")),
    (-1, _("của tháng trước tháng cuối kỳ")),
)
USUAL_SCHEMES = (
    Scheme.QUARTER_CUT_OFF, Scheme.MONTH_CUT_OFF, Scheme.HALF_CUT_OFF, Scheme.YEAR_CUT_OFF, Scheme.CUMULATIVE_CUT_OFF,
    Scheme.MONTH, Scheme.QUARTER, Scheme.HALF, Scheme.YEAR, Scheme.CUMULATIVE, Scheme.WEEK, Scheme.DAY,
    Scheme.PROGRAMME,
)  # fmt: skip
"""The schemes of Decree 09/2019 first."""


@dataclass(frozen=True, slots=True)
class DraftRule:
    """A due rule while somebody types it."""

    scheme: str
    due_day: int | None
    due_month_offset: int
    due_after_working_days: int | None
    only_due_on: datetime.date | None
    only_from: datetime.date | None
    only_to: datetime.date | None
    due_roll: str
    starts_on: datetime.date
    ends_on: datetime.date | None


class RuleForm(forms.Form):
    """How often and by when; also what the preview reads."""

    due_rule = forms.ChoiceField(label=_("Cách tính hạn gửi"), choices=RULES, initial=DAY)
    scheme = forms.ChoiceField(
        label=_("Kỳ báo cáo"), required=False, choices=[(one.value, one.label) for one in USUAL_SCHEMES],
        initial=Scheme.QUARTER_CUT_OFF,
        help_text=_("Nghị định 09/2019/NĐ-CP, điều 12: số liệu kỳ tháng, quý, 6 tháng, năm chốt đến ngày 14."),
    )  # fmt: skip
    due_day = forms.IntegerField(label=_("Chậm nhất ngày"), min_value=1, max_value=31, required=False, initial=20)
    due_month_offset = forms.TypedChoiceField(label=_("Tháng"), choices=MONTHS, coerce=int, required=False, initial=0)
    due_after_working_days = forms.IntegerField(label=_("Số ngày làm việc"), min_value=1, max_value=250, required=False)
    due_roll = forms.ChoiceField(
        label=_("Khi hạn rơi vào ngày nghỉ"), choices=DueRoll.choices, initial=DueRoll.NEXT, required=False
    )
    only_due_on = DayField(label=_("Hạn gửi"), required=False)
    only_from = DayField(label=_("Số liệu từ ngày"), required=False)
    only_to = DayField(label=_("đến ngày"), required=False)
    starts_on = DayField(label=_("Áp dụng từ ngày"))
    ends_on = DayField(label=_("Áp dụng đến hết ngày"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offset = self.initial.get("due_month_offset")
        known = [month for month, _label in MONTHS]
        if isinstance(offset, int) and offset not in known:
            words = _text("của tháng thứ %(n)d sau kỳ") % {"n": offset}
            self.fields["due_month_offset"].choices = [*MONTHS, (offset, words)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What does not belong to the chosen way is left out; what it needs is asked for."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        rule = cleaned.get("due_rule")
        needed = {DAY: "due_day", WORKING_DAYS: "due_after_working_days", ONCE: "only_due_on"}
        for name, column in needed.items():
            if name != rule:
                cleaned[column] = None
            elif cleaned.get(column) is None and column not in self.errors:
                self.add_error(column, _text("Hãy ghi hạn gửi."))
        if rule == ONCE:
            cleaned["scheme"] = ""
        else:
            cleaned["only_from"] = cleaned["only_to"] = None
            if not cleaned.get("scheme"):
                self.add_error("scheme", _text("Hãy chọn kỳ báo cáo."))
        if rule != DAY:
            cleaned["due_month_offset"] = 0
        cleaned["due_roll"] = cleaned.get("due_roll") or DueRoll.NEXT
        cleaned["due_month_offset"] = cleaned.get("due_month_offset") or 0
        return cleaned

    def rule(self) -> DraftRule | None:
        """The due rule as it is typed; None while it is not complete."""
        if not self.is_valid() and set(self.errors) & set(RuleForm.base_fields):
            return None
        data = self.cleaned_data
        return DraftRule(**{name: data[name] for name in DraftRule.__dataclass_fields__})


class RegimeForm(RuleForm):
    """Everything that a regime says."""

    name = forms.CharField(
        label=_("Tên báo cáo"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Ví dụ: Kết quả thực hiện chuyển đổi số. Kỳ được thêm vào tên khi mở báo cáo."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Loại"), choices=RegimeKind.choices, initial=RegimeKind.PERIODIC)
    legal_basis = forms.CharField(label=_("Căn cứ"), max_length=500, required=False)
    due_text = forms.CharField(label=_("Thời hạn ghi trong văn bản"), max_length=500, required=False)
    owner = UnitField(label=_("Đơn vị quản lý"), without_villages=True)
    group = forms.ModelChoiceField(
        UnitGroup.objects.all(), label=_("Nhóm đơn vị phải báo cáo"), required=False, empty_label=_("Không theo nhóm")
    )
    units = UnitsField(label=_("Đơn vị phải báo cáo"), required=False, without_villages=True)
    receiver = UnitField(
        label=_("Nơi nhận trong tỉnh"), required=False, without_villages=True,
        help_text=_("Để trống cả hai nơi nhận: gửi cấp trên trực tiếp."),
    )  # fmt: skip
    outside_receiver = forms.CharField(label=_("Hoặc cơ quan ngoài tỉnh"), max_length=300, required=False)
    consolidator = UnitField(
        label=_("Đơn vị tổng hợp"), required=False, without_villages=True, help_text=_("Để trống: nơi nhận.")
    )
    feeds = forms.ModelChoiceField(
        ReportRegime.objects.none(), label=_("Tổng hợp vào báo cáo"), required=False, empty_label=_("Không")
    )
    forms_used = forms.ModelMultipleChoiceField(
        IndicatorForm.objects.filter(is_active=True).order_by("code"), label=_("Biểu số liệu kèm theo"),
        required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    steps = forms.MultipleChoiceField(
        label=_("Các bước trong đơn vị"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(step.value, step.label) for step in OPTIONAL_STEPS], initial=[step.value for step in OPTIONAL_STEPS],
        help_text=_("Soạn thảo, trình ký, văn thư phát hành luôn có."),
    )  # fmt: skip
    is_public = forms.BooleanField(label=_("Ai tra mã trên báo cáo cũng xem được nội dung"), required=False)
    reason = forms.CharField(label=_("Lý do sửa"), max_length=500, required=False)

    def __init__(self, *args: Any, owners: UnitQuerySet, upper: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", owners, within=DEFINE)
        self.fields["feeds"].queryset = upper  # type: ignore[attr-defined]
        if is_new:
            del self.fields["reason"]

    def definition(self) -> RegimeDefinition:
        """The definition, the outline left as it is."""
        data = dict(self.cleaned_data)
        for name in ("due_rule", "reason"):
            data.pop(name, None)
        kept = {*data.pop("steps"), *(step for step in INSIDE_STEPS if step not in OPTIONAL_STEPS)}
        every = len(kept) == len(INSIDE_STEPS)
        return RegimeDefinition(
            **{name: value for name, value in data.items() if name not in ("units", "forms_used")},
            units=tuple(data["units"]), forms=tuple(data["forms_used"]),
            steps=() if every else tuple(step.value for step in INSIDE_STEPS if step in kept),
        )  # fmt: skip


COLUMNS_OF_ERRORS = {"forms": "forms_used", "sections": ""}
"""Columns that the form calls otherwise."""


def initial_of(regime: ReportRegime) -> dict[str, Any]:
    """A stored regime as the form shows it."""
    wanted = RegimeDefinition.of(regime)
    initial: dict[str, Any] = {name: getattr(wanted, name) for name in RegimeDefinition.__dataclass_fields__}
    rule = ONCE if wanted.only_due_on is not None else DAY if wanted.due_after_working_days is None else WORKING_DAYS
    steps = [step for step in regime.steps or INSIDE_STEPS if step in OPTIONAL_STEPS]
    given: Mapping[str, Any] = {
        "due_rule": rule, "forms_used": list(wanted.forms), "units": list(wanted.units), "feeds": wanted.feeds,
        "steps": [ReportStep(step).value for step in steps], "scheme": wanted.scheme or Scheme.QUARTER_CUT_OFF,
    }  # fmt: skip
    return initial | dict(given)


class DeclineForm(forms.Form):
    """Why a proposed regime is not put in force."""

    reason = forms.CharField(label=_("Lý do không lập"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class EndForm(forms.Form):
    """The last day of a regime, and why."""

    on = DayField(label=_("Áp dụng đến hết ngày"))
    reason = forms.CharField(label=_("Lý do"), max_length=500, required=False)
