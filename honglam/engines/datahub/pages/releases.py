"""Open data as its keepers see it: described, checked, released, taken back; wishes answered."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.reach import reach_of, require
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import history_of, size_asked
from honglam.core.jobs.queueing import start
from honglam.core.search.queries import matches
from honglam.engines.datahub.actions import releases as actions
from honglam.engines.datahub.anonymity import Anonymity
from honglam.engines.datahub.drafts import columns_of
from honglam.engines.datahub.errors import HubError
from honglam.engines.datahub.models import Dataset, OpenRelease, OpenWish
from honglam.engines.datahub.pages.release_forms import AnswerForm, ReleaseForm, WithdrawForm
from honglam.engines.datahub.queries import RELEASE, VIEW
from honglam.engines.datahub.release_words import words_of
from honglam.engines.datahub.releases import planned_columns, quasi_of, uses_of
from honglam.engines.datahub.supply import supply_of
from honglam.engines.datahub.terms import LICENCE_LABELS
from honglam.engines.datahub.unit_words import unit_words
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.ui import lists

PAST_DAYS = 30


@requires(VIEW)
def releases(request: PersonRequest) -> HttpResponseBase:
    """Everything that is open, was, or shall be."""
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "state")}
    found = OpenRelease.objects.select_related("dataset__owner", "version")
    if asked["q"]:
        found = found.filter(matches(asked["q"]))
    if asked["state"] == "public":
        found = found.filter(is_public=True)
    elif asked["state"] == "draft":
        found = found.filter(is_public=False, withdrawn_reason="")
    elif asked["state"] == "withdrawn":
        found = found.filter(is_public=False).exclude(withdrawn_reason="")
    if (sheet := lists.sheet_of(request, _table(found))) is not None:
        return sheet
    context = {
        "page": lists.page_of(request, found), "asked": asked,
        "waiting": OpenWish.objects.filter(answered_at__isnull=True).count(),
        "may_release": bool(reach_of(request.user, RELEASE)),
    }  # fmt: skip
    return render(request, "datahub/releases.html", context)


@requires(VIEW)
def release(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """One of them: what everybody gets, what stands against it now, how it is used."""
    found = _found(uid)
    may_release = reach_of(request.user, RELEASE).covers(found.dataset.owner)
    finding, problem = _finding(request, found) if may_release else (None, "")
    labels = {column.name: column for column in planned_columns(found.dataset, found.columns)}
    every = {column.name: column for column in columns_of(found.dataset)}
    grouped_by = [every[name] for name in (finding.quasi if finding is not None else ()) if name in every]
    called = {name: str(column.label) for name, column in every.items()}
    uses = uses_of(found, timezone.localdate() - datetime.timedelta(days=PAST_DAYS))
    context = {
        "release": found, "may_release": may_release, "finding": finding, "problem": problem,
        "said": words_of(finding, found) if finding is not None and not finding.is_safe else "",
        "columns": [labels[name] for name in found.columns if name in labels],
        "uses": [(_used_as(form), count) for form, count in uses.items()],
        "use_count": sum(uses.values()), "licence": LICENCE_LABELS.get(found.licence, (found.licence, ""))[0],
        "cleared": [(called.get(name, name), why) for name, why in found.k_report.get("cleared", {}).items()],
        "history": history_of(found, size=size_asked(request)),
        "quasi": [labels[name].label for name in quasi_of(found) if name in labels],
        "grouped_by": [column.label for column in grouped_by], "groups": _groups(finding, grouped_by),
        "suspicions": [(one, called.get(one.column, one.column)) for one in (finding.suspicions if finding else ())],
        "public_url": reverse("opendata:dataset", args=[found.slug]) if found.is_public else "",
    }  # fmt: skip
    return render(request, "datahub/release.html", context)


@requires(RELEASE)
def new_release(request: PersonRequest, code: str) -> HttpResponseBase:
    """Describe open data of a dataset."""
    dataset = get_object_or_404(Dataset.objects.select_related("owner"), code=code)
    require(request.user, RELEASE, dataset.owner)
    supply = supply_of(dataset.supply) if dataset.supply else None
    initial = {
        "title": dataset.name, "description": dataset.description, "keywords": ", ".join(dataset.keywords),
        "columns": list(supply.open_columns) if supply is not None else [],
        "quasi": [column.name for column in columns_of(dataset) if column.quasi],
    }  # fmt: skip
    form = ReleaseForm(request.POST or None, dataset=dataset, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make_release(dataset=dataset, values=form.values(), by=request.user)
        except HubError as error:
            form.add_error(error.column if error.column in form.fields else None, str(error))
        else:
            return redirect("datahub:release", made.uid)
    up = reverse("datahub:dataset", args=[code])
    return _form_page(request, form, _("Mở dữ liệu"), dataset.name, up)


@requires(RELEASE)
def edit_release(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """Describe it anew."""
    found = _found(uid)
    require(request.user, RELEASE, found.dataset.owner)
    initial = {name: getattr(found, name) for name in actions.SAID} | {"keywords": ", ".join(found.keywords)}
    form = ReleaseForm(request.POST or None, dataset=found.dataset, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_release(release=found, values=form.values(), by=request.user)
        except HubError as error:
            form.add_error(error.column if error.column in form.fields else None, str(error))
        else:
            if found.is_public:
                messages.info(request, _("Đã ghi. Bấm “Công bố lại” để người dùng nhận nội dung mới."))
            return redirect("datahub:release", uid)
    return _form_page(request, form, _("Sửa dữ liệu mở"), found.title, reverse("datahub:release", args=[uid]))


@requires(RELEASE)
@require_POST
def clear(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """Say of a column why what looks like personal data is none."""
    found = _found(uid)
    try:
        actions.clear_columns(
            release=found, by=request.user, reasons={request.POST.get("column", ""): request.POST.get("reason", "")}
        )
    except HubError as error:
        messages.error(request, str(error))
    return redirect("datahub:release", uid)


@requires(RELEASE)
@require_POST
def publish(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """Release it: a job checks and writes."""
    found = _found(uid)
    require(request.user, RELEASE, found.dataset.owner)
    run = start("datahub.release", by=request.user, unit=found.dataset.owner, target=found,
                target_url=reverse("datahub:release", args=[uid]), release_id=found.pk,
                person_id=request.user.pk)  # fmt: skip
    messages.success(request, _("Đang kiểm tra và công bố. Có thể rời trang này."))
    return redirect("jobs:run", run.uid)


@requires(RELEASE)
def withdraw(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """Take it back, with a reason that everybody reads."""
    found = _found(uid)
    require(request.user, RELEASE, found.dataset.owner)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_release(release=found, reason=form.cleaned_data["reason"], by=request.user)
        except HubError as error:
            form.add_error("reason", str(error))
        else:
            messages.success(request, _("Đã ngừng công bố."))
            return redirect("datahub:release", uid)
    return _form_page(request, form, _("Ngừng công bố"), found.title, reverse("datahub:release", args=[uid]))


@requires(RELEASE)
def wishes(request: PersonRequest) -> HttpResponseBase:
    """What the public wishes for, those without an answer first."""
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "state")}
    found = OpenWish.objects.select_related("answered_by", "release").order_by("answered_at", "-id")
    if asked["q"]:
        words = asked["q"]
        found = found.filter(Q(subject__icontains=words) | Q(use__icontains=words) | Q(code__iexact=words))
    if asked["state"]:
        found = found.filter(answered_at__isnull=asked["state"] == "waiting")
    if (sheet := lists.sheet_of(request, _wishes_table(found))) is not None:
        return sheet
    return render(request, "datahub/wishes.html", {"page": lists.page_of(request, found), "asked": asked})


@requires(RELEASE)
def wish(request: PersonRequest, uid: UUID) -> HttpResponseBase:
    """One wish; a POST answers it."""
    found = get_object_or_404(OpenWish.objects.select_related("answered_by", "release"), uid=uid)
    initial = {"answer": found.answer, "release": found.release, "is_shown": found.is_shown}
    form = AnswerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_wish(wish=found, by=request.user, **form.cleaned_data)
        except HubError as error:
            form.add_error("answer", str(error))
        else:
            messages.success(request, _("Đã trả lời."))
            return redirect("datahub:wishes")
    context = {"form": form, "wish": found, "history": history_of(found, size=size_asked(request))}
    return render(request, "datahub/wish.html", context, status=422 if form.errors else 200)


def _finding(request: PersonRequest, found: OpenRelease) -> tuple[Anonymity | None, str]:
    try:
        return actions.check_release(release=found, by=request.user), ""
    except HubError as error:
        return None, str(error)


def _groups(finding: Anonymity | None, quasi: list[Any]) -> list[tuple[list[str], int]]:
    """The groups that are too small, with the labels of codes and the names of units."""
    names = [column.name for column in quasi]
    rows = [(dict(zip(names, values, strict=False)), count) for values, count in finding.examples] if finding else []
    labels = {column.name: dict(column.codes) for column in quasi} | unit_words(quasi, [row for row, _count in rows])
    return [([str(labels[name].get(value, value)) for name, value in row.items()], count) for row, count in rows]


def _found(uid: UUID) -> OpenRelease:
    found: OpenRelease = get_object_or_404(OpenRelease.objects.select_related("dataset__owner", "version"), uid=uid)
    return found


def _form_page(request: PersonRequest, form: Any, title: str, about: str, up: str) -> HttpResponseBase:
    context = {"form": form, "form_title": title, "form_subtitle": about, "up_label": about, "up_url": up}
    return render(request, "datahub/form_page.html", context, status=422 if form.errors else 200)


def _table(found: Any) -> Table:
    columns = [
        Column(_("Tên"), lambda one: one.title, width=48),
        Column(_("Tập dữ liệu"), lambda one: one.dataset.name, width=40),
        Column(_("Cơ quan"), lambda one: str(one.dataset.owner), width=36),
        Column(_("Đang công khai"), lambda one: _("có") if one.is_public else _("không")),
        Column(_("Phiên bản"), lambda one: one.version.number if one.version else None, Kind.NUMBER),
        Column(_("Số dòng"), lambda one: one.manifest.get("rows"), Kind.NUMBER),
        Column(_("Công bố lúc"), lambda one: one.released_at, Kind.MOMENT),
        Column(_("Giấy phép"), lambda one: one.licence),
    ]
    return Table(_("Dữ liệu mở"), columns, found)


def _wishes_table(found: Any) -> Table:
    columns = [
        Column(_("Mã"), lambda one: one.code),
        Column(_("Dữ liệu mong muốn"), lambda one: one.subject, width=48),
        Column(_("Dùng để làm gì"), lambda one: one.use, width=60),
        Column(_("Gửi lúc"), lambda one: one.asked_at, Kind.MOMENT),
        Column(_("Trả lời"), lambda one: one.answer, width=60),
        Column(_("Trả lời lúc"), lambda one: one.answered_at, Kind.MOMENT),
    ]
    return Table(_("Đề nghị mở dữ liệu"), columns, found)


def _used_as(form: str) -> str:
    """A form in which open data is fetched, as people call it."""
    return {"page": _("xem trang"), "xlsx": "Excel", "api": "API"}.get(form, form.upper().replace("GEOJSON", "GeoJSON"))
