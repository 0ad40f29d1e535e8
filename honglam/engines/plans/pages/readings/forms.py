"""Forms of the review: the document, its head, and one form for each kind of item."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from honglam.core.organisations.fields import UnitField, offer
from honglam.core.organisations.models import Unit
from honglam.core.organisations.queries import UnitQuerySet
from honglam.engines.plans.actions.readings import IMPORT
from honglam.engines.plans.models import PlanTarget, ReportingDuty
from honglam.engines.plans.read_items import DOCUMENT_FORMATS
from honglam.engines.plans.terms import ItemKind, PlanKind
from honglam.toolkit.ui.forms import DayField

ROLE_LABELS = {"lead": _("Chủ trì"), "coordinating": _("Phối hợp"), "monitoring": _("Theo dõi, tổng hợp")}


class BringInForm(forms.Form):
    """A document and whose it is."""

    file = forms.FileField(
        label=_("Văn bản"),
        widget=forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in DOCUMENT_FORMATS)}),
    )
    issuer = UnitField(
        label=_("Cơ quan ban hành"),
        help_text=_("Gõ vài chữ của tên rồi chọn. Tên đơn vị trong văn bản được hiểu theo cơ quan này."),
    )

    def __init__(self, *args: Any, issuers: UnitQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "issuer", issuers, within=IMPORT)


class HeadForm(forms.Form):
    """What the head of the document says."""

    title = forms.CharField(label=_("Tên kế hoạch"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000)
    kind = forms.ChoiceField(label=_("Loại văn bản"), choices=PlanKind.choices)
    number = forms.CharField(label=_("Số, ký hiệu"), required=False, max_length=80,
                             help_text=_("Để trống khi văn bản còn là dự thảo."))  # fmt: skip
    date = DayField(label=_("Ngày ban hành"), required=False)
    first_year = forms.IntegerField(label=_("Từ năm"), min_value=2000, max_value=2100)
    last_year = forms.IntegerField(label=_("Đến năm"), min_value=2000, max_value=2100)
    signer = forms.CharField(label=_("Người ký"), required=False, max_length=120)
    signer_title = forms.CharField(label=_("Quyền hạn, chức vụ ký"), required=False, max_length=300)
    issuer = UnitField(label=_("Cơ quan ban hành"))

    def __init__(self, *args: Any, issuers: UnitQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "issuer", issuers, within=IMPORT)

    @classmethod
    def initial_from(cls, head: Mapping[str, Any], issuer: Unit | None) -> dict[str, Any]:
        """What the form shows for a head as stored."""
        years = head.get("year")
        first, last = (years[0], years[-1]) if isinstance(years, list) else (years, years)
        kind = head.get("kind")
        return {
            **{name: head.get(name) for name in ("title", "number", "date", "signer", "signer_title")},
            "kind": kind if kind in PlanKind.values else PlanKind.OTHER,
            "first_year": first,
            "last_year": last,
            "issuer": issuer,
        }

    def clean(self) -> dict[str, Any]:
        """The years stand in order."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_year"), cleaned.get("last_year")
        if first and last and last < first:
            self.add_error("last_year", _("Năm cuối không được trước năm đầu."))
        return cleaned

    def head(self) -> dict[str, Any]:
        """The head in the words of the extraction schema."""
        data = self.cleaned_data
        first, last = data["first_year"], data["last_year"]
        return {
            "title": data["title"].strip(),
            "kind": data["kind"],
            "number": data["number"].strip() or None,
            "date": data["date"].isoformat() if data["date"] else None,
            "year": first if first == last else [first, last],
            "signer": data["signer"].strip() or None,
            "signer_title": data["signer_title"].strip() or None,
        }


class ItemForm(forms.Form):
    """Base of the forms of items: which keys of the data are edited, and how names of units are typed."""

    roles: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, data_of_item: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        item = data_of_item or {}
        initial = {name: item.get(name) for name in self.base_fields}
        initial |= {role: "\n".join(item.get(role) or []) for role in self.roles}
        initial |= kwargs.pop("initial", {})
        super().__init__(*args, **(kwargs | {"initial": initial}))
        for role in self.roles:
            self.fields[role] = forms.CharField(
                label=ROLE_LABELS[role], required=False, initial=initial.get(role),
                widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Mỗi dòng một đơn vị."),
            )  # fmt: skip

    def data_for_item(self) -> dict[str, Any]:
        """The edited part of the item's data."""
        edited = {name: value.strip() or None if isinstance(value, str) else value
                  for name, value in self.cleaned_data.items()}  # fmt: skip
        for role in self.roles:
            edited[role] = [line.strip() for line in (self.cleaned_data[role] or "").splitlines() if line.strip()]
        return edited


def _deadline_of(cleaned: Mapping[str, Any]) -> str | None:
    if cleaned["deadline_kind"] == "date":
        return cleaned["deadline"].isoformat() if cleaned["deadline"] else None
    return cleaned["deadline_kind"] or None


