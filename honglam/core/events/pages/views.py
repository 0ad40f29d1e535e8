"""Events on their way: which are stuck and why; try again, or set aside."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import history_of, size_asked
from honglam.core.events import actions
from honglam.core.events.errors import DeliveryRefused
from honglam.core.events.models import Delivery
from honglam.core.events.queries import DeliveryQuerySet
from honglam.core.events.registry import subscriber_name
from honglam.core.events.terms import DeliveryState
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.ui import lists

MANAGE = "events.manage_deliveries"


@requires(MANAGE)
def deliveries(request: PersonRequest) -> HttpResponseBase:
    """Every delivery, the latest first, with the number of stuck ones; filters: state, subscriber, words."""
    asked = {name: request.GET.get(name, "").strip() for name in ("state", "subscriber", "q")}
    found = Delivery.objects.select_related("event", "event__by")
    if asked["state"] in DeliveryState.values:
        found = found.filter(state=asked["state"])
    if asked["subscriber"]:
        found = found.filter(subscriber=asked["subscriber"])
    if asked["q"]:
        found = found.filter(kind__icontains=asked["q"]) | found.filter(error__icontains=asked["q"])
    if (sheet := lists.sheet_of(request, _table(found))) is not None:
        return sheet
    counts = dict(Delivery.objects.order_by().values_list("state").annotate(n=Count("pk")))
    context = {
        "page": lists.page_of(request, found),
        "asked": asked,
        "states": [(code, label, counts.get(code, 0)) for code, label in DeliveryState.choices],
        "stuck": counts.get(DeliveryState.GIVEN_UP, 0),
        "subscribers": [
            (name, subscriber_name(name))
            for name in Delivery.objects.order_by("subscriber").values_list("subscriber", flat=True).distinct()
        ],
    }
    return render(request, "events/deliveries.html", context)


@requires(MANAGE)
def delivery(request: PersonRequest, uid: UUID) -> HttpResponse:
    """One delivery: what the event carries, why it is stuck, what was done."""
    found = _found(uid)
    context = {
        "delivery": found,
        "payload": sorted(found.event.payload.items()),
        "others": found.event.deliveries.exclude(pk=found.pk),
        "history": history_of(found, size=size_asked(request)),
    }
    return render(request, "events/delivery.html", context)


@requires(MANAGE)
@require_POST
def again(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Try it again."""
    try:
        actions.send_again(delivery=_found(uid), by=request.user)
    except DeliveryRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Sự kiện sẽ được chuyển lại ngay."))
    return redirect("events:delivery", uid=uid)


@requires(MANAGE)
@require_POST
def aside(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Set it aside, with the reason."""
    try:
        actions.set_aside(delivery=_found(uid), by=request.user, reason=request.POST.get("reason", ""))
    except DeliveryRefused as error:
        messages.error(request, str(error))
    return redirect("events:delivery", uid=uid)


def _found(uid: UUID) -> Delivery:
    found: Delivery = get_object_or_404(Delivery.objects.select_related("event", "event__by"), uid=uid)
    return found


def _table(found: DeliveryQuerySet) -> Table:
    columns = [
        Column(_("Sự kiện"), lambda one: one.kind_name, width=32),
        Column(_("Luồng xử lý"), lambda one: one.subscriber_name, width=40),
        Column(_("Tình trạng"), lambda one: one.get_state_display(), width=18),
        Column(_("Số lần thử"), lambda one: one.tries, Kind.NUMBER),
        Column(_("Xảy ra lúc"), lambda one: one.event.at, Kind.MOMENT),
        Column(_("Người làm"), lambda one: str(one.event.by or _("Hệ thống")), width=24),
        Column(_("Chuyển xong lúc"), lambda one: one.delivered_at, Kind.MOMENT),
        Column(_("Thử lại từ lúc"), lambda one: one.next_try_at, Kind.MOMENT),
        Column(_("Lỗi"), lambda one: one.error, width=60),
    ]
    return Table(_("Sự kiện giữa các phần"), columns, found)
