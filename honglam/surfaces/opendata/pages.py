"""Pages of open data: what there is, one dataset with preview, chart and map, wishes and answers."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from honglam.core.access.decorators import public_page
from honglam.core.organisations.models import Unit
from honglam.core.places.models import Boundary
from honglam.engines.datahub.public import (
    LICENCES,
    THEMES,
    Column,
    OpenRelease,
    columns_of_release,
    make_wish,
    public_releases,
    rows_of_release,
    saying,
    shown_wishes,
    unit_words,
    uses_of,
)
from honglam.surfaces.opendata.describing import geometry_of, resources_of
from honglam.surfaces.opendata.drawing import Box, Drawing, drawn
from honglam.surfaces.opendata.files import released
from honglam.surfaces.opendata.rows import choices_for_chart, filtered, grouped, place_of
from honglam.surfaces.portal.limiting import is_one_too_many
from honglam.surfaces.portal.showing import shown
from honglam.toolkit.numbers import format_number
from honglam.toolkit.sheets import Column as SheetColumn
from honglam.toolkit.sheets import Kind, Table
from honglam.toolkit.ui import lists

PREVIEW = 20
ON_MAP = 2000
SUM, MEAN = "sum", "mean"


class WishForm(forms.Form):
    """What somebody wishes to see opened. `site` is left empty by people and filled by programmes."""

    subject = forms.CharField(label=gettext_lazy("Dữ liệu bạn cần"), max_length=200)
    use = forms.CharField(
        label=gettext_lazy("Bạn sẽ dùng để làm gì"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    email = forms.EmailField(
        label=gettext_lazy("Thư điện tử để nhận trả lời"), required=False,
        help_text=gettext_lazy("Chỉ dùng để trả lời rồi xóa. Đừng ghi số định danh hay chuyện riêng."),
    )  # fmt: skip
    site = forms.CharField(required=False, widget=forms.HiddenInput)


@public_page
def catalogue(request: HttpRequest) -> HttpResponseBase:
    """What there is, searched and filtered."""
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "theme", "owner")}
    every = list(public_releases())
    found = saying(public_releases(), asked["q"])
    if asked["theme"] in THEMES:
        found = found.filter(theme=asked["theme"])
    if asked["owner"]:
        found = found.filter(dataset__owner__code=asked["owner"])
    counts: dict[str, int] = {}
    for one in every:
        counts[one.theme] = counts.get(one.theme, 0) + 1
    owners = sorted({(one.dataset.owner.code, str(one.dataset.owner)) for one in every}, key=lambda pair: pair[1])
    if (sheet := lists.sheet_of(request, _table(request, found))) is not None:
        return sheet
    context = {
        "page": lists.page_of(request, found, size=20), "asked": asked, "total": len(every), "owners": owners,
        "themes": [(code, label, counts[code]) for code, label in THEMES.items() if code in counts],
        "theme_labels": THEMES,
    }  # fmt: skip
    return shown(request, "opendata/catalogue.html", context)


@public_page
def dataset(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One dataset: what it is, its first rows, a chart, a map, its files, how to read it by programme."""
    withdrawn = OpenRelease.objects.select_related("dataset__owner").filter(slug=slug, is_public=False).exclude(
        withdrawn_reason="").first()  # fmt: skip
    if withdrawn is not None:
        return shown(request, "opendata/withdrawn.html", {"release": withdrawn}, status=410)
    release = released(slug)
    columns = columns_of_release(release)
    place = geometry_of(columns)
    listed = [column for column in columns if column is not place]
    words = request.GET.get("q", "").strip()
    page = filtered(release, {}, words).head(PREVIEW).collect(engine="streaming").to_dicts()
    units = unit_words(listed, page)
    licence, licence_url = LICENCES[release.licence]
    context = {
        "release": release, "columns": listed,
        "rows": [[_cell(column, row[column.name], units.get(column.name, {})) for column in listed] for row in page],
        "words": words, "files": resources_of(release), "licence": licence, "licence_url": licence_url,
        "theme": THEMES.get(release.theme, release.theme), "chart": _chart(request, release, listed),
        "map": _map(release, place) if place is not None else None,
        "uses": sum(uses_of(release, timezone.localdate() - datetime.timedelta(days=30)).values()),
        "api": request.build_absolute_uri(reverse("opendata:rows", args=[slug])),
        "row_count": release.manifest.get("rows", 0),
    }  # fmt: skip
    return shown(request, "opendata/dataset.html", context)


@public_page
def wishes(request: HttpRequest) -> HttpResponseBase:
    """What the public wished for and what was answered; a form for another wish."""
    form = WishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["site"] or is_one_too_many(request):
            form.add_error(None, _("Có quá nhiều đề nghị từ địa chỉ mạng này. Hãy thử lại sau ít phút."))
        else:
            data = form.cleaned_data
            made = make_wish(subject=data["subject"], use=data["use"], email=data["email"])
            messages.success(request, _("Đã nhận đề nghị, mã %(code)s. Cảm ơn bạn.") % {"code": made.code})
            return redirect("opendata:wishes")
    answered = shown_wishes()
    if (sheet := lists.sheet_of(request, _wishes_table(answered))) is not None:
        return sheet
    context = {"form": form, "wishes": answered}
    return shown(request, "opendata/wishes.html", context, status=422 if form.errors else 200)


