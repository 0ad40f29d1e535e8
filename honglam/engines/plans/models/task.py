"""A task: the promise that the plan makes, whoever does it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from honglam.engines.plans.models.plan import Plan, SourceSpan
from honglam.engines.plans.queries import TaskQuerySet
from honglam.engines.plans.terms import RECURRENCES, DeadlineKind, TaskOrigin, WorkState
from honglam.toolkit.identifiers import uuid7


class Task(SourceSpan):
    """One piece of work. Its state and progress are derived from the leading assignments, never typed.

    Invariants: a task with a dated deadline has the date; progress is a percentage; a task belongs to a
    plan or to an instruction, or is a part of a unit's share (`parent_share`); only recurring work recurs; the original
    due date stays when the due date moves; `approver` is who was named as deciding when the work was given, and
    `names_authority` whether the words of a plan say before whom the work comes; `has_measure` says whether name,
    content or product hold a figure to measure the work by (`measured`).
    """

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    code = models.CharField(_("mã"), max_length=24, unique=True)
    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name=_("kế hoạch")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("nhiệm vụ gốc")
    )
    parent_share = models.ForeignKey(
        "plans.Assignment", models.PROTECT, null=True, blank=True, related_name="parts",
        verbose_name=_("phần việc được chia"),
    )  # fmt: skip
    recurrence = models.CharField(_("định kỳ theo"), max_length=24, blank=True, choices=RECURRENCES)
    recurrence_from = models.DateField(_("chia kỳ từ ngày"), null=True, blank=True)
    recurrence_day = models.PositiveSmallIntegerField(_("ngày đến hạn trong kỳ"), default=0)
    origin = models.CharField(_("nguồn"), max_length=12, choices=TaskOrigin, default=TaskOrigin.TABLE)
    position = models.PositiveIntegerField(_("thứ tự"), default=0)
    section = models.CharField(_("mục, phụ lục"), max_length=200, blank=True)
    group_title = models.CharField(_("nhóm"), max_length=600, blank=True)
    number = models.CharField(_("số thứ tự trong văn bản"), max_length=40, blank=True)
    name = models.TextField(_("nhiệm vụ"))
    content = models.TextField(_("nội dung"), blank=True)
    product = models.TextField(_("sản phẩm, kết quả"), blank=True)
    names_authority = models.BooleanField(_("văn bản ghi cấp quyết định"), default=False)
    has_measure = models.BooleanField(_("có mức đo được"), default=False)
    resources = models.TextField(_("nguồn lực"), blank=True)
    issuer = models.ForeignKey(
        "organisations.Unit", models.PROTECT, related_name="given_tasks", verbose_name=_("cơ quan giao")
    )
    approver = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, blank=True, related_name="approved_tasks",
        verbose_name=_("thẩm quyền quyết định"),
    )  # fmt: skip
    deadline_kind = models.CharField(_("loại thời hạn"), max_length=12, choices=DeadlineKind, default=DeadlineKind.NONE)
    deadline_text = models.CharField(_("thời hạn ghi trong văn bản"), max_length=500, blank=True)
    due_on = models.DateField(_("hạn hoàn thành"), null=True, blank=True)
    original_due_on = models.DateField(_("hạn ban đầu"), null=True, blank=True)
    assigned_on = models.DateField(_("ngày giao"), null=True, blank=True)
    source_quote = models.TextField(_("trích nguyên văn"), blank=True)
    state = models.CharField(_("tình trạng"), max_length=12, choices=WorkState, default=WorkState.PREPARED)
    progress = models.PositiveSmallIntegerField(_("tiến độ (%)"), default=0)
    completed_on = models.DateField(_("ngày hoàn thành"), null=True, blank=True)
    is_withdrawn = models.BooleanField(_("đã rút khỏi kế hoạch"), default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="created_tasks", verbose_name=_("người tạo")
    )
    created_at = models.DateTimeField(_("tạo lúc"), auto_now_add=True)
    updated_at = models.DateTimeField(_("cập nhật lúc"), auto_now=True)
    search_text = models.TextField(editable=False, default="")

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("nhiệm vụ")
        verbose_name_plural = _("nhiệm vụ")
        ordering = ["plan", "position", "id"]
        indexes = [
            models.Index(fields=["plan", "position"], name="task_by_plan"),
            models.Index(fields=["state", "due_on"], name="task_by_state_and_due"),
            models.Index(fields=["due_on", "id"], name="task_by_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(deadline_kind=DeadlineKind.DATE) | Q(due_on__isnull=False),
                name="task_dated_deadline_has_date",
                violation_error_message=_("Nhiệm vụ có thời hạn phải ghi ngày đến hạn."),
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=100),
                name="task_progress_is_percentage",
                violation_error_message=_("Tiến độ từ 0 đến 100."),
            ),
            models.CheckConstraint(
                condition=Q(plan__isnull=False)
                | Q(origin__in=[TaskOrigin.INSTRUCTION, TaskOrigin.MANUAL, TaskOrigin.PART]),
                name="task_has_a_mandate",
                violation_error_message=_("Nhiệm vụ phải thuộc một kế hoạch hoặc một ý kiến chỉ đạo."),
            ),
            models.CheckConstraint(
                condition=~Q(origin=TaskOrigin.PART) | Q(parent_share__isnull=False),
                name="task_part_has_its_share",
                violation_error_message=_("Phần việc chia nhỏ phải thuộc phần việc của một đơn vị."),
            ),
            models.CheckConstraint(
                condition=Q(recurrence="") | Q(deadline_kind=DeadlineKind.RECURRING),
                name="task_only_recurring_work_recurs",
                violation_error_message=_("Chỉ việc thường xuyên mới chia theo kỳ."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the task."""
        return reverse("plans:task", args=[self.uid])
