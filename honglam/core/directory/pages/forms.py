"""Forms of the directory."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from honglam.core.organisations.fields import UnitField, UnitsField
from honglam.core.organisations.models import Unit
from honglam.core.organisations.terms import Bloc, GroupScope, Kind
from honglam.toolkit.ui.forms import DayField


class DetailsForm(forms.ModelForm[Unit]):
    """Columns that may be changed without a decision."""

    website = forms.URLField(
        label=gettext_lazy("Trang thông tin điện tử"), required=False, max_length=200, assume_scheme="https"
    )

    class Meta:
        model = Unit
        fields = (
            "short_name",
            "identifier",
            "bloc",
            "function",
            "starts_on",
            "email",
            "phone",
            "address",
            "website",
            "area_km2",
            "population",
            "source",
            "confidence",
            "position",
        )
        field_classes = {"starts_on": DayField}


class NewUnitForm(forms.Form):
    """A new unit below known superiors."""

    code = forms.CharField(label=gettext_lazy("Mã"), max_length=60)
    name = forms.CharField(label=gettext_lazy("Tên"), max_length=250)
    short_name = forms.CharField(label=gettext_lazy("Tên ngắn"), max_length=120, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Loại"), choices=Kind.choices)
    bloc = forms.ChoiceField(label=gettext_lazy("Khối"), choices=Bloc.choices)
    parent = UnitField(label=gettext_lazy("Cấp trên trực tiếp"))
    second_parent = UnitField(label=gettext_lazy("Cấp trên theo ngành dọc"), required=False)
    starts_on = DayField(label=gettext_lazy("Có từ ngày"), required=False)


class RenameForm(forms.Form):
    """A new name from a day on."""

    name = forms.CharField(label=gettext_lazy("Tên mới"), max_length=250)
    short_name = forms.CharField(label=gettext_lazy("Tên ngắn mới"), max_length=120, required=False)
    on = DayField(label=gettext_lazy("Từ ngày"))
    decision = forms.CharField(label=gettext_lazy("Văn bản"), max_length=250, required=False)


class MoveForm(forms.Form):
    """Other superiors."""

    parent = UnitField(label=gettext_lazy("Cấp trên trực tiếp"))
    second_parent = UnitField(label=gettext_lazy("Cấp trên theo ngành dọc"), required=False)
    decision = forms.CharField(label=gettext_lazy("Văn bản"), max_length=250, required=False)


class MergeForm(forms.Form):
    """The unit passes into another from a day on."""

    into = UnitField(label=gettext_lazy("Đơn vị tiếp nhận"))
    on = DayField(label=gettext_lazy("Từ ngày"))
    decision = forms.CharField(label=gettext_lazy("Văn bản"), max_length=250, required=False)


class CloseForm(forms.Form):
    """The unit ends after a day."""

    last_day = DayField(label=gettext_lazy("Hoạt động đến hết ngày"))
    successors = UnitsField(label=gettext_lazy("Các đơn vị kế thừa"), required=False)
    with_all_below = forms.BooleanField(label=gettext_lazy("Kết thúc cả các đơn vị trực thuộc"), required=False)
    decision = forms.CharField(label=gettext_lazy("Văn bản"), max_length=250, required=False)


class AliasForm(forms.Form):
    """Another name."""

    alias = forms.CharField(label=gettext_lazy("Tên khác, tên viết tắt"), max_length=250)


class MembersForm(forms.Form):
    """Units named as members of a group or as left out, from a day on."""

    included = UnitsField(label=gettext_lazy("Thêm ngoài quy tắc"), required=False)
    excluded = UnitsField(label=gettext_lazy("Loại khỏi nhóm"), required=False)
    on = DayField(label=gettext_lazy("Áp dụng từ ngày"), initial=timezone.localdate)


class GroupForm(forms.Form):
    """A new collective with its rule."""

    code = forms.SlugField(label=gettext_lazy("Mã"), max_length=60)
    name = forms.CharField(label=gettext_lazy("Tên nhóm"), max_length=250)
    scope = forms.ChoiceField(label=gettext_lazy("Phạm vi"), choices=GroupScope.choices)
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Gồm các loại"), choices=Kind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    starts_on = DayField(label=gettext_lazy("Có từ ngày"), required=False)

    def clean(self) -> dict[str, Any]:
        """The chosen kinds as the rule that `create_group` takes."""
        cleaned = super().clean() or {}
        kinds = cleaned.pop("kinds", [])
        return cleaned | {"rule": json.loads(json.dumps({"kinds": kinds, "depth": 1})) if kinds else {}}
