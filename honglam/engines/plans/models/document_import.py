"""An import: what a province's document system handed over, row by row, until it is work."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from honglam.engines.plans.models.plan import Plan
from honglam.engines.plans.queries import DocumentImportQuerySet
from honglam.engines.plans.terms import ImportOrigin, ImportRowState, ImportState
from honglam.toolkit.identifiers import uuid7


class DocumentImport(models.Model):
    """A file of a document system under review; nothing is created until it is accepted.

    `headings` are the titles of the sheet's columns as they stand in it, in their order; `columns` says for some of
    them which field they hold ({"Số/KH": "number"}). What a unit chose last is proposed for its next file.
    Invariant: a sheet has its file; packages are taken apart when they come and leave their attachments.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, related_name="document_imports", verbose_name=_("đơn vị giao việc")
    )
    origin = models.CharField(_("nguồn"), max_length=10, choices=ImportOrigin)
    name = models.CharField(_("tên tệp"), max_length=255)
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="document_imports",
        verbose_name=_("tệp"),
    )  # fmt: skip
    state = models.CharField(_("tình trạng"), max_length=10, choices=ImportState, default=ImportState.COLUMNS)
    headings = models.JSONField(_("tiêu đề cột"), default=list, blank=True)
    columns = models.JSONField(_("cột đã ghép"), default=dict, blank=True)
    notes = models.JSONField(_("lưu ý"), default=list, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="document_imports", verbose_name=_("người nhập")
    )
    created_at = models.DateTimeField(_("tải lên lúc"), auto_now_add=True)
    finished_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)

    objects = DocumentImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần nhập văn bản giao việc")
        verbose_name_plural = _("lần nhập văn bản giao việc")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(origin=ImportOrigin.SHEET) | Q(file__isnull=False),
                name="document_import_of_a_sheet_has_its_file",
                violation_error_message=_("Bảng tính nhập vào phải được lưu lại."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page on which it is reviewed."""
        return reverse("plans:document_import", args=[self.uid])


class DocumentImportRow(models.Model):
    """One row of the file: a document and a piece of work that it gives.

    `cells` holds what stood in the file by the heading of its column; `values` the same by field, as texts; `errors`
    a list of {"field", "heading", "value", "message"}. A document with several duties is read like a plan instead of
    being given: the row then names its `reading`. Invariants: a number in the file once; a created row and a known
    one name their document; a row that is read names its reading; only a wrong row has errors.
    """

    document_import = models.ForeignKey(DocumentImport, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("dòng"))
    state = models.CharField(_("tình trạng"), max_length=10, choices=ImportRowState)
    cells = models.JSONField(default=dict, blank=True)
    values = models.JSONField(default=dict, blank=True)
    errors = models.JSONField(default=list, blank=True)
    units = models.PositiveIntegerField(_("số đơn vị chủ trì"), default=0)
    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="import_rows", verbose_name=_("văn bản")
    )
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="document_import_rows",
        verbose_name=_("tệp văn bản"),
    )  # fmt: skip
    reading = models.OneToOneField(
        "plans.Reading", models.PROTECT, null=True, blank=True, related_name="import_row",
        verbose_name=_("lần đọc văn bản"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("dòng nhập văn bản")
        verbose_name_plural = _("dòng nhập văn bản")
        ordering = ["document_import", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document_import", "number"], name="document_import_row_once"),
            models.CheckConstraint(
                condition=~Q(state__in=[ImportRowState.CREATED, ImportRowState.KNOWN]) | Q(plan__isnull=False),
                name="document_import_row_names_its_document",
                violation_error_message=_("Dòng đã có văn bản phải gắn với văn bản đó."),
            ),
            models.CheckConstraint(
                condition=Q(state=ImportRowState.WRONG) | Q(errors=[]),
                name="document_import_row_wrong_has_errors",
                violation_error_message=_("Chỉ dòng sai mới có lỗi."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ImportRowState.READ) | Q(reading__isnull=False),
                name="document_import_row_read_has_its_reading",
                violation_error_message=_("Dòng được đọc như kế hoạch phải gắn với lần đọc."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_import} · {self.number}"
