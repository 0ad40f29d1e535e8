"""Forms of open data."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honglam.engines.datahub.models import Dataset, OpenRelease
from honglam.engines.datahub.terms import FREQUENCY_LABELS, LICENCE_LABELS, THEME_LABELS
from honglam.toolkit.text import strip_marks


class ReleaseForm(forms.Form):
    """What of a dataset shall become open, and how it is described."""

    title = forms.CharField(label=gettext_lazy("Tên"), max_length=250)
    slug = forms.SlugField(
        label=gettext_lazy("Tên trong địa chỉ"), max_length=100, required=False,
        help_text=gettext_lazy("Chữ thường không dấu, gạch nối; bỏ trống thì lấy theo tên. Công bố rồi không đổi."),
    )  # fmt: skip
    description = forms.CharField(label=gettext_lazy("Mô tả"), widget=forms.Textarea(attrs={"rows": 4}))
    columns = forms.MultipleChoiceField(
        label=gettext_lazy("Cột công khai"), widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Cột dữ liệu cá nhân không có trong danh sách này."),
    )  # fmt: skip
    quasi = forms.MultipleChoiceField(
        label=gettext_lazy("Cột dễ nhận dạng một người khi ghép lại"), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Ví dụ thôn, tuổi, nghề. Mỗi nhóm giá trị phải có đủ số dòng ở dưới. Cột mà từ điển ghi dễ nhận dạng luôn "
            "được tính."
        ),
    )  # fmt: skip
    least = forms.IntegerField(label=gettext_lazy("Số dòng ít nhất mỗi nhóm (k)"), min_value=2, initial=5)
    theme = forms.ChoiceField(label=gettext_lazy("Chủ đề"), choices=list(THEME_LABELS.items()), initial="GOVE")
    keywords = forms.CharField(label=gettext_lazy("Từ khóa, cách nhau bằng dấu phẩy"), required=False, max_length=500)
    licence = forms.ChoiceField(
        label=gettext_lazy("Giấy phép"), choices=[(code, label) for code, (label, _url) in LICENCE_LABELS.items()]
    )
    frequency = forms.ChoiceField(
        label=gettext_lazy("Chu kỳ cập nhật"), choices=list(FREQUENCY_LABELS.items()), initial="MONTHLY"
    )
    follows = forms.BooleanField(
        label=gettext_lazy("Tự cập nhật khi tập dữ liệu có phiên bản mới"), required=False, initial=True
    )

    def __init__(self, *args: Any, dataset: Dataset, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        schema = dataset.schemas.first()
        columns = [one for one in (schema.read_columns() if schema else ()) if not one.personal]
        self._declared = {one.name for one in columns if one.quasi}  # ticked from the start, of use only where opened
        choices = [(one.name, f"{one.label} ({one.name})") for one in columns]
        self.fields["columns"].choices = choices  # type: ignore[attr-defined]
        self.fields["quasi"].choices = choices  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What was typed, as the verbs take it."""
        data = dict(self.cleaned_data)
        data["slug"] = data["slug"] or slug_of(data["title"])
        data["quasi"] = [name for name in data["quasi"] if name in data["columns"] or name not in self._declared]
        data["keywords"] = [word.strip() for word in data["keywords"].split(",") if word.strip()]
        return data


class WithdrawForm(forms.Form):
    """Why open data is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Lý do ngừng công bố"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Lý do hiện trên trang công khai."),
    )  # fmt: skip


class AnswerForm(forms.Form):
    """The answer to a wish of the public."""

    answer = forms.CharField(label=gettext_lazy("Trả lời"), widget=forms.Textarea(attrs={"rows": 5}))
    release = forms.ModelChoiceField(
        OpenRelease.objects.none(), label=gettext_lazy("Dữ liệu đã mở"), required=False,
        empty_label=gettext_lazy("Chưa có"),
    )  # fmt: skip
    is_shown = forms.BooleanField(
        label=gettext_lazy("Công khai đề nghị và câu trả lời"), required=False,
        help_text=gettext_lazy("Không công khai khi nội dung nhắc đến người cụ thể."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["release"].queryset = OpenRelease.objects.filter(is_public=True)  # type: ignore[attr-defined]


def slug_of(title: str) -> str:
    """A title as part of an address: small letters without marks, dashes between words.

    >>> slug_of("Dự án đầu tư – tỉnh Hà Tĩnh (2026)")
    'du-an-dau-tu-tinh-ha-tinh-2026'
    """
    return re.sub(r"[^a-z0-9]+", "-", strip_marks(title)).strip("-")[:100] or _("du-lieu")
