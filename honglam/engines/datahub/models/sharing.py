"""Who asked for data, who got it, and who read what."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from honglam.engines.datahub.models.datasets import Dataset, DatasetVersion
from honglam.engines.datahub.queries import GrantQuerySet
from honglam.engines.datahub.terms import RequestState
from honglam.toolkit.identifiers import uuid7


class AccessRequest(models.Model):
    """A unit's request for columns and rows of a dataset, with purpose and legal basis.

    Invariants: an answered request says who answered and when, a refused one why; `due_on` is the last day for the
    answer (Decree 47/2020/NĐ-CP, article 35: five working days). `row_filter` is {column: [values]}; {} asks
    for all rows.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(_("mã"), max_length=24, unique=True)
    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="requests")
    unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, related_name="data_requests", verbose_name=_("đơn vị đề nghị")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="data_requests")
    purpose = models.TextField(_("mục đích"))
    legal_basis = models.TextField(_("căn cứ pháp lý"))
    procedure = models.CharField(_("thủ tục, nhiệm vụ phục vụ"), max_length=300, blank=True)
    columns = models.JSONField(_("cột"), default=list)
    row_filter = models.JSONField(_("phạm vi dòng"), default=dict, blank=True)
    days = models.PositiveIntegerField(_("số ngày dùng"), default=30)
    asked_at = models.DateTimeField(auto_now_add=True)
    due_on = models.DateField(_("hạn trả lời"))
    state = models.CharField(_("trạng thái"), max_length=10, choices=RequestState, default=RequestState.ASKED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="data_requests_decided"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("lý do"), max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("đề nghị khai thác dữ liệu")
        verbose_name_plural = _("đề nghị khai thác dữ liệu")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["asked", "withdrawn"]) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="datahub_request_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="datahub_request_refused_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Grant(models.Model):
    """The right of a unit to read columns and rows of a dataset. Invariant: it ends; a revoked one says why."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    request = models.OneToOneField(AccessRequest, models.PROTECT, related_name="grant")
    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="grants")
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="data_grants")
    columns = models.JSONField(default=list)
    row_filter = models.JSONField(default=dict, blank=True)
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến hết ngày"))
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="data_grants_given")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="data_grants_revoked"
    )
    revoked_reason = models.CharField(max_length=500, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("quyền khai thác dữ liệu")
        verbose_name_plural = _("quyền khai thác dữ liệu")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="datahub_grant_ends_later"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | ~Q(revoked_reason=""), name="datahub_grant_revoked_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dataset} → {self.unit}"


class ApiKey(models.Model):
    """A key by which a system of a unit reads through a grant. Only its digest is stored. Invariant: a digest once."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    grant = models.ForeignKey(Grant, models.CASCADE, related_name="keys")
    name = models.CharField(_("tên hệ thống dùng"), max_length=120)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="data_keys")
    made_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.prefix}…"


class AccessLog(models.Model):
    """One read of shared data: when, by whom, through which right, which columns, how many rows, how it ended.

    Decree 47/2020/NĐ-CP, article 45. Rows are only added. Invariant: it names a dataset.
    """

    dataset = models.ForeignKey(Dataset, models.PROTECT, related_name="reads")
    version = models.ForeignKey(DatasetVersion, models.SET_NULL, null=True, blank=True, related_name="reads")
    grant = models.ForeignKey(Grant, models.PROTECT, null=True, blank=True, related_name="reads")
    key = models.ForeignKey(ApiKey, models.SET_NULL, null=True, blank=True, related_name="reads")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="data_reads"
    )
    unit = models.ForeignKey("organisations.Unit", models.SET_NULL, null=True, blank=True, related_name="data_reads")
    at = models.DateTimeField()
    form = models.CharField(max_length=10)
    columns = models.JSONField(default=list)
    rows = models.PositiveBigIntegerField(default=0)
    status = models.PositiveSmallIntegerField(default=200)

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("lần khai thác dữ liệu")
        verbose_name_plural = _("lần khai thác dữ liệu")
        indexes: ClassVar = [
            models.Index(fields=["dataset", "-at"], name="datahub_read_dataset"),
            models.Index(fields=["unit", "-at"], name="datahub_read_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.dataset_id} {self.at:%d/%m/%Y %H:%M}"


class Webhook(models.Model):
    """An address that is told when a dataset has a new version (Standard Webhooks). Invariant: once a grant."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    grant = models.ForeignKey(Grant, models.CASCADE, related_name="webhooks")
    url = models.URLField(_("địa chỉ nhận"), max_length=500)
    secret = models.CharField(max_length=80)
    is_active = models.BooleanField(default=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="data_webhooks")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["grant", "url"], name="datahub_webhook_once")]

    def __str__(self) -> str:
        return self.url


class WebhookDelivery(models.Model):
    """One message to a webhook and its attempts. Invariant: one a webhook and version."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    version = models.ForeignKey(DatasetVersion, models.CASCADE, related_name="webhook_deliveries")
    attempts = models.PositiveSmallIntegerField(default=0)
    status = models.PositiveSmallIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["webhook", "version"], name="datahub_delivery_once")]

    def __str__(self) -> str:
        return f"{self.webhook_id} {self.version_id}"


class ProcedureNeed(models.Model):
    """What a procedure asks citizens for and the hub holds already. Invariant: once a procedure, item and dataset."""

    procedure_code = models.CharField(_("mã thủ tục"), max_length=40, blank=True)
    procedure = models.CharField(_("thủ tục"), max_length=300)
    item = models.CharField(_("thông tin, giấy tờ phải nộp"), max_length=300)
    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="procedure_needs")
    columns = models.JSONField(_("cột đã có"), default=list)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    search_text = models.TextField(editable=False, blank=True)

    class Meta:
        ordering: ClassVar = ["procedure", "id"]
        verbose_name = _("thông tin thủ tục cần")
        verbose_name_plural = _("thông tin thủ tục cần")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["procedure", "item", "dataset"], name="datahub_need_once")
        ]

    def __str__(self) -> str:
        return f"{self.procedure}: {self.item}"
