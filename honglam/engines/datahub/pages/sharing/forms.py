"""Forms of sharing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from honglam.core.organisations.models import Unit
from honglam.core.organisations.queries import in_subtree
from honglam.engines.datahub.models import AccessRequest, Dataset
from honglam.engines.datahub.quality.columns import Column, ColumnType
from honglam.engines.datahub.sharing.scope import MOST_DAYS, MOST_VALUES, narrowed
from honglam.engines.datahub.terms import Frequency
from honglam.toolkit.text import nfc

LONG = {"rows": 3}


def values_of(text: str) -> list[str]:
    """The values that were typed, one a line, each once."""
    return list(dict.fromkeys(line.strip() for line in nfc(text).splitlines() if line.strip()))


def codes_below(unit: Unit) -> list[str]:
    """The codes of a unit and of the bodies below it, as datasets name them; none for the whole province."""
    if unit.parent_id is None:
        return []
    below = Unit.objects.filter(in_subtree(unit.path)).order_by("path")
    return list(below.values_list("code", flat=True)[:MOST_VALUES])


class RowsForm(forms.Form):
    """Which rows: those with some values in a column."""

    filter_column = forms.ChoiceField(label=_("Chỉ các dòng có"), required=False)
    filter_values = forms.CharField(
        label=_("là một trong các giá trị"), required=False, widget=forms.Textarea(attrs=LONG), max_length=20_000,
        help_text=_("Mỗi dòng một giá trị, đúng như trong dữ liệu (mã, không phải tên)."),
    )  # fmt: skip

    def __init__(self, *args: Any, columns: Sequence[Column], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usable = [(one.name, str(one.label)) for one in columns if one.type != ColumnType.GEOMETRY]
        self.fields["filter_column"].choices = [("", _text("(mọi dòng)")), *usable]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The column and its values come together."""
        data = super().clean() or {}
        name, values = data.get("filter_column", ""), values_of(data.get("filter_values", ""))
        if bool(name) != bool(values):
            self.add_error("filter_values", _text("Hãy chọn cột và ghi ít nhất một giá trị, hoặc để trống cả hai."))
        data["typed_filter"] = {name: values} if name and values else {}
        return data


