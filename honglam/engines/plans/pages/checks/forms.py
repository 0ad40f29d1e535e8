"""Forms of checks: a draft with what it is held against, a mended file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from honglam.core.organisations.models import Unit
from honglam.engines.plans.models import Plan
from honglam.engines.plans.read_items import DOCUMENT_FORMATS

ACCEPT = ",".join(f".{kind}" for kind in (*DOCUMENT_FORMATS, "htm"))
MOST_OTHERS = 200


class UpperPlanField(forms.ModelChoiceField):
    """A plan of the system: those of superiors first, then the others that the person sees."""

    def label_from_instance(self, obj: Any) -> str:
        """Number and subject, short enough for one line."""
        subject = obj.subject if len(obj.subject) <= 90 else f"{obj.subject[:89]}…"
        return f"{obj.number or obj.code} · {subject} ({obj.issuer.label}, {obj.years})"


class NewCheckForm(forms.Form):
    """A draft, whose it is, and the upper plan: one of the system, a file, or none."""

    file = forms.FileField(label=_("Dự thảo"), widget=forms.FileInput(attrs={"accept": ACCEPT}))
    upper_plan = UpperPlanField(
        Plan.objects.none(), label=_("Đối chiếu với kế hoạch cấp trên"), required=False,
        empty_label=_("Không đối chiếu, chỉ soát dự thảo"),
    )  # fmt: skip
    upper_file = forms.FileField(
        label=_("Tệp kế hoạch cấp trên"), required=False, widget=forms.FileInput(attrs={"accept": ACCEPT})
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Soát cho đơn vị"), empty_label=None,
        help_text=_("Chỉ người của đơn vị này thấy dự thảo và kết quả soát."),
    )  # fmt: skip

    def __init__(self, *args: Any, units: Iterable[Unit], above: Any, others: QuerySet[Plan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        self.fields["unit"].queryset = chosen  # type: ignore[attr-defined]
        field = self.fields["upper_plan"]
        assert isinstance(field, UpperPlanField)
        upper, rest = list(above[:MOST_OTHERS]), list(others[:MOST_OTHERS])
        known = {plan.pk for plan in upper}
        rest = [plan for plan in rest if plan.pk not in known]
        field.queryset = Plan.objects.filter(pk__in=[plan.pk for plan in (*upper, *rest)])
        groups = ((_text("Của cấp trên"), upper), (_text("Kế hoạch khác"), rest))
        field.choices = [
            ("", field.empty_label),
            *(
                (name, [(plan.pk, field.label_from_instance(plan)) for plan in plans])
                for name, plans in groups
                if plans
            ),
        ]

    def clean(self) -> dict[str, Any]:
        """One upper plan at most."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("upper_plan") and cleaned.get("upper_file"):
            self.add_error("upper_file", _text("Chỉ chọn một: kế hoạch trong hệ thống hoặc tệp kế hoạch cấp trên."))
        return cleaned


class AgainForm(forms.Form):
    """The mended draft; without a file the same is checked once more."""

    file = forms.FileField(label=_("Dự thảo đã sửa"), required=False, widget=forms.FileInput(attrs={"accept": ACCEPT}))


class AlignmentForm(forms.Form):
    """With which upper plan a plan of the system is compared."""

    upper_plan = UpperPlanField(
        Plan.objects.none(), label=_("Kế hoạch cấp trên"), required=False,
        empty_label=_("Không, chỉ soát kế hoạch này"),
    )  # fmt: skip

    def __init__(self, *args: Any, above: QuerySet[Plan], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upper_plan"].queryset = above  # type: ignore[attr-defined]
