"""An assignment: one unit's share of a task. Progress is written here and nowhere else."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from honglam.engines.plans.models.task import Task
from honglam.engines.plans.queries import AssignmentQuerySet
from honglam.engines.plans.terms import AssignmentRole, ExtensionState, Mandate, WorkState
from honglam.toolkit.identifiers import uuid7


class Assignment(models.Model):
    """What one unit has to do for one task, in one role and, for recurring work, one period.

    Invariants: a unit has a role in a task once per period; progress is a percentage and 100 where the
    work is done; a completed assignment has its day; only work that was prepared has no day of assignment; work that
    is done by who leads it is proved by evidence.

    Work that recurs by period has one standing share for a unit: nobody reports on it, its occurrences are. `extension`
    and `grace_until` repeat what the open `Extension` says, so that lists need not ask.
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    task = models.ForeignKey(Task, models.PROTECT, related_name="assignments", verbose_name=_("nhiệm vụ"))
    unit = models.ForeignKey("organisations.Unit", models.PROTECT, related_name="assignments", verbose_name=_("đơn vị"))
    role = models.CharField(_("vai trò"), max_length=12, choices=AssignmentRole, default=AssignmentRole.LEAD)
    mandate = models.CharField(_("hình thức"), max_length=10, choices=Mandate, default=Mandate.ASSIGNED)
    named_as = models.CharField(_("tên ghi trong văn bản"), max_length=300, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="assignments",
        verbose_name=_("người thực hiện"),
    )  # fmt: skip
    period_code = models.CharField(_("kỳ"), max_length=20, blank=True)
    due_on = models.DateField(_("hạn hoàn thành"), null=True, blank=True)
    original_due_on = models.DateField(_("hạn ban đầu"), null=True, blank=True)
    assigned_on = models.DateField(_("ngày giao"), null=True, blank=True)
    is_overdue_at_birth = models.BooleanField(_("quá hạn ngay khi giao"), default=False)
    state = models.CharField(_("tình trạng"), max_length=12, choices=WorkState, default=WorkState.PREPARED)
    progress = models.PositiveSmallIntegerField(_("tiến độ (%)"), default=0)
    completed_on = models.DateField(_("ngày hoàn thành"), null=True, blank=True)
    has_evidence = models.BooleanField(_("có minh chứng"), default=False)
    standing = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="occurrences", verbose_name=_("việc định kỳ")
    )
    transferred_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="transferred_to", verbose_name=_("chuyển từ")
    )
    extension = models.CharField(
        _("gia hạn"), max_length=12, choices=ExtensionState, default=ExtensionState.NONE, blank=True
    )
    grace_until = models.DateField(_("chưa tính trễ đến"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("nhận việc lúc"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="accepted_assignments",
        verbose_name=_("người nhận việc"),
    )  # fmt: skip
    confirmed_at = models.DateTimeField(_("xác nhận lúc"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="confirmed_assignments",
        verbose_name=_("người xác nhận"),
    )  # fmt: skip
    is_self_confirmed = models.BooleanField(_("tự xác nhận"), default=False)
    last_report_at = models.DateTimeField(_("báo cáo gần nhất"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("phân công")
        verbose_name_plural = _("phân công")
        ordering = ["task", "role", "id"]
        indexes = [
            models.Index(fields=["unit", "state", "due_on"], name="assignment_by_unit"),
            models.Index(fields=["role", "state", "due_on"], name="assignment_by_role"),
            models.Index(fields=["person", "state"], name="assignment_by_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "unit", "role", "period_code"],
                name="assignment_once_per_unit_role_period",
                violation_error_message=_("Đơn vị này đã có vai trò đó trong nhiệm vụ."),
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=100),
                name="assignment_progress_is_percentage",
                violation_error_message=_("Tiến độ từ 0 đến 100."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[WorkState.DONE, WorkState.CLAIMED])
                | (Q(completed_on__isnull=False) & Q(progress=100)),
                name="assignment_done_has_day_and_full_progress",
                violation_error_message=_("Việc báo hoàn thành phải có ngày hoàn thành và tiến độ 100 %."),
            ),
            models.CheckConstraint(
                condition=Q(state=WorkState.PREPARED) | Q(assigned_on__isnull=False),
                name="assignment_given_has_day",
                violation_error_message=_("Việc đã giao phải có ngày giao."),
            ),
            models.CheckConstraint(
                condition=~Q(state=WorkState.DONE, role=AssignmentRole.LEAD) | Q(has_evidence=True),
                name="assignment_done_is_proved",
                violation_error_message=_("Việc chỉ được xác nhận hoàn thành khi có minh chứng."),
            ),
            models.CheckConstraint(
                condition=~Q(extension=ExtensionState.BY_PHONE) | Q(grace_until__isnull=False),
                name="assignment_phone_extension_has_end",
                violation_error_message=_("Gia hạn qua điện thoại phải có ngày hết hiệu lực."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.unit}"

    def get_absolute_url(self) -> str:
        """The task's page, at this unit's share."""
        return f"{reverse('plans:task', args=[self.task.uid])}#a-{self.uid}"
