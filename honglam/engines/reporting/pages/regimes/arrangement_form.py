"""The form that says who does what for the reports of a unit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from honglam.core.access.models import Membership, User
from honglam.core.organisations.fields import UnitField
from honglam.core.organisations.models import Unit
from honglam.core.organisations.terms import COMMUNE_KINDS, VILLAGE_KINDS
from honglam.engines.reporting.actions.arrangements import Arrangement
from honglam.engines.reporting.arrangements import PERSON_COLUMNS
from honglam.engines.reporting.models import ReportArrangement
from honglam.engines.reporting.queries import STEP_PERMISSIONS
from honglam.engines.reporting.terms import SigningForm

ANYBODY = _("Ai được giao quyền ở bước này")


class PersonField(forms.ModelChoiceField):
    """One person, called by the full name."""

    def label_from_instance(self, obj: Any) -> str:
        """The full name, with the account where two bear one name."""
        return f"{obj.full_name} ({obj.username})"


class ArrangementForm(forms.Form):
    """Who does what; an empty choice leaves it to the unit's other arrangement or to whoever holds the permission."""

    drafting_unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Phòng, bộ phận soạn thảo"), required=False, empty_label=_("Cả đơn vị")
    )
    drafter = PersonField(User.objects.none(), label=_("Người soạn"), required=False, empty_label=ANYBODY)
    checker = PersonField(User.objects.none(), label=_("Trưởng phòng kiểm tra"), required=False, empty_label=ANYBODY)
    office_unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Văn phòng rà soát, phát hành"), required=False, empty_label=_("Cả đơn vị")
    )
    office_person = PersonField(
        User.objects.none(), label=_("Người rà soát ở văn phòng"), required=False, empty_label=ANYBODY
    )
    signer = PersonField(User.objects.none(), label=_("Người ký"), required=False, empty_label=ANYBODY)
    clerk = PersonField(User.objects.none(), label=_("Văn thư"), required=False, empty_label=ANYBODY)
    signing_form = forms.ChoiceField(
        label=_("Thể thức ký"), choices=SigningForm.choices, initial=SigningForm.FOR_BODY,
        help_text=_("Nghị định 30/2020/NĐ-CP, điều 13 và phụ lục I."),
    )  # fmt: skip
    signing_lines = forms.CharField(
        label=_("Các dòng trên chữ ký"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Mỗi dòng một dòng, ví dụ: TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH, PHÓ CHỦ TỊCH. Để trống: tự lập."),
    )  # fmt: skip
    signer_name = forms.CharField(label=_("Họ tên dưới chữ ký"), required=False, max_length=120)
    receiver = UnitField(
        label=_("Nơi nhận riêng"), required=False, without_villages=True,
        help_text=_("Chỉ ghi khi đơn vị gửi nơi khác với chế độ báo cáo. Để trống: theo chế độ báo cáo."),
    )  # fmt: skip

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        parts = Unit.objects.children_of(unit).valid_on(today).exclude(kind__in=[*COMMUNE_KINDS, *VILLAGE_KINDS])
        for name in ("drafting_unit", "office_unit"):
            self.fields[name].queryset = parts  # type: ignore[attr-defined]
        posts = list(
            Membership.objects.valid_on(today).of_active_people()
            .filter(Q(seat=unit) | Q(unit=unit) | Q(seat__in=parts) | Q(unit__in=parts)).select_related("role")
        )  # fmt: skip
        for step, column in PERSON_COLUMNS.items():
            people = {post.user_id for post in posts if STEP_PERMISSIONS[step] in post.role.permissions}
            people |= _already(self.initial.get(column))
            field = self.fields[column]
            field.queryset = User.objects.filter(pk__in=people).in_alphabet()  # type: ignore[attr-defined]

    def arrangement(self) -> Arrangement:
        """What was filled in."""
        data = dict(self.cleaned_data)
        lines = tuple(line.strip() for line in data.pop("signing_lines").splitlines() if line.strip())
        return Arrangement(signing_lines=lines, **data)


def initial_of(row: ReportArrangement | None, *, is_own: bool) -> dict[str, Any]:
    """A stored arrangement as the form shows it; of the general one only how it is signed is proposed."""
    if row is None:
        return {}
    signing = {"signing_form": row.signing_form, "signing_lines": "\n".join(row.signing_lines)}
    if not is_own:
        return signing
    columns: Iterable[str] = (*PERSON_COLUMNS.values(), "drafting_unit", "office_unit", "receiver", "signer_name")
    return signing | {column: getattr(row, column) for column in columns}


def _already(person: Any) -> set[int]:
    """Who is named now stays to choose, so that saving does not drop them unseen."""
    return {person.pk} if person is not None else set()
