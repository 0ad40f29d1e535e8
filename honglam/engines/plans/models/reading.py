"""A reading: a document on its way to becoming a plan, with every item under review."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from honglam.engines.plans.models.plan import Plan
from honglam.engines.plans.queries import ReadingQuerySet, ReadItemQuerySet
from honglam.engines.plans.terms import ItemDecision, ItemKind, ReadingState
from honglam.toolkit.identifiers import uuid7


class Reading(models.Model):
    """A document as read by the machine and reviewed by an officer; nothing is created until it is accepted.

    Invariant: an accepted reading names the plan it became. `blocks` is the block model as JSON rows
    [kind, start, end, page, level, marker] for showing the source; tables carry their cells.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="readings", verbose_name=_("tệp"))
    issuer = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, blank=True, related_name="readings",
        verbose_name=_("cơ quan ban hành"),
    )  # fmt: skip
    state = models.CharField(_("tình trạng"), max_length=12, choices=ReadingState, default=ReadingState.WAITING)
    head = models.JSONField(_("phần đầu văn bản"), default=dict, blank=True)
    document_text = models.TextField(blank=True)
    blocks = models.JSONField(default=list, blank=True)
    messages = models.JSONField(default=list, blank=True)
    error = models.TextField(_("lỗi"), blank=True)
    amends = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="amending_readings",
        verbose_name=_("sửa đổi kế hoạch"),
    )  # fmt: skip
    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="readings", verbose_name=_("kế hoạch")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="readings", verbose_name=_("người nhập")
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần đọc văn bản")
        verbose_name_plural = _("lần đọc văn bản")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=ReadingState.ACCEPTED) | Q(plan__isnull=False),
                name="reading_accepted_names_its_plan",
                violation_error_message=_("Văn bản đã nhận phải gắn với kế hoạch."),
            )
        ]

    def __str__(self) -> str:
        return self.head.get("title") or str(self.file)

    def get_absolute_url(self) -> str:
        """The review screen."""
        return reverse("plans:reading", args=[self.uid])


class ReadItem(models.Model):
    """One item that was read (or added by hand), as it stands in review.

    `data` is the item in the words of the extraction schema, plus `units`: a list of
    {"role", "text", "kind", "unit", "group", "score", "candidates"} that ties names to the tree.
    `original` is what the machine read, kept for comparison; empty where a person added the item.
    Invariants: confidence lies between 0 and 1; a position is used once per reading and kind.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    reading = models.ForeignKey(Reading, models.CASCADE, related_name="items")
    kind = models.CharField(_("loại"), max_length=10, choices=ItemKind)
    position = models.PositiveIntegerField()
    data = models.JSONField(default=dict)
    original = models.JSONField(default=dict, blank=True)
    confidence = models.FloatField(_("độ tin cậy"), default=1.0)
    decision = models.CharField(_("quyết định"), max_length=10, choices=ItemDecision, default=ItemDecision.PENDING)
    source_start = models.PositiveIntegerField(null=True, blank=True)
    source_end = models.PositiveIntegerField(null=True, blank=True)
    source_page = models.PositiveIntegerField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="decided_items"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ReadItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("mục đọc được")
        verbose_name_plural = _("mục đọc được")
        ordering = ["reading", "kind", "position"]
        constraints = [
            models.UniqueConstraint(fields=["reading", "kind", "position"], name="read_item_position_once"),
            models.CheckConstraint(
                condition=Q(confidence__gte=0) & Q(confidence__lte=1), name="read_item_confidence_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return str(self.data.get("name") or self.data.get("heading") or self.data.get("number") or self.kind)

    @property
    def is_edited(self) -> bool:
        """Whether a person changed what the machine read."""
        return bool(self.original) and any(self.data.get(key) != value for key, value in self.original.items())

    @property
    def is_added(self) -> bool:
        """Whether a person added the item."""
        return not self.original

    @property
    def loose_names(self) -> list[str]:
        """Names of units that are tied to nothing yet."""
        return [entry["text"] for entry in self.data.get("units", []) if not entry.get("units")]
