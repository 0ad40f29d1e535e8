"""A form for each kind of rule: what it asks is what the kind takes, and nothing else."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honglam.engines.datahub.quality.columns import Column
from honglam.engines.datahub.quality.rule_format import WORD_OF, Kind, Rule, RuleError
from honglam.engines.datahub.terms import EFFECTS, KIND_LABELS, WORDS

_ONE = {
    Kind.NOT_NULL, Kind.TYPE, Kind.FORMAT, Kind.RANGE, Kind.CODES, Kind.REFERENCE, Kind.FRESH, Kind.COMPLETE,
}  # fmt: skip
_TARGETS = "datahub-targets"
HELP: Mapping[Kind, Any] = {
    Kind.NOT_NULL: gettext_lazy("Dòng nào để trống cột này là sai."),
    Kind.TYPE: gettext_lazy("Giá trị phải đúng kiểu trong từ điển: ngày là ngày, số là số."),
    Kind.FORMAT: gettext_lazy("Cả giá trị phải khớp mẫu, ví dụ [0-9]{12} là đúng 12 chữ số."),
    Kind.RANGE: gettext_lazy("Giá trị nằm từ thấp nhất đến cao nhất; số viết 0.5, ngày viết 2026-11-22."),
    Kind.CODES: gettext_lazy("Giá trị phải là một mã trong danh mục."),
    Kind.KEY: gettext_lazy("Hai dòng không được trùng nhau ở các cột này."),
    Kind.REFERENCE: gettext_lazy("Giá trị phải có trong cột của tập dữ liệu khác."),
    Kind.ORDER: gettext_lazy("Cột thứ nhất không được lớn hơn (sau) cột thứ hai."),
    Kind.GEOMETRY: gettext_lazy("Hình GeoJSON hợp lệ, hoặc kinh độ và vĩ độ; nằm trong khung nếu có."),
    Kind.EQUAL: gettext_lazy("Cột cuối phải bằng cột của tập khác ở dòng có cùng khóa."),
    Kind.ALIKE: gettext_lazy("Tìm dòng gần giống nhau ở các cột này: gõ khác dấu, thừa chữ."),
    Kind.FRESH: gettext_lazy("Ngày trong cột không cũ quá số ngày đã định."),
    Kind.COMPLETE: gettext_lazy("Đủ số dòng phải có của từng nhóm, theo số lượng mà nguồn khai."),
}


class RuleForm(forms.Form):
    """A rule of one kind; `written` is the rule."""

    code = forms.CharField(
        label=gettext_lazy("Mã quy tắc"), max_length=80, required=False,
        help_text=gettext_lazy("Chữ thường không dấu, số, gạch nối. Bỏ trống để hệ thống đặt."),
    )  # fmt: skip
    columns = forms.MultipleChoiceField(label=gettext_lazy("Các cột"), widget=forms.CheckboxSelectMultiple)
    column = forms.ChoiceField(label=gettext_lazy("Cột"))
    second = forms.ChoiceField(label=gettext_lazy("Cột thứ hai"))
    pattern = forms.CharField(label=gettext_lazy("Mẫu"), max_length=300, strip=False)
    min = forms.CharField(label=gettext_lazy("Thấp nhất"), max_length=40, required=False)
    max = forms.CharField(label=gettext_lazy("Cao nhất"), max_length=40, required=False)
    codes = forms.CharField(
        label=gettext_lazy("Các mã, mỗi dòng một mã"), required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    code_list = forms.CharField(
        label=gettext_lazy("Hoặc cột của tập khác giữ danh mục"), max_length=160, required=False,
        widget=forms.TextInput(attrs={"list": _TARGETS, "placeholder": "tap-du-lieu.cot"}),
    )  # fmt: skip
    to = forms.CharField(
        label=gettext_lazy("So với cột của tập dữ liệu"), max_length=160,
        widget=forms.TextInput(attrs={"list": _TARGETS, "placeholder": "tap-du-lieu.cot"}),
        help_text=gettext_lazy("Mã tập, dấu chấm, tên cột; units.code là mã các đơn vị của tỉnh."),
    )  # fmt: skip
    box = forms.CharField(
        label=gettext_lazy("Khung: tây, nam, đông, bắc"), max_length=80, required=False,
        widget=forms.TextInput(attrs={"placeholder": "105.1, 17.9, 106.5, 18.8"}),
    )  # fmt: skip
    likeness = forms.IntegerField(label=gettext_lazy("Giống từ (%)"), min_value=50, max_value=100, initial=90)
    days = forms.IntegerField(label=gettext_lazy("Số ngày"), min_value=0, max_value=36_500)
    of = forms.ChoiceField(
        label=gettext_lazy("Xét"),
        choices=[("row", gettext_lazy("từng dòng")), ("newest", gettext_lazy("dòng mới nhất"))],
    )
    expected = forms.CharField(label=gettext_lazy("Tên bảng số lượng phải có"), max_length=80)
    message = forms.CharField(
        label=gettext_lazy("Lời nhắc khi sai"), max_length=300,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("Diện tích phải từ 1 đến 10.000 m²")}),
    )  # fmt: skip
    word = forms.ChoiceField(label=gettext_lazy("Tiêu chí"), choices=WORDS)
    effect = forms.ChoiceField(label=gettext_lazy("Khi sai"), choices=EFFECTS)

    def __init__(
        self, *args: Any, kind: Kind, known: Sequence[Column], stored: Rule | None = None,
        taken: Collection[str] = (), **kwargs: Any,
    ) -> None:  # fmt: skip
        self.kind = kind
        self._taken = taken
        initial = {"word": WORD_OF[kind].value, "effect": "warns"} | (_initial(stored) if stored is not None else {})
        super().__init__(*args, **{"initial": initial, **kwargs})
        kept = {*_FIELDS[kind], "code", "message", "word", "effect"}
        for name in [name for name in self.fields if name not in kept]:
            del self.fields[name]
        choices = [(column.name, f"{column.label} ({column.name})") for column in known]
        for name in ("column", "second", "columns"):
            if name in self.fields:
                self.fields[name].choices = choices  # type: ignore[attr-defined]
        if kind == Kind.GEOMETRY:
            self.fields["second"].required = False
            self.fields["second"].choices = [("", _("không, cột trên là hình")), *choices]  # type: ignore[attr-defined]
            self.fields["second"].label = _("Cột vĩ độ (khi cột trên là kinh độ)")
        if kind == Kind.EQUAL:
            self.fields["columns"].label = _("Các cột khóa")
            self.fields["column"].label = _("Cột so sánh")
        if kind == Kind.ORDER:
            self.fields["column"].label = _("Cột thứ nhất (trước, nhỏ hơn)")
        if stored is not None:
            self.fields["code"].disabled = True

    def clean(self) -> dict[str, Any]:
        """Keep the rule that the fields make. ValidationError where it says nothing."""
        data = super().clean() or {}
        if not self.errors:
            try:
                self._rule = Rule.from_json({
                    "code": data["code"] or self._code(data), "kind": self.kind.value,
                    "columns": self._columns(data), "parameters": self._parameters(data), "word": data["word"],
                    "effect": data["effect"], "message": data["message"],
                })  # fmt: skip
            except RuleError as error:
                raise ValidationError(str(error)) from error
        return data

    def written(self) -> Rule:
        """The rule."""
        return self._rule

    def _code(self, data: Mapping[str, Any]) -> str:
        """A code that nobody uses yet, from the columns and the kind."""
        said = f"{'-'.join(self._columns(data)[:2])}-{self.kind.value}".lower()
        made = re.sub(r"[^a-z0-9]+", "-", said).strip("-")[:70]
        codes = itertools.chain([made], (f"{made}-{number}" for number in itertools.count(2)))
        return next(code for code in codes if code not in self._taken)

    def _columns(self, data: Mapping[str, Any]) -> list[str]:
        many = [name for name in data.get("columns") or [] if name != data.get("column")]
        if self.kind in (Kind.KEY, Kind.ALIKE):
            return many
        if self.kind == Kind.EQUAL:
            return [*many, data["column"]]
        return [name for name in (data["column"], data.get("second")) if name]

    def _parameters(self, data: Mapping[str, Any]) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        for name in _PARAMETERS[self.kind]:
            value = data.get(name)
            if name == "codes":
                value = [code for code in re.split(r"[\n;,]+", value or "") if code.strip()]
                value = [code.strip() for code in value]
            if value not in (None, "", []):
                kept["list" if name == "code_list" else name] = value
        return kept


_PARAMETERS: Mapping[Kind, tuple[str, ...]] = {
    Kind.NOT_NULL: (), Kind.TYPE: (), Kind.KEY: (), Kind.ORDER: (), Kind.FORMAT: ("pattern",),
    Kind.RANGE: ("min", "max"), Kind.CODES: ("codes", "code_list"), Kind.REFERENCE: ("to",), Kind.EQUAL: ("to",),
    Kind.GEOMETRY: ("box",), Kind.ALIKE: ("likeness",), Kind.FRESH: ("days", "of"), Kind.COMPLETE: ("expected",),
}  # fmt: skip
_FIELDS: Mapping[Kind, tuple[str, ...]] = {
    kind: (
        *(("column",) if kind in _ONE else ()),
        *(("columns",) if kind in (Kind.KEY, Kind.ALIKE, Kind.EQUAL) else ()),
        *(("column",) if kind in (Kind.EQUAL, Kind.ORDER, Kind.GEOMETRY) else ()),
        *(("second",) if kind in (Kind.ORDER, Kind.GEOMETRY) else ()),
        *_PARAMETERS[kind],
    )
    for kind in Kind
}


def kinds() -> list[tuple[str, Any, Any]]:
    """Every kind with its name and what it asks of the data."""
    return [(kind.value.replace("_", "-"), KIND_LABELS[kind], HELP[kind]) for kind in Kind]


def kind_of(text: str) -> Kind | None:
    """The kind that an address names (“not-null”), or None."""
    try:
        return Kind(text.replace("-", "_"))
    except ValueError:
        return None


def _initial(rule: Rule) -> dict[str, Any]:
    names, parameters = list(rule.columns), dict(rule.parameters)
    initial: dict[str, Any] = {
        **parameters, "code": rule.code, "message": rule.message, "word": rule.of_word.value,
        "effect": rule.effect.value,
    }  # fmt: skip
    if "list" in parameters:
        initial["code_list"] = parameters["list"]
    if "codes" in parameters:
        initial["codes"] = "\n".join(str(code) for code in parameters["codes"])
    if rule.kind in (Kind.KEY, Kind.ALIKE):
        return initial | {"columns": names}
    if rule.kind == Kind.EQUAL:
        return initial | {"columns": names[:-1], "column": names[-1]}
    return initial | {"column": names[0], "second": names[1] if len(names) > 1 else ""}
