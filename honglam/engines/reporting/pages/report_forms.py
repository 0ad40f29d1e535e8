"""Forms of a report's way."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from honglam.core.organisations.fields import UnitField
from honglam.engines.reporting.terms import EntryKind, ReportStep, SigningForm
from honglam.toolkit.ui.forms import DayField

ACCEPT_PDF = ".pdf"


class SectionForm(forms.Form):
    """The words of one section."""

    text = forms.CharField(label=_("Nội dung"), required=False, widget=forms.Textarea(attrs={"rows": 6}), strip=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class EntryForm(forms.Form):
    """A difficulty or a proposal; only a proposal asks somebody."""

    text = forms.CharField(label=_("Nội dung"), widget=forms.Textarea(attrs={"rows": 3}))
    addressed_to = UnitField(label=_("Cơ quan giải quyết"), required=False, without_villages=True)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = EntryKind(kind).label
        if kind != EntryKind.PROPOSAL:
            del self.fields["addressed_to"]


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("Lý do"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class SendBackForm(ReasonForm):
    """Where to, and why."""

    to = forms.ChoiceField(label=_("Trả lại về bước"), choices=())
    field_order = ("to", "reason")

    def __init__(self, *args: Any, steps: tuple[ReportStep, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(step.value, step.label) for step in steps]  # type: ignore[attr-defined]


class NumberForm(forms.Form):
    """Number, day and signer, as they will stand on the paper."""

    number = forms.CharField(label=_("Số, ký hiệu"), max_length=80)
    issued_on = DayField(label=_("Ngày ban hành"))
    signing_form = forms.ChoiceField(label=_("Thể thức ký"), choices=SigningForm.choices)
    lines = forms.CharField(
        label=_("Dòng quyền hạn, chức vụ"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Mỗi dòng một ý, tối đa 4 dòng. Để trống thì lấy theo thể thức ký."),
    )  # fmt: skip
    signer_name = forms.CharField(label=_("Họ tên người ký"), max_length=120)


class SignedFileForm(forms.Form):
    """The file that came back from signing."""

    file = forms.FileField(label=_("Bản PDF đã ký số"), widget=forms.FileInput(attrs={"accept": ACCEPT_PDF}))
    is_copy_confirmed = forms.BooleanField(
        label=_("Tệp là bản quét của bản giấy đã ký, đóng dấu (bản sao, không có giá trị ký số)"), required=False
    )
