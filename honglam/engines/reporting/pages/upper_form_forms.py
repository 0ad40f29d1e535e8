"""Forms of the pages of upper levels' forms: a new one, the next blank, one cell."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from honglam.core.organisations.fields import UnitField
from honglam.core.organisations.models import Unit
from honglam.engines.indicators.public import Indicator
from honglam.engines.reporting.terms import CellContent, FormMeasure
from honglam.toolkit.identifiers import uuid_of
from honglam.toolkit.numbers import FigureError, parse_number
from honglam.toolkit.periods import Scheme
from honglam.toolkit.ui.picking import Option, PickerInput, Sent, Shown

ACCEPT = ".xlsx"
MOST_FOUND = 12
SCHEMES = (
    Scheme.MONTH, Scheme.QUARTER, Scheme.HALF, Scheme.YEAR, Scheme.CUMULATIVE, Scheme.MONTH_CUT_OFF,
    Scheme.QUARTER_CUT_OFF, Scheme.HALF_CUT_OFF, Scheme.YEAR_CUT_OFF, Scheme.CUMULATIVE_CUT_OFF, Scheme.WEEK,
)  # fmt: skip


def indicators_found(typed: str) -> list[Indicator]:
    """Indicators whose name or code hold the typed words."""
    return list(Indicator.objects.saying(typed).order_by("code")[:MOST_FOUND]) if typed.strip() else []


def indicator_text(indicator: Indicator) -> str:
    """An indicator as its picker shows it."""
    return f"{indicator.name} ({indicator.code})"


class IndicatorField(forms.Field):
    """One indicator, chosen from what typing finds or named by its name or code. Cleans to an Indicator or None."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", PickerInput())
        super().__init__(**options)
        self.widget.address = reverse_lazy("reporting:form_indicators")

    def prepare_value(self, value: Any) -> Shown:
        """What the widget shows: the indicator chosen, else the typed text and what it may mean."""
        if isinstance(value, Sent):
            if (chosen := self._chosen(value)) is not None:
                return Shown([_option(chosen)])
            several = indicators_found(value.text)
            return Shown([], value.text, [_option(one) for one in several] if len(several) > 1 else [])
        return Shown([_option(value)] if isinstance(value, Indicator) else [])

    def clean(self, value: Any) -> Indicator | None:
        """The indicator. ValidationError where the text names none, or several."""
        sent = value if isinstance(value, Sent) else Sent(str(value or ""))
        if (chosen := self._chosen(sent)) is not None:
            return chosen
        if not sent.text:
            return None
        found = indicators_found(sent.text)
        same = [one for one in found if sent.text in (one.name, one.code, indicator_text(one))]
        if len(same) == 1 or len(found) == 1:
            return (same or found)[0]
        message = (
            _text("“%(text)s” có thể là nhiều chỉ tiêu. Hãy chọn một trong các tên đã hiện.")
            if found
            else _text("Không có chỉ tiêu nào mang tên hoặc mã “%(text)s”. Thử ít chữ hơn.")
        )
        raise ValidationError(message, code="unknown", params={"text": sent.text})

    def _chosen(self, sent: Sent) -> Indicator | None:
        uid = uuid_of(sent.choice or (sent.keys[0] if sent.keys and sent.text else ""))
        found = Indicator.objects.filter(uid=uid).first() if uid else None
        return found if found is None or sent.choice or indicator_text(found) == sent.text else None


class UpperFormForm(forms.Form):
    """A new form of an upper level."""

    upload = forms.FileField(label=_("Biểu trống"), widget=forms.FileInput(attrs={"accept": ACCEPT}))
    name = forms.CharField(
        label=_("Tên biểu"), max_length=300, required=False, help_text=_("Để trống thì lấy theo tên tệp.")
    )
    scheme = forms.ChoiceField(
        label=_("Kỳ báo cáo"), choices=[(scheme.value, scheme.label) for scheme in SCHEMES],
        initial=Scheme.QUARTER.value,
    )  # fmt: skip
    asked_by = forms.CharField(
        label=_("Nơi yêu cầu"), max_length=300, required=False, help_text=_("Bộ, sở hoặc cơ quan gửi biểu xuống.")
    )
    legal_basis = forms.CharField(
        label=_("Căn cứ"), max_length=300, required=False, help_text=_("Số, ký hiệu văn bản yêu cầu.")
    )
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Đơn vị lập biểu"), empty_label=None)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class BlankForm(forms.Form):
    """The next blank of a form."""

    upload = forms.FileField(label=_("Biểu trống mới"), widget=forms.FileInput(attrs={"accept": ACCEPT}))


class CellForm(forms.Form):
    """What one cell is filled with."""

    content = forms.ChoiceField(label=_("Điền"), choices=CellContent.choices)
    indicator = IndicatorField(
        label=_("Chỉ tiêu"), required=False, help_text=_("Gõ vài chữ của tên hoặc mã rồi chọn.")
    )  # fmt: skip
    measure = forms.ChoiceField(label=_("Số nào"), choices=FormMeasure.choices, required=False)
    unit = UnitField(
        label=_("Của đơn vị"), required=False, help_text=_("Để trống là đơn vị lập biểu."), without_villages=False
    )
    factor = forms.CharField(
        label=_("Hệ số đổi đơn vị tính"), max_length=24, required=False,
        help_text=_("Số đã có nhân với hệ số này, ví dụ triệu đồng sang tỷ đồng: 0,001. Để trống thì tự tính."),
    )  # fmt: skip
    whole_line = forms.BooleanField(
        label=_("Ghép cả dòng với chỉ tiêu này, mỗi cột theo tiêu đề của nó"), required=False
    )

    def clean_factor(self) -> Decimal | None:
        """The factor; None where it is left to be worked out."""
        text = str(self.cleaned_data["factor"]).strip()
        if not text:
            return None
        try:
            return parse_number(text)
        except FigureError as error:
            raise ValidationError(error.message, code=error.code) from error


def _option(indicator: Indicator) -> Option:
    return Option(str(indicator.uid), indicator_text(indicator))
