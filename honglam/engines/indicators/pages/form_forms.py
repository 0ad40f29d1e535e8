"""The forms that draw up a report form: its head, its lines, and from which period on other lines hold."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honglam.core.organisations.fields import UnitField, UnitsField, offer
from honglam.core.organisations.models import Unit, UnitGroup
from honglam.core.organisations.queries import UnitQuerySet
from honglam.engines.indicators.actions import DEFINE, FormDefinition, LineDraft
from honglam.engines.indicators.models import IndicatorForm
from honglam.engines.indicators.pages.definition_forms import IndicatorCodeField
from honglam.toolkit.periods import Period, Scheme
from honglam.toolkit.ui.forms import DayField

MOST_LINES = 400


class HeadForm(forms.Form):
    """Everything of a form but its lines; `from_period` and `reason` where it exists already."""

    code = forms.CharField(label=gettext_lazy("Mã biểu"), max_length=40)
    name = forms.CharField(label=gettext_lazy("Tên biểu"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    legal_source = forms.CharField(label=gettext_lazy("Căn cứ"), max_length=300, required=False)
    scheme = forms.ChoiceField(label=gettext_lazy("Kỳ báo cáo"), choices=[(one.value, one.label) for one in Scheme])
    receiver = UnitField(label=gettext_lazy("Đơn vị nhận, duyệt"), without_villages=True)
    group = forms.ModelChoiceField(
        UnitGroup.objects.none(), label=gettext_lazy("Nhóm đơn vị báo cáo"), required=False,
        empty_label=gettext_lazy("Không theo nhóm"),
    )  # fmt: skip
    units = UnitsField(
        label=gettext_lazy("Đơn vị báo cáo"), required=False,
        help_text=gettext_lazy("Chọn nhóm, hoặc kể tên từng đơn vị, hoặc cả hai."),
    )  # fmt: skip
    due_after_working_days = forms.IntegerField(
        label=gettext_lazy("Hạn gửi sau kỳ (ngày làm việc)"), min_value=1, max_value=60, initial=5
    )
    starts_on = DayField(label=gettext_lazy("Áp dụng từ ngày"))
    ends_on = DayField(label=gettext_lazy("Áp dụng đến hết ngày"), required=False)
    is_active = forms.BooleanField(label=gettext_lazy("Đang dùng"), required=False, initial=True)
    from_period = forms.ChoiceField(
        label=gettext_lazy("Dòng mới áp dụng từ kỳ"), required=False,
        help_text=gettext_lazy("Chỉ cần khi các dòng thay đổi; các kỳ trước giữ nguyên các dòng cũ."),
    )  # fmt: skip
    reason = forms.CharField(label=gettext_lazy("Lý do, căn cứ sửa"), required=False, max_length=500)

    def __init__(
        self, *args: Any, receivers: UnitQuerySet, form: IndicatorForm | None, offered: list[Period], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "receiver", receivers, within=DEFINE)
        offer(self, "units", Unit.objects.all(), within="")
        group: Any = self.fields["group"]
        group.queryset = UnitGroup.objects.order_by("name")
        if form is None:
            del self.fields["from_period"], self.fields["reason"]
        else:
            period: Any = self.fields["from_period"]
            period.choices = [("", _("Kỳ đầu tiên chưa ai nhập")), *((one.code, one.label) for one in offered)]

    def written(self, lines: list[LineDraft]) -> FormDefinition:
        """The definition with these lines."""
        data = {key: value for key, value in self.cleaned_data.items() if key not in ("from_period", "reason")}
        return FormDefinition(**data | {"units": tuple(data["units"]), "lines": tuple(lines)})


class LineForm(forms.Form):
    """One line: an indicator, below which heading, whether it must be answered. A line without one does not count."""

    indicator = IndicatorCodeField(label=gettext_lazy("Chỉ tiêu"), required=False)
    group_title = forms.CharField(label=gettext_lazy("Nhóm"), max_length=200, required=False)
    is_required = forms.BooleanField(label=gettext_lazy("Bắt buộc"), required=False, initial=True)
    help = forms.CharField(label=gettext_lazy("Hướng dẫn"), max_length=300, required=False)
    place = forms.IntegerField(label=gettext_lazy("Thứ tự"), required=False, min_value=1, max_value=MOST_LINES)

    def draft(self) -> LineDraft | None:
        """The line; None for an empty row."""
        data = self.cleaned_data
        if not data.get("indicator"):
            return None
        return LineDraft(data["indicator"], data["group_title"], data["is_required"], data["help"])


def lines_formset(extra: int) -> Any:
    """The rows of lines, with some empty ones behind."""
    return forms.formset_factory(LineForm, extra=extra, max_num=MOST_LINES, absolute_max=MOST_LINES)


def drafts_of(rows: Any) -> list[LineDraft]:
    """The lines that were written, in the order of their places, then as they stand."""
    found = [(row.cleaned_data.get("place") or MOST_LINES, number, row.draft()) for number, row in enumerate(rows)]
    return [draft for _place, _number, draft in sorted(found, key=lambda one: one[:2]) if draft is not None]
