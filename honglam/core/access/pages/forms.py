"""Forms of people, posts and roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from honglam.core.access.errors import AccessError
from honglam.core.access.models import FieldOfWork, Membership, Role, User
from honglam.core.access.terms import ScopeKind
from honglam.core.organisations.models import Unit, UnitGroup
from honglam.core.organisations.terms import VILLAGE_KINDS


def show_error(form: forms.BaseForm, error: AccessError) -> None:
    """Put a refused write beside the field that it is about, or above the form."""
    form.add_error(error.column if error.column in form.fields else None, str(error))


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


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
    """A new post: role, scope, seat, days."""

    role = forms.ModelChoiceField(label=_("Vai trò"), queryset=Role.objects.all())
    scope_kind = forms.ChoiceField(label=_("Phạm vi"), choices=ScopeKind.choices, initial=ScopeKind.SUBTREE)
    unit = forms.ModelChoiceField(label=_("Đơn vị"), queryset=Unit.objects.none(), required=False)
    field = forms.ModelChoiceField(
        label=_("Lĩnh vực"), queryset=FieldOfWork.objects.filter(is_open=True), required=False
    )
    group = forms.ModelChoiceField(label=_("Nhóm đơn vị"), queryset=UnitGroup.objects.all(), required=False)
    seat = forms.ModelChoiceField(
        label=_("Đơn vị công tác"),
        queryset=Unit.objects.none(),
        required=False,
        help_text=_("Để trống nếu là chính đơn vị trong phạm vi."),
    )
    title = forms.CharField(label=_("Chức danh"), max_length=150, required=False)
    starts_on = forms.DateField(label=_("Từ ngày"), widget=_day())
    ends_on = forms.DateField(label=_("Đến hết ngày"), widget=_day(), required=False)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = choosable(units)
        for name in ("unit", "seat"):
            chosen = self.fields[name]
            assert isinstance(chosen, forms.ModelChoiceField)
            chosen.queryset = offered

    def scope(self) -> dict[str, Any]:
        """The columns that the chosen kind of scope uses; the others were left over from another choice."""
        kept = {
            ScopeKind.SUBTREE: ("unit",),
            ScopeKind.FIELD: ("unit", "field"),
            ScopeKind.GROUP: ("group",),
        }[ScopeKind(self.cleaned_data["scope_kind"])]
        return {name: self.cleaned_data[name] for name in kept}

    def clean(self) -> dict[str, Any]:
        """A field of work must be named when the scope is one."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("scope_kind") == ScopeKind.FIELD and not cleaned.get("field"):
            self.add_error("field", _("Hãy chọn lĩnh vực."))
        return cleaned


class PostDatesForm(forms.ModelForm):
    """What changes about a post without making it another one."""

    class Meta:
        model = Membership
        fields = ("title", "starts_on", "ends_on")
        widgets = {"starts_on": _day(), "ends_on": _day()}


class EndPostForm(forms.Form):
    """The end of a post, and who takes the open work."""

    ends_on = forms.DateField(label=_("Giữ đến hết ngày"), widget=_day())
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


def choosable(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Units that a person can sit in: villages are left out, there are thousands and nobody signs in for one."""
    return units.exclude(kind__in=VILLAGE_KINDS).order_by("sort_key", "pk")
