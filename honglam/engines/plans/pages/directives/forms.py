"""Forms of documents that give work: their head, the file of an import, its columns, the signed file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from honglam.core.organisations.models import Unit
from honglam.engines.plans.terms import NEEDED_COLUMNS, ImportField, PlanKind
from honglam.toolkit.ui.forms import DayField

LETTER_FORMATS = ("pdf", "docx", "doc")
IMPORT_ACCEPT = ".xlsx,.csv,.edxml,.xml,.zip"
LETTER_KINDS = [
    (kind.value, kind.label)
    for kind in (PlanKind.DISPATCH, PlanKind.NOTICE, PlanKind.DIRECTIVE, PlanKind.DECISION, PlanKind.PLAN,
                 PlanKind.PROGRAMME, PlanKind.OTHER)
]  # fmt: skip


class LetterForm(forms.Form):
    """The head of a document that gives work. Number and day are needed to give, not to prepare a draft."""

    kind = forms.ChoiceField(label=_("Loại văn bản"), choices=LETTER_KINDS)
    number = forms.CharField(
        label=_("Số, ký hiệu"), max_length=80, required=False,
        widget=forms.TextInput(attrs={"placeholder": "1204/UBND-KGVX", "autocomplete": "off"}),
    )  # fmt: skip
    issued_on = DayField(label=_("Ngày ban hành"), required=False)
    title = forms.CharField(
        label=_("Trích yếu"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2, "placeholder": _("V/v …")})
    )
    issuer = forms.ModelChoiceField(Unit.objects.none(), label=_("Cơ quan giao việc"), empty_label=None)
    outside_issuer = forms.CharField(
        label=_("Cơ quan ban hành, nếu là nơi khác"), max_length=300, required=False,
        help_text=_("Ví dụ công văn của bộ mà cơ quan mình giao lại. Để trống nếu cơ quan giao việc tự ban hành."),
    )  # fmt: skip
    signer = forms.CharField(label=_("Người ký"), max_length=120, required=False)
    file = forms.FileField(
        label=_("Tệp văn bản"), required=False, widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.doc"})
    )

    def __init__(self, *args: Any, issuers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issuer"].queryset = issuers  # type: ignore[attr-defined]

    def clean_issued_on(self) -> Any:
        """A document is not of tomorrow."""
        day = self.cleaned_data["issued_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_text("Ngày ban hành không được sau hôm nay."), code="future")
        return day


class ImportFileForm(forms.Form):
    """A file of a document system, and in whose name its work is given."""

    file = forms.FileField(label=_("Tệp"), widget=forms.FileInput(attrs={"accept": IMPORT_ACCEPT}))
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Đơn vị giao việc"), empty_label=None,
        help_text=_("Văn bản của cơ quan khác được ghi là văn bản đến mà đơn vị này giao lại."),
    )  # fmt: skip

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class ColumnsForm(forms.Form):
    """Which column holds what: one choice for each title of the sheet (`column-0`, `column-1`, …)."""

    def __init__(self, *args: Any, headings: Sequence[str], columns: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headings = list(dict.fromkeys(filter(None, headings)))
        for place, heading in enumerate(self.headings):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=heading, required=False, initial=columns.get(heading, ""),
                choices=[("", _("Không dùng")), *ImportField.choices],
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """No field twice, and every needed one somewhere."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = [field for name, field in cleaned.items() if field]
        for field in dict.fromkeys(one for one in chosen if chosen.count(one) > 1):
            self.add_error(
                None, _text("“%s” đang được chọn cho nhiều cột; chỉ giữ một cột.") % ImportField(field).label
            )
        missing = [str(field.label) for field in NEEDED_COLUMNS if field not in chosen]
        if missing:
            self.add_error(None, _text("Chưa chọn cột cho: %s.") % ", ".join(missing))
        return cleaned

    @property
    def columns(self) -> dict[str, str]:
        """The chosen field of each title, "" where people chose to leave the column out."""
        return {heading: self.cleaned_data[f"column-{place}"] for place, heading in enumerate(self.headings)}


class SignedForm(forms.Form):
    """The signed file, with number and day where the document was a draft."""

    file = forms.FileField(label=_("Bản đã ký (PDF)"), widget=forms.FileInput(attrs={"accept": ".pdf"}))
    number = forms.CharField(
        label=_("Số, ký hiệu"), max_length=80, widget=forms.TextInput(attrs={"placeholder": "1204/UBND-KGVX"})
    )
    issued_on = DayField(label=_("Ngày ban hành"))
    gives = forms.BooleanField(label=_("Giao việc luôn cho các đơn vị"), required=False, initial=True)

    def __init__(self, *args: Any, is_draft: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_draft:
            for name in ("number", "issued_on", "gives"):
                del self.fields[name]
