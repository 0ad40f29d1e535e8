"""A wish for a later date and what became of it: asked, agreed by telephone, granted, refused, lapsed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from honglam.engines.plans.models.assignment import Assignment
from honglam.engines.plans.models.plan import Plan
from honglam.engines.plans.queries import ExtensionQuerySet
from honglam.engines.plans.terms import OPEN_EXTENSIONS, ExtensionState
from honglam.toolkit.identifiers import uuid7


class Extension(models.Model):
    """One movement of one share's date, wished or decided. Kept for ever: the first date stays beside the last.

    Invariants: a share has one open extension at most; there is always a reason; what was agreed by telephone says with
    whom, when and until when it holds; what was decided says by whom; the new date lies after the old one.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="extensions", verbose_name=_("phân công"))
    state = models.CharField(
        _("tình trạng"), max_length=12, choices=[choice for choice in ExtensionState.choices if choice[0]],
        default=ExtensionState.ASKED,
    )  # fmt: skip
    old_due_on = models.DateField(_("hạn cũ"), null=True, blank=True)
    new_due_on = models.DateField(_("hạn mới"))
    reason = models.TextField(_("lý do"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="asked_extensions",
        verbose_name=_("người đề nghị"),
    )  # fmt: skip
    asked_at = models.DateTimeField(_("đề nghị lúc"))
    agreed_with = models.CharField(_("người đồng ý qua điện thoại"), max_length=200, blank=True)
    agreed_at = models.DateTimeField(_("đồng ý lúc"), null=True, blank=True)
    grace_until = models.DateField(_("có hiệu lực đến"), null=True, blank=True)
    noted_by_issuer = models.BooleanField(_("cơ quan giao việc ghi nhận"), default=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="decided_extensions",
        verbose_name=_("người quyết định"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("quyết định lúc"), null=True, blank=True)
    answer = models.TextField(_("ý kiến"), blank=True)
    document = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="extensions", verbose_name=_("văn bản cho phép")
    )
    document_number = models.CharField(_("số, ký hiệu văn bản"), max_length=80, blank=True)
    document_date = models.DateField(_("ngày văn bản"), null=True, blank=True)
    file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="extensions", verbose_name=_("tệp")
    )

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("gia hạn")
        verbose_name_plural = _("gia hạn")
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["state", "grace_until"], name="extension_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(state__in=OPEN_EXTENSIONS),
                name="extension_one_open_for_a_share",
                violation_error_message=_("Việc này đang có một đề nghị gia hạn chưa giải quyết."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="extension_has_reason",
                violation_error_message=_("Gia hạn phải có lý do."),
            ),
            models.CheckConstraint(
                condition=Q(old_due_on__isnull=True) | Q(new_due_on__gt=F("old_due_on")),
                name="extension_moves_forward",
                violation_error_message=_("Hạn mới phải sau hạn cũ."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ExtensionState.BY_PHONE, ExtensionState.LAPSED])
                | (~Q(agreed_with="") & Q(agreed_at__isnull=False) & Q(grace_until__isnull=False)),
                name="extension_by_phone_says_who_and_when",
                violation_error_message=_("Hãy ghi ai đồng ý qua điện thoại, lúc nào."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ExtensionState.GRANTED, ExtensionState.REFUSED])
                | (Q(decided_by__isnull=False) & Q(decided_at__isnull=False)),
                name="extension_decided_says_by_whom",
                violation_error_message=_("Quyết định gia hạn phải có người quyết định."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.new_due_on:%d/%m/%Y}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to decide it."""
        return self.state in OPEN_EXTENSIONS

    @property
    def authority(self) -> str:
        """The document that moved the date, as it is cited; empty where there is none."""
        if self.document is not None:
            return self.document.citation
        if not self.document_number:
            return ""
        return f"{self.document_number} ({self.document_date:%d/%m/%Y})" if self.document_date else self.document_number
