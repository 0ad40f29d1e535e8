"""The unit: any body that can be given work."""

from __future__ import annotations

import datetime as dt

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from honglam.core.organisations.queries import UnitQuerySet
from honglam.core.organisations.terms import COMMUNE_KINDS, VILLAGE_KINDS, Bloc, Confidence, Kind, Level
from honglam.toolkit.collation import KEY_LENGTH
from honglam.toolkit.identifiers import uuid7

CODE_PATTERN = r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$"


class Unit(models.Model):
    """A body of the province, valid between two days (inclusive), below one superior or two.

    Invariants: the code never changes and is unique; `path` is the codes from the root down to the unit, each followed
    by "/", through the first superior, and `second_path` the same through the second superior (the unit's own, or the
    one its nearest superior has; empty where there is none); only a province has no superior, and there is at most
    one province; the level agrees with the kind; a unit does not end before it starts.
    `function` is shared by the bodies that do the same work in every commune (economy-office), empty elsewhere.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(
        _("Mã"),
        max_length=60,
        unique=True,
        validators=[RegexValidator(CODE_PATTERN, _("Mã chỉ gồm chữ thường không dấu, chữ số, dấu chấm và gạch nối."))],
    )
    identifier = models.CharField(_("Mã định danh"), max_length=40, blank=True)
    name = models.CharField(_("Tên"), max_length=250)
    short_name = models.CharField(_("Tên ngắn"), max_length=120, blank=True)
    name_en = models.CharField(_("Tên tiếng Anh"), max_length=250, blank=True)
    function = models.CharField(_("Chức năng chuẩn"), max_length=60, blank=True, db_index=True)
    kind = models.CharField(_("Loại"), max_length=20, choices=Kind.choices)
    level = models.CharField(_("Cấp"), max_length=10, choices=Level.choices)
    bloc = models.CharField(_("Khối"), max_length=15, choices=Bloc.choices)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("Cấp trên trực tiếp"),
    )
    second_parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="second_children",
        verbose_name=_("Cấp trên theo ngành dọc"),
    )
    path = models.CharField(max_length=300, editable=False, db_index=True)
    second_path = models.CharField(max_length=300, blank=True, editable=False, db_index=True)
    starts_on = models.DateField(_("Có từ ngày"), null=True, blank=True)
    ends_on = models.DateField(_("Đến hết ngày"), null=True, blank=True)
    email = models.EmailField(_("Hộp thư"), blank=True)
    phone = models.CharField(_("Điện thoại"), max_length=40, blank=True)
    address = models.CharField(_("Trụ sở"), max_length=250, blank=True)
    website = models.URLField(_("Trang thông tin điện tử"), blank=True)
    area_km2 = models.DecimalField(_("Diện tích (km²)"), max_digits=9, decimal_places=2, null=True, blank=True)
    population = models.PositiveIntegerField(_("Dân số (người)"), null=True, blank=True)
    source = models.CharField(_("Nguồn"), max_length=300, blank=True)
    confidence = models.CharField(_("Độ tin cậy"), max_length=10, choices=Confidence.choices, default=Confidence.HIGH)
    position = models.PositiveSmallIntegerField(_("Thứ tự"), default=100)
    sort_key = models.CharField(max_length=KEY_LENGTH, editable=False, db_index=True)
    search_text = models.TextField(editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ("position", "sort_key", "pk")
        verbose_name = _("đơn vị")
        verbose_name_plural = _("đơn vị")
        constraints = [
            models.CheckConstraint(
                name="unit_ends_after_start",
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("Ngày kết thúc phải từ ngày bắt đầu trở đi."),
            ),
            models.CheckConstraint(
                name="unit_root_is_province",
                condition=Q(kind=Kind.PROVINCE, parent__isnull=True)
                | (~Q(kind=Kind.PROVINCE) & Q(parent__isnull=False)),
                violation_error_message=_("Mọi đơn vị trừ tỉnh đều phải có cấp trên trực tiếp."),
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind=Kind.PROVINCE),
                name="unit_one_province",
                violation_error_message=_("Mỗi hệ thống chỉ phục vụ một tỉnh."),
            ),
            models.CheckConstraint(
                name="unit_not_its_own_superior",
                condition=(Q(parent__isnull=True) | ~Q(parent=F("id")))
                & (Q(second_parent__isnull=True) | ~Q(second_parent=F("id"))),
                violation_error_message=_("Một đơn vị không thể là cấp trên của chính nó."),
            ),
            models.CheckConstraint(
                name="unit_superiors_differ",
                condition=Q(second_parent__isnull=True) | ~Q(second_parent=F("parent")),
                violation_error_message=_("Hai cấp trên của một đơn vị phải khác nhau."),
            ),
            models.CheckConstraint(
                name="unit_level_fits_kind",
                condition=(
                    Q(kind__in=COMMUNE_KINDS, level=Level.COMMUNE)
                    | Q(kind__in=VILLAGE_KINDS, level=Level.VILLAGE)
                    | Q(kind__in=[Kind.PROVINCE, Kind.DEPARTMENT], level=Level.PROVINCE)
                    | ~Q(kind__in=[*COMMUNE_KINDS, *VILLAGE_KINDS, Kind.PROVINCE, Kind.DEPARTMENT])
                ),
                violation_error_message=_("Cấp không khớp với loại đơn vị."),
            ),
            models.CheckConstraint(
                name="unit_kind_is_known",
                condition=Q(kind__in=Kind.values, level__in=Level.values, bloc__in=Bloc.values),
            ),
            models.CheckConstraint(
                name="unit_path_ends_with_code",
                condition=Q(path__endswith=Concat(Value("/"), F("code"), Value("/"))),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name to print in a cell: the short one where there is one."""
        return self.short_name or self.name

    @property
    def official_code(self) -> str:
        """The code that the state gave and people cite (a commune's number); empty where it is only a key of ours."""
        return self.code if self.code.isdigit() else ""

    @property
    def depth(self) -> int:
        """How many superiors stand above the unit: 0 for the province."""
        return self.path.count("/") - 2

    def is_valid_on(self, date: dt.date) -> bool:
        """Whether the unit exists on a day."""
        return (self.starts_on is None or self.starts_on <= date) and (self.ends_on is None or date <= self.ends_on)

    @property
    def is_commune(self) -> bool:
        """Whether this is a commune, ward or special zone."""
        return self.kind in COMMUNE_KINDS

    @property
    def commune_code(self) -> str:
        """The code of the commune that the unit is or stands in through its first superior; empty at the province."""
        if self.level == Level.PROVINCE:
            return ""
        codes = self.path.strip("/").split("/")
        return codes[1] if len(codes) > 1 else ""
