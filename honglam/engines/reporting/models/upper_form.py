"""An Excel form of an upper level: mapped once to stored figures, filled from them for every period afterwards."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from honglam.engines.reporting.queries import UpperFormQuerySet
from honglam.engines.reporting.terms import CellContent, FormMeasure
from honglam.toolkit.identifiers import uuid7
from honglam.toolkit.periods import Scheme

SCHEMES = [scheme.value for scheme in Scheme]


class UpperForm(models.Model):
    """A form that somebody above wants back as .xlsx, in the unit that fills it.

    `asked_by` names who asks, as printed. Invariant: one name per unit while it is in use.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, related_name="upper_forms", verbose_name=_("đơn vị lập biểu")
    )
    name = models.CharField(_("tên biểu"), max_length=300)
    asked_by = models.CharField(_("nơi yêu cầu"), max_length=300, blank=True)
    legal_basis = models.CharField(_("căn cứ"), max_length=300, blank=True)
    scheme = models.CharField(_("kỳ báo cáo"), max_length=24)
    is_dropped = models.BooleanField(_("đã bỏ"), default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="upper_forms", verbose_name=_("người lập")
    )
    created_at = models.DateTimeField(_("lập lúc"), auto_now_add=True)

    objects = UpperFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("biểu của cấp trên")
        verbose_name_plural = _("biểu của cấp trên")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"], condition=Q(is_dropped=False), name="upper_form_named_once",
                violation_error_message=_("Đơn vị đã có biểu mang tên này."),
            ),
            models.CheckConstraint(condition=Q(scheme__in=SCHEMES), name="upper_form_scheme_is_known"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the form."""
        return reverse("reporting:upper_form", args=[self.uid])


class UpperFormVersion(models.Model):
    """One state of the blank form: its file and its mapped cells. Invariant: numbered from 1 in its form."""

    form = models.ForeignKey(UpperForm, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("phiên bản"))
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, related_name="upper_form_versions", verbose_name=_("tệp biểu trống")
    )
    notes = models.JSONField(_("thay đổi so với phiên bản trước"), default=list, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="upper_form_versions", verbose_name=_("người tải lên")
    )
    created_at = models.DateTimeField(_("tải lên lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("phiên bản biểu")
        verbose_name_plural = _("phiên bản biểu")
        ordering = ["form", "-number"]
        constraints = [models.UniqueConstraint(fields=["form", "number"], name="upper_form_version_once")]

    def __str__(self) -> str:
        return f"{self.form} · {self.number}"


class MappedCell(models.Model):
    """What one cell of a form is filled with: a figure of an indicator for a unit and a period, or a name.

    `unit` empty means the unit that fills the form. `factor` turns the stored measure into the one that the form asks
    for (triệu đồng → tỷ đồng: 0.001). Invariants: a cell is mapped once; a figure, and nothing else, names an
    indicator and which of its figures.
    """

    version = models.ForeignKey(UpperFormVersion, models.CASCADE, related_name="cells")
    sheet = models.CharField(_("trang tính"), max_length=100)
    cell = models.CharField(_("ô"), max_length=10)
    content = models.CharField(_("điền"), max_length=12, choices=CellContent, default=CellContent.FIGURE)
    indicator = models.ForeignKey(
        "indicators.Indicator", models.PROTECT, null=True, blank=True, related_name="mapped_cells",
        verbose_name=_("chỉ tiêu"),
    )  # fmt: skip
    measure = models.CharField(_("số nào"), max_length=12, choices=FormMeasure, blank=True)
    unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, blank=True, related_name="mapped_cells",
        verbose_name=_("của đơn vị"),
    )  # fmt: skip
    factor = models.DecimalField(_("hệ số đổi đơn vị"), max_digits=24, decimal_places=9, default=1)
    is_proposed = models.BooleanField(_("máy đề xuất, chờ xem"), default=False)

    class Meta:
        verbose_name = _("ô đã ghép")
        verbose_name_plural = _("ô đã ghép")
        ordering = ["version", "sheet", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "sheet", "cell"], name="mapped_cell_once"),
            models.CheckConstraint(
                condition=(Q(content=CellContent.FIGURE, indicator__isnull=False) & ~Q(measure=""))
                | (~Q(content=CellContent.FIGURE) & Q(indicator__isnull=True, measure="")),
                name="mapped_figure_names_its_indicator",
                violation_error_message=_("Ô số liệu phải chọn chỉ tiêu và loại số."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}"


class FilledForm(models.Model):
    """A form as it was filled for a period: the file, and which cells stayed empty and why. Added, never changed."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    version = models.ForeignKey(UpperFormVersion, models.PROTECT, related_name="fillings")
    period_code = models.CharField(_("kỳ"), max_length=24)
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, related_name="filled_forms", verbose_name=_("tệp đã điền")
    )
    filled_count = models.PositiveIntegerField(_("số ô đã điền"), default=0)
    missing = models.JSONField(_("ô còn trống"), default=list, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="filled_forms", verbose_name=_("người điền")
    )
    created_at = models.DateTimeField(_("điền lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("biểu đã điền")
        verbose_name_plural = _("biểu đã điền")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.version.form} · {self.period_code}"
