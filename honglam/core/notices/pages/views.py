"""The inbox, and how each kind of notice should come."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import signed_in
from honglam.core.notices.actions import choose, keep_quiet, mark_all_read, mark_read
from honglam.core.notices.models import Notice, NoticePreference
from honglam.core.notices.pages.forms import QuietHoursForm
from honglam.core.notices.queries import NoticeQuerySet
from honglam.core.notices.quiet import quiet_hours_of
from honglam.core.notices.registry import all_kinds
from honglam.core.notices.terms import MailWish
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.ui import lists

PAGE_SIZE = 30


@signed_in
def inbox(request: HttpRequest) -> HttpResponseBase:
    """A person's notices, unread first."""
    kinds = all_kinds()
    asked = {"show": request.GET.get("show", ""), "kind": request.GET.get("kind", "")}
    found = Notice.objects.for_recipient(_me(request)).select_related("by").unread_first()
    if asked["show"] == "unread":
        found = found.unread()
    if asked["kind"]:
        found = found.filter(kind=asked["kind"])
    if (sheet := lists.sheet_of(request, _inbox_table(request, found))) is not None:
        return sheet
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "asked": asked,
        "kinds": kinds,
        "has_unread": any(notice.is_unread for notice in page),
    }
    return render(request, "notices/inbox.html", context)


@signed_in
@require_POST
def open_notice(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Mark a notice as read and go where it leads; without a lead, or when asked to stay, back to the inbox."""
    notice: Notice = get_object_or_404(Notice, uid=uid, recipient=_me(request))
    mark_read(notice=notice, by=_me(request))
    leads = url_has_allowed_host_and_scheme(notice.url, allowed_hosts={request.get_host()})
    if notice.url and leads and "stay" not in request.POST:
        return redirect(notice.url)
    return redirect(_back(request))


@signed_in
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Everything is read, or everything of one kind."""
    count = mark_all_read(by=_me(request), kind=request.POST.get("kind", ""))
    messages.success(request, _("Đã đánh dấu đã đọc %(count)s thông báo.") % {"count": count})
    return redirect(_back(request))


@signed_in
def preferences(request: HttpRequest) -> HttpResponse:
    """How each kind should come by e-mail, and the hours without any."""
    form = QuietHoursForm(request.POST if "quiet" in request.POST else None, initial=_quiet_hours_of(_me(request)))
    if request.method == "POST" and form.is_bound:
        if form.is_valid():
            keep_quiet(begins=form.cleaned_data["begins"], ends=form.cleaned_data["ends"], by=_me(request))
            messages.success(request, _("Đã lưu giờ không gửi thư."))
            return redirect("notices:preferences")
    elif request.method == "POST":
        for kind in all_kinds():
            wish = request.POST.get(kind.code, "")
            if wish in MailWish.values:
                choose(kind=kind.code, wish=MailWish(wish), by=_me(request))
        messages.success(request, _("Đã lưu cách nhận thông báo."))
        return redirect("notices:preferences")
    chosen = dict(NoticePreference.objects.filter(user=_me(request)).values_list("kind", "wish"))
    rows = [(kind, chosen.get(kind.code, kind.wish)) for kind in all_kinds()]
    context = {"rows": rows, "wishes": MailWish.choices, "quiet": form}
    return render(request, "notices/preferences.html", context, status=422 if form.errors else 200)


def _quiet_hours_of(user: Any) -> dict[str, datetime.time | None]:
    begins, ends = quiet_hours_of(user)
    return {"begins": begins, "ends": ends}


def _inbox_table(request: HttpRequest, found: NoticeQuerySet) -> Table:
    columns = [
        Column(_("Thông báo"), lambda notice: notice.title, width=48),
        Column(_("Nội dung"), lambda notice: notice.body, width=60),
        Column(_("Loại"), lambda notice: str(notice.kind_label)),
        Column(_("Người gửi"), lambda notice: str(notice.by or _("Hệ thống"))),
        Column(_("Lúc"), lambda notice: notice.created_at, Kind.MOMENT),
        Column(_("Đã đọc lúc"), lambda notice: notice.read_at, Kind.MOMENT),
        Column(_("Đường dẫn"), lambda notice: request.build_absolute_uri(notice.url) if notice.url else "", Kind.LINK),
    ]
    return Table(_("Thông báo"), columns, found)


def _back(request: HttpRequest) -> str:
    """The page of the inbox that the form stood on."""
    query = request.POST.get("query", "")
    return reverse("notices:inbox") + (f"?{query}" if query else "")


def _me(request: HttpRequest) -> Any:
    return request.user
