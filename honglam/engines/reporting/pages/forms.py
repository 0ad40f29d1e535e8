"""Forms of gatherings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from honglam.core.organisations.models import Unit, UnitGroup
from honglam.engines.reporting.terms import MOST_COPIES

ACCEPT_COPIES = ".xlsx,.zip"


class SeveralFiles(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class CopiesField(forms.FileField):
    """Returned copies: any number of .xlsx or .zip files, up to `MOST_COPIES`; gives a list."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Every file on its own."""
        given = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if not given and self.required:
            raise forms.ValidationError(_text("Hãy chọn các tệp đơn vị gửi về."), code="required")
        if len(given) > MOST_COPIES:
            raise forms.ValidationError(_text("Mỗi lần gộp nhiều nhất %d bản.") % MOST_COPIES, code="too_many")
        return [super(CopiesField, self).clean(file, initial) for file in given]


class GatheringForm(forms.Form):
    """A blank form and what came back."""

    form = forms.FileField(label=_("Biểu mẫu trống"), widget=forms.FileInput(attrs={"accept": ".xlsx"}))
    copies = CopiesField(label=_("Các bản gửi về"))
    name = forms.CharField(
        label=_("Tên biểu"), max_length=250, required=False,
        help_text=_("Để trống thì lấy theo tên tệp biểu mẫu."),
    )  # fmt: skip
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Đơn vị tổng hợp"), empty_label=None)
    group = forms.ModelChoiceField(
        UnitGroup.objects.all(), label=_("Nơi được yêu cầu gửi"), required=False,
        empty_label=_("Không kiểm tra ai còn thiếu"),
        help_text=_("Chọn nhóm để biết đơn vị nào chưa gửi; tên đơn vị nhận ra từ phần đầu biểu hoặc tên tệp."),
    )  # fmt: skip

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class CopiesForm(forms.Form):
    """Further copies."""

    copies = CopiesField(label=_("Các bản gửi về"))
