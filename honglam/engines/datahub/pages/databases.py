"""The province's sector databases: how many are connected, one number and the rows behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Count
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honglam.core.access.decorators import requires
from honglam.core.access.reach import reach_of, require
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import history_of, size_asked
from honglam.core.organisations.fields import UnitField
from honglam.engines.datahub.actions.databases import change_database
from honglam.engines.datahub.errors import HubError
from honglam.engines.datahub.models import Dataset, SectorDatabase
from honglam.engines.datahub.queries import MANAGE, VIEW
from honglam.engines.datahub.sight import home_of
from honglam.engines.datahub.terms import DatabaseState
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.text import strip_marks
from honglam.toolkit.ui import lists


class DatabaseForm(forms.Form):
    """How far a database is, who keeps it, which datasets it became."""

    name = forms.CharField(label=gettext_lazy("Tên cơ sở dữ liệu"), max_length=250)
    field = forms.CharField(label=gettext_lazy("Lĩnh vực"), max_length=120, required=False)
    keeper = UnitField(label=gettext_lazy("Cơ quan chủ trì"), required=False, without_villages=True)
    state = forms.ChoiceField(label=gettext_lazy("Trạng thái"), choices=DatabaseState.choices)
    datasets = forms.ModelMultipleChoiceField(
        Dataset.objects.none(), label=gettext_lazy("Tập dữ liệu trong kho"), required=False,
        help_text=gettext_lazy("Đã kết nối nghĩa là kho có tập dữ liệu lấy từ cơ sở dữ liệu này."),
    )  # fmt: skip
    source = forms.CharField(label=gettext_lazy("Nguồn, văn bản"), max_length=300, required=False)
    is_verified = forms.BooleanField(label=gettext_lazy("Đã kiểm tra tên với văn bản"), required=False)
    note = forms.CharField(label=gettext_lazy("Ghi chú"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["datasets"].queryset = Dataset.objects.filter(is_active=True)  # type: ignore[attr-defined]


@requires(VIEW)
def databases(request: PersonRequest) -> HttpResponseBase:
    """All of them, with how many are connected of how many that the plan asks for."""
    every = list(
        SectorDatabase.objects.select_related("keeper").annotate(dataset_count=Count("datasets")).order_by("number")
    )
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "state")}
    words = strip_marks(asked["q"])
    shown = [
        one for one in every
        if (not asked["state"] or one.state == asked["state"])
        and (not words or words in strip_marks(f"{one.name} {one.field} {one.keeper or ''}"))
    ]  # fmt: skip
    if (sheet := lists.sheet_of(request, _table(shown))) is not None:
        return sheet
    counts = [(state, label, sum(one.state == state for one in every)) for state, label in DatabaseState.choices]
    context = {
        "page": lists.page_of(request, shown), "asked": asked, "states": DatabaseState.choices, "counts": counts,
        "connected": sum(one.state == DatabaseState.CONNECTED for one in every), "total": len(every),
        "unnamed": sum(not one.is_verified for one in every),
    }  # fmt: skip
    return render(request, "datahub/databases.html", context)


@requires(VIEW)
def database(request: PersonRequest, number: int) -> HttpResponseBase:
    """One of them, with its datasets and history."""
    found = get_object_or_404(SectorDatabase.objects.select_related("keeper"), number=number)
    context = {
        "database": found, "datasets": list(found.datasets.select_related("owner")),
        "may_edit": reach_of(request.user, MANAGE).covers(home_of(found.keeper)),
        "history": history_of(found, size=size_asked(request)),
    }  # fmt: skip
    return render(request, "datahub/database.html", context)


@requires(MANAGE)
def edit_database(request: PersonRequest, number: int) -> HttpResponseBase:
    """Write how far it is."""
    found = get_object_or_404(SectorDatabase.objects.select_related("keeper"), number=number)
    require(request.user, MANAGE, home_of(found.keeper))
    initial = {
        name: getattr(found, name) for name in ("name", "field", "keeper", "state", "source", "is_verified", "note")
    }
    form = DatabaseForm(request.POST or None, initial={**initial, "datasets": found.datasets.all()})
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            change_database(database=found, datasets=values.pop("datasets"), values=values, by=request.user)
        except HubError as error:
            form.add_error(error.column or None, str(error))
        else:
            return redirect("datahub:database", number)
    context = {
        "form": form, "form_title": _("Cập nhật cơ sở dữ liệu ngành"), "form_subtitle": found.name,
        "up_label": found.name, "up_url": reverse("datahub:database", args=[number]),
    }  # fmt: skip
    return render(request, "datahub/form_page.html", context, status=422 if form.errors else 200)


def _table(shown: Sequence[Any]) -> Table:
    columns = [
        Column(_("Số"), lambda one: one.number, Kind.NUMBER),
        Column(_("Cơ sở dữ liệu"), lambda one: one.name, width=56),
        Column(_("Lĩnh vực"), lambda one: one.field, width=24),
        Column(_("Cơ quan chủ trì"), lambda one: str(one.keeper or ""), width=36),
        Column(_("Trạng thái"), lambda one: one.get_state_display(), width=28),
        Column(_("Tập dữ liệu"), lambda one: one.dataset_count, Kind.NUMBER),
        Column(_("Đã kiểm tra tên"), lambda one: _("có") if one.is_verified else _("chưa")),
        Column(_("Nguồn"), lambda one: one.source, width=48),
    ]
    return Table(_("Cơ sở dữ liệu ngành"), columns, shown)
