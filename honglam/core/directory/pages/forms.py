"""Forms of the directory."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honglam.core.organisations.models import Unit
from honglam.core.organisations.terms import Bloc, GroupScope, Kind


def day_field(label: Any, *, required: bool = True, **options: Any) -> forms.DateField:
    """A day, picked or typed."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(
        label=label, required=required, widget=widget, input_formats=["%Y-%m-%d", "%d/%m/%Y"], **options
    )


class CodeField(forms.CharField):
    """A unit named by its code; cleans to the unit."""

    def clean(self, value: Any) -> Any:
        """The unit, or nothing for an empty text. Raises a form error on an unknown code."""
        code = str(super().clean(value) or "").strip().lower()
        if not code:
            return None
        unit = Unit.objects.filter(code=code).first()
        if unit is None:
            raise forms.ValidationError(_("Không có đơn vị mang mã “%(code)s”.") % {"code": code})
        return unit


class CodesField(forms.CharField):
    """Units named by their codes, one a line; cleans to the units."""

    widget = forms.Textarea(attrs={"rows": 4})

    def clean(self, value: Any) -> list[Unit]:
        """The units. Raises a form error naming the unknown codes."""
        codes = str(super().clean(value) or "").lower().replace(",", " ").split()
        units = {unit.code: unit for unit in Unit.objects.filter(code__in=codes)}
        if unknown := [code for code in codes if code not in units]:
            raise forms.ValidationError(_("Không có đơn vị mang mã: %(codes)s.") % {"codes": ", ".join(unknown)})
        return list(units.values())


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
        widgets = {"starts_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}


class NewUnitForm(forms.Form):
    """A new unit below known superiors."""

    code = forms.CharField(label=gettext_lazy("Mã"), max_length=60)
    name = forms.CharField(label=gettext_lazy("Tên"), max_length=250)
    short_name = forms.CharField(label=gettext_lazy("Tên ngắn"), max_length=120, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Loại"), choices=Kind.choices)
    bloc = forms.ChoiceField(label=gettext_lazy("Khối"), choices=Bloc.choices)
    parent = CodeField(label=gettext_lazy("Mã cấp trên trực tiếp"), max_length=60)
    second_parent = CodeField(label=gettext_lazy("Mã cấp trên theo ngành dọc"), max_length=60, required=False)
    starts_on = day_field(gettext_lazy("Có từ ngày"), required=False)


class RenameForm(forms.Form):
    """A new name from a day on."""

    name = forms.CharField(label=gettext_lazy("Tên mới"), max_length=250)
    short_name = forms.CharField(label=gettext_lazy("Tên ngắn mới"), max_length=120, required=False)
    on = day_field(gettext_lazy("Từ ngày"))
    decision = forms.CharField(label=gettext_lazy("Văn bản"), max_length=250, required=False)


class MoveForm(forms.Form):
    """Other superiors."""

    parent = CodeField(label=gettext_lazy("Mã cấp trên trực tiếp"), max_length=60)
    second_parent = CodeField(label=gettext_lazy("Mã cấp trên theo ngành dọc"), max_length=60, required=False)
    decision = forms.CharField(label=gettext_lazy("Văn bản"), max_length=250, required=False)


class MergeForm(forms.Form):
    """The unit passes into another from a day on."""

    into = CodeField(label=gettext_lazy("Mã đơn vị tiếp nhận"), max_length=60)
    on = day_field(gettext_lazy("Từ ngày"))
    decision = forms.CharField(label=gettext_lazy("Văn bản"), max_length=250, required=False)


class CloseForm(forms.Form):
    """The unit ends after a day."""

    last_day = day_field(gettext_lazy("Hoạt động đến hết ngày"))
    successors = CodesField(
        label=gettext_lazy("Mã các đơn vị kế thừa"), required=False, help_text=gettext_lazy("Mỗi mã một dòng.")
    )
    with_all_below = forms.BooleanField(label=gettext_lazy("Kết thúc cả các đơn vị trực thuộc"), required=False)
    decision = forms.CharField(label=gettext_lazy("Văn bản"), max_length=250, required=False)


class AliasForm(forms.Form):
    """Another name."""

    alias = forms.CharField(label=gettext_lazy("Tên khác, tên viết tắt"), max_length=250)


class MembersForm(forms.Form):
    """Units named as members of a group or as left out, from a day on."""

    included = CodesField(
        label=gettext_lazy("Thêm ngoài quy tắc"), required=False, help_text=gettext_lazy("Mã đơn vị, mỗi mã một dòng.")
    )
    excluded = CodesField(
        label=gettext_lazy("Loại khỏi nhóm"), required=False, help_text=gettext_lazy("Mã đơn vị, mỗi mã một dòng.")
    )
    on = day_field(gettext_lazy("Áp dụng từ ngày"), initial=timezone.localdate)


class GroupForm(forms.Form):
    """A new collective with its rule."""

    code = forms.SlugField(label=gettext_lazy("Mã"), max_length=60)
    name = forms.CharField(label=gettext_lazy("Tên nhóm"), max_length=250)
    scope = forms.ChoiceField(label=gettext_lazy("Phạm vi"), choices=GroupScope.choices)
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Gồm các loại"), choices=Kind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    starts_on = day_field(gettext_lazy("Có từ ngày"), required=False)

    def clean(self) -> dict[str, Any]:
        """The chosen kinds as the rule that `create_group` takes."""
        cleaned = super().clean() or {}
        kinds = cleaned.pop("kinds", [])
        return cleaned | {"rule": json.loads(json.dumps({"kinds": kinds, "depth": 1})) if kinds else {}}
