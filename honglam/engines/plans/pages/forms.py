"""Forms of work: report, take on, give back, add a unit, issue, give, end, instruct."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from honglam.core.access.models import User
from honglam.core.organisations.models import Unit
from honglam.engines.plans.errors import PlanError
from honglam.engines.plans.models import Plan
from honglam.engines.plans.terms import EVIDENCE_FORMATS, AssignmentRole
from honglam.toolkit.ui.forms import DayField

EVIDENCE_ACCEPT = ",".join(f".{kind}" for kind in (*EVIDENCE_FORMATS, "jpeg"))
MOST_FILES = 10
_LONG = forms.Textarea(attrs={"rows": 3})


class SeveralFiles(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Any number of files, up to `MOST_FILES`; gives a list."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Every file on its own."""
        given = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if len(given) > MOST_FILES:
            raise forms.ValidationError(_("Mỗi lần gửi nhiều nhất 10 tệp."), code="too_many")
        return [super(SeveralFilesField, self).clean(file, initial) for file in given]


class ReportForm(forms.Form):
    """How far a share is."""

    progress = forms.IntegerField(
        label=_("Tiến độ (%)"), min_value=0, max_value=100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "step": 5}),
        error_messages={"min_value": _("Tiến độ từ 0 đến 100."), "max_value": _("Tiến độ từ 0 đến 100.")},
    )  # fmt: skip
    text = forms.CharField(
        label=_("Kết quả đã làm"), required=False, max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": _("Đã làm gì, đạt được gì, số liệu cụ thể")}),
    )  # fmt: skip
    difficulty = forms.CharField(
        label=_("Khó khăn, kiến nghị"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2})
    )
    files = SeveralFilesField(label=_("Minh chứng"), required=False)  # type: ignore[assignment]
    link = forms.URLField(
        label=_("Đường dẫn minh chứng"), required=False, max_length=500, assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )  # fmt: skip
    claims_done = forms.BooleanField(
        label=_("Báo hoàn thành, đề nghị xác nhận"), required=False,
    )  # fmt: skip
    completed_on = DayField(label=_("Ngày hoàn thành"), required=False, help_text=_("Để trống nếu là hôm nay."))
    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("key", uuid4().hex)
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """A report says something: words, or a step forward that is claimed done."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("claims_done") and not (cleaned.get("text") or cleaned.get("files") or cleaned.get("link")):
            self.add_error("text", _("Báo hoàn thành thì ghi kết quả hoặc kèm minh chứng."))
        return cleaned


class ReasonForm(forms.Form):
    """Why something is given back or taken back."""

    reason = forms.CharField(label=_("Lý do"), max_length=2000, widget=_LONG)


class TakeOnForm(forms.Form):
    """Who does a share: one of the people of its unit, or nobody yet."""

    person = forms.ModelChoiceField(
        User.objects.none(), label=_("Người thực hiện"), required=False, empty_label=_("Chưa phân công")
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class AddShareForm(forms.Form):
    """One more unit, in a role, with a date of its own where it differs."""

    role = forms.ChoiceField(label=_("Vai trò"), choices=AssignmentRole.choices, initial=AssignmentRole.COORDINATING)
    due_on = DayField(label=_("Hạn riêng"), required=False, help_text=_("Để trống thì theo hạn của nhiệm vụ."))


class IssueForm(forms.Form):
    """The number and the date of a signed plan."""

    number = forms.CharField(
        label=_("Số, ký hiệu"), max_length=80, widget=forms.TextInput(attrs={"placeholder": "12/KH-UBND"})
    )
    issued_on = DayField(label=_("Ngày ban hành"))


class GiveForm(forms.Form):
    """The day of assignment."""

    assigned_on = DayField(
        label=_("Ngày giao việc"), help_text=_("Hạn đến trước hoặc đúng ngày này là “quá hạn ngay khi giao”.")
    )


class EndForm(forms.Form):
    """How a plan ends: another takes its place, or its time has passed."""

    REPLACED, EXPIRED = "replaced", "expired"
    how = forms.ChoiceField(
        label=_("Kế hoạch này"),
        choices=[(EXPIRED, _("Hết hiệu lực")), (REPLACED, _("Được thay thế bằng kế hoạch khác"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    successor = forms.ModelChoiceField(
        Plan.objects.none(), label=_("Kế hoạch thay thế"), required=False, empty_label=_("Chọn kế hoạch")
    )
    reason = forms.CharField(label=_("Lý do, căn cứ"), required=False, max_length=2000, widget=_LONG)

    def __init__(self, *args: Any, successors: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = successors  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A replaced plan names its successor."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("how") == self.REPLACED and not cleaned.get("successor"):
            self.add_error("successor", _("Hãy chọn kế hoạch thay thế."))
        return cleaned


class InstructForm(forms.Form):
    """One piece of work given at once."""

    issuer = forms.ModelChoiceField(Unit.objects.none(), label=_("Cơ quan giao"), empty_label=None)
    name = forms.CharField(
        label=_("Việc cần làm"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": _("Bắt đầu bằng động từ: rà soát, ban hành, tổ chức…")}),
    )  # fmt: skip
    content = forms.CharField(label=_("Nội dung, yêu cầu"), required=False, max_length=5000, widget=_LONG)
    product = forms.CharField(label=_("Sản phẩm, kết quả"), required=False, max_length=1000)
    due_on = DayField(label=_("Hạn hoàn thành"), required=False)

    def __init__(self, *args: Any, issuers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issuer"].queryset = issuers  # type: ignore[attr-defined]

    def clean_due_on(self) -> Any:
        """New work is not due in the past."""
        due = self.cleaned_data["due_on"]
        if due and due < timezone.localdate():
            raise forms.ValidationError(_("Hạn không được trước hôm nay."), code="past")
        return due


def add_refusal(form: forms.Form, error: PlanError) -> None:
    """Show a refused write at the field it is about, or above the form."""
    column = error.column if error.column in form.fields else None
    form.add_error(column, str(error))
