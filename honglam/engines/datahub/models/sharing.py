"""Who asked for data, who got it, and who read what."""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from honglam.engines.datahub.models.datasets import Dataset, DatasetVersion
from honglam.engines.datahub.queries import AccessRequestQuerySet, GrantQuerySet, NeedQuerySet, ReadQuerySet
from honglam.engines.datahub.terms import Frequency, ReadForm, RequestState
from honglam.toolkit.identifiers import uuid7


class AccessRequest(models.Model):
    """A unit's request for columns and rows of a dataset, with purpose and legal basis.

    Invariants: an answered request says who answered and when, a refused one why; `due_on` is the last day for the
    answer (Decree 47/2020/NĐ-CP, article 35: five working days; amended in parts by Decree 194/2025/NĐ-CP, not compared
    yet). `row_filter` is {column: [values]}; {} asks for all rows. One that asks for a personal column says in
    `personal_need` why nothing less will do.
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
    system = models.CharField(_("hệ thống sẽ đọc dữ liệu"), max_length=200, blank=True)
    frequency = models.CharField(_("bao lâu đọc một lần"), max_length=10, choices=Frequency, default=Frequency.ONCE)
    personal_need = models.TextField(_("vì sao cần dữ liệu cá nhân"), blank=True)
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

    objects = AccessRequestQuerySet.as_manager()

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

    def get_absolute_url(self) -> str:
        """The page of the request."""
        return reverse("datahub:request", args=[self.uid])

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.state == RequestState.ASKED


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

    def get_absolute_url(self) -> str:
        """The page of the grant."""
        return reverse("datahub:grant", args=[self.uid])

    def holds_on(self, day: datetime.date) -> bool:
        """Whether rows may be read through it on a day."""
        return self.revoked_at is None and self.starts_on <= day <= self.ends_on


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
    form = models.CharField(max_length=10, choices=ReadForm)
    columns = models.JSONField(default=list)
    rows = models.PositiveBigIntegerField(default=0)
    status = models.PositiveSmallIntegerField(default=200)

    objects = ReadQuerySet.as_manager()

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
    """One message to a webhook and its attempts. Invariant: one a webhook and version; without a version it is a test.

    `next_at` is when it is tried (again); None once it arrived or was given up. `status` is the last answer's.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    version = models.ForeignKey(
        DatasetVersion, models.CASCADE, null=True, blank=True, related_name="webhook_deliveries"
    )
    made_at = models.DateTimeField(default=timezone.now)
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

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    procedure_code = models.CharField(_("mã thủ tục"), max_length=40, blank=True)
    procedure = models.CharField(_("thủ tục"), max_length=300)
    item = models.CharField(_("thông tin, giấy tờ phải nộp"), max_length=300)
    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="procedure_needs")
    columns = models.JSONField(_("cột đã có"), default=list)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    search_text = models.TextField(editable=False, blank=True)

    objects = NeedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["procedure", "id"]
        verbose_name = _("thông tin thủ tục cần")
        verbose_name_plural = _("thông tin thủ tục cần")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["procedure", "item", "dataset"], name="datahub_need_once")
        ]

    def __str__(self) -> str:
        return f"{self.procedure}: {self.item}"


class SharingReview(models.Model):
    """Somebody has gone over whether a dataset is still shared as it should be. Invariant: rows are only added.

    Decree 47/2020/NĐ-CP, article 34: the list of what is shared by default is reviewed at least every six months
    (amended in parts by Decree 194/2025/NĐ-CP, not compared yet).
    """

    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="reviews")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="sharing_reviews")
    note = models.CharField(_("kết quả rà soát"), max_length=500)

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name = _("lần rà soát dữ liệu chia sẻ")
        verbose_name_plural = _("lần rà soát dữ liệu chia sẻ")

    def __str__(self) -> str:
        return f"{self.dataset_id} {self.at:%d/%m/%Y}"
