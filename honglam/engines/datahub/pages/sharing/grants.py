"""Rights to read: the list, one right with its keys, addresses and reads, ending it before its day."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from honglam.core.access.decorators import requires
from honglam.core.access.reach import reach_of, require
from honglam.core.access.requests import PersonRequest
from honglam.core.audit.history import history_of, size_asked
from honglam.engines.datahub.actions import grants as verbs
from honglam.engines.datahub.actions import webhooks as hooks
from honglam.engines.datahub.errors import HubError
from honglam.engines.datahub.models import ApiKey, Grant, Webhook, WebhookDelivery
from honglam.engines.datahub.pages.sharing.forms import KeyForm, ReasonForm, WebhookForm
from honglam.engines.datahub.queries import ASK, DECIDE, VIEW
from honglam.engines.datahub.sharing.scope import GrantState, state_on
from honglam.engines.datahub.sharing.shape import ColumnWords, schema_of, words_of_rows
from honglam.engines.datahub.sharing.waiting import asking_units, may_read
from honglam.engines.datahub.unit_words import unit_words_of_filter
from honglam.toolkit.identifiers import uuid7
from honglam.toolkit.sheets import Column, Kind, Table
from honglam.toolkit.ui import lists, statuses

SORTS = {"ends": "ends_on", "dataset": "dataset__name", "unit": "unit__sort_key"}
READS_SHOWN, DELIVERIES_SHOWN = 10, 5
OVER = Q(revoked_at__isnull=False)


@requires(VIEW)
def grants(request: PersonRequest) -> HttpResponseBase:
    """Rights that concern the reader: of the own units, and over the own datasets."""
    today = timezone.localdate()
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "state", "whose")}
    found = Grant.objects.visible_to(request.user).saying(asked["q"])
    if asked["whose"] == "ours":
        found = found.filter(unit__in=asking_units(request.user, today))
    if asked["state"] == "holds":
        found = found.in_force(today)
    elif asked["state"] == "over":
        found = found.filter(OVER | Q(ends_on__lt=today))
    rows = lists.ordered(request, found.in_full(), SORTS, default="-ends")
    if (sheet := lists.sheet_of(request, _table(rows))) is not None:
        return sheet
    page = lists.page_of(request, rows)
    page.object_list = [(one, state_of(one)) for one in page.object_list]
    return render(request, "datahub/sharing/grants.html", {"page": page, "asked": asked})


@requires(VIEW)
def grant_page(request: PersonRequest, uid: UUID) -> HttpResponse:
    """One right: what, whose, why, until when; its keys, addresses, reads."""
    return page_of_grant(request, found_grant(request, uid))


@requires(DECIDE)
def revoke(request: PersonRequest, uid: UUID) -> HttpResponse:
    """End a right before its day."""
    found = found_grant(request, uid)
    require(request.user, DECIDE, found.dataset.owner)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.revoke(grant=found, reason=form.cleaned_data["reason"], by=request.user)
        except HubError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Đã thu hồi quyền khai thác; đơn vị được báo ngay."))
            return redirect(found)
    context = {"found": found, "form": form}
    return render(request, "datahub/sharing/revoke.html", context, status=422 if form.errors else 200)


@requires(ASK)
@require_POST
def add_key(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Make a key and show it, this once."""
    found = _own_grant(request, uid)
    form = KeyForm(request.POST)
    if not form.is_valid():
        return page_of_grant(request, found, key_form=form)
    data = form.cleaned_data
    try:
        made = verbs.make_key(grant=found, name=data["name"], by=request.user, uid=data["uid"])
    except HubError as error:
        form.add_error(error.column if error.column in form.fields else None, str(error))
        return page_of_grant(request, found, key_form=form)
    return _shown_once(request, found, _("Khóa của %(name)s") % {"name": made.key.name}, made.text)


@requires(VIEW)
@require_POST
def revoke_key(request: PersonRequest, uid: UUID) -> HttpResponse:
    """End a key at once."""
    visible = Grant.objects.visible_to(request.user)
    key = get_object_or_404(
        ApiKey.objects.filter(grant__in=visible).select_related("grant__dataset__owner", "grant__unit"), uid=uid
    )
    verbs.revoke_key(key=key, by=request.user)
    messages.success(request, _("Đã thu hồi khóa; hệ thống dùng khóa này không đọc được nữa."))
    return redirect(key.grant)


