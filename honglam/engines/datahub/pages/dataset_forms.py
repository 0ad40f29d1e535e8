"""The form of a dataset: what people say of it, and its dictionary as a table of columns."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honglam.core.access.models import User
from honglam.core.organisations.fields import UnitField, offer
from honglam.core.organisations.queries import UnitQuerySet
from honglam.engines.datahub.drafts import DatasetDraft
from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.engines.datahub.queries import MANAGE
from honglam.engines.datahub.terms import COLUMN_TYPES, Layer, Sensitivity

_CODE = re.compile(r"\s*[^=;\n]+\s*=\s*[^;\n]+")


class DatasetForm(forms.Form):
    """A dataset; key and unit column name columns of the dictionary below."""

    code = forms.SlugField(
        label=gettext_lazy("Mã"), max_length=80,
        help_text=gettext_lazy("Chữ thường không dấu, số, gạch nối; không đổi được về sau. Ví dụ: gia-dat-2026."),
    )  # fmt: skip
    name = forms.CharField(label=gettext_lazy("Tên"), max_length=250)
    description = forms.CharField(
        label=gettext_lazy("Mô tả"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    owner = UnitField(label=gettext_lazy("Cơ quan chủ quản"), without_villages=True)
    steward = forms.CharField(
        label=gettext_lazy("Người phụ trách dữ liệu"), required=False, max_length=150,
        help_text=gettext_lazy("Tên đăng nhập của người giữ chất lượng tập dữ liệu này."),
    )  # fmt: skip
    legal_basis = forms.CharField(
        label=gettext_lazy("Căn cứ pháp lý"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    layer = forms.ChoiceField(
        label=gettext_lazy("Lớp dữ liệu"), choices=Layer.choices,
        help_text=gettext_lazy("Theo Quyết định 2439/QĐ-TTg ngày 04/11/2025."),
    )  # fmt: skip
    sensitivity = forms.ChoiceField(
        label=gettext_lazy("Mức chia sẻ"), choices=Sensitivity.choices, initial=Sensitivity.SHARED,
        help_text=gettext_lazy("Không đưa bí mật nhà nước vào kho."),
    )  # fmt: skip
    field = forms.CharField(label=gettext_lazy("Lĩnh vực"), required=False, max_length=120)
    keywords = forms.CharField(
        label=gettext_lazy("Từ khóa"), required=False, max_length=500,
        help_text=gettext_lazy("Cách nhau bằng dấu phẩy."),
    )  # fmt: skip
    update_days = forms.IntegerField(
        label=gettext_lazy("Cam kết cập nhật (ngày)"), min_value=1, max_value=3660, initial=30
    )
    retention_days = forms.IntegerField(
        label=gettext_lazy("Thời hạn lưu phiên bản cũ (ngày)"), min_value=1, max_value=36_600, required=False,
        help_text=gettext_lazy("Bỏ trống: giữ mọi phiên bản."),
    )  # fmt: skip
    key = forms.CharField(
        label=gettext_lazy("Cột khóa"), max_length=80, help_text=gettext_lazy("Cột phân biệt dòng này với dòng khác.")
    )
    unit_column = forms.CharField(
        label=gettext_lazy("Cột mã đơn vị"), max_length=80, required=False,
        help_text=gettext_lazy("Cột giữ mã xã, mã sở của từng dòng; nhờ đó chấm điểm theo đơn vị."),
    )  # fmt: skip
    reason = forms.CharField(label=gettext_lazy("Lý do sửa"), required=False, max_length=500)

    def __init__(
        self, *args: Any, owners: UnitQuerySet, draft: DatasetDraft | None, has_supply: bool, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {}
        if draft is not None:
            initial = {name: getattr(draft, name) for name in DatasetDraft.__dataclass_fields__ if name != "columns"}
            initial["keywords"] = ", ".join(draft.keywords)
            initial["key"] = ", ".join(draft.key)
            initial["steward"] = draft.steward.username if draft.steward is not None else ""
        super().__init__(*args, **{"initial": initial, **kwargs})
        offer(self, "owner", owners, within=MANAGE)
        if draft is not None:
            self.fields["code"].disabled = True
        else:
            del self.fields["reason"]
        if has_supply:
            del self.fields["key"], self.fields["unit_column"]

    def clean_code(self) -> str:
        """The code in small letters."""
        return str(self.cleaned_data["code"]).lower().replace("_", "-")

    def clean_steward(self) -> User | None:
        """The person with that user name. ValidationError where there is none."""
        text = str(self.cleaned_data["steward"]).strip()
        if not text:
            return None
        found = User.objects.filter(username__iexact=text, is_active=True).first()
        if found is None:
            raise ValidationError(_("Không có tài khoản “%(name)s” đang hoạt động.") % {"name": text})
        return found

    def written(self, columns: list[Column], before: DatasetDraft | None) -> DatasetDraft:
        """The draft; what the form does not ask stays as it was."""
        data = dict(self.cleaned_data)
        data.pop("reason", None)
        data["keywords"] = tuple(word.strip() for word in data["keywords"].split(",") if word.strip())
        if "key" in data:
            data["key"] = tuple(part.strip() for part in data["key"].split(",") if part.strip())
            return DatasetDraft(columns=tuple(columns), **data)
        assert before is not None
        return DatasetDraft(columns=before.columns, key=before.key, unit_column=before.unit_column, **data)


class ColumnForm(forms.Form):
    """One column of the dictionary; an empty name is no column."""

    name = forms.CharField(label=gettext_lazy("Tên cột"), max_length=60, required=False)
    label = forms.CharField(label=gettext_lazy("Tên gọi"), max_length=120, required=False)
    type = forms.ChoiceField(label=gettext_lazy("Kiểu"), choices=COLUMN_TYPES, required=False)
    meaning = forms.CharField(label=gettext_lazy("Ý nghĩa"), max_length=500, required=False)
    unit = forms.CharField(label=gettext_lazy("Đơn vị tính"), max_length=40, required=False)
    scale = forms.IntegerField(label=gettext_lazy("Số lẻ"), min_value=0, max_value=10, initial=2, required=False)
    codes = forms.CharField(
        label=gettext_lazy("Danh mục"), max_length=4000, required=False,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("go = Nhà gỗ; gach = Nhà gạch")}),
    )  # fmt: skip
    required = forms.BooleanField(label=gettext_lazy("bắt buộc"), required=False)
    personal = forms.BooleanField(label=gettext_lazy("dữ liệu cá nhân"), required=False)
    quasi = forms.BooleanField(label=gettext_lazy("dễ nhận dạng khi ghép"), required=False)

    def clean_codes(self) -> tuple[tuple[str, str], ...]:
        """Pairs of code and label. ValidationError where a part has no “=”."""
        pairs = []
        for part in re.split(r"[;\n]", self.cleaned_data["codes"]):
            if not part.strip():
                continue
            if not _CODE.fullmatch(part):
                raise ValidationError(_("Viết danh mục dạng “mã = tên gọi”, cách nhau bằng dấu chấm phẩy."))
            code, _equals, label = part.partition("=")
            pairs.append((code.strip(), label.strip()))
        return tuple(pairs)

    def written(self) -> Column | None:
        """The column, or None where nothing was filled in."""
        data = self.cleaned_data
        name = (data.get("name") or "").strip()
        if not name:
            return None
        scale = data["scale"] if data.get("scale") is not None else 2
        return Column(
            name=name, label=(data.get("label") or name).strip(), type=ColumnType(data.get("type") or "text"),
            meaning=data["meaning"], unit=data["unit"], scale=scale, codes=data["codes"], required=data["required"],
            personal=data["personal"], quasi=data["quasi"],
        )  # fmt: skip


ColumnForms = forms.formset_factory(ColumnForm, extra=4, max_num=300, absolute_max=320)


def initial_of(column: Column) -> dict[str, Any]:
    """A column as its form shows it."""
    return {
        "name": column.name, "label": column.label, "type": column.type.value, "meaning": column.meaning,
        "unit": column.unit, "scale": column.scale,
        "codes": "; ".join(f"{code} = {name}" for code, name in column.codes),
        "required": column.required, "personal": column.personal, "quasi": column.quasi,
    }  # fmt: skip
