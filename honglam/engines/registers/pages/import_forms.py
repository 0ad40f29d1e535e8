"""What is asked of a file that comes in: the file, what its columns mean, how rows come in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from honglam.core.access.reach import reach_of, units_of
from honglam.core.organisations.fields import UnitField, offer
from honglam.core.organisations.models import Unit
from honglam.engines.registers.declaration import Register
from honglam.engines.registers.importing.judging import Way
from honglam.engines.registers.importing.matching import error_heading
from honglam.engines.registers.importing.targets import targets_of
from honglam.engines.registers.models import ImportRun
from honglam.toolkit.text import fold
from honglam.toolkit.ui.forms import DayField

WAYS = (
    (Way.UPDATE.value, _("Sửa dòng đã có theo tệp")),
    (Way.SKIP.value, _("Bỏ qua dòng đã có")),
    (Way.REJECT.value, _("Coi là lỗi")),
)
EMPTIES = (("no", _("Giữ giá trị đang có")), ("yes", _("Xóa giá trị đang có")))


class FileForm(forms.Form):
    """The file, and who keeps its rows."""

    file = forms.FileField(
        label=_("Tệp Excel hoặc CSV"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=_("Tệp .xlsx hoặc .csv, tối đa 300 MB. Chưa ghi gì vào sổ ở bước này."),
    )
    unit = UnitField(label=_("Đơn vị quản lý các dòng mới"))

    def __init__(self, *args: Any, register: Register, by: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        permission = register.permission("edit")
        reach = reach_of(by, permission)
        offer(self, "unit", reach.units(), within=permission)
        if not self.is_bound:
            self.initial.setdefault("unit", keeper_of(register, by))


class MatchingForm(forms.Form):
    """Which column each heading means, and how rows come in; a field `column_<n>` for each heading."""

    unit = UnitField(label=_("Đơn vị quản lý các dòng mới"))
    on_known = forms.ChoiceField(label=_("Dòng đã có trong sổ"), choices=WAYS)
    empty = forms.ChoiceField(label=_("Ô trống của dòng đã có"), choices=EMPTIES)
    valid_from = DayField(
        label=_("Có hiệu lực từ ngày"), required=False,
        help_text=_("Để trống là hôm nay. Ghi ngày của văn bản nếu số liệu có hiệu lực từ trước."),
    )  # fmt: skip

    def __init__(self, *args: Any, register: Register, run: ImportRun, by: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        permission = register.permission("edit")
        offer(self, "unit", reach_of(by, permission).units(), within=permission)
        self.initial.update({
            "unit": run.unit, "on_known": run.on_known, "empty": "yes" if run.empty_clears else "no",
            "valid_from": run.valid_from,
        })  # fmt: skip
        self.headings = [name for name in run.headings if fold(name) != fold(error_heading())]
        choices = [("", _("— không nhập —")), *((one.key, one.label) for one in targets_of(register, by=by))]
        for number, heading in enumerate(self.headings):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=heading, choices=choices, required=False, initial=run.mapping.get(heading, "")
            )

    @property
    def mapping(self) -> dict[str, str]:
        """Heading → key, of a form that is valid."""
        return {
            heading: self.cleaned_data[f"column_{number}"]
            for number, heading in enumerate(self.headings) if self.cleaned_data[f"column_{number}"]
        }  # fmt: skip

    @property
    def columns(self) -> list[forms.BoundField]:
        """The fields of the headings, in the order of the file."""
        return [self[f"column_{number}"] for number in range(len(self.headings))]


class ReasonForm(forms.Form):
    """Why something is undone or merged."""

    reason = forms.CharField(label=_("Lý do"), max_length=500, min_length=5)


def keeper_of(register: Register, by: Any) -> Unit | None:
    """The unit that a person most likely keeps rows for: an own one within reach, else the one the register names."""
    reach = reach_of(by, register.permission("edit"))
    own = [unit for unit in units_of(by) if reach.covers(unit)]
    if own:
        return own[0]
    named = Unit.objects.filter(code__endswith=f".{register.keeper}").first() if register.keeper else None
    return named if named is not None and reach.covers(named) else None
