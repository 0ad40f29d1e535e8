"""An indicator: what is measured, in which unit of measure, and which way is better."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from honglam.engines.indicators.queries import IndicatorQuerySet
from honglam.engines.indicators.terms import Direction
from honglam.toolkit.identifiers import uuid7


class Indicator(models.Model):
    """The definition of one measured quantity. Invariant: `name_key` (folded name and measure) is unique."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(_("mã"), max_length=24, unique=True)
    name = models.TextField(_("tên chỉ tiêu"))
    measure = models.CharField(_("đơn vị tính"), max_length=80, blank=True)
    direction = models.CharField(_("chiều"), max_length=8, choices=Direction, default=Direction.UP)
    decimals = models.PositiveSmallIntegerField(_("số chữ số thập phân"), default=1)
    legal_source = models.CharField(_("căn cứ"), max_length=300, blank=True)
    name_key = models.CharField(max_length=64, unique=True, editable=False)
    search_text = models.TextField(editable=False, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("chỉ tiêu")
        verbose_name_plural = _("chỉ tiêu")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name