class WorkForm(ItemForm):
    """A task of a table, or a duty of the implementation section."""

    roles: ClassVar[tuple[str, ...]] = ("lead", "coordinating", "monitoring")
    name = forms.CharField(label=pgettext_lazy("một mục", "Nhiệm vụ"), widget=forms.Textarea(attrs={"rows": 3}))
    deadline_kind = forms.ChoiceField(
        label=_("Loại thời hạn"), required=False,
        choices=[("", _("Chưa rõ")), ("date", _("Có ngày")), ("recurring", _("Thường xuyên")),
                 ("on_demand", _("Khi có yêu cầu"))],
    )  # fmt: skip
    deadline = DayField(label=_("Hạn hoàn thành"), required=False)
    product = forms.CharField(label=_("Sản phẩm, kết quả"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    content = forms.CharField(label=_("Nội dung"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, data_of_item: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        deadline = (data_of_item or {}).get("deadline")
        special = deadline in ("recurring", "on_demand")
        kind = deadline if special else "date" if deadline else ""
        item = dict(data_of_item or {}) | {"deadline": None if special else deadline}
        super().__init__(*args, data_of_item=item, initial={"deadline_kind": kind}, **kwargs)

    def clean(self) -> dict[str, Any]:
        """A dated deadline has its date."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("deadline_kind") == "date" and not cleaned.get("deadline"):
            self.add_error("deadline", _("Hãy chọn ngày, hoặc chọn loại thời hạn khác."))
        return cleaned

    def data_for_item(self) -> dict[str, Any]:
        """The deadline goes back into one word."""
        edited = super().data_for_item()
        edited["deadline"] = _deadline_of(self.cleaned_data)
        del edited["deadline_kind"]
        return edited


class DutyForm(WorkForm):
    """A duty: a unit, what it does."""

    roles = ("lead",)


class IndicatorForm(ItemForm):
    """A target."""

    roles = ("lead",)
    name = forms.CharField(label=pgettext_lazy("một mục", "Chỉ tiêu"), widget=forms.Textarea(attrs={"rows": 2}))
    operator = forms.ChoiceField(label=_("So sánh"), choices=PlanTarget.OPERATORS)
    low = forms.FloatField(label=_("Mức"), required=False, localize=True)
    high = forms.FloatField(label=_("Đến mức (với khoảng)"), required=False, localize=True)
    unit = forms.CharField(label=_("Đơn vị tính"), required=False, max_length=80)
    target_text = forms.CharField(label=_("Mức ghi trong văn bản"), required=False, max_length=300)

    def __init__(self, *args: Any, data_of_item: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        target = (data_of_item or {}).get("target")
        low, high = (target[0], target[1]) if isinstance(target, list) else (target, None)
        super().__init__(*args, data_of_item=data_of_item, initial={"low": low, "high": high}, **kwargs)

    def data_for_item(self) -> dict[str, Any]:
        """The level goes back into one value."""
        edited = super().data_for_item()
        low, high = edited.pop("low"), edited.pop("high")
        edited["target"] = {"range": [low, high], "done": None}.get(edited["operator"], low)
        edited["target_text"] = edited["target_text"] or ("" if low is None else f"{low:g}")
        return edited


class CitationForm(ItemForm):
    """A cited document."""

    kind = forms.CharField(label=_("Loại văn bản"), max_length=80)
    number = forms.CharField(label=_("Số, ký hiệu"), max_length=80)
    date = DayField(label=_("Ngày"), required=False)
    issuer = forms.CharField(label=_("Cơ quan ban hành"), required=False, max_length=300)

    def data_for_item(self) -> dict[str, Any]:
        """The date goes back into its ISO form."""
        edited = super().data_for_item()
        edited["date"] = edited["date"].isoformat() if edited["date"] else None
        return edited


class ReportingForm(ItemForm):
    """A reporting duty."""

    who = forms.CharField(label=_("Đơn vị báo cáo"))
    to = forms.CharField(label=_("Nơi nhận"), required=False)
    frequency = forms.ChoiceField(label=_("Định kỳ"), choices=ReportingDuty._meta.get_field("frequency").choices or [])
    due_rule = forms.CharField(label=_("Thời hạn"), required=False)


class SectionForm(ItemForm):
    """A heading."""

    path = forms.CharField(label=_("Số mục"), max_length=80)
    heading = forms.CharField(label=_("Tiêu đề"), widget=forms.Textarea(attrs={"rows": 2}))


class ResultForm(ItemForm):
    """A result of the period that ended."""

    text = forms.CharField(label=_("Kết quả"), widget=forms.Textarea(attrs={"rows": 2}))
    value = forms.FloatField(label=_("Giá trị"), required=False, localize=True)
    unit = forms.CharField(label=_("Đơn vị tính"), required=False, max_length=80)


FORM_OF_KIND: dict[str, type[ItemForm]] = {
    ItemKind.TASK: WorkForm,
    ItemKind.DUTY: DutyForm,
    ItemKind.INDICATOR: IndicatorForm,
    ItemKind.CITATION: CitationForm,
    ItemKind.REPORTING: ReportingForm,
    ItemKind.SECTION: SectionForm,
    ItemKind.RESULT: ResultForm,
}