@public_page
def api_guide(request: HttpRequest) -> HttpResponseBase:
    """How programmes read open data."""
    base = request.build_absolute_uri(reverse("opendata:catalogue"))
    return shown(request, "opendata/api.html", {"base": base, "first": public_releases().first()})


def _table(request: HttpRequest, found: Any) -> Table:
    return Table(_("Dữ liệu mở"), [
        SheetColumn(_("Tên"), lambda one: one.title, width=48),
        SheetColumn(_("Cơ quan"), lambda one: str(one.dataset.owner), width=36),
        SheetColumn(_("Mô tả"), lambda one: one.description, width=60),
        SheetColumn(_("Chủ đề"), lambda one: str(THEMES.get(one.theme, one.theme)), width=28),
        SheetColumn(_("Số dòng"), lambda one: one.manifest.get("rows"), Kind.NUMBER),
        SheetColumn(_("Cập nhật"), lambda one: one.released_at, Kind.MOMENT),
        SheetColumn(_("Giấy phép"), lambda one: str(LICENCES[one.licence][0]), width=28),
        SheetColumn(_("Địa chỉ"), lambda one: request.build_absolute_uri(reverse("opendata:dataset", args=[one.slug])),
                    width=60),
    ], found)  # fmt: skip


def _wishes_table(answered: Any) -> Table:
    return Table(_("Đề nghị mở dữ liệu"), [
        SheetColumn(_("Mã"), lambda one: one.code),
        SheetColumn(_("Dữ liệu cần"), lambda one: one.subject, width=48),
        SheetColumn(_("Hỏi ngày"), lambda one: one.asked_on, Kind.DATE),
        SheetColumn(_("Trả lời"), lambda one: one.answer, width=60),
        SheetColumn(_("Trả lời ngày"), lambda one: one.answered_on, Kind.DATE),
    ], answered)  # fmt: skip


def _cell(column: Column, value: Any, units: Mapping[str, str]) -> tuple[str, bool]:
    """A value as people read it, and whether it is a figure."""
    names = dict(column.codes) or units
    if value in names:
        return str(names[value]), False
    if isinstance(value, bool):
        return _("có") if value else _("không"), False
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}", False
    if isinstance(value, int | float | Decimal):
        return format_number(Decimal(str(value)).normalize()), True
    return "" if value is None else str(value), False


def _chart(request: HttpRequest, release: OpenRelease, columns: list[Column]) -> dict[str, Any] | None:
    groups, measures = choices_for_chart(columns)
    if not groups:
        return None
    by = next(
        (one for one in groups if one.name == request.GET.get("by")),
        next((one for one in groups if one.codes), groups[-1]),
    )
    measure = next((one for one in measures if one.name == request.GET.get("sum")), None)
    mean = measure is not None and request.GET.get("how") == MEAN
    bars = grouped(release, by, measure, mean=mean)
    units = unit_words([by], [{by.name: name} for name, _value in bars if name != "—"]).get(by.name, {})
    bars = [(units.get(name, name), value) for name, value in bars]
    what = _capital(str(measure.label)) if measure else _("Số dòng")
    words = _("%(what)s bình quân theo %(by)s") if mean else _("%(what)s theo %(by)s")
    return {
        "title": words % {"what": what, "by": str(by.label).lower()}, "by": by.name,
        "sum": measure.name if measure else "", "how": MEAN if mean else SUM, "groups": groups, "measures": measures,
        "bars": bars, "hows": [(SUM, _("tổng")), (MEAN, _("bình quân"))],
        "data": {
            "kind": "bar", "categories": [name for name, _value in bars],
            "series": [{"name": what, "values": [round(value, 2) for _name, value in bars]}],
            "unit": str(measure.unit if measure else ""),
        },
    }  # fmt: skip


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _map(release: OpenRelease, place: Column) -> Drawing | None:
    frame = rows_of_release(release).select(place.name).drop_nulls().head(ON_MAP).collect(engine="streaming")
    found = [geometry for text in frame[place.name] if (geometry := place_of(text)) is not None]
    return drawn(found, is_cut=frame.height == ON_MAP, around=_communes_in)


def _communes_in(box: Box) -> tuple[list[dict[str, Any]], list[str]]:
    """The outlines of the communes that a box touches, with fewer points, and who is credited for them."""
    west, south, east, north = box
    near = Boundary.objects.valid_on(timezone.localdate()).filter(
        unit__in=Unit.objects.communes(), west__lte=east, east__gte=west, south__lte=north, north__gte=south
    )
    pairs = list(near.order_by("pk").values_list("lite", "attribution"))
    return [lite for lite, _credit in pairs], [credit for _lite, credit in pairs]
