"""Datasets, their schemas and their versions."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from honglam.engines.datahub.quality.columns import Column
from honglam.engines.datahub.queries import DatasetQuerySet
from honglam.engines.datahub.terms import Layer, Sensitivity, VersionState
from honglam.toolkit.identifiers import uuid7


class Dataset(models.Model):
    """A set of rows that the province knows by name: whose it is, what it holds, what it promises.

    Invariants: the code never changes; `supply` names the declared source where the rows come from an engine ("" for
    deliveries); `key` are the columns that identify a row, `unit_column` the one that holds the code of the unit a row
    belongs to ("" where none does); a dataset with personal columns says so by its sensitivity.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.SlugField(_("mã"), max_length=80, unique=True)
    name = models.CharField(_("tên"), max_length=250)
    description = models.TextField(_("mô tả"), blank=True)
    owner = models.ForeignKey(
        "organisations.Unit", models.PROTECT, related_name="datasets", verbose_name=_("cơ quan chủ quản")
    )
    steward = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="datasets_kept",
        verbose_name=_("người phụ trách dữ liệu"),
    )  # fmt: skip
    legal_basis = models.TextField(_("căn cứ pháp lý"), blank=True)
    layer = models.CharField(_("lớp dữ liệu"), max_length=12, choices=Layer, default=Layer.SOURCE)
    sensitivity = models.CharField(_("mức chia sẻ"), max_length=12, choices=Sensitivity, default=Sensitivity.SHARED)
    field = models.CharField(_("lĩnh vực"), max_length=120, blank=True)
    keywords = models.JSONField(_("từ khóa"), default=list, blank=True)
    update_days = models.PositiveIntegerField(_("cam kết cập nhật (ngày)"), default=30)
    retention_days = models.PositiveIntegerField(_("thời hạn lưu (ngày)"), null=True, blank=True)
    supply = models.CharField(max_length=120, blank=True)
    key = models.JSONField(_("cột khóa"), default=list)
    unit_column = models.CharField(_("cột mã đơn vị"), max_length=80, blank=True)
    is_active = models.BooleanField(_("đang dùng"), default=True)
    score = models.DecimalField(_("điểm chất lượng"), max_digits=5, decimal_places=2, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    search_text = models.TextField(editable=False, blank=True)

    objects = DatasetQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name", "id"]
        verbose_name = _("tập dữ liệu")
        verbose_name_plural = _("tập dữ liệu")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(layer__in=Layer.values), name="datahub_dataset_known_layer"),
            models.CheckConstraint(
                condition=Q(sensitivity__in=Sensitivity.values), name="datahub_dataset_known_sensitivity"
            ),
            models.UniqueConstraint(fields=["supply"], condition=~Q(supply=""), name="datahub_dataset_one_a_supply"),
        ]

    def __str__(self) -> str:
        return self.name


class SchemaVersion(models.Model):
    """The columns of a dataset from one moment on. Invariant: numbers count up a dataset; a schema never changes."""

    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="schemas")
    number = models.PositiveIntegerField()
    columns = models.JSONField(default=list)
    note = models.CharField(_("thay đổi"), max_length=500, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="dataset_schemas"
    )

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dataset", "number"], name="datahub_schema_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.dataset} v{self.number}"

    def read_columns(self) -> list[Column]:
        """The columns as values."""
        return [Column.from_json(one) for one in self.columns]


class DatasetVersion(models.Model):
    """The rows of a dataset at one moment, as Parquet files that never change.

    Invariants: at most one version of a dataset is current; `manifest` lists each file with SHA-256, rows and bytes,
    and `digest` is that of the manifest; a refused version was never current. `lineage` names the supply or
    delivery it was
    made from, the rules that judged it, and the version before.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    dataset = models.ForeignKey(Dataset, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    schema = models.ForeignKey(SchemaVersion, models.PROTECT, related_name="versions")
    state = models.CharField(_("trạng thái"), max_length=10, choices=VersionState)
    rows = models.PositiveBigIntegerField(_("số dòng"), default=0)
    folder = models.CharField(max_length=300)
    manifest = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    lineage = models.JSONField(default=dict)
    valid_from = models.DateTimeField(_("dùng từ"), null=True, blank=True)
    valid_to = models.DateTimeField(_("dùng đến"), null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="dataset_versions"
    )

    class Meta:
        ordering: ClassVar = ["-number"]
        verbose_name = _("phiên bản dữ liệu")
        verbose_name_plural = _("phiên bản dữ liệu")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dataset", "number"], name="datahub_version_number_once"),
            models.UniqueConstraint(
                fields=["dataset"], condition=Q(state=VersionState.CURRENT), name="datahub_version_one_current"
            ),
            models.CheckConstraint(condition=Q(state__in=VersionState.values), name="datahub_version_known_state"),
        ]

    def __str__(self) -> str:
        return f"{self.dataset} #{self.number}"