@requires(ASK)
@require_POST
def add_webhook(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Register an address and show its secret, this once."""
    found = _own_grant(request, uid)
    form = WebhookForm(request.POST)
    if not form.is_valid():
        return page_of_grant(request, found, webhook_form=form)
    data = form.cleaned_data
    try:
        made = hooks.add_webhook(grant=found, url=data["url"], by=request.user, uid=data["uid"])
    except HubError as error:
        form.add_error(error.column if error.column in form.fields else None, str(error))
        return page_of_grant(request, found, webhook_form=form)
    return _shown_once(request, found, _("Mã bí mật của %(url)s") % {"url": made.webhook.url}, made.secret)


@requires(VIEW)
@require_POST
def drop_webhook(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Tell an address no more."""
    webhook = _webhook(request, uid)
    hooks.drop_webhook(webhook=webhook, by=request.user)
    messages.success(request, _("Đã bỏ địa chỉ nhận thông báo."))
    return redirect(webhook.grant)


@requires(ASK)
@require_POST
def test_webhook(request: PersonRequest, uid: UUID) -> HttpResponse:
    """Send a test message."""
    webhook = _webhook(request, uid)
    try:
        hooks.send_test(webhook=webhook, by=request.user)
    except HubError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đang gửi thông báo thử; mở lại trang sau ít giây để xem kết quả."))
    return redirect(webhook.grant)


def found_grant(request: PersonRequest, uid: UUID) -> Grant:
    """The right that an address names, where the reader sees it. Http404."""
    found: Grant = get_object_or_404(Grant.objects.visible_to(request.user).in_full(), uid=uid)
    return found


def state_of(grant: Grant) -> GrantState:
    """Where a right stands today."""
    return state_on(
        timezone.localdate(), starts_on=grant.starts_on, ends_on=grant.ends_on, is_revoked=grant.revoked_at is not None
    )


def page_of_grant(
    request: PersonRequest, found: Grant, *, key_form: Any = None, webhook_form: Any = None
) -> HttpResponse:  # fmt: skip
    """The page of a right, with forms that were refused where there are any."""
    columns, today = schema_of(found.dataset), timezone.localdate()
    known = {column.name: column for column in columns}
    last = WebhookDelivery.objects.select_related("version").order_by("-pk")
    reads = found.reads.select_related("user", "key", "version")
    context = {
        "found": found, "state": state_of(found), "holds": found.holds_on(today),
        "columns": [known.get(name, name) for name in found.columns],
        "rows": words_of_rows(found.row_filter, columns, unit_words_of_filter(columns, found.row_filter)),
        "reader": may_read(request.user, found, today),
        "decides": reach_of(request.user, DECIDE).covers(found.dataset.owner),
        "keys": list(found.keys.select_related("made_by")),
        "webhooks": [
            (hook, list(hook.shown)[:DELIVERIES_SHOWN])
            for hook in found.webhooks.filter(is_active=True).prefetch_related(
                Prefetch("deliveries", queryset=last, to_attr="shown")
            )
        ],
        "reads": list(reads[:READS_SHOWN]), "read_count": reads.count(),
        "key_form": key_form or KeyForm(initial={"uid": uuid7()}, auto_id="id_key_%s"),
        "webhook_form": webhook_form or WebhookForm(initial={"uid": uuid7()}, auto_id="id_webhook_%s"),
        "has_personal": any(getattr(known.get(name), "personal", False) for name in found.columns),
        "history": history_of(found, size=size_asked(request)),
    }  # fmt: skip
    is_wrong = any(form is not None and form.errors for form in (key_form, webhook_form))
    return render(request, "datahub/sharing/grant.html", context, status=422 if is_wrong else 200)


def _own_grant(request: PersonRequest, uid: UUID) -> Grant:
    """The right, where the reader reads through it. Http404."""
    found = found_grant(request, uid)
    if not may_read(request.user, found, timezone.localdate()):
        raise Http404
    return found


def _webhook(request: PersonRequest, uid: UUID) -> Webhook:
    visible = Grant.objects.visible_to(request.user)
    related = ("grant__dataset__owner", "grant__unit")
    return get_object_or_404(Webhook.objects.filter(grant__in=visible).select_related(*related), uid=uid)


def _shown_once(request: PersonRequest, found: Grant, title: str, text: str) -> HttpResponse:
    answer = render(request, "datahub/sharing/shown_once.html", {"found": found, "title": title, "text": text})
    answer["Cache-Control"] = "no-store"
    return answer


def _table(rows: QuerySet[Grant]) -> Table:
    words = ColumnWords(rows.order_by().values("dataset"))
    columns = [
        Column(_("Tập dữ liệu"), lambda one: one.dataset.name, width=36),
        Column(_("Cơ quan chủ quản"), lambda one: str(one.dataset.owner), width=32),
        Column(_("Đơn vị được dùng"), lambda one: str(one.unit), width=32),
        Column(_("Mục đích"), lambda one: one.request.purpose, width=48),
        Column(_("Cột"), lambda one: words.of(one.dataset_id, one.columns), width=36),
        Column(_("Từ ngày"), lambda one: one.starts_on, Kind.DATE),
        Column(_("Đến hết ngày"), lambda one: one.ends_on, Kind.DATE),
        Column(_("Tình trạng"), lambda one: str(statuses.status(state_of(one), "data_grant").label), width=18),
        Column(_("Lý do thu hồi"), lambda one: one.revoked_reason, width=36),
        Column(_("Theo đề nghị"), lambda one: one.request.code, width=20),
    ]
    return Table(_("Quyền khai thác dữ liệu"), columns, rows)
