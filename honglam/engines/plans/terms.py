"""The words of plans: states, roles and kinds, with their Vietnamese labels."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PlanKind(models.TextChoices):
    """What kind of document gives the work (names of Decree 30/2020/NĐ-CP, annex III)."""

    PLAN = "plan", pgettext_lazy("loại văn bản", "Kế hoạch")
    PROGRAMME = "programme", _("Chương trình")
    DECISION = "decision", _("Quyết định")
    DIRECTIVE = "directive", _("Chỉ thị")
    NOTICE = "notice", pgettext_lazy("loại văn bản", "Thông báo")
    DISPATCH = "dispatch", _("Công văn")
    OTHER = "other", _("Văn bản khác")


class PlanState(models.TextChoices):
    """The life of a plan. Without a number and a date a document is a draft, whatever it looks like."""

    DRAFT = "draft", _("Dự thảo")
    ISSUED = "issued", _("Đã ban hành")
    AMENDED = "amended", _("Đã sửa đổi, bổ sung")
    REPLACED = "replaced", _("Đã được thay thế")
    EXPIRED = "expired", _("Hết hiệu lực")


IN_FORCE = (PlanState.ISSUED, PlanState.AMENDED)


class ReadingState(models.TextChoices):
    """Where a document stands between upload and plan."""

    WAITING = "waiting", _("Chờ đọc")
    READING = "reading", _("Đang đọc")
    REVIEW = "review", _("Chờ rà soát")
    FAILED = "failed", _("Không đọc được")
    ACCEPTED = "accepted", _("Đã thành kế hoạch")
    DROPPED = "dropped", _("Đã bỏ")


class ItemKind(models.TextChoices):
    """What was read from a document."""

    TASK = "task", _("Nhiệm vụ")
    DUTY = "duty", _("Phân công thực hiện")
    INDICATOR = "indicator", _("Chỉ tiêu")
    REPORTING = "reporting", _("Chế độ báo cáo")
    CITATION = "citation", _("Căn cứ, văn bản viện dẫn")
    SECTION = "section", _("Mục")
    RESULT = "result", _("Kết quả kỳ trước")


class ItemDecision(models.TextChoices):
    """What the reviewing officer decided about an item."""

    PENDING = "pending", _("Chưa xem")
    ACCEPTED = "accepted", _("Đã nhận")
    DROPPED = "dropped", _("Đã bỏ")


class TaskOrigin(models.TextChoices):
    """Where a task comes from."""

    TABLE = "table", _("Danh mục nhiệm vụ")
    DUTY = "duty", _("Phần tổ chức thực hiện")
    INSTRUCTION = "instruction", _("Bút phê, chỉ đạo")
    MANUAL = "manual", _("Nhập tay")


class DeadlineKind(models.TextChoices):
    """What kind of deadline a task has."""

    DATE = "date", _("Có thời hạn")
    RECURRING = "recurring", _("Thường xuyên")
    ON_DEMAND = "on_demand", _("Khi có yêu cầu")
    NONE = "none", _("Chưa rõ thời hạn")


class AssignmentRole(models.TextChoices):
    """What a unit has to do with a task."""

    LEAD = "lead", _("Chủ trì")
    COORDINATING = "coordinating", _("Phối hợp")
    MONITORING = "monitoring", _("Theo dõi, tổng hợp")


class Mandate(models.TextChoices):
    """Whether the issuer can order (giao) or only ask (đề nghị): work that was asked for is never red."""

    ASSIGNED = "assigned", _("Giao")
    REQUESTED = "requested", _("Đề nghị, phối hợp")


class WorkState(models.TextChoices):
    """How far an assignment is. Lateness is not a state: it follows from the due date and the day."""

    PREPARED = "prepared", _("Chuẩn bị giao")
    NOT_STARTED = "not_started", _("Chưa thực hiện")
    IN_PROGRESS = "in_progress", _("Đang thực hiện")
    CLAIMED = "claimed", _("Báo hoàn thành, chờ xác nhận")
    RETURNED = "returned", _("Trả lại")
    DONE = "done", _("Hoàn thành")
    CARRIED_OVER = "carried_over", _("Chuyển kỳ sau")
    WITHDRAWN = "withdrawn", _("Thu hồi")


OPEN_STATES = (WorkState.NOT_STARTED, WorkState.IN_PROGRESS, WorkState.RETURNED)
"""States in which the unit still has something to do."""

SETTLED_STATES = (WorkState.DONE, WorkState.CARRIED_OVER, WorkState.WITHDRAWN)
"""States in which nobody waits for anything any more."""


class WorkStatus(models.TextChoices):
    """What people see of a piece of work on a day; the codes of `toolkit.ui.statuses.WORK`."""

    PREPARED = "prepared", _("Chuẩn bị giao")
    NOT_STARTED = "not_started", _("Chưa bắt đầu")
    IN_PROGRESS = "in_progress", _("Đang thực hiện")
    DUE_SOON = "due_soon", _("Sắp đến hạn")
    OVERDUE = "overdue", _("Quá hạn")
    OVERDUE_WHEN_ASSIGNED = "overdue_when_assigned", _("Quá hạn ngay khi giao")
    REPORTED = "reported", _("Báo hoàn thành, chờ xác nhận")
    RETURNED = "returned", _("Trả lại")
    DONE_ON_TIME = "done_on_time", _("Hoàn thành đúng hạn")
    DONE_LATE = "done_late", _("Hoàn thành quá hạn")
    CARRIED_OVER = "carried_over", _("Chuyển kỳ sau")
    REQUESTED = "requested", _("Được đề nghị phối hợp")
    CANCELLED = "cancelled", _("Đã thu hồi")


class ShareDay(models.TextChoices):
    """The days of a share that a list can be narrowed by."""

    COMPLETED = "completed", _("hoàn thành")
    DUE = "due", _("đến hạn")
    ASSIGNED = "assigned", _("giao")
    REPORTED = "reported", _("có báo cáo")


class Clear(models.TextChoices):
    """The six clears of public work and the seventh that some provinces add (rõ nguồn lực)."""

    PERSON = "person", _("Rõ người")
    WORK = "work", _("Rõ việc")
    RESPONSIBILITY = "responsibility", _("Rõ trách nhiệm")
    SCHEDULE = "schedule", _("Rõ tiến độ")
    RESULT = "result", _("Rõ kết quả")
    AUTHORITY = "authority", _("Rõ thẩm quyền")
    RESOURCES = "resources", _("Rõ nguồn lực")


SIX_CLEARS = (Clear.PERSON, Clear.WORK, Clear.RESPONSIBILITY, Clear.SCHEDULE, Clear.RESULT, Clear.AUTHORITY)
"""The clears that are asked for everywhere; a province that also asks for resources sets PLANS_CLEARS."""


DUE_SOON_DAYS = 7
"""A due date this many calendar days ahead or fewer counts as near."""
