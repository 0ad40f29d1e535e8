"""Ways in and their deliveries: which are late, empty or of another shape this morning; one of them with its runs."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.reach import reach_of, require
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import history_of, size_asked
from honglam.core.files.actions import store
from honglam.core.files.errors import FileRefused
from honglam.engines.datahub.actions.inflows import ask_for_delivery, change_inflow, make_inflow
from honglam.engines.datahub.drafts import columns_of
from honglam.engines.datahub.errors import HubError
from honglam.engines.datahub.models import Dataset, Inflow
from honglam.engines.datahub.queries import MANAGE, VIEW
from honglam.engines.datahub.sharing.shape import labels_of
from honglam.engines.datahub.terms import Alarm, InflowKind
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.text import strip_marks
from honglam.toolkit.ui import lists

SETTINGS = ("url", "query", "rows_at", "figures")
FORMATS = ("xlsx", "csv", "json", "geojson")
RHYTHMS = [
    (0, gettext_lazy("nhận khi có người gửi hoặc bấm lấy")), (60, gettext_lazy("mỗi giờ")),
    (1440, gettext_lazy("mỗi ngày")), (10080, gettext_lazy("mỗi tuần")), (43200, gettext_lazy("mỗi 30 ngày")),
]  # fmt: skip

KINDS_ASKED = {
    "url": ("sql", "http"), "query": ("sql",), "headers": ("http",), "rows_at": ("file", "http"),
    "figures": ("file", "http"), "secret": ("sql", "http"),
}  # fmt: skip
"""Which fields of the form are asked of which kinds only; the others are asked of all."""
FIGURES = [
    ("", gettext_lazy("tự nhận")), ("comma", "1.234,5"), ("point", "1234.5"),
]  # fmt: skip


class InflowForm(forms.Form):
    """A way in and its contract."""

    name = forms.CharField(label=gettext_lazy("Tên nguồn"), max_length=150)
    kind = forms.ChoiceField(label=gettext_lazy("Cách lấy"), choices=InflowKind.choices)
    url = forms.CharField(
        label=gettext_lazy("Địa chỉ"), max_length=500, required=False,
        help_text=gettext_lazy(
            "HTTP: https://… · SQL: postgresql+psycopg://tên:{secret}@máy/csdl. Chỗ mật khẩu chỉ ghi {secret}."
        ),
    )  # fmt: skip
    query = forms.CharField(
        label=gettext_lazy("Câu truy vấn (SQL)"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Một câu SELECT."),
    )  # fmt: skip
    headers = forms.CharField(
        label=gettext_lazy("Phần đầu yêu cầu HTTP"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Mỗi dòng một phần, ví dụ Authorization: Bearer {secret}"),
    )  # fmt: skip
    rows_at = forms.CharField(
        label=gettext_lazy("Danh sách nằm ở đâu trong JSON"), max_length=120, required=False,
        help_text=gettext_lazy("Ví dụ data.items; bỏ trống nếu chỉ có một danh sách."),
    )  # fmt: skip
    figures = forms.ChoiceField(
        label=gettext_lazy("Cách viết số trong tệp"), required=False, choices=FIGURES,
        help_text=gettext_lazy("Tự nhận: 1.200 là một nghìn hai trăm, trừ khi cột có số như 12.5."),
    )  # fmt: skip
    secret = forms.CharField(
        label=gettext_lazy("Biến môi trường giữ mật khẩu"), max_length=80, required=False,
        help_text=gettext_lazy("Ví dụ HONGLAM_SECRET_YTE, đặt trên máy chủ."),
    )  # fmt: skip
    mapping = forms.CharField(
        label=gettext_lazy("Ghép cột"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Mỗi dòng: tên cột nơi gửi = tên cột trong kho. Cột trùng tên hoặc trùng nhãn tự khớp."),
    )  # fmt: skip
    columns = forms.CharField(
        label=gettext_lazy("Cột cam kết"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Mỗi dòng một cột nơi gửi. Thiếu hoặc thêm cột là cảnh báo đổi cấu trúc."),
    )  # fmt: skip
    least_rows = forms.IntegerField(label=gettext_lazy("Ít nhất (dòng)"), min_value=0, required=False)
    most_rows = forms.IntegerField(label=gettext_lazy("Nhiều nhất (dòng)"), min_value=0, required=False)
    every_minutes = forms.TypedChoiceField(label=gettext_lazy("Nhịp"), choices=RHYTHMS, coerce=int)
    is_active = forms.BooleanField(label=gettext_lazy("Đang dùng"), required=False, initial=True)

    def values(self) -> dict[str, Any]:
        """What was typed, as the verbs take it."""
        data = {
            name: value if kinds is None or self.cleaned_data["kind"] in kinds else ""
            for name, value in self.cleaned_data.items() for kinds in [KINDS_ASKED.get(name)]
        }  # fmt: skip
        settings = {name: data[name].strip() for name in SETTINGS if data[name].strip()}
        if headers := _pairs(data["headers"], ":"):
            settings["headers"] = headers
        contract = {name: data[name] for name in ("least_rows", "most_rows") if data[name] is not None}
        if columns := [line.strip() for line in data["columns"].splitlines() if line.strip()]:
            contract["columns"] = columns
        return {
            "name": data["name"].strip(), "kind": data["kind"], "settings": settings, "secret": data["secret"].strip(),
            "mapping": _pairs(data["mapping"], "="), "contract": contract, "every_minutes": data["every_minutes"],
            "is_active": data["is_active"],
        }  # fmt: skip


def _pairs(text: str, between: str) -> dict[str, str]:
    found = {}
    for line in text.splitlines():
        name, mark, value = line.partition(between)
        if mark and name.strip() and value.strip():
            found[name.strip()] = value.strip()
    return found


def _initial(inflow: Inflow) -> dict[str, Any]:
    settings, contract = inflow.settings, inflow.contract
    return {
        "name": inflow.name, "kind": inflow.kind, "secret": inflow.secret, "every_minutes": inflow.every_minutes,
        "is_active": inflow.is_active, **{name: settings.get(name, "") for name in SETTINGS},
        "headers": "\n".join(f"{name}: {value}" for name, value in (settings.get("headers") or {}).items()),
        "mapping": "\n".join(f"{name} = {value}" for name, value in inflow.mapping.items()),
        "columns": "\n".join(contract.get("columns") or ()),
        **{name: contract.get(name) for name in ("least_rows", "most_rows")},
    }  # fmt: skip


@requires(VIEW)
def deliveries(request: PersonRequest) -> HttpResponseBase:
    """Every way in, those with an alarm first."""
    every = list(Inflow.objects.select_related("dataset__owner").order_by("name", "pk"))
    every.sort(key=lambda one: (not one.alarm, one.name))
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "alarm", "kind")}
    words = strip_marks(asked["q"])
    shown = [
        one for one in every
        if (not asked["kind"] or one.kind == asked["kind"])
        and (not asked["alarm"] or (bool(one.alarm) if asked["alarm"] == "any" else one.alarm == asked["alarm"]))
        and (not words or words in strip_marks(f"{one.name} {one.dataset.name} {one.dataset.owner}"))
    ]  # fmt: skip
    if (sheet := lists.sheet_of(request, _table(shown))) is not None:
        return sheet
    context = {
        "page": lists.page_of(request, shown), "asked": asked, "kinds": InflowKind.choices,
        "alarms": [(code, label) for code, label in Alarm.choices if code],
        "alarmed": sum(bool(one.alarm) for one in every), "total": len(every),
    }  # fmt: skip
    return render(request, "datahub/deliveries.html", context)


@requires(VIEW)
def inflow(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """One way in: its contract, its runs, a file to bring or a button to fetch."""
    found = _found(uid)
    runs = found.runs.select_related("by", "file", "version")
    if (sheet := lists.sheet_of(request, _runs_table(found, runs))) is not None:
        return sheet
    labels = labels_of(columns_of(found.dataset))
    context = {
        "inflow": found, "page": lists.page_of(request, runs), "rhythm": dict(RHYTHMS).get(found.every_minutes),
        "may_edit": reach_of(request.user, MANAGE).covers(found.dataset.owner),
        "mapping": [(name, labels.get(column, column)) for name, column in found.mapping.items()],
        "history": history_of(found, size=size_asked(request)), "formats": ".xlsx,.csv,.json,.geojson,.ndjson",
    }  # fmt: skip
    return render(request, "datahub/inflow.html", context)


@requires(MANAGE)
def new_inflow(request: PersonRequest, code: str) -> HttpResponseBase:
    """A new way in for a dataset."""
    dataset = get_object_or_404(Dataset.objects.select_related("owner"), code=code)
    require(request.user, MANAGE, dataset.owner)
    form = InflowForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = make_inflow(dataset=dataset, values=form.values(), by=request.user)
        except HubError as error:
            form.add_error(error.column if error.column in form.fields else None, str(error))
        else:
            return redirect("datahub:inflow", made.uid)
    up = reverse("datahub:dataset", args=[dataset.code])
    return _form_page(request, form, _("Thêm nguồn dữ liệu"), dataset.name, up)


@requires(MANAGE)
def edit_inflow(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """Write a way in anew."""
    found = _found(uid)
    require(request.user, MANAGE, found.dataset.owner)
    form = InflowForm(request.POST or None, initial=_initial(found))
    if request.method == "POST" and form.is_valid():
        try:
            change_inflow(inflow=found, values=form.values(), by=request.user)
        except HubError as error:
            form.add_error(error.column if error.column in form.fields else None, str(error))
        else:
            return redirect("datahub:inflow", uid)
    return _form_page(request, form, _("Sửa nguồn dữ liệu"), found.name, reverse("datahub:inflow", args=[uid]))


def _form_page(request: PersonRequest, form: InflowForm, title: str, about: str, up: str) -> HttpResponseBase:
    whens = {name: json.dumps(kinds) for name, kinds in KINDS_ASKED.items()}
    context = {
        "form": form, "form_title": title, "form_subtitle": about, "up_label": about, "up_url": up,
        "parts": [(field, whens.get(field.name, "")) for field in form.visible_fields()],
    }  # fmt: skip
    return render(request, "datahub/inflow_form.html", context, status=422 if form.errors else 200)


@requires(MANAGE)
@require_POST
def receive(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """Begin a delivery; the page of its job tells how it goes."""
    found = _found(uid)
    require(request.user, MANAGE, found.dataset.owner)
    upload = request.FILES.get("file")
    try:
        file = store(upload=upload, by=request.user, purpose="datahub.delivery", allowed=FORMATS,
                     unit=found.dataset.owner) if upload else None  # fmt: skip
        _run, job = ask_for_delivery(inflow=found, by=request.user, file=file)
    except (HubError, FileRefused) as error:
        messages.error(request, str(error))
        return redirect("datahub:inflow", uid)
    messages.success(request, _("Đang nhận dữ liệu. Có thể rời trang này."))
    return redirect("jobs:run", job.uid)


def _found(uid: UUID) -> Inflow:
    found: Inflow = get_object_or_404(Inflow.objects.select_related("dataset__owner", "dataset__steward"), uid=uid)
    return found


def _table(shown: list[Inflow]) -> Table:
    columns = [
        Column(_("Nguồn"), lambda one: one.name, width=40),
        Column(_("Tập dữ liệu"), lambda one: one.dataset.name, width=40),
        Column(_("Cơ quan chủ quản"), lambda one: str(one.dataset.owner), width=36),
        Column(_("Cách lấy"), lambda one: one.get_kind_display(), width=20),
        Column(_("Cảnh báo"), lambda one: one.get_alarm_display() if one.alarm else "", width=18),
        Column(_("Từ lúc"), lambda one: one.alarm_since, Kind.MOMENT),
        Column(_("Nhận tốt lần cuối"), lambda one: one.last_good_at, Kind.MOMENT),
        Column(_("Lần tới"), lambda one: one.next_due_at, Kind.MOMENT),
    ]
    return Table(_("Dữ liệu đến"), columns, shown)


def _runs_table(found: Inflow, runs: Any) -> Table:
    columns = [
        Column(_("Bắt đầu"), lambda one: one.started_at, Kind.MOMENT),
        Column(_("Kết quả"), lambda one: one.get_state_display(), width=18),
        Column(_("Cảnh báo"), lambda one: one.get_alarm_display() if one.alarm else "", width=18),
        Column(_("Số dòng"), lambda one: one.rows, Kind.NUMBER),
        Column(_("Phiên bản"), lambda one: one.version.number if one.version else None, Kind.NUMBER),
        Column(_("Ghi chú"), lambda one: one.message, width=60),
        Column(_("Người nhận"), lambda one: str(one.by or _("theo lịch")), width=24),
    ]
    return Table(_("Các lần nhận của %(inflow)s") % {"inflow": found}, columns, runs)
