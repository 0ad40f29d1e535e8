"""Calendar feeds: the address that a calendar program reads, and the page on which people open and close theirs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import public_page, requires
from honglam.core.access.reach import units_of
from honglam.engines.plans.actions.feeds import close_feed, open_feed
from honglam.engines.plans.models import CalendarFeed
from honglam.engines.plans.shown.feed import calendar_of, feeds_of, open_feed_of


@public_page
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """The feed of an address, for whoever knows the address; nothing for an address that was closed."""
    feed = open_feed_of(CalendarFeed.digest_of(secret))
    if feed is None:
        raise Http404
    body = calendar_of(feed, timezone.localdate(), request.build_absolute_uri("/"))
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="han-viec.ics"'
    response["Cache-Control"] = "private, max-age=900"
    return response


@requires("plans.view_work")
def feeds(request: HttpRequest) -> HttpResponse:
    """One's feeds; a new one shows its address once."""
    user: Any = request.user
    if request.method == "POST":
        code = request.POST.get("unit", "")
        unit = next((unit for unit in units_of(user) if unit.code == code), None)
        if code and unit is None:
            raise Http404
        _feed, secret = open_feed(by=user, unit=unit)
        address = request.build_absolute_uri(reverse("work_calendar", args=[secret]))
        messages.success(request, _("Đã mở lịch. Hãy chép địa chỉ ngay: địa chỉ chỉ hiện một lần."))
        return render(request, "plans/feeds.html", _context(user) | {"address": address, "opened": unit or user})
    return render(request, "plans/feeds.html", _context(user))


@requires("plans.view_work")
@require_POST
def close(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Close one of one's feeds."""
    user: Any = request.user
    close_feed(feed=get_object_or_404(CalendarFeed, uid=uid, owner=user), by=user)
    messages.success(request, _("Đã đóng lịch; địa chỉ cũ không còn dùng được."))
    return redirect("plans:feeds")


def _context(user: Any) -> dict[str, Any]:
    standing = feeds_of(user)
    return {"feeds": standing, "units": units_of(user), "open_units": {feed.unit_id for feed in standing}}
