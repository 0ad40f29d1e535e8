"""What a person should look at in a regime: what a plan leaves open, and what an amended plan now says."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from honglam.engines.reporting.models.regime import ReportRegime
from honglam.engines.reporting.queries import RegimeRemarkQuerySet
from honglam.engines.reporting.terms import RemarkKind
from honglam.toolkit.identifiers import uuid7


class RegimeRemark(models.Model):
    """One remark about a regime that came from a plan; the regime itself stays as it is until a person changes it.

    `key` tells a remark from its repetition: an event that comes twice says it once. `now` holds what the plan says
    instead: {"due_text", "quote"}. Invariants: said once; a settled remark says when.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    regime = models.ForeignKey(ReportRegime, models.CASCADE, related_name="remarks", verbose_name=_("chế độ báo cáo"))
    kind = models.CharField(_("loại"), max_length=12, choices=RemarkKind)
    key = models.CharField(max_length=64)
    text = models.TextField(_("nội dung"))
    now = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(_("ghi lúc"), auto_now_add=True)
    settled_at = models.DateTimeField(_("xem xong lúc"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="settled_regime_remarks",
        verbose_name=_("người xem"),
    )  # fmt: skip

    objects = RegimeRemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("điều cần xem của chế độ báo cáo")
        verbose_name_plural = _("điều cần xem của chế độ báo cáo")
        ordering = ["regime", "id"]
        constraints = [
            models.UniqueConstraint(fields=["regime", "kind", "key"], name="regime_remark_said_once"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=False) | Q(settled_by__isnull=True),
                name="regime_remark_settled_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
