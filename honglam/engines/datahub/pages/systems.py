"""Systems outside: what is exchanged with each, how, when last, which figures; by file where need be."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honglam.core.access.decorators import requires
from honglam.core.access.reach import reach_of, require
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import history_of, size_asked
from honglam.core.files.actions import store
from honglam.core.files.errors import FileRefused
from honglam.core.organisations.fields import UnitField
from honglam.engines.datahub.actions.connectors import change_connector, make_connector, record_exchange
from honglam.engines.datahub.errors import HubError
from honglam.engines.datahub.models import Connector, ConnectorExchange, Dataset, Inflow
from honglam.engines.datahub.queries import MANAGE, VIEW
from honglam.engines.datahub.sight import home_of
from honglam.engines.datahub.terms import Exchange
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.text import strip_marks
from honglam.toolkit.ui import lists

FORMATS = ("xlsx", "csv", "json", "pdf", "docx")
DIRECTIONS = Connector._meta.get_field("direction").choices or []


class SystemForm(forms.Form):
    """A system outside."""

    code = forms.CharField(label=gettext_lazy("Mã"), max_length=20)
    name = forms.CharField(label=gettext_lazy("Hệ thống"), max_length=250)
    keeper = forms.CharField(label=gettext_lazy("Cơ quan vận hành"), max_length=250, required=False)
    responsible = UnitField(label=gettext_lazy("Đơn vị đầu mối của tỉnh"), required=False, without_villages=True)
    exchanged = forms.CharField(
        label=gettext_lazy("Trao đổi gì"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    direction = forms.ChoiceField(label=gettext_lazy("Chiều"), choices=DIRECTIONS)
    exchange = forms.ChoiceField(label=gettext_lazy("Cách kết nối"), choices=Exchange.choices)
    dataset = forms.ModelChoiceField(
        Dataset.objects.all(), label=gettext_lazy("Tập dữ liệu trong kho"), required=False,
        empty_label=gettext_lazy("Không"),
    )  # fmt: skip
    inflow = forms.ModelChoiceField(
        Inflow.objects.all(), label=gettext_lazy("Nguồn dữ liệu đến"), required=False, empty_label=gettext_lazy("Không")
    )
    basis = forms.CharField(label=gettext_lazy("Căn cứ"), max_length=300, required=False)
    note = forms.CharField(label=gettext_lazy("Ghi chú"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class ExchangeForm(forms.Form):
    """One exchange as it is written down."""

    direction = forms.ChoiceField(label=gettext_lazy("Chiều"), choices=[
        ("in", gettext_lazy("nhận về")), ("out", gettext_lazy("gửi đi")),
    ])  # fmt: skip
    at = forms.DateTimeField(
        label=gettext_lazy("Lúc"), input_formats=["%d/%m/%Y %H:%M", "%d/%m/%Y"],
        widget=forms.DateTimeInput(format="%d/%m/%Y %H:%M"),
    )  # fmt: skip
    rows = forms.IntegerField(label=gettext_lazy("Số dòng"), min_value=0, required=False)
    figures = forms.CharField(
        label=gettext_lazy("Số liệu"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Mỗi dòng một số: tên: giá trị đơn vị. Ví dụ: Hồ sơ trực tuyến: 12.450 hồ sơ"),
    )  # fmt: skip
    file = forms.FileField(label=gettext_lazy("Tệp đã trao đổi"), required=False)
    succeeded = forms.BooleanField(label=gettext_lazy("Thành công"), required=False, initial=True)
    note = forms.CharField(label=gettext_lazy("Ghi chú"), max_length=500, required=False)

    def clean_figures(self) -> dict[str, str]:
        """The lines as name → value."""
        found = {}
        for line in self.cleaned_data["figures"].splitlines():
            if line.strip():
                name, colon, value = line.partition(":")
                if not colon or not name.strip() or not value.strip():
                    raise forms.ValidationError(
                        _("Dòng “%(line)s” chưa có dạng tên: giá trị.") % {"line": line.strip()}
                    )
                found[name.strip()] = value.strip()
        return found


@requires(VIEW)
def systems(request: PersonRequest) -> HttpResponseBase:
    """All of them, with the last exchange of each."""
    last = ConnectorExchange.objects.filter(connector=OuterRef("pk")).order_by("-at")
    every = list(
        Connector.objects.select_related("responsible")
        .annotate(last_at=Subquery(last.values("at")[:1]), last_succeeded=Subquery(last.values("succeeded")[:1]))
        .order_by("code")
    )
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "exchange", "seen")}
    words = strip_marks(asked["q"])
    shown = [
        one for one in every
        if (not asked["exchange"] or one.exchange == asked["exchange"])
        and (asked["seen"] != "never" or one.last_at is None)
        and (asked["seen"] != "failed" or one.last_succeeded is False)
        and (not words or words in strip_marks(f"{one.code} {one.name} {one.keeper} {one.exchanged}"))
    ]  # fmt: skip
    if (sheet := lists.sheet_of(request, _table(shown))) is not None:
        return sheet
    context = {
        "page": lists.page_of(request, shown), "asked": asked, "ways": Exchange.choices, "total": len(every),
        "active": sum(one.last_at is not None for one in every),
        "may_edit": reach_of(request.user, MANAGE).covers(home_of(None)),
    }  # fmt: skip
    return render(request, "datahub/systems.html", context)


@requires(VIEW)
def system(request: PersonRequest, code: str) -> HttpResponseBase:
    """One of them: what goes between it and us, and every time it did."""
    found = get_object_or_404(Connector.objects.select_related("responsible", "dataset", "inflow"), code=code)
    exchanges = found.exchanges.select_related("by", "file")
    if (sheet := lists.sheet_of(request, _exchanges_table(found, exchanges))) is not None:
        return sheet
    newest = exchanges.exclude(figures={}).first()
    context = {
        "system": found, "page": lists.page_of(request, exchanges), "newest": newest,
        "may_edit": reach_of(request.user, MANAGE).covers(home_of(found.responsible)),
        "history": history_of(found, size=size_asked(request)),
    }  # fmt: skip
    return render(request, "datahub/system.html", context)


@requires(MANAGE)
def new_system(request: PersonRequest) -> HttpResponseBase:
    """Add a system."""
    require(request.user, MANAGE, home_of(None))
    form = SystemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            made = make_connector(code=values.pop("code"), values=values, by=request.user)
        except HubError as error:
            form.add_error(error.column or None, str(error))
        else:
            return redirect("datahub:system", made.code)
    context = {
        "form": form, "form_title": _("Thêm hệ thống kết nối"), "up_label": _("Hệ thống kết nối"),
        "up_url": reverse("datahub:systems"),
    }  # fmt: skip
    return render(request, "datahub/form_page.html", context, status=422 if form.errors else 200)


@requires(MANAGE)
def edit_system(request: PersonRequest, code: str) -> HttpResponseBase:
    """Write a system anew; its code stays."""
    found = get_object_or_404(Connector.objects.select_related("responsible", "dataset", "inflow"), code=code)
    require(request.user, MANAGE, home_of(found.responsible))
    form = SystemForm(request.POST or None, initial={name: getattr(found, name) for name in SystemForm.base_fields})
    del form.fields["code"]
    if request.method == "POST" and form.is_valid():
        change_connector(connector=found, values=form.cleaned_data, by=request.user)
        return redirect("datahub:system", code)
    return _form_page(request, form, found, _("Sửa hệ thống kết nối"))


@requires(MANAGE)
def new_exchange(request: PersonRequest, code: str) -> HttpResponseBase:
    """Write an exchange down, with its file where it went by file."""
    found = get_object_or_404(Connector.objects.select_related("responsible"), code=code)
    require(request.user, MANAGE, home_of(found.responsible))
    initial = {"at": timezone.localtime(), "direction": "out" if found.direction == "out" else "in"}
    form = ExchangeForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _kept(request, found, dict(form.cleaned_data))
        except (HubError, FileRefused) as error:
            form.add_error(getattr(error, "column", "") or None, str(error))
        else:
            messages.success(request, _("Đã ghi lần trao đổi."))
            return redirect("datahub:system", code)
    return _form_page(request, form, found, _("Ghi lần trao đổi"))


def _form_page(request: PersonRequest, form: forms.Form, found: Connector, title: str) -> HttpResponseBase:
    context = {
        "form": form, "form_title": title, "form_subtitle": found.name, "up_label": found.name,
        "up_url": reverse("datahub:system", args=[found.code]),
    }  # fmt: skip
    return render(request, "datahub/form_page.html", context, status=422 if form.errors else 200)


def _kept(request: PersonRequest, found: Connector, values: dict[str, Any]) -> None:
    upload = values.pop("file")
    file = store(upload=upload, by=request.user, purpose="datahub.exchange", allowed=FORMATS,
                 unit=found.responsible) if upload else None  # fmt: skip
    record_exchange(connector=found, by=request.user, file=file, **{**values, "rows": values["rows"] or 0})


def _table(shown: list[Any]) -> Table:
    columns = [
        Column(_("Mã"), lambda one: one.code),
        Column(_("Hệ thống"), lambda one: one.name, width=48),
        Column(_("Cơ quan vận hành"), lambda one: one.keeper, width=32),
        Column(_("Trao đổi gì"), lambda one: one.exchanged, width=60),
        Column(_("Chiều"), lambda one: one.get_direction_display()),
        Column(_("Cách kết nối"), lambda one: one.get_exchange_display(), width=24),
        Column(_("Đơn vị đầu mối"), lambda one: str(one.responsible or ""), width=32),
        Column(_("Lần gần nhất"), lambda one: one.last_at, Kind.MOMENT),
    ]
    return Table(_("Hệ thống kết nối"), columns, shown)


def _exchanges_table(found: Connector, exchanges: Any) -> Table:
    columns = [
        Column(_("Lúc"), lambda one: one.at, Kind.MOMENT),
        Column(_("Chiều"), lambda one: one.get_direction_display()),
        Column(_("Số dòng"), lambda one: one.rows, Kind.NUMBER),
        Column(
            _("Số liệu"), lambda one: "; ".join(f"{name}: {value}" for name, value in one.figures.items()), width=48
        ),
        Column(_("Thành công"), lambda one: _("có") if one.succeeded else _("không")),
        Column(_("Ghi chú"), lambda one: one.note, width=40),
        Column(_("Người ghi"), lambda one: str(one.by or ""), width=24),
    ]
    return Table(_("Trao đổi với %(system)s") % {"system": found}, columns, exchanges)
