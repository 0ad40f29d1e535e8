"""The row of a register, its place on the ground, and the table of what it was."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from honglam.engines.registers.queries import RecordQuerySet
from honglam.toolkit.identifiers import uuid7


class Record(models.Model):
    """A row of a register. Packs inherit it and add their columns; only the engine's verbs write it.

    Invariants: `valid_from` is the first day on which the row's present content holds; a row that ended says when and
    why; a row that was merged ended, and points at the row that stands for it; `revision` grows with every write.
    `unit` is the body that keeps the row: rights count from there. `search_text` is folded.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, related_name="%(app_label)s_%(class)s_rows",
        verbose_name=_("đơn vị quản lý"),
    )  # fmt: skip
    state = models.CharField(_("trạng thái"), max_length=30, blank=True, editable=False)
    valid_from = models.DateField(_("có hiệu lực từ"), editable=False)
    recorded_at = models.DateTimeField(_("ghi lúc"), editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False,
        related_name="%(app_label)s_%(class)s_recorded", verbose_name=_("người ghi"),
    )  # fmt: skip
    revision = models.PositiveIntegerField(_("lần ghi"), default=1, editable=False)
    ended_on = models.DateField(_("ngừng từ ngày"), null=True, blank=True, editable=False)
    ended_reason = models.CharField(_("lý do ngừng"), max_length=500, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged_rows",
        verbose_name=_("đã gộp vào"),
    )  # fmt: skip
    search_text = models.TextField(editable=False, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(ended_on__isnull=False),
                name="%(app_label)s_%(class)s_merged_ended",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("valid_from")),
                name="%(app_label)s_%(class)s_ends_later",
            ),
        ]


class Located(models.Model):
    """A row with a place: GeoJSON text in WGS84 degrees (longitude first), and its box; all empty where unknown."""

    geometry = models.TextField(_("vị trí"), blank=True)
    west = models.FloatField(null=True, blank=True, editable=False)
    south = models.FloatField(null=True, blank=True, editable=False)
    east = models.FloatField(null=True, blank=True, editable=False)
    north = models.FloatField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True


def versions_of(model: type[models.Model]) -> type[Any]:
    """The table of former states of a register's rows: `ProjectVersion = versions_of(Project)` beside the model.

    Same columns without uniqueness, references without constraints (what was pointed at may be gone), and: `record`,
    `valid_to` (first day on which the state no longer held), `replaced_at`, `replaced_by`, `reason`, `act` (the
    deciding paper).
    """
    prefix = model._meta.label_lower.replace(".", "_")[:20]
    attributes: dict[str, Any] = {
        "__module__": model.__module__,
        "__qualname__": f"{model.__name__}Version",
        "__doc__": f"What a row of {model.__name__} was, from `valid_from` until the day before `valid_to`.",
        "record": models.ForeignKey(model, models.CASCADE, related_name="versions"),
        "valid_to": models.DateField(_("đến trước ngày")),
        "replaced_at": models.DateTimeField(_("thay lúc")),
        "replaced_by": models.ForeignKey(
            settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
        ),
        "reason": models.CharField(_("lý do"), max_length=500, blank=True),
        "act": models.CharField(_("văn bản làm căn cứ"), max_length=300, blank=True),
        "objects": RecordQuerySet.as_manager(),
        "__str__": lambda self: f"{self.record} ({self.valid_from:%d/%m/%Y})",
        "Meta": type("Meta", (), {
            "app_label": model._meta.app_label,
            "ordering": ["-replaced_at", "-id"],
            "indexes": [
                models.Index(fields=["record", "valid_to"], name=f"{prefix}_v_rec"),
                models.Index(fields=["valid_from", "valid_to"], name=f"{prefix}_v_day"),
            ],
            "verbose_name": _("trạng thái trước"),
        }),
    }  # fmt: skip
    for one in model._meta.concrete_fields:
        if not one.primary_key:
            attributes[one.name] = _former(one)
    return type(f"{model.__name__}Version", (models.Model,), attributes)


def _former(one: models.Field[Any, Any]) -> models.Field[Any, Any]:
    """The same column in the table of former states."""
    if isinstance(one, models.ForeignKey):
        return models.ForeignKey(
            one.remote_field.model, models.DO_NOTHING, null=one.null, blank=one.blank, related_name="+",
            db_constraint=False, db_index=False, verbose_name=one.verbose_name,
        )  # fmt: skip
    _name, _path, arguments, options = one.deconstruct()
    options |= {"unique": False, "db_index": False}
    if isinstance(one, models.UUIDField):
        options.pop("default", None)
    return type(one)(*arguments, **options)
