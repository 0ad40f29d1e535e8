"""The outline of a unit on the ground."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from honglam.core.places.queries import BoundaryQuerySet
from honglam.toolkit.identifiers import uuid7


class Boundary(models.Model):
    """The outline of a unit between two days (inclusive), with the credit that its source asks for.

    `geometry` and `lite` are GeoJSON Polygons or MultiPolygons in WGS84 degrees, longitude first; `lite` is the same
    outline with fewer points, for overview maps. Invariants: the box columns hold the box of `geometry`, west ≤ east,
    south ≤ north, inside the world; a boundary says whom to credit; a unit has one boundary per first day.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    unit = models.ForeignKey("organisations.Unit", on_delete=models.CASCADE, related_name="boundaries")
    geometry = models.JSONField(_("Đường ranh giới"))
    lite = models.JSONField(_("Đường ranh giới rút gọn"))
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    label_lon = models.FloatField(_("Kinh độ điểm ghi tên"))
    label_lat = models.FloatField(_("Vĩ độ điểm ghi tên"))
    attribution = models.CharField(_("Ghi công"), max_length=300)
    source = models.CharField(_("Nguồn"), max_length=300, blank=True)
    digest = models.CharField(max_length=64, editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    starts_on = models.DateField(_("Có từ ngày"), null=True, blank=True)
    ends_on = models.DateField(_("Đến hết ngày"), null=True, blank=True)

    objects = BoundaryQuerySet.as_manager()

    class Meta:
        ordering = ("unit", "starts_on", "pk")
        verbose_name = _("ranh giới")
        verbose_name_plural = _("ranh giới")
        indexes = [models.Index(fields=["west", "east", "south", "north"], name="boundary_box")]
        constraints = [
            models.CheckConstraint(
                name="boundary_box_in_order",
                condition=Q(west__lte=F("east"), south__lte=F("north"))
                & Q(west__gte=-180, east__lte=180, south__gte=-90, north__lte=90),
                violation_error_message=_("Khung bao của ranh giới không hợp lệ (kinh độ trước, vĩ độ sau, WGS84)."),
            ),
            models.CheckConstraint(
                name="boundary_is_credited",
                condition=~Q(attribution=""),
                violation_error_message=_("Ranh giới phải ghi công nguồn dữ liệu."),
            ),
            models.CheckConstraint(
                name="boundary_ends_after_start",
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Ngày kết thúc phải từ ngày bắt đầu trở đi."),
            ),
            models.UniqueConstraint(fields=["unit", "starts_on"], name="boundary_once_a_day"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(starts_on__isnull=True), name="boundary_once_since_ever"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}"
