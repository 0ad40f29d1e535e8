"""How data comes in from elsewhere, and the systems outside that are connected."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from honglam.engines.datahub.models.datasets import Dataset, DatasetVersion
from honglam.engines.datahub.terms import Alarm, DatabaseState, Exchange, InflowKind, RunState
from honglam.toolkit.identifiers import uuid7


class Inflow(models.Model):
    """One way by which rows of a dataset are delivered, with its contract.

    `settings` by kind: sql {url, query}, http {url, rows_at, headers}, and figures (comma, point) of texts; a password
    or token is never stored: `secret` names the environment variable that holds it. `contract`: {columns: [names],
    least_rows, most_rows}. `every_minutes` 0 means by hand. Invariant: a dataset has one way of each name.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="inflows")
    name = models.CharField(_("tên"), max_length=150)
    kind = models.CharField(_("cách lấy"), max_length=6, choices=InflowKind)
    settings = models.JSONField(default=dict, blank=True)
    secret = models.CharField(_("biến môi trường giữ mật khẩu"), max_length=80, blank=True)
    mapping = models.JSONField(default=dict, blank=True)
    contract = models.JSONField(default=dict, blank=True)
    every_minutes = models.PositiveIntegerField(_("lấy lại sau mỗi (phút)"), default=0)
    is_active = models.BooleanField(_("đang dùng"), default=True)
    alarm = models.CharField(_("cảnh báo"), max_length=12, choices=Alarm, blank=True, default="")
    alarm_since = models.DateTimeField(null=True, blank=True)
    last_good_at = models.DateTimeField(null=True, blank=True)
    next_due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["dataset", "name"]
        verbose_name = _("nguồn dữ liệu đến")
        verbose_name_plural = _("nguồn dữ liệu đến")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dataset", "name"], name="datahub_inflow_name_once"),
            models.CheckConstraint(condition=Q(kind__in=InflowKind.values), name="datahub_inflow_known_kind"),
        ]

    def __str__(self) -> str:
        return self.name


class InflowRun(models.Model):
    """One delivery, good or not. Invariant: a run that is over has an end."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    inflow = models.ForeignKey(Inflow, models.CASCADE, related_name="runs")
    state = models.CharField(_("kết quả"), max_length=8, choices=RunState, default=RunState.RUNNING)
    alarm = models.CharField(max_length=12, choices=Alarm, blank=True, default="")
    rows = models.PositiveBigIntegerField(default=0)
    bytes = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    columns_seen = models.JSONField(default=list)
    message = models.CharField(max_length=500, blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="inflow_runs")
    version = models.ForeignKey(DatasetVersion, models.SET_NULL, null=True, blank=True, related_name="inflow_runs")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="inflow_runs")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=RunState.RUNNING, finished_at__isnull=True)
                | (~Q(state=RunState.RUNNING) & Q(finished_at__isnull=False)),
                name="datahub_inflow_run_over_has_end",
            )
        ]

    def __str__(self) -> str:
        return f"{self.inflow_id} {self.started_at:%d/%m/%Y %H:%M}"


class Connector(models.Model):
    """A system outside the province, or not ours, and how data goes between it and us. Invariant: a code once."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(_("mã"), max_length=20, unique=True)
    name = models.CharField(_("hệ thống"), max_length=250)
    keeper = models.CharField(_("cơ quan vận hành"), max_length=250, blank=True)
    exchanged = models.TextField(_("trao đổi gì"), blank=True)
    direction = models.CharField(_("chiều"), max_length=6, choices=[
        ("in", _("nhận về")), ("out", _("gửi đi")), ("both", _("hai chiều")),
    ], default="in")  # fmt: skip
    exchange = models.CharField(_("cách kết nối"), max_length=8, choices=Exchange, default=Exchange.NONE)
    basis = models.CharField(_("căn cứ"), max_length=300, blank=True)
    responsible = models.ForeignKey(
        "organisations.Unit", models.SET_NULL, null=True, blank=True, related_name="connectors",
        verbose_name=_("đơn vị đầu mối"),
    )  # fmt: skip
    dataset = models.ForeignKey(Dataset, models.SET_NULL, null=True, blank=True, related_name="connectors")
    inflow = models.ForeignKey(Inflow, models.SET_NULL, null=True, blank=True, related_name="connectors")
    note = models.TextField(_("ghi chú"), blank=True)

    class Meta:
        ordering: ClassVar = ["code"]
        verbose_name = _("hệ thống kết nối")
        verbose_name_plural = _("hệ thống kết nối")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(exchange__in=Exchange.values), name="datahub_connector_known_exchange")
        ]

    def __str__(self) -> str:
        return self.name


class ConnectorExchange(models.Model):
    """One exchange with an outside system: when, which way, how much, by file where nothing else is possible.

    `figures` are figures of the other system that are only recorded (name → value with its unit). Invariant: it names a
    direction.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    connector = models.ForeignKey(Connector, models.CASCADE, related_name="exchanges")
    at = models.DateTimeField()
    direction = models.CharField(max_length=3, choices=[("in", _("nhận về")), ("out", _("gửi đi"))])
    rows = models.PositiveBigIntegerField(_("số dòng"), default=0)
    figures = models.JSONField(_("số liệu"), default=dict, blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="exchanges")
    succeeded = models.BooleanField(_("thành công"), default=True)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="exchanges")

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(direction__in=["in", "out"]), name="datahub_exchange_direction")
        ]

    def __str__(self) -> str:
        return f"{self.connector_id} {self.at:%d/%m/%Y}"


class SectorDatabase(models.Model):
    """One of the sector databases that the province's plan asks for, and how far it is. Invariant: a number once."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    number = models.PositiveSmallIntegerField(_("số thứ tự"), unique=True)
    name = models.CharField(_("tên cơ sở dữ liệu"), max_length=250)
    field = models.CharField(_("lĩnh vực"), max_length=120, blank=True)
    keeper = models.ForeignKey(
        "organisations.Unit", models.SET_NULL, null=True, blank=True, related_name="sector_databases",
        verbose_name=_("cơ quan chủ trì"),
    )  # fmt: skip
    state = models.CharField(_("trạng thái"), max_length=10, choices=DatabaseState, default=DatabaseState.PLANNED)
    datasets = models.ManyToManyField(Dataset, related_name="sector_databases", blank=True)
    is_verified = models.BooleanField(_("đã kiểm tra với văn bản"), default=False)
    source = models.CharField(_("nguồn"), max_length=300, blank=True)
    note = models.TextField(_("ghi chú"), blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar = ["number"]
        verbose_name = _("cơ sở dữ liệu ngành")
        verbose_name_plural = _("cơ sở dữ liệu ngành")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=DatabaseState.values), name="datahub_database_known_state")
        ]

    def __str__(self) -> str:
        return self.name