class AskForm(RowsForm):
    """What a unit asks for."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Đơn vị đề nghị"), empty_label=None)
    purpose = forms.CharField(label=_("Mục đích sử dụng"), widget=forms.Textarea(attrs=LONG), max_length=2000)
    legal_basis = forms.CharField(
        label=_("Căn cứ pháp lý"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000,
        help_text=_("Văn bản, điều, khoản giao nhiệm vụ cần đến dữ liệu này."),
    )  # fmt: skip
    procedure = forms.CharField(label=_("Thủ tục, nhiệm vụ phục vụ"), required=False, max_length=300)
    columns = forms.MultipleChoiceField(label=_("Cột cần dùng"), widget=forms.CheckboxSelectMultiple)
    personal_need = forms.CharField(
        label=_("Vì sao cần dữ liệu cá nhân"), required=False, widget=forms.Textarea(attrs=LONG), max_length=2000,
        help_text=_("Bắt buộc khi chọn cột dữ liệu cá nhân: nêu vì sao không dùng được dữ liệu đã ẩn danh."),
    )  # fmt: skip
    own_rows = forms.BooleanField(label=_("Chỉ các dòng thuộc đơn vị đề nghị"), required=False, initial=True)
    frequency = forms.ChoiceField(label=_("Bao lâu đọc một lần"), choices=Frequency.choices)
    system = forms.CharField(
        label=_("Hệ thống sẽ đọc dữ liệu"), required=False, max_length=200,
        help_text=_("Tên phần mềm, nếu đọc tự động qua API. Người đọc trên trang thì để trống."),
    )  # fmt: skip
    days = forms.IntegerField(
        label=_("Số ngày dùng"), min_value=1, max_value=MOST_DAYS, initial=30,
        help_text=_("Hết số ngày này quyền tự hết; cần nữa thì đề nghị gia hạn."),
    )  # fmt: skip

    def __init__(self, *args: Any, dataset: Dataset, columns: Sequence[Column], units: Any, **kwargs: Any) -> None:
        super().__init__(*args, columns=columns, **kwargs)
        self.dataset = dataset
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["columns"].choices = [(one.name, str(one.label)) for one in columns]  # type: ignore[attr-defined]
        if not dataset.unit_column:
            del self.fields["own_rows"]

    def clean(self) -> dict[str, Any]:
        """Both limits of rows hold together."""
        data = super().clean()
        row_filter: dict[str, list[str]] = data.get("typed_filter", {})
        if data.get("own_rows") and data.get("unit") is not None and (codes := codes_below(data["unit"])):
            row_filter = narrowed({self.dataset.unit_column: codes}, row_filter)
            if any(not values for values in row_filter.values()):
                self.add_error("filter_values", _text("Không giá trị nào thuộc đơn vị đề nghị."))
        data["row_filter"] = row_filter
        return data


class GrantForm(RowsForm):
    """What is given: at most what was asked for."""

    columns = forms.MultipleChoiceField(label=_("Cột được dùng"), widget=forms.CheckboxSelectMultiple)
    days = forms.IntegerField(label=_("Số ngày"), min_value=1)
    note = forms.CharField(label=_("Ghi chú cho đơn vị"), required=False, max_length=500)

    def __init__(self, *args: Any, asked: AccessRequest, columns: Sequence[Column], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"columns": asked.columns, "days": asked.days})
        super().__init__(*args, columns=columns, auto_id="id_grant_%s", **kwargs)
        labels = {one.name: str(one.label) for one in columns}
        self.asked = asked
        self.fields["columns"].choices = [(one, labels[one]) for one in asked.columns if one in labels]  # type: ignore[attr-defined]
        self.fields["days"].max_value = asked.days  # type: ignore[attr-defined]
        self.fields["filter_column"].label = _text("Thu hẹp: chỉ các dòng có")

    def clean(self) -> dict[str, Any]:
        """What was asked for, and the narrower limit on top of it."""
        data = super().clean()
        data["row_filter"] = narrowed(self.asked.row_filter, data.get("typed_filter", {}))
        if any(not values for values in data["row_filter"].values()):
            self.add_error("filter_values", _text("Không giá trị nào nằm trong phạm vi đã đề nghị."))
        return data


class ReasonForm(forms.Form):
    """A refusal or an end before its time, with its reason."""

    reason = forms.CharField(label=_("Lý do"), min_length=5, max_length=500, widget=forms.Textarea(attrs=LONG))


class KeyForm(forms.Form):
    """A key of a system."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Tên hệ thống dùng khóa"), max_length=120)


class WebhookForm(forms.Form):
    """An address that is told of new versions."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    url = forms.CharField(
        label=_("Địa chỉ nhận thông báo"), max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=_("Được gọi mỗi khi tập dữ liệu có phiên bản mới. Thông báo không chứa dòng dữ liệu nào."),
    )  # fmt: skip


class NeedForm(forms.Form):
    """What a procedure asks for, and where the hub has it."""

    procedure_code = forms.CharField(label=_("Mã thủ tục"), required=False, max_length=40)
    procedure = forms.CharField(label=_("Thủ tục"), max_length=300)
    item = forms.CharField(
        label=_("Thông tin, giấy tờ phải nộp"), max_length=300,
        help_text=_("Đúng như trong thành phần hồ sơ, ví dụ: Bản sao Giấy chứng nhận quyền sử dụng đất."),
    )  # fmt: skip
    dataset = forms.ModelChoiceField(Dataset.objects.none(), label=_("Tập dữ liệu đã có"))
    columns = forms.CharField(
        label=_("Cột có thông tin này"), widget=forms.Textarea(attrs=LONG), max_length=2000,
        help_text=_("Mỗi dòng một tên cột, như trong từ điển dữ liệu của tập."),
    )  # fmt: skip
    note = forms.CharField(label=_("Ghi chú"), required=False, max_length=500)

    def __init__(self, *args: Any, datasets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["dataset"].queryset = datasets  # type: ignore[attr-defined]

    def clean_columns(self) -> list[str]:
        """The names of columns."""
        return values_of(self.cleaned_data["columns"].replace(",", "\n"))


class SheetForm(forms.Form):
    """A filled-in sheet."""

    file = forms.FileField(label=_("Tệp Excel"), widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}))


class ReviewForm(forms.Form):
    """What came of going over a dataset."""

    note = forms.CharField(label=_("Kết quả rà soát"), max_length=500)
