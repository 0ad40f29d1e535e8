"""Forms of people, posts and roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from honglam.core.access.errors import AccessError
from honglam.core.access.models import FieldOfWork, Membership, Role, User
from honglam.core.access.reach import Reach
from honglam.core.access.terms import ScopeKind
from honglam.core.organisations.fields import UnitField, offer
from honglam.core.organisations.models import Unit, UnitGroup
from honglam.toolkit.ui.forms import DayField
from honglam.toolkit.ui.picking import PickerInput


def show_error(form: forms.BaseForm, error: AccessError) -> None:
    """Put a refused write beside the field that it is about, or above the form."""
    form.add_error(error.column if error.column in form.fields else None, str(error))


WHOLE_PROVINCE = "province"
SCOPES = [
    (ScopeKind.SUBTREE.value, _("Một đơn vị, với mọi đơn vị trực thuộc")),
    (ScopeKind.FIELD.value, _("Một lĩnh vực, trong một đơn vị và các đơn vị trực thuộc")),
    (ScopeKind.GROUP.value, _("Một nhóm đơn vị, ví dụ các xã, phường")),
    (WHOLE_PROVINCE, _("Toàn tỉnh")),
]
_PROVINCE_WIDE = {ScopeKind.GROUP.value, WHOLE_PROVINCE}
FIELDS_OF_SCOPE: dict[str, tuple[str, ...]] = {
    ScopeKind.SUBTREE.value: ("unit",),
    ScopeKind.FIELD.value: ("unit", "field"),
    ScopeKind.GROUP.value: ("group",),
    WHOLE_PROVINCE: (),
}
_MISSING = {
    "unit": _("Hãy chọn đơn vị: gõ vài chữ của tên rồi chọn trong danh sách."),
    "field": _("Hãy chọn lĩnh vực."),
    "group": _("Hãy chọn nhóm đơn vị."),
}


class ProfileForm(forms.ModelForm):
    """What everybody may correct about themselves."""

    class Meta:
        model = User
        fields = ("full_name", "email", "phone", "position", "language")

    def clean_email(self) -> str:
        """Addresses are kept in lower case."""
        return str(self.cleaned_data["email"]).strip().lower()


class PersonForm(ProfileForm):
    """An account, seen by an administrator."""

    class Meta:
        model = User
        fields = ("full_name", "username", "email", "phone", "position", "language")
        help_texts = {
            "username": _("Chữ thường không dấu, chữ số và @ . + - _; không đổi được về sau."),
            "email": _("Để nhận thông báo và tự đặt lại mật khẩu."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["username"]

    def clean_username(self) -> str:
        """User names are kept in lower case."""
        return str(self.cleaned_data["username"]).strip().lower()


class PostForm(forms.Form):
    """A new post: role, scope, seat, days. Which fields a scope uses stands in `FIELDS_OF_SCOPE`."""

    role = forms.ModelChoiceField(
        label=_("Vai trò"),
        queryset=Role.objects.all(),
        empty_label=_("Chọn vai trò"),
        error_messages={"required": _("Hãy chọn vai trò.")},
    )
    scope_kind = forms.ChoiceField(
        label=_("Vai trò này áp dụng cho"), choices=(), widget=forms.RadioSelect, initial=ScopeKind.SUBTREE
    )
    unit = UnitField(label=_("Đơn vị"), required=False, without_villages=True)
    field = forms.ModelChoiceField(
        label=_("Lĩnh vực"), queryset=FieldOfWork.objects.filter(is_open=True), required=False,
        empty_label=_("Chọn lĩnh vực"),
    )  # fmt: skip
    group = forms.ModelChoiceField(
        label=_("Nhóm đơn vị"), queryset=UnitGroup.objects.all(), required=False, empty_label=_("Chọn nhóm")
    )
    seat = UnitField(
        label=_("Đơn vị công tác"),
        required=False,
        without_villages=True,
        help_text=_("Nơi người này ngồi làm việc. Để trống nếu là chính đơn vị ở trên."),
    )
    title = forms.CharField(label=_("Chức danh"), max_length=150, required=False)
    starts_on = DayField(label=_("Từ ngày"))
    ends_on = DayField(label=_("Đến hết ngày"), required=False)

    def __init__(self, *args: Any, reach: Reach, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scopes = self.fields["scope_kind"]
        assert isinstance(scopes, forms.ChoiceField)
        scopes.choices = [(kind, label) for kind, label in SCOPES if kind not in _PROVINCE_WIDE or reach.everything]
        for name in ("unit", "seat"):
            offer(self, name, reach.units().seats(), within=reach.permission)

    def scope(self) -> dict[str, Any]:
        """The columns that the chosen kind of scope uses; the others were left over from another choice."""
        kind = self.cleaned_data["scope_kind"]
        if kind == WHOLE_PROVINCE:
            return {"unit": Unit.objects.province()}
        return {name: self.cleaned_data[name] for name in FIELDS_OF_SCOPE[kind]}

    def clean(self) -> dict[str, Any]:
        """What the chosen scope needs is there."""
        cleaned = super().clean() or self.cleaned_data
        for name in FIELDS_OF_SCOPE.get(cleaned.get("scope_kind", ""), ()):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _MISSING[name])
        return cleaned


class PostDatesForm(forms.ModelForm):
    """What changes about a post without making it another one."""

    class Meta:
        model = Membership
        fields = ("title", "starts_on", "ends_on")
        field_classes = {"starts_on": DayField, "ends_on": DayField}


class EndPostForm(forms.Form):
    """The end of a post, and who takes the open work."""

    ends_on = DayField(label=_("Giữ đến hết ngày"))
    hand_over_to = forms.ModelChoiceField(
        label=_("Bàn giao việc cho"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Trả về đơn vị"),
    )
    reason = forms.CharField(label=_("Lý do"), max_length=300)

    def __init__(self, *args: Any, successors: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["hand_over_to"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = successors


class ReasonForm(forms.Form):
    """Why something weighty is done."""

    reason = forms.CharField(label=_("Lý do"), max_length=300)


class RoleForm(forms.ModelForm):
    """A role's name, description and permissions; the code only while it is new."""

    permissions = forms.MultipleChoiceField(
        label=_("Quyền"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )

    class Meta:
        model = Role
        fields = ("code", "name", "description", "permissions")
        widgets = {"description": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = self.fields["permissions"]
        assert isinstance(allowed, forms.MultipleChoiceField)
        allowed.choices = choices
        if self.instance.pk:
            del self.fields["code"]


class ImportForm(forms.Form):
    """A sheet of people."""

    sheet = forms.FileField(label=_("Tệp Excel"))


class PeopleFilter(forms.Form):
    """The part of the filters of people that is more than a choice from a short list."""

    unit = UnitField(
        label=_("Đơn vị"),
        required=False,
        without_villages=True,
        help_text="",
        widget=PickerInput({"placeholder": _("Mọi đơn vị, gõ để chọn…")}),
    )


class LogFilter(PeopleFilter):
    """A unit and days of the log."""

    first = DayField(label=_("Từ ngày"), required=False)
    last = DayField(label=_("Đến hết ngày"), required=False)
