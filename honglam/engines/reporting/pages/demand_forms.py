"""Forms of the register of demands."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from honglam.core.organisations.fields import UnitField
from honglam.core.organisations.models import Unit
from honglam.toolkit.ui.forms import DayField


class DemandForm(forms.Form):
    """What somebody asks of the own unit."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Đơn vị phải báo cáo"), empty_label=None)
    asker = UnitField(label=_("Nơi yêu cầu"), required=False, without_villages=True)
    outside_asker = forms.CharField(
        label=_("Hoặc cơ quan ngoài tỉnh"), max_length=300, required=False,
        help_text=_("Bộ, ngành, tỉnh khác… ghi như trên văn bản."),
    )  # fmt: skip
    document = forms.CharField(
        label=_("Văn bản yêu cầu"), max_length=500, required=False,
        help_text=_("Ví dụ: Công văn số 12/SKHCN-CĐS ngày 05/03/2026. Yêu cầu qua điện thoại thì ghi như vậy."),
    )  # fmt: skip
    name = forms.CharField(label=_("Nội dung yêu cầu"), max_length=400)
    due_on = DayField(label=_("Hạn gửi"))
    data_from = DayField(label=_("Số liệu từ ngày"), required=False)
    data_to = DayField(label=_("Số liệu đến ngày"), required=False)
    labels = forms.CharField(
        label=_("Các chỉ tiêu, số liệu được hỏi"), required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Mỗi dòng một chỉ tiêu. Hệ thống chỉ ra số nào đơn vị đã có sẵn, biểu nào đang hỏi trùng."),
    )  # fmt: skip

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
