"""The forms that define an indicator, and a field that names an indicator by its code."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honglam.core.organisations.fields import UnitField, offer
from honglam.core.organisations.queries import UnitQuerySet
from honglam.engines.indicators.actions import DEFINE, IndicatorDefinition
from honglam.engines.indicators.forms import FigureField
from honglam.engines.indicators.models import Indicator
from honglam.engines.indicators.terms import Aggregation, Calculation, Direction, TimeAggregation
from honglam.toolkit.periods import Scheme
from honglam.toolkit.ui.forms import DayField

CODES = "indicator-codes"
"""The id of the list of codes that a page offers to every field that names an indicator."""


class IndicatorCodeField(forms.Field):
    """An indicator by its code; what stands behind the code (its name, as the list offers it) does not count."""

    def __init__(self, **options: Any) -> None:
        attrs = {"list": CODES, "autocomplete": "off", "placeholder": gettext_lazy("Gõ mã hoặc tên rồi chọn")}
        options.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        """The code and the name of what is chosen."""
        return f"{value.code} · {value.name}" if isinstance(value, Indicator) else value

    def to_python(self, value: Any) -> Indicator | None:
        """The indicator. ValidationError where no indicator has the code."""
        text = str(value or "").strip()
        if not text:
            return None
        code = text.split(" ")[0].strip("[]")
        found: Indicator | None = Indicator.objects.filter(code__iexact=code).first()
        if found is None:
            raise ValidationError(_("Không có chỉ tiêu mang mã “%(code)s”.") % {"code": code}, code="unknown")
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another indicator was named."""
        return str(self.prepare_value(initial) or "") != str(data or "")


class DefinitionForm(forms.Form):
    """Everything that defines an indicator."""

    name = forms.CharField(label=gettext_lazy("Tên chỉ tiêu"), max_length=1000,
                           widget=forms.Textarea(attrs={"rows": 2}))  # fmt: skip
    measure = forms.CharField(label=gettext_lazy("Đơn vị tính"), max_length=80, required=False)
    definition = forms.CharField(
        label=gettext_lazy("Nội dung, phương pháp tính"), required=False, max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    direction = forms.ChoiceField(label=gettext_lazy("Chiều"), choices=Direction.choices, initial=Direction.UP)
    decimals = forms.IntegerField(
        label=gettext_lazy("Số chữ số thập phân"), min_value=0, max_value=4, initial=1,
    )  # fmt: skip
    legal_source = forms.CharField(label=gettext_lazy("Căn cứ"), max_length=300, required=False)
    owner = UnitField(label=gettext_lazy("Đơn vị quản lý định nghĩa"), required=False, without_villages=True)
    scheme = forms.ChoiceField(label=gettext_lazy("Kỳ báo cáo"), required=False)
    valid_from = DayField(label=gettext_lazy("Áp dụng từ ngày"), required=False)
    valid_to = DayField(label=gettext_lazy("Áp dụng đến hết ngày"), required=False)
    calculation = forms.ChoiceField(
        label=gettext_lazy("Cách tính"), choices=Calculation.choices, initial=Calculation.DIRECT
    )
    numerator = IndicatorCodeField(label=gettext_lazy("Tử số"), required=False)
    denominator = IndicatorCodeField(label=gettext_lazy("Mẫu số"), required=False)
    factor = FigureField(label=gettext_lazy("Hệ số"), required=False, initial="1",
                         help_text=gettext_lazy("Tỷ lệ phần trăm: 100."))  # fmt: skip
    formula = forms.CharField(
        label=gettext_lazy("Công thức"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Mã chỉ tiêu trong ngoặc vuông, các phép + - * / ( ), các hàm sum, mean, min, max, if_missing. "
            "Ví dụ: ([CT-2026-00001-K] + [CT-2026-00002-M]) / [CT-2026-00003-P] * 100"
        ),
    )  # fmt: skip
    aggregation = forms.ChoiceField(
        label=gettext_lazy("Tổng hợp lên cấp trên"), choices=Aggregation.choices, initial=Aggregation.NONE
    )
    weight = IndicatorCodeField(label=gettext_lazy("Trọng số"), required=False,
                                help_text=gettext_lazy("Chỉ với trung bình có trọng số."))  # fmt: skip
    time_aggregation = forms.ChoiceField(
        label=gettext_lazy("Gộp theo thời gian"), choices=TimeAggregation.choices, initial=TimeAggregation.NONE
    )
    reason = forms.CharField(label=gettext_lazy("Lý do sửa"), required=False, max_length=500)

    def __init__(self, *args: Any, owners: UnitQuerySet, is_new: bool, needs_owner: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", owners, within=DEFINE)
        self.fields["owner"].required = needs_owner
        self.fields["scheme"].choices = [  # type: ignore[attr-defined]
            ("", _("Không định kỳ")), *((scheme.value, scheme.label) for scheme in Scheme)
        ]  # fmt: skip
        if is_new:
            del self.fields["reason"]

    def written(self) -> IndicatorDefinition:
        """The definition; what does not belong to the chosen way of calculating is left out."""
        data = dict(self.cleaned_data)
        data.pop("reason", None)
        is_ratio = data["calculation"] == Calculation.RATIO
        if not is_ratio:
            data |= {"numerator": None, "denominator": None}
        if data["calculation"] != Calculation.FORMULA:
            data["formula"] = ""
        if data["aggregation"] != Aggregation.WEIGHTED:
            data["weight"] = None
        data["factor"] = data["factor"] if is_ratio and data["factor"] is not None else Decimal(1)
        return IndicatorDefinition(**data)


class DefinitionFileForm(forms.Form):
    """A workbook of definitions."""

    file = forms.FileField(label=gettext_lazy("Tệp Excel"))
