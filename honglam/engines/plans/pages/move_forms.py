"""Forms of work that moves: later dates, other units, parts, further documents, periods, remarks, proof."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from honglam.core.access.models import User
from honglam.core.organisations.fields import UnitField
from honglam.engines.plans.pages.document_field import DocumentField
from honglam.engines.plans.pages.forms import SeveralFilesField
from honglam.engines.plans.terms import RECURRENCES
from honglam.toolkit.ui.forms import DayField

AUTHORITY_FORMATS = ("pdf", "docx", "doc", "png", "jpg", "webp")
_LONG = forms.Textarea(attrs={"rows": 3})


class ExtendForm(forms.Form):
    """A wish for a later date."""

    new_due_on = DayField(label=_("Hạn đề nghị"))
    reason = forms.CharField(
        label=_("Lý do"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": _("Vướng gì, đã làm đến đâu, vì sao cần đến ngày ấy")}),
    )  # fmt: skip


class PhoneForm(ExtendForm):
    """An agreement by telephone: who agreed, when."""

    agreed_with = forms.CharField(
        label=_("Người đồng ý"), max_length=200,
        widget=forms.TextInput(attrs={"placeholder": _("Họ tên, chức vụ")}),
    )  # fmt: skip
    agreed_on = DayField(label=_("Ngày gọi"))
    agreed_time = forms.TimeField(
        label=_("Giờ gọi"), input_formats=["%H:%M", "%Hh%M", "%H:%M:%S"],
        widget=forms.TimeInput({"inputmode": "numeric", "placeholder": "14:30", "maxlength": "8"}, format="%H:%M"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Adds `agreed_at`, the moment in the province's time."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        day, clock = cleaned.get("agreed_on"), cleaned.get("agreed_time")
        if day is not None and clock is not None:
            cleaned["agreed_at"] = timezone.make_aware(datetime.datetime.combine(day, clock))
        return cleaned


class AuthorityForm(forms.Form):
    """The document that moves a date: one known here, or number and date of one that is not, with its file."""

    document = DocumentField(label=_("Văn bản đã có trong hệ thống"), required=False)
    number = forms.CharField(
        label=_("Hoặc số, ký hiệu văn bản"), required=False, max_length=80,
        widget=forms.TextInput(attrs={"placeholder": "95/UBND-TH"}),
    )  # fmt: skip
    issued_on = DayField(label=_("Ngày văn bản"), required=False)
    file = forms.FileField(label=_("Tệp văn bản"), required=False, help_text=_("PDF, Word hoặc ảnh chụp."))

    def clean(self) -> dict[str, Any]:
        """A day or a file belongs to a number."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not (cleaned.get("number") or cleaned.get("document")) and (cleaned.get("issued_on") or cleaned.get("file")):
            self.add_error("number", _("Hãy ghi số, ký hiệu của văn bản này."))
        return cleaned


class GrantForm(AuthorityForm):
    """Yes to a later date, the one asked for or another."""

    field_order = ["new_due_on", "answer", "document", "number", "issued_on", "file"]
    new_due_on = DayField(label=_("Hạn mới"))
    answer = forms.CharField(label=_("Ý kiến"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2}))


class RefuseForm(forms.Form):
    """No to a later date, with the reason."""

    answer = forms.CharField(label=_("Lý do không cho gia hạn"), max_length=2000, widget=_LONG)


class MoveDateForm(AuthorityForm):
    """A new date for all who still work on a task."""

    field_order = ["new_due_on", "reason", "document", "number", "issued_on", "file"]
    new_due_on = DayField(label=_("Hạn mới"))
    reason = forms.CharField(label=_("Lý do"), max_length=2000, widget=_LONG)


class TransferForm(forms.Form):
    """Another unit in place of this one."""

    unit = UnitField(label=_("Chuyển cho đơn vị"))
    reason = forms.CharField(label=_("Lý do"), max_length=2000, widget=_LONG)


class DivideForm(forms.Form):
    """One part of a unit's share, for one of its own bodies or people."""

    name = forms.CharField(
        label=_("Việc cần làm"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": _("Bắt đầu bằng động từ: rà soát, soạn, tổ chức…")}),
    )  # fmt: skip
    unit = UnitField(label=_("Bộ phận thực hiện"))
    person = forms.ModelChoiceField(
        User.objects.none(), label=_("Người thực hiện"), required=False, empty_label=_("Bộ phận tự phân công")
    )
    due_on = DayField(label=_("Hạn"), required=False, help_text=_("Để trống thì theo hạn của đơn vị."))
    product = forms.CharField(label=_("Sản phẩm, kết quả"), required=False, max_length=1000)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class MandateForm(forms.Form):
    """One more document that orders a task."""

    plan = DocumentField(label=_("Văn bản"))
    clause = forms.CharField(
        label=_("Điểm, khoản, mục"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"placeholder": _("điểm 2 mục III")}),
    )  # fmt: skip
    quote = forms.CharField(label=_("Trích nguyên văn"), required=False, max_length=5000, widget=_LONG)


class RecurrenceForm(forms.Form):
    """By which period recurring work is done, and on which day of its last month it is due."""

    scheme = forms.ChoiceField(label=_("Chia theo kỳ"), choices=RECURRENCES)
    day = forms.IntegerField(
        label=_("Đến hạn vào ngày"), required=False, min_value=1, max_value=31,
        help_text=_("Ngày trong tháng cuối của kỳ (kỳ tuần: 1 là thứ Hai). Để trống nếu là ngày cuối kỳ."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip


class CommentForm(forms.Form):
    """A remark."""

    text = forms.CharField(
        label=_("Viết trao đổi"), max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": _("Gõ @ để nhắc tên người cần biết")}),
    )  # fmt: skip
    key = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """It stands on a page beside the report form, whose fields are called the same."""
        kwargs["auto_id"] = "id_comment_%s"
        super().__init__(*args, **kwargs)


class ProofForm(forms.Form):
    """The proof that whoever confirms adds where the unit sent none."""

    files = SeveralFilesField(label=_("Minh chứng"), required=False)  # type: ignore[assignment]
    link = forms.URLField(
        label=_("Đường dẫn minh chứng"), required=False, max_length=500, assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )  # fmt: skip
