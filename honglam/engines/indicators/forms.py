"""The form that takes a figure, for every page that asks for one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from honglam.core.organisations.models import Unit
from honglam.toolkit.numbers import FigureError, parse_number


class FigureField(forms.Field):
    """A number as people write it: 1.234,5."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "placeholder": "1.234,5"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> Decimal | None:
        """The number."""
        text = str(value or "").strip().removesuffix("%")
        if not text:
            return None
        try:
            return parse_number(text)
        except FigureError as error:
            raise forms.ValidationError(str(error), code=error.code) from error


class ValueForm(forms.Form):
    """One figure of one unit for one period, where it comes from, and why it changes where it was official."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Đơn vị"), empty_label=None)
    period = forms.ChoiceField(label=_("Kỳ"))
    value = FigureField(label=_("Giá trị"))
    source = forms.CharField(
        label=_("Nguồn số liệu"), max_length=300,
        widget=forms.TextInput(attrs={"placeholder": _("Báo cáo số…, hệ thống…, biên bản…")}),
    )  # fmt: skip
    comment = forms.CharField(
        label=_("Ghi chú"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    evidence = forms.FileField(label=_("Tệp minh chứng"), required=False)
    is_estimate = forms.BooleanField(
        label=_("Là số ước thực hiện"), required=False,
        help_text=_("Khi có số thực hiện thì ghi lại; số ước được giữ để đối chiếu."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Lý do sửa số đã chốt"), required=False, max_length=500,
        help_text=_("Chỉ cần khi kỳ này đã có số chính thức."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, units: Sequence[Unit], periods: Sequence[tuple[str, list[tuple[str, str]]]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        if units:
            self.initial.setdefault("unit", units[0])
        self.fields["period"].choices = periods  # type: ignore[attr-defined]


class CellForm(forms.Form):
    """What stands behind a figure of a form: where it comes from, what is said about it, its evidence."""

    value = forms.CharField(label=_("Số của kỳ này"), required=False, max_length=40)
    source = forms.CharField(
        label=_("Nguồn số liệu"), required=False, max_length=300,
        widget=forms.TextInput(attrs={"placeholder": _("Báo cáo số…, hệ thống…, biên bản…")}),
    )  # fmt: skip
    comment = forms.CharField(
        label=_("Ghi chú, giải trình"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_estimate = forms.BooleanField(
        label=_("Là số ước thực hiện"), required=False,
        help_text=_("Bỏ dấu khi đã có số thực hiện; số ước được giữ lại để đối chiếu."),
    )  # fmt: skip
    evidence = forms.FileField(label=_("Tệp minh chứng"), required=False)


class CorrectionForm(CellForm):
    """What the receiver writes instead of an approved figure, and why."""

    reason = forms.CharField(label=_("Lý do hiệu chỉnh"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ("value", "is_estimate", "reason", "source", "comment", "evidence")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].label, self.fields["value"].required = _("Số đúng"), True


class SettlingForm(CellForm):
    """The actual figure that the unit writes instead of its approved estimate."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"].label, self.fields["value"].required = _("Số thực hiện"), True
        del self.fields["is_estimate"]
